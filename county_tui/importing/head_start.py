"""Writing a large file's records while the rest of it is still read, into a transaction that waits for the whole plan.

It is only ever a head start: if the file turns out to hold anything but new records, what was written is dropped, and
the plan is applied as any other. Either way the ledger ends up the same.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from county_tui import store
from county_tui.importing.folding import tallies
from county_tui.importing.plans import ImportPlan, PlannedRow, SheetPlan, Verdict
from county_tui.importing.staleness import is_stale
from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.processes import WRITER, receive, send, start_child

LEAST_BYTES = 1_000_000
"""A smaller file is applied before a process has started."""
CHUNK = 2000
"""Rows sent to the writing process at a time: a message costs little, and the pipe stays busy."""
LONGEST_S = 10.0
"""Maximum seconds to hold the write lock while the file is read: others wait at most PATIENCE_S, 30."""


def _bytes_of(path: Path) -> int:
    """How large a file is; nothing for what cannot be read, which `plan` says."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


class HeadStart:
    """One file's head start; use it in a with statement, and hand it to `plan` and `apply`."""

    def __init__(self, path: Path, by: str, *, is_wanted: bool = True) -> None:
        self.path, self.by, self.is_wanted = path, by, is_wanted
        self._process: subprocess.Popen[bytes] | None = None
        self._sheet: SheetPlan | None = None
        self._rows: list[PlannedRow] = []
        self._sent, self._begun = 0, 0.0

    def __enter__(self) -> Self:
        if self.is_wanted and _bytes_of(self.path) >= LEAST_BYTES:
            self._process = start_child(WRITER, subprocess.DEVNULL)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()

    def take(self, sheet: SheetPlan, rows: Sequence[PlannedRow], lookups: Lookups) -> None:
        """Write rows that have their verdict; none any more once one of the file is not simply new."""
        if self._process is None:
            return
        if self._sheet is None:
            self._begin(sheet, lookups)
        self._rows += rows
        if self._sheet is not sheet or any(row.verdict is not Verdict.NEW for row in rows) or self._is_late():
            self.drop()
        elif len(self._rows) >= CHUNK:
            self._send_rows()

    def _begin(self, sheet: SheetPlan, lookups: Lookups) -> None:
        self._sheet, self._begun = sheet, time.monotonic()
        self._preparer = store.Preparer(register_named(sheet.register), lookups)
        self._send("begin", str(store.bound_path().absolute()), sheet.register, self.path.name, self.by)

    def _is_late(self) -> bool:
        return time.monotonic() - self._begun > LONGEST_S

    def _send_rows(self) -> None:
        rows, self._rows = self._rows, []
        if rows:
            fresh = self._preparer.prepare([row.key for row in rows], [row.given.in_order for row in rows])
            self._send("rows", *fresh)
            self._sent += len(rows)

    def _send(self, *message: Any) -> None:
        """Tell the child, if it still listens."""
        if self._process is not None and self._process.stdin is not None:
            try:
                send(self._process.stdin, *message)
            except OSError:
                self.drop()

    def finish(self, plan: ImportPlan) -> int | None:
        """Keep what was written if it is just what the plan says. Returns the batch; None where nothing was kept."""
        self._send_rows()
        if self._process is None or not self._is_all_of(plan) or is_stale(plan):
            self.drop()
            return None
        self._send("commit", plan.counts(), tallies(plan.sheets))
        return self._answer()

    def _is_all_of(self, plan: ImportPlan) -> bool:
        """Whether the plan is one sheet of new records, all of them sent, and no mapping to remember with them."""
        if plan.request.mapping or plan.request.replacements or plan.request.constants or plan.gone:
            return False
        is_one = len(plan.sheets) == 1 and plan.sheets[0] is self._sheet
        return is_one and plan.count(Verdict.NEW) == len(plan.sheets[0].rows) == self._sent

    def _answer(self) -> int | None:
        """The batch, once the child has kept it; None if it failed."""
        message = None
        if self._process is not None and self._process.stdout is not None:
            try:
                message = receive(self._process.stdout)
            except KeyboardInterrupt:  # too late: it is being kept this very moment
                message = receive(self._process.stdout)
        self.drop()
        return int(message[1]) if message else None

    def drop(self) -> None:
        """End the child, with all that it has not been told to keep; may be called twice."""
        process, self._process, self._rows = self._process, None, []
        if process is not None:
            process.kill()
            process.communicate()
