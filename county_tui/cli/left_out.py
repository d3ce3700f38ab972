"""Rows an import leaves out, told by reason: `跳过（分节行）：第 5、9 行`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MOST_RUNS = 12


def _runs(rows: Iterable[int]) -> Iterator[str]:
    """Row numbers, neighbours joined: 1—3, 7."""
    first = last = -1
    for row in [*sorted(rows), -1]:
        if row == last + 1 and first > 0:
            last = row
            continue
        if first > 0:
            yield str(first) if first == last else f"{first}—{last}"
        first = last = row


def rows_told(rows: Iterable[int]) -> str:
    """Rows in words: `第 1—3、7 行`."""
    runs = list(_runs(rows))
    more = "…" if len(runs) > MOST_RUNS else ""
    return f"第 {'、'.join(runs[:MOST_RUNS])}{more} 行"


def lines(skipped: Iterable[tuple[int, str]]) -> list[str]:
    """One line for each reason, in the order they first come."""
    by_reason: dict[str, list[int]] = {}
    for row, reason in skipped:
        by_reason.setdefault(reason, []).append(row)
    return [f"跳过（{reason}）：{rows_told(rows)}" for reason, rows in by_reason.items()]
