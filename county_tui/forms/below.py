"""Small lines below a form: what the file says of itself, and whom a sum lacks."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

SMALL = Font(size=7, color="808080")
"""Read by an eye that looks for it; the form stays as it looks."""


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
