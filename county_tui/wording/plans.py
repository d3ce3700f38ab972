"""What an import would do, in words: counts, changes old → new, columns and rows left out, cells refused and why.

Anything shaped like a plan's parts is taken, since plans are made a floor above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from county_tui.models.kinds import Kind, Reference, Value
from county_tui.models.lookups import Lookups

VERDICTS = {"new": "新增", "updated": "修改", "unchanged": "相同", "repeated": "重复", "refused": "不能导入"}
"""What becomes of rows, by the name JSON has for it, in the order people want to know."""
NOT_TAKEN = ("unknown", "private")
"""The states of a column whose contents are not imported."""
BROUGHT_HERE = "（本文件新增的记录）"
MOST_RUNS = 12
"""Runs of row numbers one line names: about as many as fit on a line of 80 cells."""


class Problem(Protocol):
    """A refused cell: where it is, what stands in it, why it is refused."""

    @property
    def label(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def quoted(self) -> str: ...
    @property
    def message(self) -> str: ...


def counts_text(counts: Mapping[str, int], *, with_zeros: bool = True) -> str:
    """`新增 3，修改 1`; `counts` by the names of `VERDICTS`."""
    told = [(word, counts[name]) for name, word in VERDICTS.items() if name in counts]
    return "，".join(f"{word} {count}" for word, count in told if count or with_zeros)


def value_text(kind: Kind, value: Value, lookups: Lookups) -> str:
    """A value as a person reads it; blank is 空, a record this very file brings (a negative id) has no name yet."""
    if isinstance(kind, Reference) and isinstance(value, int) and value < 0:
        return BROUGHT_HERE
    return " ".join(kind.format(value, lookups).split("\n")) or "空"


def change_texts(fields: Mapping[str, Kind], changes: Mapping[str, tuple[Value, Value]], lookups: Lookups) -> list[str]:
    """A text for each changed field: `职务：科员 → 主任`."""
    return [
        f"{fields[name].label}：{value_text(fields[name], old, lookups)} → {value_text(fields[name], new, lookups)}"
        for name, (old, new) in changes.items()
    ]


def problem_text(problem: Problem) -> str:
    """Why a cell is refused; what stands in it is quoted once."""
    if not problem.value or problem.quoted in problem.message:
        return f"{problem.label}：{problem.message}"
    return f"{problem.label}{problem.quoted}：{problem.message}"


def column_text(label: str, note: str) -> str:
    """That a column is not imported, and why."""
    return f"“{label}”列没有导入{'：' + note if note else '，没有对应的字段'}"


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


def rows_text(rows: Iterable[int]) -> str:
    """Rows in words: `第 1—3、7 行`."""
    runs = list(_runs(rows))
    more = "…" if len(runs) > MOST_RUNS else ""
    return f"第 {'、'.join(runs[:MOST_RUNS])}{more} 行"


def skipped_texts(skipped: Iterable[tuple[int, str]]) -> list[str]:
    """One line for each reason, in the order they first come: `跳过（分节行）：第 5、9 行`."""
    by_reason: dict[str, list[int]] = {}
    for row, reason in skipped:
        by_reason.setdefault(reason, []).append(row)
    return [f"跳过（{reason}）：{rows_text(rows)}" for reason, rows in by_reason.items()]
