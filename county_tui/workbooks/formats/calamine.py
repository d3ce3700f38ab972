"""Sheets read by calamine: xlsx, xlsm, xlsb, ods and most xls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import python_calamine

from county_tui.workbooks.cells import Row
from county_tui.workbooks.formats.source import LoadedSheet, SheetFacts, SparseSheetError
from county_tui.workbooks.tables import Merge, SheetInfo


class CalamineSource:
    """A workbook opened by calamine."""

    def __init__(
        self,
        file: Path | BytesIO,
        problems: list[str],
        facts_of: Callable[[int, str], SheetFacts],
        is_sparse: Callable[[str], bool] = lambda name: False,
    ) -> None:
        """Open the file; `facts_of` gives a sheet's facts by number and name. Raises calamine's errors."""
        self._is_sparse = is_sparse
        self._problems = problems
        self._facts_of = facts_of
        content = file if isinstance(file, BytesIO) else BytesIO(file.read_bytes())
        # Never by path: then calamine goes by the suffix, and an .xlsx named .xls would be refused.
        self._book = python_calamine.CalamineWorkbook.from_filelike(content)
        visible = python_calamine.SheetVisibleEnum.Visible
        worksheet = python_calamine.SheetTypeEnum.WorkSheet
        kept = [(n, m) for n, m in enumerate(self._book.sheets_metadata) if m.typ == worksheet]
        self.sheets = [SheetInfo(meta.name, meta.visible != visible) for _, meta in kept]
        self._numbers = [number for number, _ in kept]

    def load(self, index: int) -> LoadedSheet:
        """Open one sheet; raises SparseSheetError."""
        if self._is_sparse(self.sheets[index].name):
            raise SparseSheetError(self.sheets[index].name)
        number = self._numbers[index]
        with ThreadPoolExecutor(1) as pool:  # calamine lets other threads run while it loads a sheet
            reading = pool.submit(self._facts_of, number, self.sheets[index].name)
            sheet = self._book.get_sheet_by_index(number)
            facts = reading.result()
        facts.problems.extend(self._problems)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
            facts.merges.append(Merge(top + 1, left, bottom + 1, right))
        last_row = sheet.end[0] + 1 if sheet.end else 0
        return LoadedSheet(self.sheets[index], _rows(sheet), facts, last_row)


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    """Give the rows from A1, blanks as empty texts; calamine's own iterator starts at the first used column."""
    if sheet.start is None:
        return iter(())
    lead: Row = [None] * sheet.start[1]
    rows: Iterator[Row] = iter(sheet.iter_rows())  # type: ignore[arg-type]
    return map(lead.__add__, rows) if lead else rows
