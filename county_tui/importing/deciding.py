"""The verdict on each row: new, update, unchanged, repeated or refused. Reads the ledger, writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.importing.plans import CellProblem, PlannedRow, SheetPlan, Verdict
from county_tui.importing.reading import shown
from county_tui.models import register_named
from county_tui.models.kinds import Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register

CHUNK = 500


@dataclass(slots=True)
class SeenKeys:
    """The keys a file has named so far, by register: which sheet and row said it first."""

    rows: dict[tuple[str, int], tuple[SheetPlan, PlannedRow]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    """How often an unkeyed content stood in the file so far."""


def _problem(sheet: SheetPlan, row: PlannedRow, name: str | None, message: str) -> CellProblem:
    """A refusal at the cell of a field; where the sheet has no such column, at the row's first one."""
    match = next((m for m in sheet.columns if m.field == name), None) or next(iter(sheet.columns))
    column = match.column
    register = register_named(sheet.register)
    label = column.label if match.field == name or name is None else register.fields()[name].label
    at = sheet.place_of(column)
    value = shown(row.cells[at]) if match.field == name else ""
    return CellProblem(at, f"{column.letter}{row.number}", label, value, message)


def _refuse(sheet: SheetPlan, row: PlannedRow, name: str | None, message: str) -> None:
    row.verdict = Verdict.REFUSED
    row.problems = (*row.problems, _problem(sheet, row, name, message))


class Decider:
    """Decides the rows of one sheet after another, in the order their registers refer to each other."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.seen = SeenKeys()
        self.next_temporary = -1

    def decide(self, sheet: SheetPlan) -> Iterator[int]:
        """Give each row its verdict; yields how many rows are done now and then."""
        register = register_named(sheet.register)
        references = {n: f for n, f in register.fields().items() if isinstance(f, Reference)}
        for at in range(0, len(sheet.rows), CHUNK):
            chunk = sheet.rows[at : at + CHUNK]
            if references:
                for row in chunk:
                    self._resolve(sheet, row, references)
            self._match(register, sheet, [row for row in chunk if row.verdict is not Verdict.REFUSED])
            yield at + len(chunk)

    def _resolve(self, sheet: SheetPlan, row: PlannedRow, references: Mapping[str, Reference]) -> None:
        """Turn the names of other records into their ids."""
        for name, reference in references.items():
            text = row.given.get(name)
            if isinstance(text, str):
                try:
                    row.given = {**row.given, name: reference.parse(text, self.lookups)}
                except ValueRefusedError as error:
                    _refuse(sheet, row, name, str(error))

    def _match(self, register: type[Register], sheet: SheetPlan, rows: Sequence[PlannedRow]) -> None:
        """Hold rows against the ledger and against what the file said before."""
        keys = [register.record_key_of(row.given) for row in rows]
        found = store.ids_by_key(sheet.register, keys)
        records = {r.id: r for r in store.rows_by_id(sheet.register, [key for ids in found.values() for key in ids])}
        for row, key in zip(rows, keys, strict=True):
            standing = [records[record] for record in found.get(key, ()) if record in records]
            if not register.is_keyed(row.given):
                self._match_content(register, sheet, row, key, standing)
            elif not self._is_repeated(sheet, row, key):
                self._match_key(register, sheet, row, standing)

    def _match_content(
        self, register: type[Register], sheet: SheetPlan, row: PlannedRow, key: int, standing: Sequence[store.Row]
    ) -> None:
        """A row without a key is its content: the third equal line matches the third equal record."""
        count = self.seen.counts.get((sheet.register, key), 0)
        same = [r for r in standing if all(r.values[name] == row.given.get(name) for name in r.values)]
        if count < len(same):
            row.verdict, row.target = Verdict.UNCHANGED, (same[count].id, same[count].version)
        else:
            self._check(register, sheet, row, row.given)
        self.seen.counts[sheet.register, key] = count + 1

    def _is_repeated(self, sheet: SheetPlan, row: PlannedRow, key: int) -> bool:
        """Whether an earlier row had this key: the same content counts once, another refuses both."""
        first_sheet, first = self.seen.rows.setdefault((sheet.register, key), (sheet, row))
        if first is row:
            return False
        if first.given == row.given and first.verdict is not Verdict.REFUSED:
            row.verdict = Verdict.REPEATED
            return True
        register = register_named(sheet.register)
        label, name = register.key_label(), register.key[0]
        told = "与第 {} 行的" + label + "相同，其他内容却不同，请核对后只留一行。"
        _refuse(sheet, row, name, told.format(first.number))
        if first.verdict is not Verdict.REFUSED:
            _refuse(first_sheet, first, name, told.format(row.number))
        return True

    def _match_key(
        self, register: type[Register], sheet: SheetPlan, row: PlannedRow, standing: Sequence[store.Row]
    ) -> None:
        if not standing:
            self._check(register, sheet, row, row.given)
            self._announce(register, row)
            return
        record = standing[0]
        row.target = (record.id, record.version)
        row.changes = {n: (record.values[n], v) for n, v in row.given.items() if record.values[n] != v}
        row.verdict = Verdict.UPDATE if row.changes else Verdict.UNCHANGED
        if row.changes:
            self._check(register, sheet, row, {**record.values, **row.given})

    def _check(self, register: type[Register], sheet: SheetPlan, row: PlannedRow, values: Mapping[str, Value]) -> None:
        for problem in register.problems(values):
            _refuse(sheet, row, problem.field, problem.message)

    def _announce(self, register: type[Register], row: PlannedRow) -> None:
        """Let later sheets refer to a record this file brings; until it is written its id is negative."""
        name = register.register_name()
        if row.verdict is Verdict.NEW and name in store.DETAIL_FIELDS:
            detail = store.DETAIL_FIELDS[name]
            text = register.fields()[detail].format(row.given.get(detail), self.lookups)
            row.target = (self.next_temporary, 0)
            self.lookups.names(name).add(self.next_temporary, str(row.given["name"]), text)
            self.next_temporary -= 1
