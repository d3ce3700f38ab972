"""Waiting for one's turn to write while someone else does: told to the person, who may give up."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event
from typing import TypeVar

from county_tui.errors import LedgerError

T = TypeVar("T")

WORTH_TELLING_S = 1.0
"""A wait longer than this is told."""


class GaveUpError(LedgerError):
    """The person did not want to wait any longer; nothing was written."""


@dataclass
class Turn:
    """How a person's writes wait: `told` is called when one waits long, setting `stop` ends them all."""

    told: Callable[[], None]
    stop: Event = field(default_factory=Event)

    def waited(self, seconds: float) -> None:
        """Called again and again by a write that waits. Raises GaveUpError once stopped."""
        if self.stop.is_set():
            raise GaveUpError("没有再等，什么也没有改", "。")
        if seconds > WORTH_TELLING_S:
            self.told()


_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)


def in_turn(work: Callable[[], T], turn: Turn) -> T:
    """Do some work whose writes wait as this turn says."""
    before = _turn.set(turn)
    try:
        return work()
    finally:
        _turn.reset(before)


def quietly(work: Callable[[], T]) -> T:
    """Do some work that the person did not ask for: its wait is not told, and ends when theirs does."""
    turn = _turn.get()
    return in_turn(work, Turn(lambda: None, turn.stop)) if turn is not None else work()


def waited(seconds: float) -> None:
    """Tell whoever asked for the present work that it has waited for so long. Raises GaveUpError."""
    turn = _turn.get()
    if turn is not None:
        turn.waited(seconds)
