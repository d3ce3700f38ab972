"""The options every command shares, how a command opens the ledger, and how it answers."""

from __future__ import annotations

import getpass
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from county_tui.store import LedgerInfo

DONE, REFUSED, USAGE, IN_PART = 0, 1, 2, 3
"""Exit codes: done; refused or failed, nothing changed; wrong use; done in part."""


def default_ledger() -> Path:
    """Where the ledger is when nobody says: the user's data folder."""
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "county-tui" / "ledger.db"


def account() -> str:
    """The system account, for the history when nobody says who they are."""
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
        return store.open_ledger(self.path, before_upgrade=lambda: backup.safety_copy(self.path, "before-upgrade"))


pass_options = click.make_pass_decorator(Options)


def say(text: str) -> None:
    """A message or progress line, on standard error."""
    click.echo(text, err=True)


def answer(data: Any) -> None:
    """JSON, on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
