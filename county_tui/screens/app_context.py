"""What every screen needs to know of where it is: the ledger, who sits at it, which day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen
from textual.worker import WorkerFailed

from county_tui.errors import ValueRefusedError
from county_tui.paths import here, is_within, meant, usable
from county_tui.store import LedgerInfo


@dataclass(frozen=True, slots=True)
class AppContext:
    """The ledger in use, the person using it, today; whether the line is slow, and a backup made each day.

    `files` closes the app: only files in this folder are read and written, and nothing leads to a shell.
    """

    ledger: LedgerInfo
    user: str
    today: date
    is_slow: bool = False
    backs_up_daily: bool = False
    files: Path | None = None

    def file(self, text: str) -> Path:
        """The file that a typed text names, a bare name being one in the folder of files. Raises CountyError."""
        if self.files is None:
            return usable(here() / meant(text))
        path = self.files / text.strip()
        if not is_within(path, self.files):
            raise ValueRefusedError(f"这里只能用 {self.files} 里的文件", "，只写文件名就可以。")
        return usable(path)


class ContextApp(App[Any]):
    """An app that has a context, and opens what stands behind two keys of every screen."""

    context: AppContext

    def show_help(self, screen: Screen[Any]) -> None:
        """Show all keys of a screen."""
        raise NotImplementedError

    async def choose_command(self, screen: Screen[Any]) -> None:
        """Let the person find what to do by typing."""
        raise NotImplementedError

    def run_to_end(self, has_mouse: bool) -> Any:
        """Run until the person leaves, and return what they left with, if anything.

        Raises the error that ended it before, once the terminal is given back.
        """
        left_with = self.run(mouse=has_mouse)
        if isinstance(self._exception, WorkerFailed):
            raise self._exception.error
        if self._exception is not None:
            raise self._exception
        return left_with

    def _fatal_error(self) -> None:
        """End without Textual's own account of the error: it would print records."""
        self._close_messages_no_wait()
