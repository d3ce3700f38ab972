"""What every screen needs to know of where it is: the ledger, who sits at it, which day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.app import App

from county_tui.store import LedgerInfo


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger in use, the person using it, today; whether the line is slow, and a backup made each day."""

    ledger: LedgerInfo
    user: str
    today: date
    is_slow: bool = False
    backs_up_daily: bool = False


class DeskApp(App[None]):
    """An app that has a desk."""

    desk: Desk
