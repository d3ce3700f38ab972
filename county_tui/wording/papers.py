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
    # A file's name may hold a person's number, and why it is not entered may quote it; clauses only look like one.
    is_entered = paper.outcome in (Outcome.NEW, Outcome.UPDATED)
    said = paper.said if is_entered else without_numbers(paper.said)
    return f"{WORDS[paper.outcome]}  {without_numbers(paper.path)}" + (f"  {said}" if said else "")


def summary_text(plan: PaperPlan) -> str:
    """How many papers are entered, and how many files no record names."""
    counts = {outcome: len(plan.of(outcome)) for outcome in WORDS}
    refused = f"，不收 {counts[Outcome.REFUSED]} 个" if counts[Outcome.REFUSED] else ""
    entered = f"新增 {counts[Outcome.NEW]} 份佐证材料，补上电子文件 {counts[Outcome.UPDATED]} 份"
    return f"{entered}，没对上 {counts[Outcome.UNMATCHED]} 个文件{refused}"
