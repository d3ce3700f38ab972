"""What the import's screens ask services for, made to be run in a thread; it can be stopped between two steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event

from county_tui import backup, importing, store
from county_tui.errors import CountyError
from county_tui.importing import Applied, ImportPlan, Request
from county_tui.models import register_named
from county_tui.models.kinds import Reference
from county_tui.models.lookups import Lookups
from county_tui.widgets.cells import grouped
from county_tui.workbooks.own_files import place_of


class StoppedError(CountyError):
    """The person asked to stop."""


@dataclass
class Work:
    """One run of a service: tells how far it is by `told`, and ends at the next step once `stop` is set."""

    told: Callable[[str], None]
    stop: Event = field(default_factory=Event)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Tell how far it is; raises StoppedError where it was asked to stop."""
        if self.stop.is_set():
            raise StoppedError("已停止", "，台账没有改动。")
        share = f" / {grouped(total)} 行，{done * 100 // total}%" if total else " 行"
        self.told(f" 正在{stage}，已完成 {grouped(done)}{share}  按 Esc 停止")


def planned(path: Path, request: Request, work: Work) -> tuple[ImportPlan, Lookups]:
    """The plan of a file, and the names needed to write it down."""
    plan = importing.plan(path, request, work.progress)
    lookups = store.lookups()
    with store.session():
        _ = lookups.regions
        for sheet in plan.sheets:
            for kind in register_named(sheet.register).fields().values():
                if isinstance(kind, Reference):
                    lookups.names(kind.register)
    return plan, lookups


def applied(plan: ImportPlan, ledger: Path, by: str, work: Work) -> Applied:
    """Carry out a plan without its refused rows, after a backup."""
    if plan.writes:
        backup.safety_copy(ledger, "before-import")
    return importing.apply(plan, by, skip_refused=True, progress=work.progress)


def ticked_off(plan: ImportPlan, by: str, today: date) -> str:
    """What a filled template of a place ticks off on the board, in words; empty for any other file."""
    if not place_of(plan.path)[0]:
        return ""
    from county_tui import collecting

    return "".join(map(collecting.ticked_words, collecting.tick_off(plan, by, today)))


def check_errors_file(plan: ImportPlan, path: Path) -> None:
    """Refuse the very file that is imported, and a name that is no workbook's. Raises CountyError."""
    from county_tui.importing.refusals import check_target

    check_target(plan, path)
    store.check_ending(path, ".xlsx")


def write_errors(plan: ImportPlan, path: Path) -> int:
    """The refused rows into a workbook to mend. Returns how many."""
    from county_tui.exporting.sheets import write_error_book
    from county_tui.importing.refusals import refused_sheets

    return write_error_book(list(refused_sheets(plan)), path)


def errors_name(path: Path) -> Path:
    """Where the refused rows go unless told otherwise: beside the file."""
    return path.absolute().with_name(f"{path.stem}-不能导入的行.xlsx")
