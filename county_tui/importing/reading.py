"""Cells into values: each column by its field's own `parse`, each distinct cell only once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from county_tui.errors import ValueRefusedError
from county_tui.importing.plans import CellProblem, ColumnMatch, PlannedRow, SheetPlan, Status, Verdict
from county_tui.importing.private import LEAST_IN_A_FIELD, WHY, holds_id_numbers
from county_tui.models.kinds import Given, Kind, Reference, Value, as_text, read_number
from county_tui.models.lookups import Lookups
from county_tui.models.privacy import MASK, is_rounded_id_number, masked
from county_tui.models.register import Register
from county_tui.workbooks import Cell, CellError, DataRow, Table

CHUNK = 1000
MOST_REMEMBERED = 20_000
RUNNABLE = "=+-@"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Stands where a value would, in a cell that was refused."""

    message: str


def shown(cell: Cell) -> str:
    """A cell as text for a person, ID numbers masked."""
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, float):
        if is_rounded_id_number(cell):
            return MASK
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    return masked(as_text(cell))


def without_apostrophe(text: str) -> str:
    """A csv text without the apostrophe that kept a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in RUNNABLE else text


def _given(cell: Cell, is_csv: bool) -> Given:
    if isinstance(cell, CellError):
        raise ValueRefusedError(f"单元格是公式错误 {cell.code}", "，请改正公式，或直接填写内容。")
    return without_apostrophe(cell) if is_csv and isinstance(cell, str) else cell


def _reader(field: Kind, scale: int, is_csv: bool, lookups: Lookups) -> Callable[[Cell], Value | Refusal]:
    """One cell into a value, or why not. A reference stays a text until all sheets are read."""

    def read(cell: Cell) -> Value | Refusal:
        try:
            given = _given(cell, is_csv)
            if isinstance(field, Reference):
                text = as_text(given).strip()
                return None if text in field.blanks else text
            if scale != 1 and given is not None and as_text(given).strip() not in field.blanks:
                given = read_number(given) * scale
            return field.parse(given, lookups)
        except ValueRefusedError as error:
            return Refusal(str(error))

    return read


def _column_reader(
    field: Kind, scale: int, is_csv: bool, lookups: Lookups
) -> Callable[[Iterable[Cell]], list[Value | Refusal]]:
    """A column's cells into values; equal cells of one type are read once."""
    read = _reader(field, scale, is_csv, lookups)
    texts: dict[str, Value | Refusal] = {}
    numbers: dict[float, Value | Refusal] = {}

    def known(cell: Cell) -> Value | Refusal:
        seen: dict[str, Value | Refusal] | dict[float, Value | Refusal]
        if type(cell) is str:
            seen = texts
        elif type(cell) is float:
            seen = numbers
        else:
            return None if cell is None else read(cell)
        if cell not in seen:
            if len(seen) >= MOST_REMEMBERED:
                seen.clear()
            seen[cell] = read(cell)  # type: ignore[index]
        return seen[cell]  # type: ignore[index]

    return lambda cells: [known(cell) for cell in cells]


def _chunks(rows: Iterator[DataRow]) -> Iterator[list[DataRow]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _without_id_columns(
    matches: Sequence[ColumnMatch], places: dict[int, int], chunk: Sequence[DataRow]
) -> tuple[ColumnMatch, ...]:
    """The matches with every column of ID numbers made private, whatever its title."""
    checked = []
    for match in matches:
        at = places[match.column.index]
        least = LEAST_IN_A_FIELD if match.field else 1
        if match.status is not Status.PRIVATE and holds_id_numbers([row.cells[at] for row in chunk], least):
            match = ColumnMatch(match.column, Status.PRIVATE, note=WHY)
        checked.append(match)
    return tuple(checked)


def _nameless(table: Table, matches: Sequence[ColumnMatch], chunk: Sequence[DataRow]) -> Iterator[ColumnMatch]:
    """Columns with data under no header, so that they are named and not silently dropped."""
    named = {match.column.index for match in matches}
    for at, column in enumerate(table.columns):
        if column.index not in named and any(row.cells[at] not in (None, "") for row in chunk):
            label = f"（{column.letter} 列，无表头）"
            yield ColumnMatch(replace(column, label=label), Status.UNKNOWN, note="没有表头，不导入")


class SheetReader:
    """Reads one table's rows for a register; `rows` gives them without a verdict but for cells refused outright."""

    def __init__(self, register: type[Register], table: Table, is_csv: bool, lookups: Lookups) -> None:
        self.register, self.table, self.is_csv, self.lookups = register, table, is_csv, lookups
        self.places = {column.index: at for at, column in enumerate(table.columns)}

    def read(self, matches: tuple[ColumnMatch, ...], progress: Callable[[int], None]) -> SheetPlan:
        """The whole table; `progress` hears how many rows are read."""
        rows: list[PlannedRow] = []
        readers: list[tuple[int, str, Callable[[Iterable[Cell]], list[Value | Refusal]]]] = []
        for at, chunk in enumerate(_chunks(self.table.rows())):
            if at == 0:
                matches = (*_without_id_columns(matches, self.places, chunk), *_nameless(self.table, matches, chunk))
                readers = self._readers(matches)
            rows.extend(self._rows(chunk, readers))
            progress(len(rows))
        table = self.table
        plan = SheetPlan(table.name, self.register.register_name(), matches, rows)
        plan.skipped, plan.problems = list(table.skipped), list(table.problems)
        plan.header_rows, plan.above, plan.merges = table.header_rows, table.above, table.merges
        plan.table_columns = table.columns
        return plan

    def _readers(
        self, matches: Sequence[ColumnMatch]
    ) -> list[tuple[int, str, Callable[[Iterable[Cell]], list[Value | Refusal]]]]:
        fields = self.register.fields()
        return [
            (
                self.places[match.column.index],
                match.field,
                _column_reader(fields[match.field], match.scale, self.is_csv, self.lookups),
            )
            for match in matches
            if match.field is not None
        ]

    def _rows(
        self,
        chunk: Sequence[DataRow],
        readers: Sequence[tuple[int, str, Callable[[Iterable[Cell]], list[Value | Refusal]]]],
    ) -> Iterator[PlannedRow]:
        """A chunk, read column by column."""
        given: list[dict[str, Value]] = [{} for _ in chunk]
        refused: dict[int, list[CellProblem]] = {}
        for at, name, read in readers:
            for row, value in enumerate(read(data.cells[at] for data in chunk)):
                if type(value) is Refusal:
                    refused.setdefault(row, []).append(self.problem(chunk[row], at, value.message))
                elif value is not None:
                    given[row][name] = value  # type: ignore[assignment]
        for row, data in enumerate(chunk):
            if row in refused:
                yield PlannedRow(
                    data.number, given[row], Verdict.REFUSED, problems=tuple(refused[row]), cells=data.cells
                )
            else:
                yield PlannedRow(data.number, given[row], cells=data.cells)

    def problem(self, data: DataRow, at: int, message: str) -> CellProblem:
        """A refusal at one cell."""
        column = self.table.columns[at]
        return CellProblem(at, f"{column.letter}{data.number}", column.label, shown(data.cells[at]), message)
