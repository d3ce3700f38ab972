"""Cells into values: each column by its field's own `parse`, each distinct cell only once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.formula_errors import NOT_CALCULATED
from county_tui.importing.drafts import RowDraft, SheetDraft
from county_tui.importing.mending import Mending, filled_in
from county_tui.importing.plans import CellProblem, ColumnMatch, Given, Status, Verdict
from county_tui.importing.private import LEAST_IN_A_FIELD, WHY, holds_id_numbers
from county_tui.models.kinds import Given as RawGiven
from county_tui.models.kinds import Kind, Reference, Value, as_text, read_number
from county_tui.models.kinds.base import folded
from county_tui.models.line import without_numbers
from county_tui.models.lookups import Lookups
from county_tui.models.privacy import MASK, is_rounded_id_number
from county_tui.models.register import Register
from county_tui.workbooks import Batch, Cell, CellError, Table

MOST_REMEMBERED = 20_000
"""Different cells whose value is remembered: columns with more repeat little, and memory stays bounded."""
_BLANK = type(None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Stands where a value would, in a cell that was refused."""

    message: str


def shown(cell: Cell) -> str:
    """A cell as text for a person, numbers of persons hidden."""
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, float):
        if is_rounded_id_number(cell):
            return MASK
        return without_numbers(str(int(cell))) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    return without_numbers(as_text(cell))


def _given(cell: Cell, is_csv: bool) -> RawGiven:
    if isinstance(cell, CellError) or cell == NOT_CALCULATED:  # as a text it comes from a book of refused rows
        raise ValueRefusedError(*CellError(str(cell)).problem)
    return store.unguarded(cell) if is_csv and isinstance(cell, str) else cell


def _referred(field: Reference, text: str, lookups: Lookups) -> Value:
    """The id of the record of a name; the name itself as long as there is none."""
    try:
        return field.parse(text, lookups)
    except ValueRefusedError:
        return text


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a cell is read with: numbers are multiplied by `scale`; of a csv the guard is taken off; texts mended."""

    scale: int
    is_csv: bool
    lookups: Lookups
    mended: Mapping[str, str]


def _reader(field: Kind, context: CellContext) -> Callable[[Cell], Value | Refusal]:
    """One cell into a value, or why not. The name of a record not known yet stays a text until all sheets are read."""
    scale, lookups = context.scale, context.lookups

    def read(cell: Cell) -> Value | Refusal:
        try:
            given = _given(cell, context.is_csv)
            if context.mended and given is not None:
                given = context.mended.get(folded(as_text(given)), given)
            if isinstance(field, Reference):
                return _referred(field, as_text(given).strip(), lookups)
            if scale != 1 and given is not None and as_text(given).strip() not in field.blanks:
                given = read_number(given) * scale
            return field.parse(given, lookups)
        except ValueRefusedError as error:
            return Refusal(str(error))

    return read


ColumnReader = Callable[[Sequence[Cell]], tuple[list[Value | Refusal], bool]]
"""A column's cells into values, and whether any of them was ever refused."""


def _column_reader(field: Kind, context: CellContext) -> ColumnReader:
    """Equal cells of one type are read once: registers repeat themselves, and parsing is dear."""
    read = _reader(field, context)
    known: dict[type, dict[Cell, Value | Refusal]] = {}
    refused = False

    def learn(kind: type, cells: Iterable[Cell]) -> dict[Cell, Value | Refusal]:
        nonlocal refused
        seen = known.setdefault(kind, {})
        if len(seen) > MOST_REMEMBERED:
            seen.clear()
        for cell in set(cells).difference(seen):
            value = seen[cell] = read(cell)
            refused = refused or type(value) is Refusal
        return seen

    def values(cells: Sequence[Cell]) -> tuple[list[Value | Refusal], bool]:
        kinds = set(map(type, cells))
        filled = kinds - {_BLANK}
        if len(filled) <= 1:
            seen = learn(filled.pop() if filled else _BLANK, cells)
            return list(map(seen.__getitem__, cells)), refused
        by_kind = {kind: learn(kind, [cell for cell in cells if type(cell) is kind]) for kind in kinds}
        return [by_kind[type(cell)][cell] for cell in cells], refused

    return values


def _without_id_columns(
    matches: Sequence[ColumnMatch], positions: dict[int, int], batch: Batch
) -> tuple[ColumnMatch, ...]:
    """The matches with every column of ID numbers made private, whatever its title."""
    checked = []
    for match in matches:
        cells = batch.columns[positions[match.column.index]]
        least = LEAST_IN_A_FIELD if match.field else 1
        if match.status is not Status.PRIVATE and holds_id_numbers(cells, least):
            match = ColumnMatch(match.column, Status.PRIVATE, note=WHY)
        checked.append(match)
    return tuple(checked)


def _nameless(table: Table, matches: Sequence[ColumnMatch], batch: Batch) -> Iterator[ColumnMatch]:
    """Columns with data under no header, so that they are named and not silently dropped."""
    named = {match.column.index for match in matches}
    for column, cells in zip(table.columns, batch.columns, strict=True):
        if column.index not in named and any(cell not in (None, "") for cell in cells):
            label = f"（{column.letter} 列，无表头）"
            yield ColumnMatch(replace(column, label=label), Status.UNKNOWN, note="没有表头，不导入")


class SheetReader:
    """Reads one table for a register: `draft` grows as `chunks` gives its rows, no verdict on them yet."""

    def __init__(
        self,
        found: tuple[type[Register], tuple[ColumnMatch, ...]],
        table: Table,
        mending: Mending,
        *,
        is_csv: bool,
    ) -> None:
        self.register, matches = found
        self.table, self.is_csv, self.mending = table, is_csv, mending
        self.filled: Mapping[str, Value] = {}
        self.positions = {column.index: at for at, column in enumerate(table.columns)}
        self.draft = SheetDraft(self.register.register_name(), matches, table, remarks=tuple(mending.remarks))

    def chunks(self, lookups: Lookups) -> Iterator[list[RowDraft]]:
        """The rows, as many at a time as arrive; those with a cell that cannot be read are refused."""
        readers: list[tuple[int, str, ColumnReader]] | None = None
        self.filled = filled_in(self.register, self.draft.columns, self.mending, lookups)
        for batch in self.table.batches():
            if readers is None:
                self.draft.columns = _without_id_columns(self.draft.columns, self.positions, batch)
                readers = self._readers(lookups)
            self.draft.columns += tuple(_nameless(self.table, self.draft.columns, batch))
            rows = self._rows(batch, readers)
            self.draft.rows.extend(rows)
            yield rows

    def _readers(self, lookups: Lookups) -> list[tuple[int, str, ColumnReader]]:
        """(position among the cells, field name, reader) of the matched columns."""
        fields, texts = self.register.fields(), self.mending.texts
        found = []
        for match in self.draft.columns:
            if match.field is not None:
                context = CellContext(match.scale, self.is_csv, lookups, texts.get(match.column.index, {}))
                reader = _column_reader(fields[match.field], context)
                found.append((self.positions[match.column.index], match.field, reader))
        return found

    def _rows(self, batch: Batch, readers: Sequence[tuple[int, str, ColumnReader]]) -> list[RowDraft]:
        """A batch, read column by column."""
        names = list(self.register.fields())
        positions = {name: names.index(name) for name in (*(name for _, name, _ in readers), *self.filled)}
        columns: list[Sequence[Value | Refusal]] = [[None] * len(batch.numbers)] * len(names)
        for name, value in self.filled.items():
            columns[positions[name]] = [value] * len(batch.numbers)
        defaults = {names.index(name): value for name, value in self.register.defaults().items()}
        suspects = []
        for at, name, read in readers:
            values, may_be_refused = read(batch.columns[at])
            suspects += [(at, values)] if may_be_refused else []
            columns[positions[name]] = values
        for position, default in defaults.items():
            positions[names[position]] = position
            columns[position] = [default if value is None else value for value in columns[position]]
        problems = self._problems(batch, suspects)
        read_rows: Iterator[tuple[Any, ...]] = zip(*columns, strict=True)
        return [
            _refused(number, Given(positions, values), cells, problems[number])
            if number in problems
            else RowDraft(number, Given(positions, values), cells=cells)
            for number, values, cells in zip(batch.numbers, read_rows, zip(*batch.columns, strict=True), strict=True)
        ]

    def _problems(
        self, batch: Batch, columns: Iterable[tuple[int, Sequence[Value | Refusal]]]
    ) -> dict[int, list[CellProblem]]:
        """The refusals in some columns, by row number."""
        found: dict[int, list[CellProblem]] = {}
        for at, values in columns:
            for number, cell, value in zip(batch.numbers, batch.columns[at], values, strict=True):
                if type(value) is Refusal:
                    found.setdefault(number, []).append(self._problem(number, at, cell, value.message))
        return found

    def _problem(self, number: int, at: int, cell: Cell, message: str) -> CellProblem:
        column = self.table.columns[at]
        return CellProblem(column.index, f"{column.letter}{number}", column.label, shown(cell), message)


def _refused(number: int, given: Given, cells: tuple[Cell, ...], problems: Sequence[CellProblem]) -> RowDraft:
    """A row with cells that cannot be read; of the others the values are kept."""
    read: Mapping[str, Any] = given
    for name, value in read.items():
        given = given.replaced(name, None) if type(value) is Refusal else given
    return RowDraft(number, given, Verdict.REFUSED, problems=tuple(problems), cells=cells)
