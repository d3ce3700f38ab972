"""A register's template that a street filled and the county imported: its records stand for a return of the street's.

The tables of the task are filled from the ledger for that place alone, so the board, reviews and amendments know the
street like any other that reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from county_tui import store
from county_tui.collecting.accepting import REFUSED, Outcome, take
from county_tui.collecting.packs import registers_of
from county_tui.collecting.plain_excel import return_by_hand
from county_tui.forms import Filling
from county_tui.importing import ImportPlan, Verdict
from county_tui.importing.whole import Whole
from county_tui.models import register_named
from county_tui.report_period import Period, parse_period
from county_tui.returns.filling import fill_sheets
from county_tui.store import ISSUED, StoredTask
from county_tui.workbooks.own_files import place_of


def _periods(plan: ImportPlan, region: str, said: str) -> Iterator[Period]:
    """The periods of the region's tasks that a file is about: as it says, or else those its rows are of."""
    asked = dict.fromkeys(task.period for task in store.tasks(ISSUED) if region in task.regions)
    for name in asked:
        period = parse_period(name)
        if said:
            if parse_period(said).canonical_name == name:
                yield period
        elif any(_has_rows_of(plan, Whole(region, "", period))):
            yield period


def _has_rows_of(plan: ImportPlan, whole: Whole) -> Iterator[bool]:
    for sheet in plan.sheets:
        if dated_by := register_named(sheet.register).dated_by:
            for row in sheet.rows:
                if row.verdict is not Verdict.REFUSED:
                    yield whole.lies_within(row.given.get("region"), row.given.get(dated_by))


def _told(task: StoredTask, registers: frozenset[str]) -> Iterator[str]:
    """The tables of a task that count only these registers."""
    for name in task.sheets:
        counted = registers_of(name)
        if counted and counted <= registers:
            yield name


def tick_off(plan: ImportPlan, by: str, today: date) -> list[Outcome]:
    """Take what a filled template of a place brought as its return, once it was imported; one for each period."""
    region, said = place_of(plan.path)
    registers = frozenset(sheet.register for sheet in plan.sheets)
    found = []
    for period in _periods(plan, region, said) if region else ():
        tasks = [task for task in store.tasks(ISSUED, period.canonical_name) if region in task.regions]
        names = list(dict.fromkeys(name for task in tasks for name in _told(task, registers)))
        if names:
            found.append(_taken(plan.file_name, names, Filling(period, region), (by, today)))
    return found


def _taken(file: str, names: list[str], filling: Filling, how: tuple[str, date]) -> Outcome:
    by, today = how
    sheets = tuple(one.sheet for one in fill_sheets(names, filling))
    sealed = return_by_hand(file, filling.scope.region, filling.scope.period, sheets, by)
    return take(sealed, file, by, today, may_lack=True)


def ticked_words(one: Outcome) -> str:
    """What became of a place on the board, in a sentence."""
    regions = store.lookups().regions
    about = f"{regions.path(one.region)} {parse_period(one.period).title}"
    if one.state == REFUSED:
        return f"收报进度没有勾掉 {about}：{one.reason}"
    return f"收报进度上已勾掉：{about}" + (f"（{one.reason}）" if one.reason else "") + "。"
