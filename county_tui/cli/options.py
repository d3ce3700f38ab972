"""The options every command shares, how a command opens the ledger, and how it answers."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from county_tui.errors import MissingLedgerError, Remedy
from county_tui.paths import home
from county_tui.printable import printable
from county_tui.rights import Right, require
from county_tui.wording.remedies import on_command_line, worded

if TYPE_CHECKING:
    from county_tui.store import LedgerInfo

DONE, REFUSED, USAGE, IN_PART = 0, 1, 2, 3
"""Exit codes: done; refused or failed, nothing changed; wrong use; done in part."""


def today() -> date:
    """The office's own calendar day."""
    return date.today()  # noqa: DTZ011  # where this computer is


NEEDED = "needed_right"
"""Where a command's function keeps its right."""

Run = TypeVar("Run", bound=Callable[..., Any])


def needs(right: Right) -> Callable[[Run], Run]:
    """The right a command needs; each command says one. Without it the command is refused before it begins."""

    def guarded(run: Run) -> Run:
        @wraps(run)
        def once_allowed(*args: Any, **given: Any) -> Any:
            require(right)
            return run(*args, **given)

        setattr(once_allowed, NEEDED, right)
        return once_allowed  # type: ignore[return-value]  # same signature as `run`

    return guarded


def default_ledger() -> Path:
    """Where the ledger is when nobody says: the user's data folder. Raises CountyError where there is none."""
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else home() / ".local" / "share") / "county-tui" / "ledger.db"


def account() -> str:
    """The system account, for the history when nobody says who they are."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@dataclass
class Options:
    """`--db`, `--as` and `--closed`, and the ledger they lead to."""

    path: Path
    user: str
    files: Path | None = None

    @cached_property
    def ledger(self) -> LedgerInfo:
        """The ledger, opened and brought up to date; `--as`'s user is who changes it."""
        from county_tui import backup, store

        self.user = store.signature(self.user)
        try:
            info = store.open_ledger(self.path, before_upgrade=lambda: backup.safety_copy(self.path, "before-upgrade"))
        except MissingLedgerError as error:
            if not backup.list_backups(self.path):
                raise
            raise MissingLedgerError(f"{error.message}，旁边还有它的备份", remedy=Remedy.RESTORE_BACKUP) from None
        if told := store.upgrade_told():
            echo_err(f"台账已升级：{told}。")
        if damage := store.known_damage(self.path):
            echo_err(f"注意：{on_command_line(damage)}")
        return info


pass_options = click.make_pass_decorator(Options)


def echo_err(text: str) -> None:
    """A message, on standard error, without a person's number; nothing in it is obeyed by the terminal."""
    click.echo(printable(worded(text)), err=True)


def echo(text: str) -> None:
    """What was asked for, on standard output, as harmless; it ends its last line if it does not itself."""
    click.echo(printable(text), nl=not text.endswith("\n"))


def echo_json(data: Any) -> None:
    """JSON, on standard output, exact: what a terminal would obey is escaped."""
    import json

    text = json.dumps(data, ensure_ascii=False, indent=2)
    if printable(text) != text:
        text = "".join(each if printable(each) == each else json.dumps(each)[1:-1] for each in text)
    click.echo(text)
