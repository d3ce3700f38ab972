"""What an import would do, as frozen values: the request, the verdict on each row, the plan as a whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from county_tui import store
from county_tui.errors import Remark
from county_tui.models.kinds import Value
from county_tui.models.line import without_numbers
from county_tui.printable import shown
from county_tui.workbooks import Column, Merge, RawRow, SkippedRow

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many rows are done, and of how many (0: not known yet)."""

AUTO = "auto"


class Verdict(StrEnum):
    """What becomes of a row of data."""

    NEW = "new"
    UPDATE = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    REPEATED = "repeated"
    """The same as an earlier row of the file, which counts once."""


COUNTED = (Verdict.NEW, Verdict.UPDATE, Verdict.UNCHANGED, Verdict.REFUSED)
"""What JSON and the batches count."""


class Status(StrEnum):
    """What becomes of a column."""

    MATCHED = "matched"
    IGNORED = "ignored"
    UNKNOWN = "unknown"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for: a register or `auto`, sheets (none: all that fit), headers mapped to fields by hand.

    `whole_of` (`锦官驿街道@2026-09`) says that the file is all there is for a region and period. `today` is the day
    after which nothing has been done yet; None where nobody says.
    """

    register: str = AUTO
    sheets: tuple[str, ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()
    header_rows: tuple[int, int] | None = None
    whole_of: str = ""
    replacements: tuple[tuple[str, str, str], ...] = ()
    """(header, text as written, what it means)"""
    constants: tuple[tuple[str, str], ...] = ()
    """(field, the value of a column that is missing)"""
    today: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column, the field it goes to, and why not where it goes to none. Numbers in it are multiplied by `scale`."""

    column: Column
    status: Status
    field: str | None = None
    note: str = ""
    scale: int = 1

    def cell(self, row: int) -> str:
        """The column's cell in a row: `B7`."""
        return f"{self.column.letter}{row}"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a row is refused, at which cell; `column` is the 0-based sheet column, None for the whole row."""

    column: int | None
    cell: str
    label: str
    value: str
    message: str

    @property
    def quoted(self) -> str:
        """The value as a message quotes it: short, in quotes."""
        return shown(self.value)


@dataclass(frozen=True, slots=True)
class CellWarning:
    """Why a value that is taken in should be looked at again."""

    row: int
    cell: str
    message: str


class Given(Mapping[str, Value]):
    """What a row gives, by field name; None is a blank cell. All rows of a sheet share the names: dicts would not.

    `in_order` holds the values in the order of the register's fields, None where the sheet has no such column.
    """

    __slots__ = ("_positions", "in_order")

    def __init__(self, positions: Mapping[str, int], in_order: tuple[Value, ...]) -> None:
        self._positions, self.in_order = positions, in_order

    def __getitem__(self, name: str) -> Value:
        return self.in_order[self._positions[name]]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or `default` where the sheet has no such column."""
        at = self._positions.get(name)
        return default if at is None else self.in_order[at]

    def replaced(self, name: str, value: Value) -> Given:
        """The same with another value for a field the sheet has."""
        return self.added(name, self._positions[name], value)

    def added(self, name: str, at: int, value: Value) -> Given:
        """The same with a value for a field the sheet may lack, which stands at `at` among the register's fields."""
        positions = self._positions if name in self._positions else {**self._positions, name: at}
        return Given(positions, (*self.in_order[:at], value, *self.in_order[at + 1 :]))

    def without(self, positions: Sequence[int]) -> Given:
        """The same with some fields blank, given by their positions among the register's fields."""
        values = list(self.in_order)
        for at in positions:
            values[at] = None
        return Given(self._positions, tuple(values))

    def __iter__(self) -> Iterator[str]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)


class PlannedRow(NamedTuple):
    """A row of data and its verdict.

    `given` holds the values the file gives, by field name; None is a blank cell, which changes nothing. For an
    update `target` is (id, version) of the record and `changes` what changes; a new record that others may refer to
    has a negative id until it is written. `key` is what the ledger matches a readable row by.
    """

    number: int
    given: Given
    verdict: Verdict
    target: tuple[int, int] | None
    changes: Mapping[str, tuple[Value, Value]] | None
    problems: tuple[CellProblem, ...]
    key: int
    is_doubtful: bool
    """Whether the record it changes could as well be another, alike in all that does not change."""
    of_few: tuple[Value, Value, Value] | None
    """What a row of few people said of them: migrants, minority, language. It goes into tallies."""

    def told(self) -> dict[str, Value]:
        """What the row says, blanks left out."""
        return told(self.given)


def told(given: Given) -> dict[str, Value]:
    """What a row says, blanks left out."""
    return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What becomes of one sheet. `above` and `merges` are the sender's layout down to the header's last row."""

    name: str
    register: str
    columns: tuple[ColumnMatch, ...]
    rows: tuple[PlannedRow, ...]
    skipped: tuple[SkippedRow, ...]
    problems: tuple[str, ...]
    header_rows: tuple[int, int] | None
    above: tuple[RawRow, ...]
    merges: tuple[Merge, ...]
    table_columns: tuple[Column, ...]
    """All columns of the table, those without a header too: a row's cells stand in this order."""
    warnings: tuple[CellWarning, ...] = ()

    @property
    def shown_name(self) -> str:
        """The sheet's name without a person's number, for messages, JSON and files."""
        return without_numbers(self.name)

    def count(self, verdict: Verdict) -> int:
        """How many rows have a verdict."""
        return [row.verdict for row in self.rows].count(verdict)

    def counts(self) -> dict[str, int]:
        """The rows that are new, updated, unchanged, refused."""
        return {str(verdict): self.count(verdict) for verdict in COUNTED}


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import of one file would do. `token` says which state of the ledger it was made for."""

    path: Path
    request: Request
    sheets: tuple[SheetPlan, ...]
    token: int
    problems: tuple[Remark, ...] = ()
    """What was left out on the way: sheets that fit no register."""
    gone: Mapping[str, Sequence[store.Row]] = field(default_factory=dict)
    """By register, the records that a file which is all there is does not have: they go to the trash."""

    @property
    def file_name(self) -> str:
        """The file's name without a person's number."""
        return without_numbers(self.path.name)

    def count(self, verdict: Verdict) -> int:
        """How many rows of all sheets have a verdict."""
        return sum(sheet.count(verdict) for sheet in self.sheets)

    def counts(self) -> dict[str, int]:
        """What a batch is counted by: rows that are new, updated, unchanged, refused, and records that are gone."""
        gone = sum(map(len, self.gone.values()))
        return {**{str(verdict): self.count(verdict) for verdict in COUNTED}, "gone": gone}

    @property
    def writes(self) -> int:
        """How many records an apply would write."""
        return self.count(Verdict.NEW) + self.count(Verdict.UPDATE) + self.counts()["gone"]

    @property
    def is_all_or_nothing(self) -> bool:
        """Whether refused rows cannot be skipped: of a file that is all there is, their records would seem gone."""
        return bool(self.request.whole_of)
