"""Empty sheets to fill in: header, a note on what each column takes, drop-downs from the choice lists."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from county_tui import store
from county_tui.exporting.sheets import FONT, HEADER, mark_aside, mark_header, open_workbook, width_of
from county_tui.models import register_named
from county_tui.models.kinds import Choice, Date, Integer, Kind, Reference, RegionCode, YesNo
from county_tui.models.lookups import Lookups
from county_tui.models.regions import code_range
from county_tui.models.register import Register
from county_tui.store import Condition, Conditions, Query, Test
from county_tui.workbooks.own_files import IDENTITY

LISTS_SHEET = "选项"
ROWS = 1000
"""Rows under the header that get drop-downs."""
MOST_LISTED = 500
"""Longer lists get no drop-down: nobody scrolls through them."""
TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3


def _options(field: Kind, lookups: Lookups, region: str) -> Sequence[str]:
    """What a column's drop-down offers; empty for none. Of regions and records only those within the region."""
    if isinstance(field, Choice):
        return lookups.choices(field.options)
    if isinstance(field, YesNo):
        return ("是", "否")
    if isinstance(field, RegionCode):
        known, (first, last) = lookups.regions, code_range(region or lookups.regions.home)
        return [known.path(code) for code in sorted(known.by_code) if first <= code <= last]
    if isinstance(field, Reference):
        names = lookups.names(field.register)
        within = set(store.list_ids(Query(field.register, where=_within(field.register, region))))
        return [names.name(key) for key in names.names if key in within]
    return ()


def _within(register: str, region: str) -> Conditions:
    """That a record stands in a region; nothing for the whole ledger, or for records without a region."""
    has_region = isinstance(register_named(register).fields().get("region"), RegionCode)
    return (Condition("region", Test.UNDER, region),) if region and has_region else ()


def _note(field: Kind) -> str:
    """What to write in a column."""
    return ("必填。" if field.is_required else "") + field.hint


class TemplateBook:
    """A workbook under construction: one sheet per register, and a hidden one with the lists."""

    def __init__(self, target: Path | IO[bytes], lookups: Lookups, region: str = "", period: str = "") -> None:
        """For a region, and a period it is to report: the file says so of itself."""
        self.region = region
        self.book = open_workbook(target, constant_memory=False)
        for name, value in (("region", region), ("period", period)):
            if value:
                self.book.set_custom_property(IDENTITY[name], value, "text")
        self.lookups = lookups
        self.lists: dict[tuple[str, ...], str] = {}
        self.header = self.book.add_format({**HEADER, "text_wrap": True})
        self.title = self.book.add_format({"font_name": "黑体", "font_size": 16, "bold": True})
        self.note = self.book.add_format(
            {**FONT, "font_size": 9, "italic": True, "font_color": "#666666", "text_wrap": True, "valign": "top"}
        )
        self.text = self.book.add_format({**FONT, "num_format": "@"})
        self.day = self.book.add_format({**FONT, "num_format": "yyyy-mm-dd"})

    def add(self, register: type[Register]) -> None:
        """One register's sheet."""
        sheet = self.book.add_worksheet(register.label)
        sheet.write_string(TITLE_ROW, 0, f"{register.label}填报表（带 * 的必须填写）", self.title)
        sheet.set_row(NOTE_ROW, 48)
        header = [field.label + ("*" if field.is_required else "") for field in register.fields().values()]
        mark_header(self.book, register.label, HEADER_ROW + 1, [[*header]])
        for column, (label, field) in enumerate(zip(header, register.fields().values(), strict=True)):
            note = ("填写说明：" if column == 0 else "") + _note(field)
            sheet.write_string(NOTE_ROW, column, note, self.note)
            sheet.write_string(HEADER_ROW, column, label, self.header)
            plain = None if field.kind in ("integer", "decimal") else self.text
            style = self.day if isinstance(field, Date) else plain
            sheet.set_column(column, column, width_of([label, note[:12]], 12, 26), style)
            self._validate(sheet, column, field)
        sheet.freeze_panes(FIRST_ROW, 1)

    def _validate(self, sheet: Any, column: int, field: Kind) -> None:
        """A drop-down or a whole-number check for a column."""
        area = (FIRST_ROW, column, FIRST_ROW + ROWS - 1, column)
        options = tuple(_options(field, self.lookups, self.region))
        if 0 < len(options) <= MOST_LISTED:
            is_open = isinstance(field, RegionCode | Reference)
            rule = {"validate": "list", "source": self._list(options), "show_error": not is_open}
            told = {"error_title": field.label, "error_message": "请从下拉列表中选一项。"}
            sheet.data_validation(*area, rule | told)
        elif isinstance(field, Integer):
            rule = {"validate": "integer", "criteria": ">=", "value": field.least or 0}
            told = {"error_title": field.label, "error_message": f"请填写不小于 {field.least or 0} 的整数。"}
            sheet.data_validation(*area, rule | told)

    def _list(self, options: tuple[str, ...]) -> str:
        """The cells of the hidden sheet that hold a list; each list is kept once."""
        if options not in self.lists:
            letter = _letters(len(self.lists))
            self.lists[options] = f"={LISTS_SHEET}!${letter}$1:${letter}${len(options)}"
        return self.lists[options]

    def close(self) -> None:
        """Write the lists, hide them, finish the file."""
        sheet = self.book.add_worksheet(LISTS_SHEET)
        mark_aside(self.book, LISTS_SHEET)
        for column, options in enumerate(self.lists):
            for row, label in enumerate(options):
                sheet.write_string(row, column, label)
        sheet.hide()
        self.book.close()


def _letters(index: int) -> str:
    first, second = divmod(index, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def write_template(
    registers: Iterator[type[Register]] | Sequence[type[Register]], path: Path, region: str | None = None
) -> None:
    """A template workbook for some registers; for one region, its drop-downs offer only regions and windows within it.

    Raises CountyError for a name that is no workbook's, or for no region of the ledger.
    """
    with store.session(), store.appearing(path, ".xlsx") as draft:
        lookups = store.lookups()
        code = lookups.regions.resolve(region) if region else ""
        _fill(TemplateBook(draft, lookups, "" if code == lookups.regions.home else code), registers)


def template_for(registers: Sequence[type[Register]], region: str, period: str) -> bytes:
    """The template that a region (its code) is to fill for a period, as the bytes of an .xlsx."""
    content = io.BytesIO()
    with store.session():
        _fill(TemplateBook(content, store.lookups(), region, period), registers)
    return content.getvalue()


def _fill(book: TemplateBook, registers: Iterator[type[Register]] | Sequence[type[Register]]) -> None:
    for register in registers:
        book.add(register)
    book.close()
