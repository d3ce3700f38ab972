"""What a form's file says of itself: which form it is, for which period and region.

It stands in the document's properties and, in a form to be filled by hand, in a small line below the form as well: some
programs drop properties when they save, and a printed page has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from county_tui.errors import CountyError
from county_tui.forms.filled import FilledForm
from county_tui.workbooks.own_files import IDENTITY, IDENTITY_LINE

SMALL = Font(size=7, color="808080")
"""Read by an eye that looks for it; the form stays as it looks."""
SHOWN = 12
"""Hex digits of the fingerprint in the line: two versions of a form share them once in 10^14."""
_LINE = re.compile(rf"{IDENTITY_LINE}[:：](.+)[|｜]([^|｜]+)[|｜]([0-9]{{12}})[^|｜]*[|｜]([0-9a-f]{{{SHOWN}}})")


def write_below(sheet: Worksheet, text: str) -> None:
    """Write a small line below all that stands on a sheet, within what is printed of it."""
    merged = (area.max_row for area in sheet.merged_cells.ranges)
    filled = (cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None)
    row = max((*merged, *filled), default=0) + 1
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = SMALL, Alignment(horizontal="left", wrap_text=False)
    if sheet.print_area:
        areas = [CellRange(area.split("!")[-1]) for area in str(sheet.print_area).replace("$", "").split(",")]
        last = max(areas, key=lambda area: area.max_row)
        last.expand(down=max(0, row - last.max_row))
        sheet.print_area = ",".join(area.coord for area in areas)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says of itself; empty where it says nothing. The fingerprint may be only its first digits."""

    form: str = ""
    fingerprint: str = ""
    period: str = ""
    region: str = ""


def write_identity(book: Workbook, form: FilledForm, region: str = "") -> None:
    """Put a form's identity into its file; with the name of a region also in a line below its first sheet."""
    known = {
        "form": form.definition.name,
        "fingerprint": form.definition.fingerprint,
        "period": form.period.name,
        "region": form.region,
    }
    for name, value in ((IDENTITY[key], value) for key, value in known.items()):
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    if region:
        told = f"{form.region} {region}｜{form.definition.fingerprint[:SHOWN]}"
        write_below(
            book[form.definition.sheets[0]], f"{IDENTITY_LINE}：{form.definition.name}｜{form.period.name}｜{told}"
        )


def _lines(book: Workbook) -> Iterator[Identity]:
    """The identity lines on the sheets of a book."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if isinstance(value, str) and (found := _LINE.fullmatch(value.strip())):
                    name, period, region, fingerprint = found.groups()
                    yield Identity(name, fingerprint, period, region)


def identity_of(book: Workbook) -> Identity:
    """What a file says of itself, by its properties, or else by its line. Raises CountyError where they differ."""
    known = {prop.name: str(prop.value) for prop in book.custom_doc_props.props}  # type: ignore[attr-defined]
    said = Identity(**{name: known.get(key, "") for name, key in IDENTITY.items()})
    printed = set(_lines(book))
    if not said.region and len(printed) == 1:
        return printed.pop()
    if said.region and any((one.region, one.period) != (said.region, said.period) for one in printed):
        raise CountyError(
            "表下面的识别行和文件属性里写的不是同一个单位、同一个期间",
            "，可能是从别的文件粘贴来的，请用下发给它的那份填。",
        )
    return said
