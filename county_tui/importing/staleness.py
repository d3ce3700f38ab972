"""Whether what others changed since a plan was made concerns it: only then must the preview be made anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from county_tui import store
from county_tui.importing.plans import ImportPlan, SheetPlan, Verdict
from county_tui.models import register_named
from county_tui.models.kinds import Reference


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
