"""Whether the values of a return are such as a ledger gives: its code may be right and its numbers still made by hand.

What a table or form counts is whole and never negative; what is a number is none but a number, or the mark of a hidden
one; a share is the quotient of its parts; what was typed as text passes the rules for any remark.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import lru_cache

from county_tui import forms
from county_tui.errors import CountyError, NotFoundError, ValueRefusedError
from county_tui.forms import FormDefinition
from county_tui.forms.definition import Item, Layout, address_of
from county_tui.forms.marks import Mark, Measure, Typed
from county_tui.models import register_named
from county_tui.models.kinds import Decimal, Integer, Text
from county_tui.reports import Definition
from county_tui.reports.hiding import FEW, MASKED
from county_tui.reports.table import NUMBER, TEXT
from county_tui.returns import SealedCell, SealedReturn, SealedSheet
from county_tui.returns.sheets import fingerprint_of, named
from county_tui.store import lookups

HIDDEN = (FEW, MASKED)
CLOSE = 1e-9
"""How far, of itself, a share may lie from the quotient of its parts: what other machines make of the last digit."""


class Takes(IntEnum):
    """What numbers a cell takes, the strictest first."""

    COUNTS = 1
    AMOUNTS = 2
    """Any number that is not negative."""
    ALL = 3


Repeats = Mapping[tuple[int, int], tuple[Item, ...]]


def _refused(sheet: SealedSheet, key: str, what: str) -> CountyError:
    place = key.replace("/", " / ")
    return CountyError(f"“{sheet.title or sheet.name}”的 {place}：{what}", "，请对方改正后重新上报。")


def check_values(sealed: SealedReturn) -> None:
    """Raise CountyError, naming sheet and cell, for a value that no ledger gives, or a text that none may hold."""
    for sheet in sealed.sheets:
        if sheet.kind == "form":
            _check_form(sheet)
        else:
            _check_table(sheet)
    explained = (str(check.get("explained") or "") for check in sealed.checks)
    for what, text in (("说明", sealed.note), ("更正原因", sealed.reason), *(("审核说明", one) for one in explained)):
        _check_text(what, text)


def _check_text(what: str, text: str) -> None:
    try:
        Text(what, lines=True).parse(text, lookups())
    except ValueRefusedError as error:
        raise CountyError(f"{what}：{error.message}", error.hint) from error


def _check_table(sheet: SealedSheet) -> None:
    taken = _taken(sheet.name, sheet.fingerprint)
    for at, cell in enumerate(sheet.cells):
        kind = sheet.format(at)
        if kind != TEXT:
            _check_counted(sheet, cell, taken.get(kind, Takes.AMOUNTS))


def _check_counted(sheet: SealedSheet, cell: SealedCell, takes: Takes) -> None:
    """Refuse a text, a negative or broken count, and a share that its parts do not make."""
    value, parts = cell.value, cell.parts
    if value is None:
        return
    if isinstance(value, str):
        if value not in HIDDEN:
            raise _refused(sheet, cell.key, f"“{value[:20]}”不是数")
    elif parts is not None:
        if parts[1] == 0 or not math.isclose(value, parts[0] / parts[1], rel_tol=CLOSE, abs_tol=CLOSE):
            raise _refused(sheet, cell.key, "比率和它的分子、分母对不上")
    elif cell.adds == "sum":
        if takes < Takes.ALL and value < 0:
            raise _refused(sheet, cell.key, f"{value} 是负数")
        if takes == Takes.COUNTS and value != int(value):
            raise _refused(sheet, cell.key, f"{value} 不是整数")


@lru_cache(maxsize=256)  # a country's returns are of a few tables
def _taken(name: str, fingerprint: str) -> Mapping[str, Takes]:
    """What the numbers of each format may be in a table; nothing is said of one not known here in that version."""
    try:
        definition = named(name)
    except NotFoundError:
        return {}
    if not isinstance(definition, Definition) or fingerprint_of(definition) != fingerprint:
        return {}
    found = {"int": Takes.COUNTS, NUMBER: Takes.ALL if definition.code else Takes.AMOUNTS}
    for one in definition.columns:
        if one.measure == "sum":
            takes = _takes(definition.source(one).register, one.field)
            found[one.format] = max(found.get(one.format, takes), takes)  # an office's own may round decimals
    return found


def _takes(register: str, name: str) -> Takes:
    """What the sum of a field may be."""
    fields = register_named(register).fields()
    found = fields.get(name) or next((one for one in fields.values() if one.label == name), None)
    if not isinstance(found, Integer | Decimal) or found.least is None:
        return Takes.ALL
    return Takes.COUNTS if isinstance(found, Integer) else Takes.AMOUNTS


@lru_cache(maxsize=64)
def _form(name: str, fingerprint: str) -> FormDefinition:
    """The form of a name in just that version; to read one takes a hundred times longer than to check a return."""
    definition = forms.form_named(name)
    if definition.fingerprint != fingerprint:
        raise NotFoundError(f"没有这一版的表样“{name}”")
    return definition


def _check_form(sheet: SealedSheet) -> None:
    """Hold each cell against its mark; a form that was not asked for and is not known here stays as it is."""
    try:
        definition = _form(sheet.name, sheet.fingerprint)
    except NotFoundError:
        return
    marks = dict(_printed_marks(definition, _repeats(definition, sheet)))
    for cell in sheet.cells:
        if cell.key not in marks:
            raise _refused(sheet, cell.key, "表样里没有这一格")
        _check_cell(sheet, cell, marks[cell.key])


def _check_cell(sheet: SealedSheet, cell: SealedCell, mark: Mark | None) -> None:
    if isinstance(mark, Typed) and mark.kind == "文字" and isinstance(cell.value, str):
        _check_text(cell.key, cell.value)
    elif (takes := takes_of(mark)) is not None:
        _check_counted(sheet, cell, takes)


def takes_of(mark: Mark | None) -> Takes | None:
    """What numbers a form's cell takes by its mark; None for one that takes no numbers, or whatever is worked out."""
    match mark:
        case Typed("整数") | Measure("件数" | "不同"):
            return Takes.COUNTS
        case Typed("小数"):
            return Takes.ALL
        case Measure("合计"):
            return _takes(mark.register, mark.field)
        case Measure("平均"):
            return Takes.AMOUNTS
        case _:
            return None


def _repeats(definition: FormDefinition, sheet: SealedSheet) -> Repeats:
    """The items of the repeated rows as the return has them. Raises CountyError for rows that the form repeats not."""
    known = {
        definition.address(at, str(row)): (at, row)
        for at, row in {(cell.spot.sheet, cell.spot.row) for cell in definition.cells}
        if definition.repeat_of(at, row) is not None
    }
    told: Mapping[str, Iterable[str]] = sheet.layout.get("repeats", {})
    if odd := [place for place in told if place not in known]:
        raise _refused(sheet, odd[0], "表样里没有这样展开的行")
    return {known[place]: tuple(map(Item, names)) for place, names in told.items()}


def _printed_marks(definition: FormDefinition, repeats: Repeats) -> Iterator[tuple[str, Mark | None]]:
    """The mark of each printed cell by address; None for one that holds words besides."""
    layout = Layout(repeats)
    for cell in definition.cells:
        for row in layout.printed(cell.spot.sheet, cell.spot.row):
            address = definition.address(cell.spot.sheet, address_of(row, cell.spot.column))
            yield address, cell.marks[0] if cell.is_alone else None
