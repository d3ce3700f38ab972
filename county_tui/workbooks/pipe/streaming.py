"""Turns a loaded sheet into messages: the table, its rows in batches, the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from county_tui.errors import WorkbookError
from county_tui.workbooks.cells import Cell, CellError, CellRow, column_letter
from county_tui.workbooks.formats.source import MOST_COLUMNS, LoadedSheet, SheetFacts
from county_tui.workbooks.header.blocks import table_grid
from county_tui.workbooks.header.columns import columns_of, header_texts
from county_tui.workbooks.header.finding import Found, find_table
from county_tui.workbooks.header.grid import Grid
from county_tui.workbooks.header.labels import cell_text
from county_tui.workbooks.own_files import ASIDE, header_rows_of
from county_tui.workbooks.pipe.protocol import pack_cell, pack_column
from county_tui.workbooks.rows.merging import Filler
from county_tui.workbooks.rows.profile import profile_of
from county_tui.workbooks.rows.row_classifier import BLANK, RowClassifier
from county_tui.workbooks.rows.thresholds import SAMPLE_ROWS
from county_tui.workbooks.tables import Column

HEAD_ROWS = 1000  # for finding the header: instructions above seldom fill 100 rows, and a second table shows itself
HEAD_CELLS = 400_000  # of very wide sheets fewer rows: as many cells as 1000 rows of the widest table
BATCH_ROWS = 1000  # a message is built in some milliseconds, so that a preview can count along
FAR_COLUMNS = 100  # blank columns after which a cell belongs to no table
BATCH_CELLS = 60_000  # of wide tables fewer rows, to keep a message to some megabytes
NO_HEADER = "没有找到表头，请指定表头所在的行。"
NO_CONTENT = "工作表是空的。"
BESIDE = "表格右边隔着空列的说明文字没有读取。"
Message = tuple[Any, ...]


def stream_sheet(
    sheet: LoadedSheet, vocabulary: Sequence[frozenset[str]], chosen: tuple[int, int] | None
) -> Iterator[Message]:
    """Yield the messages for one sheet, reading its rows once."""
    rows = sheet.rows
    head = _head(rows, sheet.facts, max(HEAD_ROWS, chosen[1] + SAMPLE_ROWS if chosen else 0))
    _refuse_wide(sheet.info.name, _width(head))
    own = header_rows_of(sheet.facts.mark, head) if chosen is None else None
    found = None if sheet.facts.mark == ASIDE else find_table(head, sheet.facts, vocabulary, chosen or own)
    if found is None:
        yield _table_message(sheet, head, None, None, _missing_table_problem(head, chosen))
        yield "end", []
        return
    table = _DataRows(sheet.facts, found, table_grid(head, sheet.facts.merges), is_own=own is not None)
    _refuse_wide(sheet.info.name, len(table.columns))
    batches = table.batches(chain(head[found.end + 1 :], rows))
    first = next(batches, None)
    yield _table_message(sheet, head, table, first)
    if first is not None:
        yield first
        yield from batches
    yield "end", table.skipped


def _refuse_wide(name: str, width: int) -> None:
    """Refuse a sheet with more columns than any table has; raises WorkbookError."""
    if width > MOST_COLUMNS:
        message = f"工作表“{name}”有 {width} 列，超过了 {MOST_COLUMNS} 列的上限。"
        raise WorkbookError(message, "请删去表格右边用不到的列，或把行列对调后再导入。")


def _width(head: list[CellRow]) -> int:
    """Count the columns from A to the last one before a wide gap, for rows too long to be looked at closely."""
    if max(map(len, head), default=0) <= MOST_COLUMNS:
        return 0
    used = {column for row in head for column, cell in enumerate(row) if cell is not None}
    width = 0
    for column in sorted(used):
        if column >= width + FAR_COLUMNS:
            break
        width = column + 1
    return width


def _missing_table_problem(head: list[CellRow], chosen: tuple[int, int] | None) -> str:
    """Say why a sheet has no table."""
    if not any(cell_text(cell) for row in head for cell in row):
        return NO_CONTENT
    return NO_HEADER if chosen is None else f"指定的表头行 {chosen[0]}-{chosen[1]} 不在这张工作表里。"


def _head(rows: Iterator[CellRow], facts: SheetFacts, most: int) -> list[CellRow]:
    """Read the rows used for detection: fewer of them when they are very wide."""
    head: list[CellRow] = []
    cells = 0
    while len(head) < most and cells < HEAD_CELLS and (row := next(rows, None)) is not None:
        head.append(_clean(len(head) + 1, row, facts))
        cells += len(row)
    return head


def _clean(number: int, row: CellRow, facts: SheetFacts) -> CellRow:
    """Return a row with None for blanks, and its error cells put back where the reader left blanks."""
    row = [None if cell == "" else cell for cell in row]
    for column, code in facts.errors.get(number, {}).items():
        row.extend([None] * (column + 1 - len(row)))
        row[column] = CellError(code)
    return row


def _table_message(
    sheet: LoadedSheet, head: list[CellRow], table: _DataRows | None, first: Message | None, problem: str = ""
) -> Message:
    """Build the message that opens a table; without one, `problem` says why."""
    found = table.found if table else None
    columns = table.columns if table else ()
    problems = table.found.problems if table else [problem]
    last = found.end + 1 if found else min(len(head), 10)
    merges = [m for m in sheet.facts.merges if m.first_row <= last]
    return (
        "table",
        {
            "name": sheet.info.name,
            "hidden": sheet.info.hidden,
            "is_aside": sheet.facts.mark == ASIDE,
            "header_rows": found.header_rows if found else None,
            "first_data_row": first[1][0] if first else None,
            "last_row": sheet.last_row,
            "columns": [(c.index, c.letter, c.label, c.path, c.hidden) for c in columns],
            "problems": [*problems, *_hidden_problems(sheet.facts, columns), *sheet.facts.problems],
            "above": [(number, [pack_cell(cell) for cell in row]) for number, row in enumerate(head[:last], start=1)],
            "merges": [(m.first_row, m.first_column, m.last_row, m.last_column) for m in merges],
        },
    )


def _hidden_problems(facts: SheetFacts, columns: Sequence[Column]) -> Iterator[str]:
    """Say which rows and columns the sender hid; they are read all the same."""
    letters = [column.letter for column in columns if column.hidden]
    if letters:
        yield f"有隐藏的列（{_some(letters)}），照常读取。"
    if facts.hidden_rows:
        yield f"有隐藏的行（第 {_some([str(row) for row in sorted(facts.hidden_rows)])} 行），照常读取。"


def _some(names: list[str]) -> str:
    """Return the first names of a list."""
    return "、".join(names[:8]) + (f" 等 {len(names)} 个" if len(names) > 8 else "")


class _DataRows:
    """Turns the rows below a header into batches of data."""

    def __init__(self, facts: SheetFacts, found: Found, grid: Grid, is_own: bool) -> None:
        """Build the row profile from the head of the sheet."""
        stop = grid.height if found.stop is None else found.stop
        sample = range(found.end + 1, min(stop, found.end + 1 + SAMPLE_ROWS))
        texts = header_texts(grid, found.first, found.last)
        used, stray = _data_width(grid, range(found.end + 1, stop), sum(map(bool, texts)))
        found.problems.extend(filter(None, [stray, BESIDE if grid.is_cut else ""]))
        self.found = found
        self.columns = columns_of(grid, found.first, found.last, used, facts.hidden_columns)
        above = (number for number in range(found.first) if not grid.is_blank(number))
        self.skipped: list[tuple[int, str]] = [(number + 1, "表头以上") for number in above]
        self._classifier = RowClassifier(profile_of(grid, sample, texts, found.first), is_own)
        self._filler = Filler(facts.merges, after=found.end + 1)
        self._blank = (0, 0)
        self._facts, self._start, self._stop = facts, found.end + 2, found.stop

    def batches(self, rows: Iterator[CellRow]) -> Iterator[Message]:
        """Yield the data rows in messages of numbers and packed columns; `rows` starts right below the header."""
        width = len(self.columns)
        size = max(1, min(BATCH_ROWS, BATCH_CELLS // max(width, 1)))
        number = self._start
        while batch := list(islice(rows, size)):
            numbers = range(number, number + len(batch))
            columns = self._plain_columns(batch, numbers)
            if columns is not None and not columns:
                self._note(number, BLANK, len(batch))
            elif columns is not None:
                self.close_blank_run()
                padding = [[None] * len(batch)] * (width - len(columns))
                yield "rows", list(numbers), [pack_column(column) for column in [*columns[:width], *padding]]
            elif data := list(self._data(batch, number)):
                cells = [(row + [None] * (width - len(row)))[:width] for _, row in data]
                yield "rows", [n for n, _ in data], [pack_column(column) for column in zip(*cells, strict=True)]
            number += len(batch)

    def _plain_columns(self, batch: list[CellRow], numbers: range) -> list[Sequence[Cell]] | None:
        """Return a batch as columns if all its rows are data beyond doubt, as no columns if all are blank.

        Fast path for long tables.
        """
        if self._stop is not None or len(set(map(len, batch))) > 1 or self._filler.touches_any(numbers):
            return None
        if not self._facts.errors.keys().isdisjoint(numbers):
            return None
        columns: list[Sequence[Cell]] = [_without_empty_texts(column) for column in zip(*batch, strict=True)]
        blanks = [row.count("") + row.count(None) for row in batch]
        if min(blanks) == len(columns):
            return []
        return columns if self._classifier.are_all_plain(columns, blanks) else None

    def _data(self, batch: list[CellRow], number: int) -> Iterator[tuple[int, CellRow]]:
        """Yield the rows of data of a batch with their numbers, merges filled, and note the others."""
        for current, raw in enumerate(batch, start=number):
            row = _clean(current, raw, self._facts)
            if self._stop is not None and current > self._stop:
                if any(cell is not None for cell in row):
                    self.skipped.append((current, "另一张表"))
                continue
            if self._filler.touches(current):
                filled, widest, tall = self._filler.fill(current, row)
                full = sum(cell is not None and column not in tall for column, cell in enumerate(filled))
                reason = self._classifier.reason(row, full, widest, tall)
            else:
                filled, reason = row, self._classifier.reason(row)
            if reason is None:
                self.close_blank_run()
                yield current, filled
            else:
                self._note(current, reason)

    def _note(self, number: int, reason: str, count: int = 1) -> None:
        """Record skipped rows; a run of blank rows is one entry, blank rows at the end none."""
        if reason == BLANK:
            self._blank = (self._blank[0] or number, number + count - 1)
            return
        self.close_blank_run()
        self.skipped.append((number, reason))

    def close_blank_run(self) -> None:
        """Record the current run of blank rows and start a new one."""
        first, last = self._blank
        if first:
            self.skipped.append((first, BLANK if first == last else f"{BLANK}（至第 {last} 行）"))
        self._blank = (0, 0)


def _data_width(grid: Grid, rows: range, labels: int) -> tuple[int, str]:
    """Return how many columns from A hold data, and a word on cells that stand far to the right of the others."""
    used = sorted({column for row in rows for column in grid.filled(row)})
    width = labels
    for column in used:
        if column >= width + FAR_COLUMNS:
            return width, f"{column_letter(column)} 列等处有离表格很远的零星内容，没有读取。"
        width = max(width, column + 1)
    return (used[-1] + 1 if used else 0), ""


def _without_empty_texts(column: Sequence[Cell]) -> Sequence[Cell]:
    """Return a column with None for empty texts."""
    return [None if cell == "" else cell for cell in column] if "" in column else column
