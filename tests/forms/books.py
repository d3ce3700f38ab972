"""Forms made for tests: cells by address, checks as rows of the sheet 审核."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from county_tui.forms.definition import FormDefinition
from county_tui.forms.reading import read_form

Cells = Mapping[str, object]


def book(cells: Cells, checks: Sequence[Sequence[str]] = (), **more: Cells) -> Workbook:
    """A workbook whose first sheet holds `cells`; more sheets by their names."""
    made = Workbook()
    first = made.worksheets[0]
    first.title = "表1"
    for sheet, held in ((first, cells), *((made.create_sheet(name), held) for name, held in more.items())):
        for address, value in held.items():
            sheet[address] = value
    if checks:
        made.create_sheet("审核").append(["规则", "说明", "级别"])
        for row in checks:
            made["审核"].append(list(row))
    return made


def content(made: Workbook) -> bytes:
    """The workbook as the bytes of an .xlsx."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def form(cells: Cells, checks: Sequence[Sequence[str]] = (), **more: Cells) -> FormDefinition:
    """The definition that such a workbook gives."""
    return read_form(content(book(cells, checks, **more)), "测试表")


def save(path: Path, cells: Cells, checks: Sequence[Sequence[str]] = (), **more: Cells) -> Path:
    """The workbook written to a file."""
    path.write_bytes(content(book(cells, checks, **more)))
    return path


def values(printed: bytes) -> Workbook:
    """A printed form as a reader that does not calculate sees it."""
    return load_workbook(io.BytesIO(printed), data_only=True)


def formulas(printed: bytes) -> Workbook:
    """A printed form with its native formulas."""
    return load_workbook(io.BytesIO(printed))
