"""The verdict on each row: new, update, unchanged, repeated or refused. Reads the ledger, writes nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.importing.checking import Checker, refuse, refused_by_name
from county_tui.importing.drafts import RowDraft, SheetDraft
from county_tui.importing.pairing import Pair, pair
from county_tui.importing.plans import Verdict
from county_tui.importing.references import References
from county_tui.models import REFERRED, REGISTERS, register_named
from county_tui.models.kinds import Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register

CHUNK = 2000
"""So many kinds of alike rows are paired at a time, to hold few records in memory."""


@dataclass(slots=True)
class Seen:
    """What a file said of one register so far.

    The first row of each key, one that said otherwise of a key; the rows that wait to be paired, with their sheet's
    decider, by what they are alike in; and the records that a row has by its key.
    """

    rows: dict[object, RowDraft] = field(default_factory=dict)
    disputed: dict[object, RowDraft] = field(default_factory=dict)
    alike: dict[int, list[tuple[SheetDecider, RowDraft]]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)


def _stands_in(rows: Sequence[RowDraft], row: RowDraft) -> bool:
    """Whether a row is one of these, which are in order of their numbers."""
    at = bisect_left(rows, row.number, key=lambda one: one.number)
    return at < len(rows) and rows[at] is row


class SheetDecider:
    """Decides the rows of one sheet. Those that name a record not known yet wait until the whole file is read."""

    def __init__(self, file: Decider, sheet: SheetDraft) -> None:
        self.file, self.sheet = file, sheet
        self.register = register_named(sheet.register)
        self.references = References(self.register, file.lookups, file.unknown)
        self.key_place = list(self.register.fields()).index(self.register.key[0])
        self.checker = Checker(self.register)
        self.seen = file.seen.setdefault(sheet.register, Seen())
        self.waiting: list[RowDraft] = []

    def decide(self, rows: Sequence[RowDraft]) -> Sequence[RowDraft]:
        """Give rows just read their verdict, or let them wait. Returns those that have one."""
        waiting = self.references.waiting(rows)
        self.waiting += waiting
        waits = {row.number for row in waiting}
        decided = [row for row in rows if row.number not in waits] if waits else rows
        unpaired = self._match(decided)
        return [row for row in decided if row.number not in unpaired] if unpaired else decided

    def finish(self) -> None:
        """Decide the rows that waited: what they name is known now, or they are refused."""
        for row in self.waiting:
            for name, message in self.references.resolve(row, self.file.refused).items():
                self.refuse(row, name, message)
        self._match(self.waiting)

    def refuse(self, row: RowDraft, name: str, message: str) -> None:
        """Refuse a row, at a field."""
        refuse(self.file.lookups, self.sheet, row, name, message)

    def _match(self, rows: Sequence[RowDraft]) -> set[int]:
        """Hold rows against the ledger and what the file said before. Returns the numbers of those yet to be paired."""
        readable = [row for row in rows if row.verdict is not Verdict.REFUSED]
        if len(readable) < len(rows):
            self._tell_what_else([row for row in rows if row.verdict is Verdict.REFUSED])
        unpaired = self._match_readable(readable) if readable else set()
        for row in rows:
            if row.number not in unpaired:
                row.cells = ()
        return unpaired

    def _tell_what_else(self, rows: Sequence[RowDraft]) -> None:
        """Say also what is missing or breaks a rule in rows with cells that cannot be read, to be mended at once.

        Whether a required cell may be blank shows only where the key can be read: the ledger may have the record.
        """
        standing = self._standing(rows)
        fields = {match.column.index: match.field for match in self.sheet.columns}
        for row, key in zip(rows, self._keys(rows), strict=True):
            unread = {fields.get(problem.column) for problem in row.problems if problem.column is not None}
            is_new = not standing.get(key) and unread.isdisjoint(self.register.key)
            for problem in self.register.problems(row.given):
                if problem.field not in unread and (is_new or problem.field in self.register.key):
                    self.refuse(row, problem.field, problem.message)

    def _match_readable(self, readable: Sequence[RowDraft]) -> set[int]:
        """Decide rows that could be read. Returns the numbers of those that are yet to be paired."""
        suspects = self.checker.suspects(list(zip(*(row.given.in_order for row in readable), strict=True)))
        standing = self._standing(readable)
        alike = store.ids_by_key(self.sheet.register, [row.key for row in readable]) if self.register.pairs_by else {}
        is_always_keyed = not self.register.pairs_by
        may_have_ended = self.references.may_have_ended()
        unpaired = set()
        for at, (row, key) in enumerate(zip(readable, self._keys(readable), strict=True)):
            is_keyed = is_always_keyed or (key is not None and self.register.is_keyed(row.given))
            if is_keyed and self._is_repeated(row, key):
                continue
            record = standing.get(key) if is_keyed else None
            if record is None and row.key in alike:
                self.seen.alike.setdefault(row.key, []).append((self, row))
                unpaired.add(row.number)
            elif record is None:
                self._admit(row, at in suspects, may_have_ended)
            else:
                self.seen.taken.add(record.id)
                self.meet(row, record)
        return unpaired

    def _keys(self, rows: Sequence[RowDraft]) -> list[object]:
        """What names each row's record alone: the number made of its key, or the key itself where it may be blank."""
        if not self.register.pairs_by:
            return [row.key for row in rows]
        return [row.given.in_order[self.key_place] for row in rows]

    def _standing(self, rows: Sequence[RowDraft]) -> dict[object, store.Row]:
        """The live records of the ledger that have a row's key, by that key; each row learns what it is matched by."""
        for row, number in zip(rows, self.register.record_keys_of([row.given.in_order for row in rows]), strict=True):
            row.key = number
        keys = {key for key in self._keys(rows) if key is not None}
        column = self.register.key[0] if self.register.pairs_by else "record_key"
        found = store.ids_by_key(self.sheet.register, sorted(keys, key=str), column)
        records = {
            record.id: record for record in store.rows_by_id(self.sheet.register, [i[0] for i in found.values()])
        }
        return {key: records[ids[0]] for key, ids in found.items() if ids[0] in records}

    def take(self, one: Pair) -> None:
        """Decide a row that was paired, or found no record to be paired with."""
        if one.record is None:
            self._admit(one.row, is_suspect=True, may_have_ended=self.references.may_have_ended())
        else:
            one.row.is_doubtful = one.is_doubtful
            self.meet(one.row, one.record)
        one.row.cells = ()

    def _is_repeated(self, row: RowDraft, key: object) -> bool:
        """Whether an earlier row had this key: the same content counts once, another refuses both."""
        first = self.seen.rows.setdefault(key, row)
        if first is row:
            return False
        if first.told() != row.told() or first.of_few != row.of_few:
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

    def _dispute(self, row: RowDraft, other: RowDraft) -> None:
        """Refuse a row that another of the same key contradicts."""
        sheet = self.file.decider_of(other).sheet
        where = f"第 {other.number} 行" if sheet is self.sheet else f"“{sheet.shown_name}”第 {other.number} 行"
        told = f"与{where}的{self.register.key_label()}相同，其他内容却不同，请核对后只留一行。"
        self.refuse(row, self.register.key[0], told)

    def refuse_those_naming(self, refused: Mapping[int, RowDraft]) -> None:
        """Refuse rows that refer to records of this very file that will not come, by their temporary ids."""
        for row in self.sheet.rows if self.references.fields else ():
            if row.verdict in (Verdict.NEW, Verdict.UPDATE):
                for name, why in list(self.references.to_gone(row, refused)):
                    self.refuse(row, name, why)

    def meet(self, row: RowDraft, record: store.Row) -> None:
        """Hold a row against the record it speaks of."""
        given = row.told()
        row.target = (record.id, record.version)
        whole = {**record.values, **given}
        given |= dict.fromkeys(self.register.not_kept(whole))
        row.changes = {n: (record.values[n], v) for n, v in given.items() if record.values[n] != v}
        row.verdict = Verdict.UPDATE if row.changes else Verdict.UNCHANGED
        if row.changes:
            self._check(row, {**record.values, **given}, row.changes)
            followed = self._followed(row, row.changes)
            row.changes |= {n: (record.values[n], v) for n, v in followed.items() if record.values[n] != v}

    def _followed(self, row: RowDraft, changed: Collection[str]) -> dict[str, Value]:
        """What is to be taken down of the values a row brings; a value of which nothing can be had is refused."""
        found: dict[str, Value] = {}
        for name, (target, take) in self.register.follows.items():
            if name in changed:
                try:
                    found[target] = take(row.given.get(name), self.file.lookups)
                except ValueRefusedError as error:
                    self.refuse(row, name, str(error))
        return found

    def _check(self, row: RowDraft, values: Mapping[str, Value], changed: Collection[str]) -> None:
        for problem in self.register.problems(values):
            self.refuse(row, problem.field, problem.message)
        if self.references.may_have_ended():
            self._check_ends(row, values, changed)

    def _check_ends(self, row: RowDraft, values: Mapping[str, Value], changed: Collection[str]) -> None:
        """Refuse a row that refers to a record that served no more."""
        for problem in self.register.after_the_end(values, self.file.lookups, changed):
            self.refuse(row, problem.field, problem.message)

    def _admit(self, row: RowDraft, is_suspect: bool, may_have_ended: bool) -> None:
        """Let a row be a new record, if it breaks no rule."""
        if is_suspect:
            self._check(row, row.given, self.references.fields)
        elif may_have_ended:
            self._check_ends(row, row.given, self.references.fields)
        if self.register.follows:
            following = [name for name in self.register.follows if row.given.get(name) is not None]
            positions = {name: at for at, name in enumerate(self.register.fields())}
            for name, value in self._followed(row, following).items():
                row.given = row.given.added(name, positions[name], value)
        if self.sheet.register in REFERRED and row.verdict is not Verdict.REFUSED:
            row.target = (self.file.announce(self.register, row.given), 0)


class Decider:
    """Decides a file, sheet after sheet; what one sheet brings another may refer to."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.seen: dict[str, Seen] = {}
        self.sheets: list[SheetDecider] = []
        self.last_temporary = 0
        self.unknown: dict[str, Counter[str]] = {}
        """By register, the names rows refer to that neither the ledger nor the file has, each with how often."""
        self._refused: dict[type[Register], dict[Value, RowDraft]] = {}

    def sheet(self, draft: SheetDraft) -> SheetDecider:
        """The decider of one more sheet."""
        self.sheets.append(SheetDecider(self, draft))
        return self.sheets[-1]

    def decider_of(self, row: RowDraft) -> SheetDecider:
        """The decider of the sheet a row stands on."""
        return next(one for one in self.sheets if _stands_in(one.sheet.rows, row))

    def announce(self, register: type[Register], given: Mapping[str, Value]) -> int:
        """Let later rows refer to a new record; returns the negative id it has until it is written."""
        name = register.register_name()
        self.last_temporary -= 1
        index, lookups = self.lookups.names(name), self.lookups
        called = str(given[register.name_field()])
        index.add(self.last_temporary, called, register.naming().detail(given, lookups), register.end(given, lookups))
        return self.last_temporary

    def refused(self, register: type[Register]) -> Mapping[Value, RowDraft]:
        """The refused rows of a register by the names of their records; asked for when all its rows are decided."""
        if register not in self._refused:
            self._refused[register] = refused_by_name((one.sheet for one in self.sheets), register)
        return self._refused[register]

    def finish(self) -> None:
        """Decide what waited, those registers first that others refer to."""
        order = [register.register_name() for register in REGISTERS]
        for sheet in sorted(self.sheets, key=lambda one: order.index(one.sheet.register)):
            sheet.finish()
        for name, seen in self.seen.items():
            self._pair(register_named(name), seen)
        refused = {
            row.target[0]: row
            for one in self.sheets
            if one.sheet.register in REFERRED
            for row in one.sheet.rows
            if row.verdict is Verdict.REFUSED and row.target is not None and row.target[0] < 0
        }
        for one in self.sheets if refused else ():
            one.refuse_those_naming(refused)

    def _pair(self, register: type[Register], seen: Seen) -> None:
        """Pair the rows that wait with the records alike to them that no row has by its key."""
        name, keys = register.register_name(), list(seen.alike)
        for at in range(0, len(keys), CHUNK):
            ids = store.ids_by_key(name, keys[at : at + CHUNK])
            found = {row.id: row for row in store.rows_by_id(name, [one for same in ids.values() for one in same])}
            for key in keys[at : at + CHUNK]:
                deciders = {id(row): decider for decider, row in seen.alike[key]}
                rows = [row for _, row in seen.alike[key]]
                records = [found[one] for one in ids.get(key, ()) if one not in seen.taken and one in found]
                for paired in pair(rows, records, register.key):
                    deciders[id(paired.row)].take(paired)
