"""Carrying out a plan in one transaction, and undoing a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from county_tui import store
from county_tui.errors import CountyError
from county_tui.importing.matching import LEAVE_OUT, fingerprint
from county_tui.importing.planning import _no_progress
from county_tui.importing.plans import ImportPlan, PlannedRow, Progress, SheetPlan, Verdict
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.models.privacy import masked
from county_tui.workbooks import fold_label

CHUNK = 2000


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
    if refused and not skip_refused:
        raise RefusedRowsError(
            f"“{plan.path.name}”有 {refused} 行不能导入，整个文件都没有导入",
            "，请改正后重新导入；或加 --on-error skip 跳过这些行。",
        )


def _real(values: Mapping[str, Value], references: Sequence[str], ids: Mapping[int, int]) -> Mapping[str, Value]:
    """Values with the temporary ids of records from this very file replaced by real ones."""
    known = {name: values.get(name) for name in references}
    temporary = {name: ids[key] for name, key in known.items() if isinstance(key, int) and key < 0}
    return {**values, **temporary} if temporary else values


class Applier:
    """Writes the sheets of a plan; `ids` maps temporary ids to real ones as records come into being."""

    def __init__(self, stamp: tuple[int, str], lookups: Lookups) -> None:
        self.stamp, self.lookups = stamp, lookups
        self.ids: dict[int, int] = {}

    def write(self, sheet: SheetPlan, rows: Sequence[PlannedRow]) -> None:
        """Write some rows of a sheet: the new ones, then the changed ones."""
        register = register_named(sheet.register)
        references = [n for n, f in register.fields().items() if isinstance(f, Reference)]
        new = [row for row in rows if row.verdict is Verdict.NEW]
        prepared = [row.prepared or self._prepare(sheet.register, row, references) for row in new]
        ids = store.insert_prepared(sheet.register, prepared, self.stamp) if new else []
        for row, key in zip(new, ids, strict=True):
            if row.target is not None:
                self.ids[row.target[0]] = key
        self._update(sheet, [row for row in rows if row.verdict is Verdict.UPDATE], references)

    def _prepare(self, register: str, row: PlannedRow, references: Sequence[str]) -> store.Prepared:
        """A new record that refers to one this file brought, now that both have ids."""
        values = _real(row.given, references, self.ids)
        in_order = [values.get(name) for name in register_named(register).fields()]
        return store.preparer(register, self.lookups)(in_order, None)

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
            new = {name: value for name, (_, value) in (row.changes or {}).items()}
            changed.append((record, _real(new, references, self.ids)))
        store.update_rows(sheet.register, changed, self.stamp, self.lookups, "update")


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
            if is_asked and masked(header) == header:
                mapping[header] = match.field or LEAVE_OUT
        store.remember_mapping(sheet.register, fingerprint(sheet.table_columns), mapping)


def apply(plan: ImportPlan, by: str, *, skip_refused: bool = False, progress: Progress = _no_progress) -> Applied:
    """Carry out just the plan, all of it or nothing. Raises RefusedRowsError or StalePlanError."""
    check(plan, skip_refused)
    order = [register.register_name() for register in REGISTERS]
    with store.transaction():
        if store.history_token() != plan.token:
            raise StalePlanError("预览之后台账又有改动，没有导入", "，请重新导入一次。")
        _remember(plan)
        if plan.writes == 0:
            return Applied(None, 0)
        verdicts = (Verdict.NEW, Verdict.UPDATE, Verdict.UNCHANGED, Verdict.REFUSED)
        batch = store.start_batch("import", masked(plan.path.name), by, {str(v): plan.count(v) for v in verdicts})
        applier = Applier((batch, by), store.lookups())
        done = 0
        for sheet in sorted(plan.sheets, key=lambda sheet: order.index(sheet.register)):
            for at in range(0, len(sheet.rows), CHUNK):
                applier.write(sheet, sheet.rows[at : at + CHUNK])
                done += len(sheet.rows[at : at + CHUNK])
                progress("写入", done, sum(len(s.rows) for s in plan.sheets))
    return Applied(batch, plan.writes)
