"""What a sealed return is: sheets of cells with what they are made of, their code, and the one way to write them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from county_tui.errors import CountyError
from county_tui.reports.table import DECIMALS, NUMBER, TEXT

Number = int | float | str | None
"""A cell's value; texts and dates as texts."""
Parts = tuple[int | float, int | float]
"""Numerator and denominator of a share, mean or growth: the value is the one divided by the other."""
KINDS = ("table", "form")
ADDS = ("sum", "ratio", "formula", "least", "most", "none")
"""How a cell adds up over regions: counts, shares from their parts, formulas anew, dates, not at all."""
LAST_VERSION = 10_000
"""Nobody amends so often; a number beyond SQLite's own would not be kept."""
CODE_DIGITS, CODE_GROUP = 12, 4
"""Hexadecimal digits of the code, in groups that can be read out by telephone."""
FORMAT = "county-tui return 1"
LARGEST_NUMBER = 10**15
"""What no office counts to, and up to which a float still tells whole numbers apart."""


@dataclass(frozen=True, slots=True)
class SealedCell:
    """One value. `key` is a form's printed address, or a table's row and column as `行/列`."""

    key: str
    value: Number
    parts: Parts | None = None
    adds: str = "sum"


@dataclass(frozen=True, slots=True)
class SealedSheet:
    """A table or form as filled. A table's cells go row by row; `columns` begins with the head of the rows' labels."""

    name: str
    title: str
    kind: str
    fingerprint: str
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    cells: tuple[SealedCell, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)

    def value(self, key: str) -> SealedCell | None:
        """The cell of a key; None if there is none."""
        return next((cell for cell in self.cells if cell.key == key), None)

    def place(self, at: int) -> tuple[str, str]:
        """The row's and the column's label of a table's at-th cell."""
        width = len(self.columns) - 1
        return self.rows[at // width], self.columns[at % width + 1]

    def format(self, at: int) -> str:
        """How the at-th cell's number is shown; a form's as it is."""
        return self.formats[at % len(self.formats)] if self.formats else NUMBER


@dataclass(frozen=True, slots=True)
class SealedReturn:
    """A return as it was sealed; `id` is the ledger's own, None for one read from a file."""

    id: int | None
    period: str
    region: str
    region_name: str
    version: int
    code: str
    sheets: tuple[SealedSheet, ...]
    checks: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    reason: str = ""
    signers: Mapping[str, str] = field(default_factory=dict)
    sealed_at: str = ""
    by: str = ""
    program: str = ""
    is_sum: bool = False
    """Whether it adds up what the regions below reported, instead of the ledger's own records."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its tables and forms."""
        return tuple(sheet.name for sheet in self.sheets)


def code_of(sheets: Iterable[SealedSheet]) -> str:
    """The 校验码 of some sheets: over their names, cells and values alone, in whatever order they come."""
    values = sorted([sheet.name, sorted([cell.key, cell.value] for cell in sheet.cells)] for sheet in sheets)
    canonical = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digits = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:CODE_DIGITS]
    return "-".join(digits[at : at + CODE_GROUP] for at in range(0, CODE_DIGITS, CODE_GROUP))


def _cell_data(cell: SealedCell) -> dict[str, Any]:
    parts = {"parts": list(cell.parts)} if cell.parts is not None else {}
    return {"key": cell.key, "value": cell.value, "adds": cell.adds, **parts}


def _sheet_data(sheet: SealedSheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "title": sheet.title,
        "kind": sheet.kind,
        "fingerprint": sheet.fingerprint,
        "columns": list(sheet.columns),
        "rows": list(sheet.rows),
        "formats": list(sheet.formats),
        "cells": [_cell_data(cell) for cell in sheet.cells],
        "layout": dict(sheet.layout),
    }


def as_data(sealed: SealedReturn) -> dict[str, Any]:
    """A return as JSON holds it; the ledger's own id plays no part."""
    return {
        "format": FORMAT,
        "period": sealed.period,
        "region": sealed.region,
        "region_name": sealed.region_name,
        "version": sealed.version,
        "code": sealed.code,
        "note": sealed.note,
        "reason": sealed.reason,
        "signers": dict(sealed.signers),
        "sealed_at": sealed.sealed_at,
        "by": sealed.by,
        "program": sealed.program,
        "checks": [dict(check) for check in sealed.checks],
        "sheets": [_sheet_data(sheet) for sheet in sealed.sheets],
        **({"from_collection": True} if sealed.is_sum else {}),
    }


def _odd(what: str) -> CountyError:
    return CountyError(f"这份上报已损坏（{what}）", "，请让填报单位重新导出一份。")


def _typed(data: Any, key: str, kind: type | tuple[type, ...]) -> Any:
    """A member of a JSON object, if it is of its type."""
    value = data.get(key) if isinstance(data, Mapping) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _odd(f"{key} 不对")
    return value


def _texts(data: Any, key: str) -> tuple[str, ...]:
    listed = _typed(data, key, list)
    if not all(isinstance(text, str) for text in listed):
        raise _odd(f"{key} 不对")
    return tuple(listed)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER


def _cell(data: Any) -> SealedCell:
    key, adds = _typed(data, "key", str), _typed(data, "adds", str)
    value, parts = data.get("value"), data.get("parts")
    is_text = isinstance(value, str) and adds != "sum"
    if not (value is None or is_text or _is_number(value)) or adds not in ADDS:
        raise _odd(f"格子 {key[:40]} 不对")
    if parts is None:
        return SealedCell(key, value, None, adds)
    if not isinstance(parts, list) or len(parts) != 2 or not all(_is_number(part) for part in parts):
        raise _odd(f"格子 {key[:40]} 不对")
    return SealedCell(key, value, (parts[0], parts[1]), adds)


def sheet_from_data(data: Any) -> SealedSheet:
    """A sheet as JSON holds it. Raises CountyError where anything is not of its type."""
    name, kind = _typed(data, "name", str), _typed(data, "kind", str)
    cells = tuple(_cell(one) for one in _typed(data, "cells", list))
    columns, rows, formats = (_texts(data, key) for key in ("columns", "rows", "formats"))
    is_whole = kind == "form" or len(cells) == len(rows) * (len(columns) - 1) == len(rows) * len(formats)
    if kind not in KINDS or not is_whole or len({cell.key for cell in cells}) != len(cells):
        raise _odd(f"“{name[:40]}”的格子不全")
    if not set(formats) <= {*DECIMALS, NUMBER, TEXT}:
        raise _odd(f"“{name[:40]}”的格式不对")
    title, fingerprint = _typed(data, "title", str), _typed(data, "fingerprint", str)
    return SealedSheet(name, title, kind, fingerprint, columns, rows, formats, cells, _layout(data, len(columns)))


def _layout(data: Any, width: int) -> Mapping[str, Any]:
    """How a sheet is printed, each part of its type."""
    layout: Mapping[str, Any] = _typed(data, "layout", Mapping)
    paths, repeats = layout.get("paths", []), layout.get("repeats", {})
    for key in ("unit", "notes", "missing"):
        _typed({key: "", **layout}, key, str)
    is_odd = not isinstance(paths, list) or len(paths) not in (0, width - 1) or not isinstance(repeats, Mapping)
    if is_odd or not isinstance(layout.get("is_dated", True), bool):
        raise _odd("layout 不对")
    for listed in (*paths, *repeats.values()):
        _texts({"layout": listed}, "layout")
    return layout


def _check(data: Any) -> dict[str, Any]:
    """A check that did not hold, with its explanation."""
    texts = {key: _typed(data, key, str) for key in ("form", "rule", "level", "message")}
    explained = data.get("explained")
    if not isinstance(explained, str | None):
        raise _odd("explained 不对")
    return {**texts, "values": dict(_typed(data, "values", Mapping)), "explained": explained}


def _moment(data: Any, key: str) -> str:
    """A moment as ledgers write it."""
    text = str(_typed(data, key, str))
    try:
        datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise _odd(f"{key} 不对") from error
    return text


def _version(data: Any) -> int:
    number = int(_typed(data, "version", int))
    if not 1 <= number <= LAST_VERSION:
        raise _odd("version 不对")
    return number


def _plain_texts(data: Any, key: str) -> Mapping[str, str]:
    found = _typed(data, key, Mapping)
    if not all(isinstance(text, str) for text in found.values()):
        raise _odd(f"{key} 不对")
    return dict(found)


def _is_newer(written: object) -> bool:
    """Whether a format is one of ours, of a later version."""
    name, _, version = str(written).rpartition(" ")
    ours, _, known = FORMAT.rpartition(" ")
    return name == ours and version.isascii() and version.isdigit() and int(version[:9]) > int(known)


def from_data(data: Any) -> SealedReturn:
    """The return that JSON holds. Raises CountyError for anything odd, and for values that do not fit the code."""
    if isinstance(data, Mapping) and _is_newer(data.get("format")):
        raise CountyError("这份上报由更新版本的程序导出", "，请升级 county-tui 后再收。")
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise CountyError("这不是本程序的上报文件", "，请检查是不是选错了文件。")
    sheets: Sequence[SealedSheet] = tuple(sheet_from_data(one) for one in _typed(data, "sheets", list))
    if len({sheet.name for sheet in sheets}) != len(sheets):
        raise _odd("表名重复")
    checks = tuple(_check(one) for one in _typed(data, "checks", list))
    words = {key: _typed(data, key, str) for key in ("period", "region", "region_name", "code")}
    rest = {key: _typed(data, key, str) for key in ("note", "reason", "by", "program")}
    made = SealedReturn(
        id=None,
        version=_version(data),
        sealed_at=_moment(data, "sealed_at"),
        sheets=tuple(sheets),
        checks=checks,
        signers=_plain_texts(data, "signers"),
        is_sum=data.get("from_collection") is True,
        **words,
        **rest,
    )
    if code_of(made.sheets) != made.code:
        raise CountyError(
            f"这份上报的数与校验码 {made.code[:20]} 对不上，可能被改过或已损坏", "，请让填报单位重新导出一份。"
        )
    return made
