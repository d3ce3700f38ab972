"""What every field kind is: a peewee field with a label, one way in (`parse`) and one way out (`format`)."""

from __future__ import annotations

import datetime
import decimal
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from county_tui.errors import LedgerError, Remedy, ValueRefusedError
from county_tui.models.line import Finding, account_in, resident_in
from county_tui.models.lookups import Lookups
from county_tui.models.privacy import MASK, holds_id_number, is_rounded_id_number
from county_tui.printable import shown

Given = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta | decimal.Decimal | None
"""What a form, a command or a workbook cell hands in."""
Value = str | int | bool | datetime.date | decimal.Decimal | tuple[str, ...] | None
"""What a record holds: one Python value a kind."""
Plain = str | int | float | list[str] | None
"""What JSON holds."""

BLANKS = frozenset({"", "无", "—", "-", "——", "--", "/", "———", "---", "N/A", "n/a", "暂无", "\\"})
LONGEST_INTEGER = 10**15
"""Excel keeps 15 digits of a number: of a longer one the last are gone."""


def folded(text: str) -> str:
    """The text in half-width forms with no white space at all: for comparing, never for storing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def number_as_text(number: float) -> str:
    """A number cell as the text a person saw: no `.0`, no exponent. Refuses digits Excel no longer has."""
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueRefusedError("不是有效的数字", "，请检查单元格。")
    if abs(number) >= LONGEST_INTEGER:
        raise ValueRefusedError("数字超过 15 位，Excel 已丢失末尾几位", "，请把单元格设为文本后重新填写。")
    return str(int(number)) if number == int(number) else repr(float(number))


def as_text(given: Given) -> str:
    """Any given value as the text a person would have typed."""
    if given is None:
        return ""
    if isinstance(given, str):
        return given
    if isinstance(given, bool):
        return "是" if given else "否"
    if isinstance(given, int | float):
        return number_as_text(given)
    if isinstance(given, datetime.datetime):
        return given.isoformat(" ")[:10] if given.time() == datetime.time() else given.isoformat(" ", "minutes")
    return str(given)


def refuse_exponent(text: str, what: str) -> None:
    """Refuse a long number that Excel cut to 1.38E+10: its last digits are gone."""
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+", text):
        raise ValueRefusedError(f"{shown(text)}是 Excel 的科学计数，{what}已丢失", "，请把单元格设为文本后重新填写。")


def _refuse_numbers(text: str) -> None:
    """Refuse what no text may hold, a duty roster's neither: ID numbers and bank cards."""
    if len(text) >= 18 and holds_id_number(text):
        raise ValueRefusedError("含有身份证号，本台账不记录任何居民个人信息", "，请删去后再填。")
    if len(text) >= 16 and (found := account_in(text)):
        raise found.refusal()


class Kind:
    """Mixed into a peewee field: label, aliases, help, and the two functions everything else is built on."""

    kind: ClassVar[str] = ""
    takes: ClassVar[str] = ""
    """What to write in such a field, in a few words: shown in templates and forms."""
    is_searchable: ClassVar[bool] = False
    blanks: ClassVar[frozenset[str]] = BLANKS
    converts: ClassVar[bool] = False
    """Whether a stored value is not already the Python value."""

    name: str
    null: bool
    verbose_name: str
    help_text: str | None
    default: Value
    """What a new record gets where nothing was given."""

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        aliases: Iterable[str] = (),
        hint: str = "",
        **options: Any,
    ) -> None:
        super().__init__(  # type: ignore[call-arg]  # peewee's Field comes next in line
            null=not required, verbose_name=label, help_text=hint or None, **options
        )
        self.aliases = tuple(aliases)

    @property
    def label(self) -> str:
        """The field's Chinese name, as lists, forms and headers show it."""
        return self.verbose_name

    @property
    def is_required(self) -> bool:
        """Whether a record cannot be saved without it."""
        return not self.null

    @property
    def hint(self) -> str:
        """One line on what to write here."""
        return self.help_text or self.takes

    def parse(self, given: Given, lookups: Lookups) -> Value:
        """The value a text or cell stands for, None for blank. Raises ValueRefusedError with the reason."""
        if given is None:
            return None
        if isinstance(given, str):
            given = given.strip()
            if given in self.blanks:
                return None
            if MASK in given:
                raise ValueRefusedError("这里原有一个身份证号，已被隐去", "，请改写成不含个人信息的内容，或清空。")
            _refuse_numbers(given)
        elif isinstance(given, float) and is_rounded_id_number(given):
            raise ValueRefusedError("像是身份证号，本台账不记录任何居民个人信息", "，请删去后再填。")
        value = self.read(given, lookups)
        if isinstance(value, str) and value != given:
            _refuse_numbers(value)
        return value

    def crosses_line(self, text: str) -> Finding | None:
        """What a text typed here says of a resident, so that not even a draft keeps it."""
        return resident_in(text)

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The value of something not blank; each kind's own rule."""
        raise NotImplementedError

    def format(self, value: Value, lookups: Lookups) -> str:
        """The value as a person reads and writes it; `parse` takes it back. Blank is the empty text."""
        return "" if value is None else str(value)

    def plain(self, value: Value, lookups: Lookups) -> Plain:
        """The value as JSON holds it: numbers as numbers, several choices as a list, blank as None."""
        return None if value is None else self.format(value, lookups)

    def from_db(self, stored: Any) -> Value:
        """The Python value of what the database holds."""
        return stored  # type: ignore[no-any-return]

    def to_db(self, value: Value) -> Any:
        """What the database holds for a Python value."""
        return value

    def python_value(self, value: Any) -> Any:
        """peewee's name for `from_db`. Raises LedgerError for what no field ever wrote: the file is damaged."""
        try:
            return self.from_db(value)
        except (ValueError, TypeError, ArithmeticError, AttributeError) as error:
            message = f"台账文件已损坏（“{self.label}”里有读不懂的内容）"
            raise LedgerError(message, remedy=Remedy.RESTORE_BACKUP) from error

    def db_value(self, value: Any) -> Any:
        """peewee's name for `to_db`."""
        return self.to_db(value)
