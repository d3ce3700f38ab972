"""A year's end as one step: what is to be looked at, what goes on next year, and what is kept of the year for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from county_tui import backup, returns, store
from county_tui.returns import Owed
from county_tui.store import DueList, RollOver


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What going over from one year into the next means: nothing of it is done yet."""

    year: int
    """The year that ends."""
    lists: tuple[tuple[DueList, int], ...]
    """What expires next year, who left, which rules are due, what is open; with how many records each."""
    owed: tuple[Owed, ...]
    """Returns for the year that are not sealed."""
    roll_over: RollOver
    backup: Path | None
    """The year's backup, if it was made already; and where its copy stands, if that was."""
    copy: Path | None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to write."""
        return not (self.roll_over.new or self.roll_over.projects) and self.backup is not None and self.copy is not None


@dataclass(frozen=True, slots=True)
class Done:
    """What was written: the batch that can be undone (None: nothing new), and the two files."""

    batch: int | None
    backup: Path
    copy: Path


def plan(ledger: Path, next_year: int) -> YearEnd:
    """What going over into a year means. Writes nothing."""
    year = next_year - 1
    lists = list(store.year_lists(year))
    counts = store.count_due(lists)
    copy = backup.year_copy(ledger, year)
    return YearEnd(
        year,
        tuple(zip(lists, counts, strict=True)),
        tuple(returns.owed_of_year(year)),
        store.plan_year(year),
        backup.year_backup(ledger, year),
        copy if copy.exists() else None,
    )


def carry_out(ledger: Path, planned: YearEnd, by: str) -> Done:
    """Keep the year first, then carry over what goes on: what is kept is the year as it ended."""
    kept, copy = backup.keep_year(ledger, planned.year, by)
    return Done(store.end_year(planned.year, by)[1], kept, copy)


def has_ended(planned: YearEnd, today: date) -> bool:
    """Whether the year is over."""
    return today > date(planned.year, 12, 31)
