"""Keeping what is typed in a form, from worker threads, until the form is done with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TypeVar

from county_tui import store
from county_tui.store import Draft, forget_draft, keep_draft, waited

T = TypeVar("T")
LOOK_AGAIN_S = 0.05
"""How often a wait for the lock is reported, so that it can be given up."""


class DraftKeeper:
    """One form's draft. A write that comes late never brings back a draft that was done with."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._lock = Lock()
        self._is_over = False
        self._asked = self._kept = 0
        """Numbers of what was asked last and of what is kept: threads do not run in the order they were started."""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the draft's lock; a wait for it is reported like a wait for the ledger."""
        begun = time.monotonic()
        while not self._lock.acquire(timeout=LOOK_AGAIN_S):
            waited(time.monotonic() - begun)
        try:
            yield
        finally:
            self._lock.release()

    def keeping(self, texts: Mapping[str, str], by: str) -> Callable[[], None]:
        """What keeps these texts. To be asked for in the order of typing; run late, it replaces nothing newer."""
        self._asked += 1
        return partial(self._keep, self._asked, texts, by)

    def _keep(self, number: int, texts: Mapping[str, str], by: str) -> None:
        with self._alone():
            if not self._is_over and number > self._kept:
                draft = replace(self.draft, texts=texts, by=by)
                self.draft, self._kept = replace(draft, id=keep_draft(draft)), number

    def end(self, work: Callable[[], T]) -> T:
        """Do the work, such as saving, and forget the draft, both or neither."""
        with self._alone(), store.transaction():
            result = work()
            if self.draft.id:
                forget_draft(self.draft.id)
            self._is_over = True
            return result

    def abandon(self) -> None:
        """Forget the draft, if anything was kept."""
        with self._alone():
            if self.draft.id:
                forget_draft(self.draft.id)
            self._is_over = True
