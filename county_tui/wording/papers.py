"""What matching a folder's papers comes to, in words."""

from __future__ import annotations

from county_tui.models.line import without_numbers
from county_tui.store import Outcome, Paper, PaperPlan

WORDS = {
    Outcome.NEW: "新增",
    Outcome.UPDATED: "补文件",
    Outcome.REFUSED: "不收",
    Outcome.UNMATCHED: "没对上",
    Outcome.UNCHANGED: "已登记",
}
"""What is done about a file; what one has to look at comes first."""


def paper_text(paper: Paper) -> str:
    """A file, what is done about it, and of which record it is or why not."""
    said = f"  {paper.said}" if paper.said else ""
    return without_numbers(f"{WORDS[paper.outcome]}  {paper.path}{said}")  # a file's name may hold a person's number


def summary_text(plan: PaperPlan) -> str:
    """How many papers are entered, and how many files no record names."""
    counts = {outcome: len(plan.of(outcome)) for outcome in WORDS}
    refused = f"，不收 {counts[Outcome.REFUSED]} 个" if counts[Outcome.REFUSED] else ""
    entered = f"新增 {counts[Outcome.NEW]} 份佐证材料，补上电子文件 {counts[Outcome.UPDATED]} 份"
    return f"{entered}，没对上 {counts[Outcome.UNMATCHED]} 个文件{refused}"
