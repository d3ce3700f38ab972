"""The verdict on each row: new, update, unchanged, repeated or refused. Reads the ledger, writes nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.importing.checking import Checker
from county_tui.importing.plans import CellProblem, PlannedRow, SheetPlan, Verdict
from county_tui.importing.reading import shown
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register


@dataclass(slots=True)
class Seen:
    """What a file said of one register so far.

    The first row of each key, one that said otherwise of a key, and how often each unkeyed content stood.
    """

    rows: dict[int, PlannedRow] = field(default_factory=dict)
    disputed: dict[int, PlannedRow] = field(default_factory=dict)
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


def _stands_in(rows: Sequence[PlannedRow], row: PlannedRow) -> bool:
    """Whether a row is one of these, which are in order of their numbers."""
    at = bisect_left(rows, row.number, key=lambda one: one.number)
    return at < len(rows) and rows[at] is row


class SheetDecider:
    """Decides the rows of one sheet. Those that name a record not known yet wait until the whole file is read."""

    def __init__(self, file: Decider, sheet: SheetPlan) -> None:
        self.file, self.sheet = file, sheet
        self.register = register_named(sheet.register)
        fields = self.register.fields()
        self.references = {name: f for name, f in fields.items() if isinstance(f, Reference)}
        self.reference_places = [at for at, name in enumerate(fields) if name in self.references]
        self.checker = Checker(self.register)
        self.seen = file.seen.setdefault(sheet.register, Seen())
        self.waiting: list[PlannedRow] = []

    def decide(self, rows: Sequence[PlannedRow]) -> Sequence[PlannedRow]:
        """Give rows just read their verdict, or let them wait. Returns those that have one."""
        waiting = [row for row in rows if any(type(row.given.in_order[at]) is str for at in self.reference_places)]
        self.waiting += waiting
        waits = {row.number for row in waiting}
        decided = [row for row in rows if row.number not in waits] if waits else rows
        self._match(decided)
        return decided

    def finish(self) -> None:
        """Decide the rows that waited: what they name is known now, or they are refused."""
        for row in self.waiting:
            for name, message in self._resolve(row).items():
                self.refuse(row, name, message)
        self._match(self.waiting)

    def refuse(self, row: PlannedRow, name: str, message: str) -> None:
        """Refuse a row, at a field."""
        row.verdict = Verdict.REFUSED
        row.problems = (*row.problems, _problem(self.sheet, row, name, message, self.file.lookups))

    def _resolve(self, row: PlannedRow) -> dict[str, str]:
        """Turn the names of other records into their ids. Returns why not, by field."""
        failed: dict[str, str] = {}
        for name, reference in self.references.items():
            text = row.given.get(name)
            if isinstance(text, str):
                try:
                    row.given = row.given.replaced(name, reference.parse(text, self.file.lookups))
                except ValueRefusedError as error:
                    failed[name] = str(error)
        return failed

    def _match(self, rows: Sequence[PlannedRow]) -> None:
        """Hold rows against the ledger and against what the file said before."""
        readable = [row for row in rows if row.verdict is not Verdict.REFUSED]
        if len(readable) < len(rows):
            self._tell_what_else([row for row in rows if row.verdict is Verdict.REFUSED])
        if readable:
            self._match_readable(readable)
        for row in rows:
            row.cells = ()

    def _tell_what_else(self, rows: Sequence[PlannedRow]) -> None:
        """Say also what is missing or breaks a rule in rows with cells that cannot be read, to be mended at once.

        Whether a required cell may be blank shows only where the key can be read: the ledger may have the record.
        """
        keys = [self.register.record_key_of(row.given) for row in rows]
        standing = store.ids_by_key(self.sheet.register, keys)
        fields = {match.column.index: match.field for match in self.sheet.columns}
        for row, key in zip(rows, keys, strict=True):
            unread = {fields.get(problem.column) for problem in row.problems if problem.column is not None}
            is_new = key not in standing and unread.isdisjoint(self.register.key)
            for problem in self.register.problems(row.given):
                if problem.field not in unread and (is_new or problem.field in self.register.key):
                    self.refuse(row, problem.field, problem.message)

    def _match_readable(self, readable: Sequence[PlannedRow]) -> None:
        suspects = self.checker.suspects(list(zip(*(row.given.in_order for row in readable), strict=True)))
        keys = [self.register.record_key_of(row.given) for row in readable]
        standing = self._standing(keys)
        for at, (row, key) in enumerate(zip(readable, keys, strict=True)):
            row.key = key
            if not self.register.is_keyed(row.given):
                self._match_content(row, key, standing.get(key, ()), is_suspect=at in suspects)
            elif not self._is_repeated(row, key):
                self._match_key(row, standing.get(key), is_suspect=at in suspects)

    def _standing(self, keys: Sequence[int]) -> dict[int, list[store.Row]]:
        """The live records of the ledger by match key."""
        found = store.ids_by_key(self.sheet.register, keys)
        if not found:
            return {}
        ids = [record for same in found.values() for record in same]
        records = {record.id: record for record in store.rows_by_id(self.sheet.register, ids)}
        return {key: [records[record] for record in same if record in records] for key, same in found.items()}

    def _match_content(self, row: PlannedRow, key: int, standing: Sequence[store.Row], *, is_suspect: bool) -> None:
        """A row without a key is its content: the third equal line matches the third equal record."""
        count = self.seen.counts.get(key, 0)
        same = [record for record in standing if tuple(record.values.values()) == row.given.in_order]
        if count < len(same):
            row.verdict, row.target = Verdict.UNCHANGED, (same[count].id, same[count].version)
        else:
            self._admit(row, is_suspect)
        self.seen.counts[key] = count + 1

    def _is_repeated(self, row: PlannedRow, key: int) -> bool:
        """Whether an earlier row had this key: the same content counts once, another refuses both."""
        first = self.seen.rows.setdefault(key, row)
        if first is row:
            return False
        if first.told() != row.told():
            self.seen.disputed.setdefault(key, row)
            self._dispute(row, first)
            if first.verdict is not Verdict.REFUSED:
                self.file.decider_of(first)._dispute(first, row)
        elif key in self.seen.disputed:
            self._dispute(row, self.seen.disputed[key])
        elif first.verdict is Verdict.REFUSED:
            return False
        else:
            row.verdict = Verdict.REPEATED
        return True

    def _dispute(self, row: PlannedRow, other: PlannedRow) -> None:
        """Refuse a row that another of the same key contradicts."""
        sheet = self.file.decider_of(other).sheet
        where = f"第 {other.number} 行" if sheet is self.sheet else f"“{sheet.name}”第 {other.number} 行"
        told = f"与{where}的{self.register.key_label()}相同，其他内容却不同，请核对后只留一行。"
        self.refuse(row, self.register.key[0], told)

    def refuse_those_naming(self, refused: Mapping[int, PlannedRow]) -> None:
        """Refuse rows that refer to records of this very file that will not come, by their temporary ids."""
        for row in self.sheet.rows if self.references else ():
            if row.verdict in (Verdict.NEW, Verdict.UPDATE):
                for name, reference in self.references.items():
                    key = row.given.get(name)
                    gone = refused.get(key) if isinstance(key, int) else None
                    if gone is not None:
                        register = register_named(reference.register).label
                        told = f"它登记在本文件“{register}”的第 {gone.number} 行，那一行不能导入，请先改正那一行。"
                        self.refuse(row, name, told)

    def _match_key(self, row: PlannedRow, standing: Sequence[store.Row] | None, *, is_suspect: bool) -> None:
        """Hold a row against the one record with its key."""
        if not standing:
            self._admit(row, is_suspect)
            return
        record, given = standing[0], row.told()
        row.target = (record.id, record.version)
        row.changes = {n: (record.values[n], v) for n, v in given.items() if record.values[n] != v}
        row.verdict = Verdict.UPDATE if row.changes else Verdict.UNCHANGED
        if row.changes:
            self._check(row, {**record.values, **given})

    def _check(self, row: PlannedRow, values: Mapping[str, Value]) -> None:
        for problem in self.register.problems(values):
            self.refuse(row, problem.field, problem.message)

    def _admit(self, row: PlannedRow, is_suspect: bool) -> None:
        """Let a row be a new record, if it breaks no rule."""
        if is_suspect:
            self._check(row, row.given)
        if self.sheet.register in store.DETAIL_FIELDS and row.verdict is not Verdict.REFUSED:
            row.target = (self.file.announce(self.register, row.given), 0)


class Decider:
    """Decides a file, sheet after sheet; what one sheet brings another may refer to."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.seen: dict[str, Seen] = {}
        self.sheets: list[SheetDecider] = []
        self.last_temporary = 0

    def sheet(self, plan: SheetPlan) -> SheetDecider:
        """The decider of one more sheet."""
        self.sheets.append(SheetDecider(self, plan))
        return self.sheets[-1]

    def decider_of(self, row: PlannedRow) -> SheetDecider:
        """The decider of the sheet a row stands on."""
        return next(one for one in self.sheets if _stands_in(one.sheet.rows, row))

    def announce(self, register: type[Register], given: Mapping[str, Value]) -> int:
        """Let later rows refer to a new record; returns the negative id it has until it is written."""
        name = register.register_name()
        detail = store.DETAIL_FIELDS[name]
        text = register.fields()[detail].format(given.get(detail), self.lookups)
        self.last_temporary -= 1
        self.lookups.names(name).add(self.last_temporary, str(given["name"]), text)
        return self.last_temporary

    def finish(self) -> None:
        """Decide what waited, those registers first that others refer to."""
        order = [register.register_name() for register in REGISTERS]
        for sheet in sorted(self.sheets, key=lambda one: order.index(one.sheet.register)):
            sheet.finish()
        refused = {
            row.target[0]: row
            for one in self.sheets
            if one.sheet.register in store.DETAIL_FIELDS
            for row in one.sheet.rows
            if row.verdict is Verdict.REFUSED and row.target is not None and row.target[0] < 0
        }
        for one in self.sheets if refused else ():
            one.refuse_those_naming(refused)
