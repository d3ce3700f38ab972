"""Keeping what is typed in a form, from worker threads, until the form is done with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from county_tui import store
from county_tui.store.drafts import Draft, forget, keep

T = TypeVar("T")


class DraftKeeper:
    """One form's draft. A write that comes late never brings back a draft that was done with."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._lock = Lock()
        self._is_over = False

    def keep(self, texts: Mapping[str, str], by: str) -> None:
        """Keep these texts in place of what was kept before."""
        with self._lock:
            if not self._is_over:
                draft = replace(self.draft, texts=texts, by=by)
                self.draft = replace(draft, id=keep(draft))

    def end(self, work: Callable[[], T]) -> T:
        """Do the work, such as saving, and forget the draft, both or neither."""
        with self._lock, store.transaction():
            result = work()
            if self.draft.id:
                forget(self.draft.id)
            self._is_over = True
            return result

    def abandon(self) -> None:
        """Forget the draft, if anything was kept."""
        with self._lock:
            if self.draft.id:
                forget(self.draft.id)
            self._is_over = True
