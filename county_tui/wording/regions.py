"""What is said of places marked as having to have something (应配)."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMED = 5


def vanished_words(marks: Sequence[tuple[str, str]]) -> str:
    """Marks of places that are no longer on the ledger's list, by code and need; empty for none."""
    if not marks:
        return ""
    named = "、".join(f"{code}（{need}）" for code, need in marks[:MOST_NAMED])
    more = "等" if len(marks) > MOST_NAMED else ""
    return f"有 {len(marks)} 处应配的标记，地方已不在区划表里，不再计入应配：{named}{more}"
