"""Sheets read by calamine: xlsx, xlsm, xlsb, ods and most xls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import python_calamine

from county_tui.workbooks.cells import CellRow
from county_tui.workbooks.formats.detect import damaged, locked
from county_tui.workbooks.formats.source import CONFUSED, LoadedSheet, SheetFacts, SparseSheetError
from county_tui.workbooks.tables import Merge, SheetInfo

FactsOf = Callable[[int, str], SheetFacts]
SIDE_BY_SIDE_BYTES = 1 << 20
"""From this size on the facts are read in a thread of their own; below, starting one costs more than it saves."""


class CalamineFile:
    """A workbook opened by calamine."""

    broken: tuple[type[Exception], ...] = (python_calamine.CalamineError, *CONFUSED)

    def __init__(
        self,
        file: Path | BytesIO,
        problems: list[str],
        facts_of: FactsOf,
        is_sparse: Callable[[str], bool] = lambda name: False,
    ) -> None:
        """Open the file; `facts_of` gives a sheet's facts by number and name. Raises calamine's errors."""
        self._is_sparse = is_sparse
        self._problems = problems
        self._facts_of = facts_of
        content = file if isinstance(file, BytesIO) else BytesIO(file.read_bytes())
        self._is_large = len(content.getbuffer()) >= SIDE_BY_SIDE_BYTES
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
        sheet, facts = self._sheet_and_facts(number, self.sheets[index].name)
        facts.problems.extend(self._problems)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
            facts.merges.append(Merge(top + 1, left, bottom + 1, right))
        last_row = sheet.end[0] + 1 if sheet.end else 0
        return LoadedSheet(self.sheets[index], _rows(sheet), facts, last_row)

    def _sheet_and_facts(self, number: int, name: str) -> tuple[python_calamine.CalamineSheet, SheetFacts]:
        """Read a sheet and its facts, at the same time where that pays: calamine lets other threads run meanwhile."""
        if not self._is_large:
            return self._book.get_sheet_by_index(number), self._facts_of(number, name)
        from concurrent.futures import ThreadPoolExecutor  # 15 ms to import, which small files are spared

        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(self._facts_of, number, name)
            return self._book.get_sheet_by_index(number), reading.result()


def open_calamine(path: Path, facts_of: FactsOf, is_sparse: Callable[[str], bool] = lambda name: False) -> CalamineFile:
    """Open a file as it is; raises WorkbookError where it has a password or calamine finds it broken."""
    try:
        return CalamineFile(path, [], facts_of, is_sparse)
    except python_calamine.PasswordError as error:
        raise locked(path) from error
    except python_calamine.CalamineError as error:
        raise damaged(path) from error


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[CellRow]:
    """Yield the rows from A1, blanks as empty texts; calamine's own iterator starts at the first used column."""
    if sheet.start is None:
        return iter(())
    lead: CellRow = [None] * sheet.start[1]
    rows: Iterator[CellRow] = iter(sheet.iter_rows())  # type: ignore[arg-type]
    return map(lead.__add__, rows) if lead else rows
