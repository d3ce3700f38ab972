"""A filled summary table: what the screen, the paper, the terminal and the files all show."""

from __future__ import annotations

import decimal
from dataclasses import dataclass

from county_tui import store
from county_tui.report_period import Period

Number = int | float | str | None
"""A cell's value: a share is a fraction of 1; None where there is nothing to say."""

TOTAL = "合计"
"""The label of a table's total."""
TEXT, NUMBER = "text", "number"
DECIMALS = {"int": 0, "decimal1": 1, "decimal2": 2, "percent": 1, "percent0": 0, "percent2": 2}
"""The formats with a fixed number of digits after the point. `number` has as many as it needs; the rest is `text`."""

UNDATED = "现有记录（这张表的记录没有日期，不分期间）"
"""Stands where other tables have their period."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of numbers; `path` holds the header texts from top to bottom, the last of them the label."""

    label: str
    path: tuple[str, ...]
    format: str


@dataclass(frozen=True, slots=True)
class TableCell:
    """One value, and the records behind it: none where no register holds them, several where more than one does."""

    value: Number
    queries: tuple[store.Query, ...] = ()
    parts: tuple[int | float, int | float] | None = None
    """What a share, mean or growth is made of: the value is the first divided by the second."""
    can_add: bool = True
    """Whether numbers of several regions may be added up; kinds counted once each may not."""
    regions: tuple[str, ...] = ()
    """The regions a number counts, by path, where it counts regions and not records."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its label, and a cell for each column."""

    label: str
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A summary table of one period and region. `columns` are those of the cells; `head` names the rows' labels."""

    name: str
    title: str
    period: Period
    region: str
    region_name: str
    head: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    total: TableRow | None
    unit: str = ""
    notes: str = ""
    is_dated: bool = True
    """Whether the period makes any difference; one without any date is of the ledger as it stands."""
    seal: str = ""
    """What stands at the foot of a sealed table's paper: its code, version and day."""
    chart: str = ""
    """The label of the column that a chart shows best; empty for none."""

    @property
    def lines(self) -> list[TableRow]:
        """The rows as every paper and screen has them: the total first, where there is one."""
        return [*([self.total] if self.total else []), *self.rows]

    @property
    def period_text(self) -> str:
        """What stands on the table as its period."""
        return self.period.title if self.is_dated else UNDATED


def as_text(value: Number, format: str = "text") -> str:  # noqa: A002  # the word everyone uses
    """A value as people read it: half rounded up, shares in per cent, nothing for None."""
    if value is None or isinstance(value, str):
        return value or ""
    number = decimal.Decimal(repr(value))
    if format not in DECIMALS:
        return f"{number:f}"
    is_share = format.startswith("percent")
    number *= 100 if is_share else 1
    rounded = number.quantize(decimal.Decimal(1).scaleb(-DECIMALS[format]), rounding=decimal.ROUND_HALF_UP)
    text = f"{abs(rounded) if rounded.is_zero() else rounded:f}"
    return f"{text}%" if is_share else text


def bars(table: Table, column: int | str) -> list[tuple[str, int | float, float]]:
    """(row's label, value, fraction of the largest) of a column, given by position or label; blanks count as 0."""
    labels = [known.label for known in table.columns]
    at = labels.index(column) if isinstance(column, str) else column
    values = [(row.label, row.cells[at].value) for row in table.rows]
    numbers = [(label, 0 if value is None or isinstance(value, str) else value) for label, value in values]
    most = max((abs(number) for _, number in numbers), default=0)
    return [(label, number, max(0.0, number / most) if most else 0.0) for label, number in numbers]
