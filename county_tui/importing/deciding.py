"""The verdict on each row: new, update, unchanged, repeated or refused. Reads the ledger, writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.importing.plans import CellProblem, Given, PlannedRow, SheetPlan, Verdict
from county_tui.importing.reading import shown
from county_tui.models import register_named
from county_tui.models.kinds import Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register

Waiting = tuple[SheetPlan, list[PlannedRow]]


@dataclass(slots=True)
class Seen:
    """What a file said of one register so far: the first row of each key, and how often each unkeyed content stood."""

    rows: dict[int, PlannedRow] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


def _problem(sheet: SheetPlan, row: PlannedRow, name: str, message: str, lookups: Lookups) -> CellProblem:
    """A refusal at the cell of a field; where the sheet has no such column, at the row's first one."""
    kind = register_named(sheet.register).fields()[name]
    match = next((m for m in sheet.columns if m.field == name), None)
    if match is None:
        return CellProblem(None, f"{sheet.columns[0].column.letter}{row.number}", kind.label, "", message)
    if row.cells:
        at = [column.index for column in sheet.table_columns].index(match.column.index)
        text = shown(row.cells[at])
        return CellProblem(match.column.index, f"{match.column.letter}{row.number}", match.column.label, text, message)
    value = row.given.get(name)
    text = value if isinstance(value, str) and isinstance(kind, Reference) else kind.format(value, lookups)
    return CellProblem(match.column.index, f"{match.column.letter}{row.number}", match.column.label, text, message)


class Decider:
    """Decides rows as they are read. Rows that name a record not known yet wait until the whole file is read."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.seen: dict[str, Seen] = {}
        self.sheets: list[SheetPlan] = []
        self.waiting: list[Waiting] = []
        self.next_temporary = -1
        self.preparers: dict[str, store.Preparer] = {}

    def decide(self, sheet: SheetPlan, rows: Sequence[PlannedRow]) -> None:
        """Give rows just read their verdict, or let them wait."""
        register = register_named(sheet.register)
        if sheet not in self.sheets:
            self.sheets.append(sheet)
        references = {n: f for n, f in register.fields().items() if isinstance(f, Reference)}
        waiting = {row.number for row in rows if references and self._resolve(row, references)}
        if waiting:
            self.waiting.append((sheet, [row for row in rows if row.number in waiting]))
        now = [row for row in rows if row.number not in waiting]
        self._match(register, sheet, [row for row in now if row.verdict is not Verdict.REFUSED])
        for row in now:
            row.cells = ()

    def finish(self) -> None:
        """Decide the rows that waited: what they name is known now, or they are refused."""
        for sheet, rows in self.waiting:
            register = register_named(sheet.register)
            references = {n: f for n, f in register.fields().items() if isinstance(f, Reference)}
            for row in rows:
                for name, message in self._resolve(row, references).items():
                    self._refuse(sheet, row, name, message)
            self._match(register, sheet, [row for row in rows if row.verdict is not Verdict.REFUSED])
            for row in rows:
                row.cells = ()

    def _refuse(self, sheet: SheetPlan, row: PlannedRow, name: str, message: str) -> None:
        row.verdict, row.prepared = Verdict.REFUSED, None
        row.problems = (*row.problems, _problem(sheet, row, name, message, self.lookups))

    def _resolve(self, row: PlannedRow, references: Mapping[str, Reference]) -> dict[str, str]:
        """Turn the names of other records into their ids. Returns why not, by field."""
        failed: dict[str, str] = {}
        for name, reference in references.items():
            text = row.given.get(name)
            if isinstance(text, str):
                try:
                    row.given = {**row.given, name: reference.parse(text, self.lookups)}
                except ValueRefusedError as error:
                    failed[name] = str(error)
        return failed

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
                self._match_key(register, sheet, (row, key), standing)

    def _match_content(
        self, register: type[Register], sheet: SheetPlan, row: PlannedRow, key: int, standing: Sequence[store.Row]
    ) -> None:
        """A row without a key is its content: the third equal line matches the third equal record."""
        counts = self.seen.setdefault(sheet.register, Seen()).counts
        count = counts.get(key, 0)
        same = [r for r in standing if all(r.values[name] == row.given.get(name) for name in r.values)]
        if count < len(same):
            row.verdict, row.target = Verdict.UNCHANGED, (same[count].id, same[count].version)
        else:
            self._admit(register, sheet, row, key)
        counts[key] = count + 1

    def _is_repeated(self, sheet: SheetPlan, row: PlannedRow, key: int) -> bool:
        """Whether an earlier row had this key: the same content counts once, another refuses both."""
        first = self.seen.setdefault(sheet.register, Seen()).rows.setdefault(key, row)
        if first is row:
            return False
        if first.verdict is not Verdict.REFUSED and first.told() == row.told():
            row.verdict = Verdict.REPEATED
            return True
        register = register_named(sheet.register)
        label, name = register.key_label(), register.key[0]
        told = "与第 {} 行的" + label + "相同，其他内容却不同，请核对后只留一行。"
        self._refuse(sheet, row, name, told.format(first.number))
        if first.verdict is not Verdict.REFUSED:
            first_sheet = next(one for one in self.sheets if any(other is first for other in one.rows))
            self._refuse(first_sheet, first, name, told.format(row.number))
        return True

    def _match_key(
        self, register: type[Register], sheet: SheetPlan, keyed: tuple[PlannedRow, int], standing: Sequence[store.Row]
    ) -> None:
        row, key = keyed
        if not standing:
            self._admit(register, sheet, row, key)
            return
        record, given = standing[0], row.told()
        row.target = (record.id, record.version)
        row.changes = {n: (record.values[n], v) for n, v in given.items() if record.values[n] != v}
        row.verdict = Verdict.UPDATE if row.changes else Verdict.UNCHANGED
        if row.changes:
            self._check(register, sheet, row, {**record.values, **given})

    def _check(self, register: type[Register], sheet: SheetPlan, row: PlannedRow, values: Mapping[str, Value]) -> None:
        for problem in register.problems(values):
            self._refuse(sheet, row, problem.field, problem.message)

    def _admit(self, register: type[Register], sheet: SheetPlan, row: PlannedRow, key: int) -> None:
        """Check a new record and prepare it for writing."""
        self._check(register, sheet, row, row.given)
        if row.verdict is Verdict.REFUSED:
            return
        names, given = tuple(register.fields()), row.given
        values = given.in_order(names) if isinstance(given, Given) else [given.get(name) for name in names]
        if not self._refers_to_new(register, values):
            if sheet.register not in self.preparers:
                self.preparers[sheet.register] = store.preparer(sheet.register, self.lookups)
            row.prepared = self.preparers[sheet.register](values, key)
        if sheet.register in store.DETAIL_FIELDS:
            self._announce(register, row)

    @staticmethod
    def _refers_to_new(register: type[Register], values: Sequence[Value]) -> bool:
        """Whether a record refers to one this very file brings."""
        places = [at for at, field in enumerate(register.fields().values()) if isinstance(field, Reference)]
        return any(isinstance(values[at], int) and int(values[at]) < 0 for at in places)  # type: ignore[arg-type]

    def _announce(self, register: type[Register], row: PlannedRow) -> None:
        """Let later rows refer to a new record, under a negative id until it is written."""
        name = register.register_name()
        detail = store.DETAIL_FIELDS[name]
        text = register.fields()[detail].format(row.given.get(detail), self.lookups)
        row.target = (self.next_temporary, 0)
        self.lookups.names(name).add(self.next_temporary, str(row.given["name"]), text)
        self.next_temporary -= 1
