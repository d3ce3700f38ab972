"""What a person types into a cell of a form, as the value it stands for."""

from __future__ import annotations

import re
from datetime import date

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.models.kinds import Text
from county_tui.store import Entered

LARGEST = 1e15
"""Beyond it a float no longer tells whole numbers apart; no office counts so much."""
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


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
