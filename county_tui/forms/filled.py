"""A filled form: the value of each cell, typed ones too, and what forms, checks and other periods read of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.forms.definition import FormDefinition, Layout
from county_tui.forms.expressions import Amount
from county_tui.models.kinds import Text
from county_tui.report_period import Period
from county_tui.reports.hiding import PLAIN
from county_tui.reports.table import Number
from county_tui.store import Entered, Query

UNKNOWN = "—"
"""What paper shows where nothing can be worked out, as after a division by zero."""
LARGEST = 1e15
"""Beyond it a float no longer tells whole numbers apart; no office counts so much."""
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell's value, what a mean is made of, and the records behind it where one register holds them."""

    value: Number
    parts: tuple[int | float, int] | None = None
    queries: tuple[Query, ...] = ()
    is_unknown: bool = False
    """Whether a formula could not be worked out, as after a division by zero."""
    exact: Number = None
    """The number behind a hidden one: for the checks, and for nothing that is shown."""
    pieces: tuple[Number, ...] = ()
    """In a cell of words and marks, what stands for each mark."""
    reads_hidden: bool = False
    """Whether a formula stays exact though it reads hidden numbers, which a spreadsheet could not add up."""

    @property
    def is_hidden(self) -> bool:
        """Whether a mark stands for the number."""
        return self.exact is not None


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form of one period and region; cells, typed and unfilled ones by the addresses of the printed sheet."""

    definition: FormDefinition
    period: Period
    region: str
    region_name: str
    cells: Mapping[str, FilledCell]
    typed: Mapping[str, str]
    """Where what is typed into a cell is kept."""
    unfilled: tuple[str, ...]
    layout: Layout
    fixed: Mapping[str, str]
    """The texts that were issued, by printed address: a number among them can be reckoned with."""
    note: str = ""
    """What is said below it, on screen and on paper."""

    def value(self, address: str) -> Number:
        """What stands in a printed cell."""
        return self.cells[address].value if address in self.cells else self.fixed.get(address)

    def told(self, address: str) -> Number:
        """What other forms and periods read in a printed cell: UNKNOWN where it could not be worked out."""
        cell = self.cells.get(address)
        return UNKNOWN if cell is not None and cell.is_unknown else self.value(address)

    def amount(self, address: str) -> Amount:
        """The number in a printed cell as the checks count it; None where it could not be worked out."""
        cell = self.cells.get(address)
        if cell is not None and (cell.is_unknown or cell.is_hidden):
            return None if cell.is_unknown else amount_of(cell.exact)
        return amount_of(self.value(address))

    @property
    def has_hidden(self) -> bool:
        """Whether a number is hidden."""
        return any(cell.is_hidden for cell in self.cells.values())


def amount_of(value: Number) -> Amount:
    """A cell's value as a formula counts it: a blank or a text is zero, a hidden number of elsewhere is not known."""
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if value in PLAIN:
        return None
    try:
        return Decimal(value.replace(",", "")) if value else Decimal(0)
    except ArithmeticError:
        return Decimal(0)


def amount_elsewhere(value: Number) -> Amount:
    """What another form or period tells of a cell, as a formula counts it."""
    return None if value == UNKNOWN else amount_of(value)


def plain(amount: Amount) -> int | float | None:
    """A worked-out number as JSON and cells hold it."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def typed_value(kind: str, text: str, address: str) -> Entered:
    """What someone wrote for a typed cell, as its kind has it; empty text is None. Raises ValueRefusedError."""
    written = text.strip()
    if not written:
        return None
    if kind == "文字":
        return _remark(written)
    if kind == "日期":
        return str(_day(written, address))
    if not _NUMBER.fullmatch(plain := written.replace(",", "").replace("，", "")):
        raise ValueRefusedError(f"{address}：“{written}”不是数", "，请只写数字。")
    if abs(number := float(plain)) > LARGEST:
        raise ValueRefusedError(f"{address}：“{written}”太大", "，请检查。")
    if kind == "整数" and not number.is_integer():
        raise ValueRefusedError(f"{address}：“{written}”不是整数", "，请只写整数。")
    if kind == "整数" and number < 0:
        raise ValueRefusedError(f"{address}：“{written}”是负数", "，这里数的是个数，请写 0 或更大的数。")
    return int(number) if number.is_integer() else number


def _remark(text: str) -> str | None:
    """A typed text, asked the same as any remark of a register. Raises ValueRefusedError."""
    kept = Text("", lines=True).parse(text, store.lookups())
    return None if kept is None else str(kept)


def _day(text: str, address: str) -> date:
    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in re.split(r"[-/.年月日]", text) if part))
    except ValueError as error:
        raise ValueRefusedError(f"{address}：“{text}”不是日期", "，请写成 2026-09-30。") from error
