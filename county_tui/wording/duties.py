"""What the office owes, in words: returns by a day, and what regions are marked as having to have (应配)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MOST_NAMED = 5


def days_left(due: date, today: date, sent_back: str = "") -> str:
    """`还有 5 天`, `今天到期`, `逾期 3 天`; of what came back, that it did."""
    if sent_back:
        return "被退回"
    left = (due - today).days
    return f"还有 {left} 天" if left > 0 else f"逾期 {-left} 天" if left else "今天到期"


def duty_text(rhythm: str, day: int, *, is_workday: bool) -> str:
    """`每季度，次月 10 日前`, `每月，次月第 5 个工作日前`."""
    return f"每{rhythm}，次月{f'第 {day} 个工作日' if is_workday else f' {day} 日'}前"


def vanished_words(marks: Sequence[tuple[str, str]]) -> str:
    """Marks of regions that are no longer on the ledger's list, by code and need; empty for none."""
    if not marks:
        return ""
    named = "、".join(f"{code}（{need}）" for code, need in marks[:MOST_NAMED])
    more = "等" if len(marks) > MOST_NAMED else ""
    return f"有 {len(marks)} 处应配的标记，地方已不在区划表里，不再计入应配：{named}{more}"
