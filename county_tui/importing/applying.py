"""Carrying out a plan in one transaction, unless what others changed since concerns it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from county_tui import store
from county_tui.errors import CountyError, Remedy
from county_tui.importing.folding import tallies, with_real_base, write_tallies
from county_tui.importing.matching import LEAVE_OUT, fingerprint
from county_tui.importing.mending import remember as remember_mending
from county_tui.importing.planning import _no_progress
from county_tui.importing.plans import Given, ImportPlan, PlannedRow, Progress, SheetPlan, Verdict
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Reference
from county_tui.models.line import resident_in
from county_tui.models.lookups import Lookups
from county_tui.models.privacy import masked
from county_tui.models.register import Register
from county_tui.processes import without_collecting
from county_tui.workbooks import fold_label

CHUNK = 2000
"""Rows written between two reports of progress, after which one may still stop."""


class RefusedRowsError(CountyError):
    """A plan with refused rows that was not to skip them."""


class StalePlanError(CountyError):
    """The ledger changed after the plan was made."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did: the batch (None when there was nothing to write) and how many records it wrote."""

    batch: int | None
    written: int


def check(plan: ImportPlan, skip_refused: bool) -> None:
    """Raise RefusedRowsError unless the plan may be applied."""
    refused = plan.count(Verdict.REFUSED)
    if refused and plan.is_all_or_nothing:
        told = f"“{plan.file_name}”有 {refused} 行不能导入；说是全部的文件不能跳过一些行，所以都没有导入"
        raise RefusedRowsError(told, "，请改正后重新导入。")
    if refused and not skip_refused:
        raise RefusedRowsError(
            f"“{plan.file_name}”有 {refused} 行不能导入，整个文件都没有导入",
            "，请改正后重新导入。",
            Remedy.SKIP_REFUSED,
        )


def is_stale(plan: ImportPlan) -> bool:
    """True if the ledger's changes since affect this plan. Ask inside the transaction that carries it out."""
    if store.history_token() == plan.token:
        return False
    changed = store.changed_since(plan.token)
    if plan.request.whole_of and any(changed.get(sheet.register) for sheet in plan.sheets):
        return True  # any change of the register may add to what the file does not have
    return any(_concern(sheet, changed) for sheet in plan.sheets)


def _concern(sheet: SheetPlan, changed: Mapping[str, Collection[int]]) -> bool:
    """Whether changes touch a record that a sheet meets, or a register whose records it names."""
    own = set(changed.get(sheet.register, ()))
    return _touch_names(sheet, changed) or (bool(own) and _touch_rows(sheet, own))


def _touch_names(sheet: SheetPlan, changed: Mapping[str, Collection[int]]) -> bool:
    fields = register_named(sheet.register).fields()
    named = [name for name, kind in fields.items() if isinstance(kind, Reference) and changed.get(kind.register)]
    return any(row.given.get(name) is not None for name in named for row in sheet.rows)


def _touch_rows(sheet: SheetPlan, own: set[int]) -> bool:
    """Whether one of the changed records is a row's own, or has a row's key now."""
    if any(row.target is not None and row.target[0] in own for row in sheet.rows):
        return True
    register = register_named(sheet.register)
    rows = [row for row in sheet.rows if row.verdict is not Verdict.REFUSED]
    keys = {row.key for row in rows}
    named = {row.given.get(register.key[0]) for row in rows if register.pairs_by} - {None}
    return any(
        record.deleted is None
        and (register.record_key_of(record.values) in keys or record.values[register.key[0]] in named)
        for record in store.rows_by_id(sheet.register, sorted(own))
    )


class Applier:
    """Writes the sheets of a plan; `ids` maps temporary ids to real ones as records come into being."""

    def __init__(self, stamp: store.Stamp, lookups: Lookups) -> None:
        self.stamp, self.lookups = stamp, lookups
        self.ids: dict[int, int] = {}
        self.writers: dict[str, store.Writer] = {}

    def write(self, sheet: SheetPlan, rows: Sequence[PlannedRow]) -> None:
        """Write some rows of a sheet: the new ones, then the changed ones."""
        register = register_named(sheet.register)
        references = [n for n, f in register.fields().items() if isinstance(f, Reference)]
        self._insert(sheet, [row for row in rows if row.verdict is Verdict.NEW], references)
        self._update(sheet, [row for row in rows if row.verdict is Verdict.UPDATE], references)

    def _insert(self, sheet: SheetPlan, rows: Sequence[PlannedRow], references: Sequence[str]) -> None:
        if not rows:
            return
        register = register_named(sheet.register)
        given = [self._real(row.given, references) for row in rows] if self.ids else [row.given for row in rows]
        keys = [
            row.key if real is row.given else register.record_key_of(real)  # a key may hold the id of a reference
            for row, real in zip(rows, given, strict=True)
        ]
        ids = self.writer(register).insert(keys, [real.in_order for real in given])
        for row, key in zip(rows, ids, strict=True):
            if row.target is not None:
                self.ids[row.target[0]] = key

    def finish(self) -> Iterator[int]:
        """Write the new records into index and history; yields how many are done."""
        for writer in self.writers.values():
            yield from writer.finish()

    def writer(self, register: type[Register]) -> store.Writer:
        """What writes the records of a register."""
        name = register.register_name()
        if name not in self.writers:
            self.writers[name] = store.Writer(register, self.stamp, self.lookups)
        return self.writers[name]

    def _real(self, given: Given, references: Sequence[str]) -> Given:
        """What a row gives, with the temporary ids of records from this very file replaced by real ones."""
        for name in references:
            other = given.get(name)
            if isinstance(other, int) and other < 0:
                given = given.replaced(name, self.ids[other])
        return given

    def _update(self, sheet: SheetPlan, rows: Sequence[PlannedRow], references: Sequence[str]) -> None:
        if not rows:
            return
        targets = [row.target for row in rows if row.target is not None]
        standing = {record.id: record for record in store.rows_by_id(sheet.register, [key for key, _ in targets])}
        changed = []
        for row, (key, version) in zip(rows, targets, strict=True):
            record = standing.get(key)
            if record is None or record.version != version or record.deleted:
                raise StalePlanError("预览之后台账又有改动，没有导入", "，请重新导入一次。")
            # What is changed may stand in no column: the sum of a file, a count that must stay blank.
            new = {name: value for name, (_, value) in (row.changes or {}).items()}
            real = self._real(row.given, references)
            changed.append((record, new | {name: real.get(name) for name in references if name in new}))
        self.writer(register_named(sheet.register)).update(changed)


def _remove_gone(plan: ImportPlan, applier: Applier) -> None:
    """Move to the trash what a file that is all there is does not have any more."""
    for name, rows in plan.gone.items():
        for at in range(0, len(rows), CHUNK):
            applier.writer(register_named(name)).trash(rows[at : at + CHUNK])


def _remember(plan: ImportPlan) -> None:
    """Keep what was mapped by hand for the next file with the same header."""
    if not plan.request.mapping:
        return
    asked = {fold_label(header) for header, _ in plan.request.mapping}
    for sheet in plan.sheets:
        mapping = {}
        for match in sheet.columns:
            column, header = match.column, fold_label(match.column.path)
            is_asked = asked & {fold_label(column.label), header, column.letter.casefold()}
            if is_asked and masked(header) == header and resident_in(header) is None:
                mapping[header] = match.field or LEAVE_OUT
        store.remember_mapping(sheet.register, fingerprint(sheet.table_columns), mapping)


def _write(sheets: Sequence[SheetPlan], applier: Applier, progress: Progress) -> None:
    """Write sheets, those first whose records others refer to. Half of the work is the text index, at the end."""
    done, total = 0, sum(len(sheet.rows) for sheet in sheets)
    for sheet in sheets:
        for at in range(0, len(sheet.rows), CHUNK):
            rows = sheet.rows[at : at + CHUNK]
            applier.write(sheet, rows)
            done += len(rows)
            progress("写入", done // 2, total)
    for count in applier.finish():
        done += count
        progress("写入", done // 2, total)
    progress("写入", total, total)


def apply(plan: ImportPlan, by: str, *, skip_refused: bool = False, progress: Progress = _no_progress) -> Applied:
    """Carry out just the plan, all of it or nothing. Raises RefusedRowsError or StalePlanError."""
    check(plan, skip_refused)
    order = [register.register_name() for register in REGISTERS]
    with without_collecting(), store.bulk_transaction():
        if is_stale(plan):
            raise StalePlanError("预览之后台账又有改动，没有导入", "，请重新导入一次。")
        _remember(plan)
        for sheet in plan.sheets:
            remember_mending(sheet, plan.request)
        if plan.writes == 0:
            return Applied(None, 0)
        batch = store.start_batch("import", plan.file_name, by, plan.counts())
        sheets = sorted(plan.sheets, key=lambda sheet: order.index(sheet.register))
        applier = Applier(store.stamped(by, batch), store.lookups())
        _write(sheets, applier, progress)
        _remove_gone(plan, applier)
        found = [with_real_base(tally, applier.ids) for tally in tallies(plan.sheets)]
        write_tallies(found, applier.stamp, plan.file_name, applier.lookups)
    return Applied(batch, plan.writes)
