"""Values that may be right but hardly are: a day to come for what is done, a number far above the usual."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from county_tui import store
from county_tui.importing.plans import CellWarning, ColumnMatch, PlannedRow, SheetPlan, Verdict
from county_tui.models import register_named
from county_tui.models.kinds import Value

LOOKED_AT = 2000
"""The latest records say what is usual now, and reading them takes no time."""
LEAST_KNOWN = 5
"""Of fewer numbers nobody can say what is usual."""
ENOUGH = 30
"""From so many on the ledger alone says what is usual; before that the file has its say too."""
RARE = 100
"""One number in so many, and at least one, may be far above the others without being usual: it may be the slip."""
TIMES = 10
"""A slip of one digit makes a number so many times too large."""
LEAST_WORTH = 50
"""Smaller numbers are never far off: one person a day is usual at a window, and a class of thirty no slip."""

Number = int | Decimal


def usual_largest(numbers: Sequence[Number]) -> Number | None:
    """The largest of some numbers without the rare ones; None where there are too few to tell."""
    if len(numbers) < LEAST_KNOWN:
        return None
    return sorted(numbers)[len(numbers) - 1 - max(1, len(numbers) // RARE)]


def _numbers(values: Sequence[Value]) -> list[Number]:
    return [value for value in values if isinstance(value, int | Decimal)]


def _limits(register: str, sheets: Sequence[SheetPlan]) -> dict[str, Number]:
    """The number from which on each measured field of a register is worth a warning."""
    latest = store.list_rows(store.Query(register, sort=("-id",)), LOOKED_AT)
    own = [row for sheet in sheets for row in sheet.rows if row.verdict is Verdict.NEW]
    limits = {}
    for name in register_named(register).measured_by:
        known = _numbers([row.values[name] for row in latest])
        if len(known) < ENOUGH:
            known += _numbers([row.given.get(name) for row in own])
        usual = usual_largest(known)
        if usual is not None:
            limits[name] = max(TIMES * usual, LEAST_WORTH)
    return limits


def _is_to_come(value: Value, today: datetime.date) -> bool:
    """Whether a day, month or year lies wholly after today."""
    return value is not None and str(value) > today.isoformat()[: len(str(value))]


def _is_written(row: PlannedRow, name: str) -> bool:
    """Whether a row brings this value into the ledger, which did not have it yet."""
    return row.verdict is Verdict.NEW or (row.verdict is Verdict.UPDATE and name in (row.changes or {}))


def _may_warn(sheet: SheetPlan, limits: Mapping[str, Number], today: datetime.date | None) -> bool:
    """Whether any value of a sheet lies too late or too high, looked at once each: nearly all sheets have none."""
    register = register_named(sheet.register)
    names = list(register.fields())

    def values(name: str) -> set[Value]:
        at = names.index(name)
        return {row.given.in_order[at] for row in sheet.rows}

    if today is not None and any(_is_to_come(value, today) for name in register.done_by for value in values(name)):
        return True
    return any(
        isinstance(value, int | Decimal) and value >= limit for name, limit in limits.items() for value in values(name)
    )


def _of_sheet(sheet: SheetPlan, limits: Mapping[str, Number], today: datetime.date | None) -> Iterator[CellWarning]:
    register = register_named(sheet.register)
    columns: dict[str, ColumnMatch] = {match.field: match for match in sheet.columns if match.field}
    for row in sheet.rows if _may_warn(sheet, limits, today) else ():
        for name in register.done_by:
            value = row.given.get(name)
            if today is not None and _is_to_come(value, today) and _is_written(row, name):
                yield CellWarning(
                    row.number, columns[name].cell(row.number), f"{value} 在今天（{today}）之后，请核对。"
                )
        for name, limit in limits.items():
            number = row.given.get(name)
            if isinstance(number, int | Decimal) and number >= limit and _is_written(row, name):
                usual = limit / TIMES
                told = f"{register.fields()[name].label} {number:f} 比平常最多的（约 {usual:.0f}）大十倍以上，请核对。"
                yield CellWarning(row.number, columns[name].cell(row.number), told)


def with_warnings(sheets: Sequence[SheetPlan], today: datetime.date | None) -> Iterator[SheetPlan]:
    """The sheets, each with its warnings; without today, days to come are not looked for."""
    limits = {
        name: _limits(name, [sheet for sheet in sheets if sheet.register == name])
        for name in dict.fromkeys(sheet.register for sheet in sheets)
    }
    for sheet in sheets:
        yield replace(sheet, warnings=tuple(_of_sheet(sheet, limits[sheet.register], today)))
