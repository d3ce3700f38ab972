"""What a step will do, in words, before it is carried out: papers matched, an indicator split, a year ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from county_tui.models.line import without_numbers
from county_tui.models.lookups import Lookups
from county_tui.store import Outcome, Paper, PaperPlan, RollOver, Split, SplitOutcome, SplitPart

PAPER_WORDS = {
    Outcome.NEW: "新增",
    Outcome.UPDATED: "补文件",
    Outcome.REFUSED: "不收",
    Outcome.UNMATCHED: "没对上",
    Outcome.UNCHANGED: "已登记",
}
"""What is done about a file; what one has to look at comes first."""
SPLIT_WORDS = {
    SplitOutcome.NEW: "新增",
    SplitOutcome.UPDATED: "修改",
    SplitOutcome.UNCHANGED: "已有",
    SplitOutcome.LEFT_OUT: "不立",
}


def paper_text(paper: Paper) -> str:
    """A file, what is done about it, and of which record it is or why not."""
    # A file's name may hold a person's number, and why it is not entered may quote it; clauses only look like one.
    is_entered = paper.outcome in (Outcome.NEW, Outcome.UPDATED)
    said = paper.said if is_entered else without_numbers(paper.said)
    return f"{PAPER_WORDS[paper.outcome]}  {without_numbers(paper.path)}" + (f"  {said}" if said else "")


def papers_summary(plan: PaperPlan) -> str:
    """How many papers are entered, and how many files no record names."""
    counts = {outcome: len(plan.of(outcome)) for outcome in PAPER_WORDS}
    refused = f"，不收 {counts[Outcome.REFUSED]} 个" if counts[Outcome.REFUSED] else ""
    entered = f"新增 {counts[Outcome.NEW]} 份佐证材料，补上电子文件 {counts[Outcome.UPDATED]} 份"
    return f"{entered}，没对上 {counts[Outcome.UNMATCHED]} 个文件{refused}"


def part_texts(part: SplitPart, lookups: Lookups) -> tuple[str, str, str]:
    """(region, target, what becomes of it); of one that changes also what stood there."""
    there = part.row if part.outcome is SplitOutcome.UPDATED else None
    before = f"（原 {Decimal(str(there.values['target'])):f}）" if there else ""
    return lookups.regions.path(part.region), f"{part.target:f}", f"{SPLIT_WORDS[part.outcome]}{before}"


def rule_text(plan: Split) -> str:
    """How the target was divided."""
    if plan.is_rate:
        return "比率不能分，每处都是这个目标"
    even = f"除不尽，前 {plan.remainder} 处各多一份" if plan.remainder else "平均分"
    left = plan.of(SplitOutcome.LEFT_OUT)
    return even + (f"；分到 0 的 {len(left)} 处不立指标" if left else "")


def split_summary(plan: Split) -> str:
    """How many indicators come of it: 新增 9 条，修改 1 条，已有 1 条."""
    told = {outcome: len(plan.of(outcome)) for outcome in SPLIT_WORDS if outcome is not SplitOutcome.LEFT_OUT}
    return "，".join(f"{SPLIT_WORDS[outcome]} {count} 条" for outcome, count in told.items())


def head_line(year: int, has_ended: bool) -> str:
    """Which year goes over into which."""
    return f"{year} 年结束，转入 {year + 1} 年" + ("" if has_ended else f"（{year} 年还没有过完，可以先看，年底再做）")


def carried_lines(plan: RollOver) -> Iterator[str]:
    """What happens to the indicators, and to the projects that are not done."""
    year, new, same = plan.year, len(plan.new), plan.unchanged
    if not new and not same:
        yield f"{year} 年没有指标，没有要结转的"
    else:
        there = f"，{same} 条 {year + 1} 年已有" if same else ""
        yield f"结转指标 {new} 条到 {year + 1} 年：目标照旧，完成值空着{there}"
    if plan.projects:
        yield f"结转没有完成的项目 {len(plan.projects)} 个到 {year + 1} 年：时限和进展照旧，经费空着"


def owed_line(period: str, titles: Sequence[str]) -> str:
    """A return that is still owed."""
    return f"还没有上报：{period}  {'、'.join(titles)}"


def kept_lines(year: int, backup: str, copy: str) -> tuple[str, str]:
    """The year's backup and its copy: where they are, or that they will be made (empty texts)."""
    return (
        f"{year} 年终备份：{backup or '将做一份，不会被清理'}",
        f"{year} 年只读副本：{copy or '将在台账旁边做一份，只能查看和导出'}",
    )
