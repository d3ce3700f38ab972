"""What home asks the services for: counts, due lists, the last import and backup, today's backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from county_tui import store
from county_tui.models import REGISTERS
from county_tui.models.register import Register
from county_tui.report_period import parse_period
from county_tui.screens.app_context import AppContext
from county_tui.store import DueList, Query, count_due, due_lists
from county_tui.widgets.cells import GAP, grouped
from county_tui.wording.time_and_size import local_day

if TYPE_CHECKING:
    from county_tui.returns import Owed
    from county_tui.returns.sheets import Filler

MOST_LOOKED_AT = 20
"""Batches among which the last import is looked for: bulk changes are batches too."""
OF_A_CITY = "0" * 8
"""Codes of cities and provinces end so: their ledgers take in returns, and seldom records."""


def count_registers() -> dict[type[Register], int]:
    """How many live records each register has."""
    with store.session():
        return {register: store.count_rows(Query(register.register_name())) for register in REGISTERS}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A line of what falls due: what it says at the left and at the right, and the screen that Enter opens."""

    title: str
    count: str
    opens: Callable[[], Screen[Any]]


def read_due(today: date) -> list[Reminder]:
    """The due lists that have anything, with their counts."""
    from county_tui import reports

    late = DueList("落后或逾期的指标", reports.behind_plan(today), "due_on")
    lists = [*due_lists(today), late]
    counted = zip(lists, count_due(lists), strict=True)
    return [Reminder(due.title, grouped(count), partial(_list_of, due)) for due, count in counted if count]


def _list_of(due: DueList) -> Screen[Any]:
    from county_tui.screens.registers.register_list import RegisterList

    return RegisterList(due.query, due.title, due.column)


def read_owed(today: date) -> list[Reminder]:
    """What is to be reported, with the days left."""
    from county_tui import returns
    from county_tui.wording.duties import days_left

    owed = returns.owed(today)
    if not owed:
        return []
    from county_tui import collecting

    return [
        Reminder(
            f"该报 {one.period.title}",
            days_left(one.due, today, one.sent_back),
            partial(_report, one, collecting.usual_filler(one.names, one.period)),
        )
        for one in owed
    ]


def _report(one: Owed, fill: Filler) -> Screen[Any]:
    """Where it is reported, from the records or from what was collected; what came back is to be amended."""
    from county_tui.screens.reports.report_scope import ReportScope
    from county_tui.screens.reports.return_list import ReturnList
    from county_tui.screens.reports.return_sealing import ReturnSealing

    ledger = store.describe()
    scope = ReportScope(one.period, ledger.region, ledger.region_name)
    return ReturnList(one.sent_back) if one.sent_back else ReturnSealing(one.names, scope, fill)


def read_missing() -> list[Reminder]:
    """Who has not reported yet, of the newest period that was asked for."""
    if not (issued := store.tasks(store.ISSUED)):
        return []
    from county_tui import collecting
    from county_tui.screens.collecting.board import CollectingBoard

    found = collecting.board(parse_period(issued[0].period))
    missing = len(found.owing())
    return [Reminder(f"{issued[0].period} 还没报来", f"{missing} 家", CollectingBoard)] if missing else []


def read_differing() -> list[Reminder]:
    """What was sealed and the ledger says otherwise now."""
    from county_tui import collecting, returns

    return [
        Reminder(
            f"{head.period} {'的上报已损坏' if count is None else '与已报不符'}",
            "" if count is None else f"{count} 处",
            partial(_differences_of, head.id),
        )
        for head, count in returns.differing_now(collecting.fill_sums)
    ]


def _differences_of(key: int) -> Screen[Any]:
    from county_tui.screens.reports.return_view import ReturnDifferences

    return ReturnDifferences(key)


def last_events(ledger: Path) -> tuple[str, str]:
    """The last import, and the last backup with what is to be done about backups elsewhere, a line each."""
    from county_tui import backup

    batches = [info for info in store.batches(MOST_LOOKED_AT) if info.kind == "import"]
    came = (
        f"最近导入 {local_day(batches[0].at)} {batches[0].source}"
        if batches
        else "按 c 收报：下发任务，收下级的上报，汇总"
        if store.describe().region.endswith(OF_A_CITY)
        else "还没有导入过，按 i 导入；要发给别人填的模板，按 m"
    )
    made = [info.manifest.created_at for info in backup.list_backups(ledger) if info.manifest is not None]
    backed_up = f"最近备份 {local_day(made[0])}" if made else "还没有备份，请按 b"
    return f" {came}", f" {backed_up}{GAP}{warning() if made else ''}"


def warning() -> str:
    """What to do where no backup was made to a second place for too long, or ever."""
    from county_tui import backup

    outside = backup.last_outside()
    if outside is None:
        return "还没有备份到别处，请按 b 再按 t，备份到 U 盘或别的磁盘"
    return f"已 {outside.days} 天没有备份到 {outside.folder}，请按 b 再按 t" if outside.is_overdue else ""


def back_up_daily(context: AppContext) -> bool:
    """Make today's backup if there is none yet. Returns whether one was made."""
    from county_tui import backup

    return backup.daily(context.ledger.path, context.user) is not None
