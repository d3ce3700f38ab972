"""Numbers that the office gives by itself to what is entered by hand, so that what leaves can come back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from county_tui.errors import ValueRefusedError
from county_tui.models.kinds import Value
from county_tui.models.register import Register
from county_tui.store.ledger_settings import settings
from county_tui.store.session import records

SETTING = "number_pattern"
USUAL = "年-0001"
"""`年` stands for the year of the record, the digits at the end count."""
_PATTERN = re.compile(r"[^0-9]*0{0,7}1")


def check_pattern(text: str) -> None:
    """Raise ValueRefusedError for a pattern that does not end in digits to count with."""
    if not _PATTERN.fullmatch(text):
        raise ValueRefusedError(f"“{text}”不能用来编号", "，请写第一个编号的样子，年份写“年”，如 年-0001、锦服年-001。")


def next_number(register: type[Register], values: Mapping[str, Value]) -> str:
    """The number a new record gets. To be asked in the transaction that writes it: nobody else gets the same.

    Numbers of records in the trash are not given again.
    """
    pattern = settings().get(SETTING) or USUAL
    digits = pattern[len(pattern.rstrip("01")) :]
    before = pattern.removesuffix(digits).replace("年", str(values[register.dated_by])[:4])
    field: Any = register.fields()[register.key[0]]
    query = register.select(field).where((field >= before) & (field < before + ":"))  # ":" follows "9"
    taken = [text[len(before) :] for (text,) in records(query) if text[len(before) :].isascii()]
    last = max((int(text) for text in taken if text.isdigit()), default=0)
    return f"{before}{last + 1:0{len(digits)}d}"
