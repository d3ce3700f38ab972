"""What every screen needs to know of where it is: the ledger, who sits at it, which day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.app import App

from county_tui.store import LedgerInfo


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger in use, the person using it, today, and whether the line to the terminal is slow."""

    ledger: LedgerInfo
    user: str
    today: date
    is_slow: bool = False


class DeskApp(App[None]):
    """An app that has a desk."""

    desk: Desk
