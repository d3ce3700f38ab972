"""Workbooks that tests write, and what stands in them when read back."""

from __future__ import annotations

import csv
import datetime
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import python_calamine
import xlsxwriter

from county_tui import importing, store
from county_tui.importing import Applied, ImportPlan, Request

Cells = Sequence[Sequence[object]]
"""Rows of cells as a test writes them: text, numbers, days, None."""

STAFF = ["姓名", "工作单位", "所属区划", "队伍类别"]
SERVICE = ["服务日期", "服务类别", "服务事项", "所属区划", "服务人次"]
ZHANG = ["张建国", "锦官驿街道办事处", "锦官驿街道", "专职干部"]
LI = ["李敏", "牛市口街道办事处", "牛市口街道", "宣传员"]
ID_NUMBER = "11010519491231002X"
"""The example of GB 11643: nobody's."""


def write_xlsx(path: Path, sheets: Mapping[str, Cells]) -> Path:
    """A workbook with one plain sheet per name."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_numbers": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, datetime.date):
                    sheet.write_datetime(row, column, cell)
                elif cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return path


def write_sheet(path: Path, *rows: Sequence[object]) -> Path:
    """A workbook with one plain sheet."""
    return write_xlsx(path, {"Sheet1": rows})


def write_uncalculated(path: Path, *rows: Sequence[str]) -> Path:
    """A workbook as scripts write it: texts that begin with `=` are formulas without a result."""
    made = path.with_suffix(".made")
    with xlsxwriter.Workbook(str(made)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"</f><v>0</v>", b"</f><v></v>"))
    return path


def write_merged(path: Path, rows: Cells, merges: Sequence[tuple[int, int, int, int]]) -> Path:
    """A workbook with one sheet and merged areas (first row, first column, last row, last column; 0-based)."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("台账")
    for area in merges:
        sheet.merge_range(*area, "")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                sheet.write_datetime(row, column, cell, book.add_format({"num_format": "yyyy-mm-dd"}))
            elif cell is not None:
                sheet.write(row, column, cell)
    book.close()
    return path


def write_csv(path: Path, *rows: Sequence[object], encoding: str = "utf-8-sig") -> Path:
    """A csv file."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def read_xlsx(path: Path) -> dict[str, list[list[object]]]:
    """All cells of a workbook from A1 on, by sheet name, hidden sheets too."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def planned(path: Path, register: str = "auto", **how: object) -> ImportPlan:
    """What importing a file would do."""
    return importing.plan(path, Request(register, **how))  # type: ignore[arg-type]


def take_in(path: Path, register: str = "auto", **how: object) -> Applied:
    """Plan and apply a file without refusals."""
    return importing.apply(planned(path, register, **how), "测试")


def counts(plan: ImportPlan) -> tuple[int, int, int, int]:
    """(new, updated, unchanged, refused)"""
    verdicts = importing.Verdict
    new, updated = plan.count(verdicts.NEW), plan.count(verdicts.UPDATE)
    return new, updated, plan.count(verdicts.UNCHANGED), plan.count(verdicts.REFUSED)


def rows(register: str) -> list[store.Row]:
    """The live records of a register, by id."""
    return sorted(store.list_rows(store.Query(register)), key=lambda row: row.id)


def values(register: str) -> list[dict[str, object]]:
    """What the live records of a register hold, blanks left out."""
    return [{name: value for name, value in row.values.items() if value is not None} for row in rows(register)]


def messages(plan: ImportPlan) -> dict[str, str]:
    """Why cells are refused, by cell."""
    return {p.cell: p.message for sheet in plan.sheets for row in sheet.rows for p in row.problems}
