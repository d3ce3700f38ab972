"""Mending a file's errors once for all: the same wrong text everywhere, a column that is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from county_tui import store
from county_tui.errors import CountyError, ValueRefusedError
from county_tui.importing.matching import field_named, fingerprint, named_by
from county_tui.importing.plans import ColumnMatch, Request, SheetPlan
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.models.kinds.base import folded
from county_tui.models.line import account_in, resident_in, watching_in
from county_tui.models.lookups import Lookups
from county_tui.models.privacy import masked
from county_tui.models.register import Register
from county_tui.workbooks import Column, fold_label


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """Cells of one column refused for one reason; `field` is None where no field is meant by it."""

    header: str
    """What names the column in a request; empty for a column that is missing."""
    label: str
    field: str | None
    value: str
    message: str
    cells: tuple[str, ...]


def _groups_of(sheet: SheetPlan) -> list[ErrorGroup]:
    """The refused cells of a sheet by column, text and reason."""
    groups: dict[tuple[int | None, str, str, str], list[str]] = {}
    for row in sheet.rows:
        for problem in row.problems:
            key = (problem.column, problem.label, problem.value, problem.message)
            groups.setdefault(key, []).append(problem.cell)
    matches = {match.column.index: match for match in sheet.columns}
    fields = {field.label: name for name, field in register_named(sheet.register).fields().items()}
    found = []
    for (column, label, value, message), cells in groups.items():
        match = matches.get(column) if column is not None else None
        header = match.column.path if match else ""
        field = match.field if match else fields.get(label)
        found.append(ErrorGroup(header, label, field, value, message, tuple(cells)))
    return found


def error_groups(sheets: Sequence[SheetPlan]) -> list[ErrorGroup]:
    """The refused cells by register, column, text and reason, the most frequent first; of several sheets by name."""
    groups: dict[tuple[str, ErrorGroup], list[str]] = {}
    for sheet in sheets:
        where = f"{sheet.shown_name}!" if len(sheets) > 1 else ""
        for group in _groups_of(sheet):
            alike = (sheet.register, replace(group, cells=()))
            groups.setdefault(alike, []).extend(f"{where}{cell}" for cell in group.cells)
    found = [replace(group, cells=tuple(cells)) for (_, group), cells in groups.items()]
    return sorted(found, key=lambda group: -len(group.cells))


@dataclass(frozen=True, slots=True)
class Mending:
    """What a sheet's cells are read as: by column index and folded text; and the values of columns it lacks."""

    texts: Mapping[int, Mapping[str, str]]
    constants: Mapping[str, str]

    @property
    def remarks(self) -> list[str]:
        """What it does, in sentences."""
        said = [f"“{old}”一律按“{new}”读。" for of_one in self.texts.values() for old, new in of_one.items()]
        return said + [f"表里没有的列一律填“{text}”。" for text in self.constants.values()]


def _texts(columns: Sequence[Column], asked: Sequence[tuple[str, str, str]]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for header, old, new in asked:
        for index in named_by(header, columns):
            found.setdefault(index, {})[folded(old)] = new
    return found


def mending_of(register: type[Register], columns: Sequence[Column], request: Request) -> Mending:
    """What was asked for a table, and what was remembered for files with its header."""
    name = register.register_name()
    kept = store.recall_mendings(name, fingerprint(columns))
    texts = [(header, old, new) for (header, old), new in kept.items() if header]
    constants = {old: new for (header, old), new in kept.items() if not header}
    for field, text in request.constants:
        try:
            constants[field_named(register, field)] = text
        except CountyError:
            if request.register == name:
                raise  # of several registers one may not have it
    return Mending(_texts(columns, [*texts, *request.replacements]), constants)


def filled_in(
    register: type[Register], matches: Sequence[ColumnMatch], mending: Mending, lookups: Lookups
) -> dict[str, Value]:
    """The values of the fields no column gives. Raises CountyError for a text the field cannot take."""
    given = {match.field for match in matches}
    found = {}
    for name, text in mending.constants.items():
        if name in register.fields() and name not in given:
            try:
                found[name] = register.fields()[name].parse(text, lookups)
            except ValueRefusedError as error:
                raise CountyError(
                    f"“{register.fields()[name].label}”不能都填“{text}”：{error.message}", error.hint
                ) from error
    return found


def check_replacements(asked: Sequence[tuple[str, str, str]], tables: Sequence[Sequence[Column]]) -> None:
    """Refuse a header that no table of the file has. Raises CountyError."""
    for header, _, _ in asked:
        if tables and not any(named_by(header, columns) for columns in tables):
            raise CountyError(f"表头里没有“{header}”", "，请照表里的写。")


def _may_be_kept(text: str) -> bool:
    """Whether a text says nothing of a resident, so that the ledger may remember it."""
    return masked(text) == text and not (resident_in(text) or account_in(text) or watching_in(text))


def remember(sheet: SheetPlan, request: Request) -> None:
    """Keep what was mended by hand for the next file with the same header."""
    kept = {}
    for header, old, new in request.replacements:
        for index in named_by(header, sheet.table_columns):
            path = next(column.path for column in sheet.table_columns if column.index == index)
            kept[(fold_label(path), folded(old))] = new
    register = register_named(sheet.register)
    for field, text in request.constants:
        if any(field.strip() in (name, kind.label) for name, kind in register.fields().items()):
            kept[("", field_named(register, field))] = text
    allowed = {key: new for key, new in kept.items() if all(map(_may_be_kept, (*key, new)))}
    store.remember_mendings(sheet.register, fingerprint(sheet.table_columns), allowed)
