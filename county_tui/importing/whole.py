"""A file that is all there is for a region and a period: what lies outside, and which records it no longer has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from county_tui import store
from county_tui.errors import CountyError
from county_tui.importing.drafts import RowDraft, SheetDraft
from county_tui.importing.plans import SheetPlan, Verdict
from county_tui.models import register_named
from county_tui.models.kinds import Date, Integer, RegionCode, Value
from county_tui.models.lookups import Lookups
from county_tui.models.regions import code_range
from county_tui.models.register import Register
from county_tui.report_period import Period, parse_period

Refuse = Callable[[SheetDraft, RowDraft, str, str], None]
"""Refuses a row at a field, with a sentence."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The region (with all under it) and the period of which a file holds everything."""

    region: str
    name: str
    period: Period

    def lies_within(self, region: Value, day: Value) -> bool:
        """Whether a record of this region and day, month or year is one the file must have."""
        first, last = code_range(self.region)
        text = str(day)  # a day, a month or a year as ISO text; the period ends with the last day of a month
        begins, ends = text + "-01-01"[len(text) - 4 :], text + "-12-31"[len(text) - 4 :]
        is_then = self.period.first.isoformat() <= begins and ends <= f"{self.period.last:%Y-%m}-31"
        return first <= str(region) <= last and is_then

    def conditions(self, register: type[Register]) -> tuple[store.Condition, ...]:
        """What chooses at least all such records of a register."""
        first, last = self.period.first, self.period.last
        kind = register.fields()[register.dated_by]
        ends: tuple[Any, Any] = (f"{first.year}", last.isoformat())
        if isinstance(kind, Integer):
            ends = (first.year, last.year)
        elif isinstance(kind, Date):
            ends = (first, last)
        return (
            store.Condition("region", store.Test.UNDER, self.region),
            store.Condition(register.dated_by, store.Test.AT_LEAST, ends[0]),
            store.Condition(register.dated_by, store.Test.AT_MOST, ends[1]),
        )


def parse_whole(text: str, lookups: Lookups) -> Whole:
    """`锦官驿街道@2026-09` or `锦官驿街道@2026年1—9月`. Raises CountyError in words."""
    written, sign, period = text.rpartition("@")
    if not sign or not written.strip():
        raise CountyError(f"“{text}”要写成 区划@期间", "，如 锦官驿街道@2026-09。")
    region = lookups.regions.resolve(written.strip())
    return Whole(region, lookups.regions.by_code[region].name, parse_period(period))


def check_dated(sheets: Sequence[SheetDraft]) -> None:
    """Refuse sheets of registers whose records have no region or no day to tell by. Raises CountyError."""
    for sheet in sheets:
        register = register_named(sheet.register)
        has_region = isinstance(register.fields().get("region"), RegionCode)
        if not register.dated_by or not has_region:
            raise CountyError(
                f"“{register.label}”的记录没有日期，不能说“{sheet.shown_name}”是某地某期间的全部",
                "，请不加这个说明再导入。",
            )


def refuse_outside(whole: Whole, sheets: Sequence[SheetDraft], refuse: Refuse) -> None:
    """Refuse the rows that lie outside of what the file is said to be all of."""
    for sheet in sheets:
        register = register_named(sheet.register)
        for row in sheet.rows:
            region, day = row.given.get("region"), row.given.get(register.dated_by)
            is_known = row.verdict not in (Verdict.REFUSED, Verdict.REPEATED) and None not in (region, day)
            if is_known and not whole.lies_within(region, day):
                is_elsewhere = not code_range(whole.region)[0] <= str(region) <= code_range(whole.region)[1]
                name = "region" if is_elsewhere else register.dated_by
                told = (
                    f"不在“{whole.name}”{whole.period.title}之内，而这个文件说是那里那时的全部；请改正，或换一个范围。"
                )
                refuse(sheet, row, name, told)


def missing(whole: Whole, sheets: Sequence[SheetPlan]) -> dict[str, list[store.Row]]:
    """The records of the region and period that the file does not have, by register."""
    found: dict[str, list[store.Row]] = {}
    for name in dict.fromkeys(sheet.register for sheet in sheets):
        register = register_named(name)
        there = {row.target[0] for sheet in sheets if sheet.register == name for row in sheet.rows if row.target}
        ids = store.list_ids(store.Query(name, where=whole.conditions(register)))
        rows = store.rows_by_id(name, [key for key in ids if key not in there])
        gone = [row for row in rows if whole.lies_within(row.values["region"], row.values[register.dated_by])]
        if gone:
            found[name] = gone
    return found
