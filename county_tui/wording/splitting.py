"""An indicator split to towns, in words: what each gets, and how what does not divide is shared."""

from __future__ import annotations

from decimal import Decimal

from county_tui.models.lookups import Lookups
from county_tui.store import Split, SplitOutcome, SplitPart

WORDS = {
    SplitOutcome.NEW: "新增",
    SplitOutcome.UPDATED: "修改",
    SplitOutcome.UNCHANGED: "已有",
    SplitOutcome.LEFT_OUT: "不立",
}


def part_texts(part: SplitPart, lookups: Lookups) -> tuple[str, str, str]:
    """(place, target, what becomes of it); of one that changes also what stood there."""
    there = part.row if part.outcome is SplitOutcome.UPDATED else None
    before = f"（原 {Decimal(str(there.values['target'])):f}）" if there else ""
    return lookups.regions.path(part.region), f"{part.target:f}", f"{WORDS[part.outcome]}{before}"


def rule_text(plan: Split) -> str:
    """How the target was divided."""
    if plan.is_rate:
        return "比率不能分，每处都是这个目标"
    even = f"除不尽，前 {plan.remainder} 处各多一份" if plan.remainder else "平均分"
    left = plan.of(SplitOutcome.LEFT_OUT)
    return even + (f"；分到 0 的 {len(left)} 处不立指标" if left else "")


def summary_text(plan: Split) -> str:
    """How many indicators come of it: 新增 9 条，修改 1 条，已有 1 条."""
    told = {outcome: len(plan.of(outcome)) for outcome in WORDS if outcome is not SplitOutcome.LEFT_OUT}
    return "，".join(f"{WORDS[outcome]} {count} 条" for outcome, count in told.items())
