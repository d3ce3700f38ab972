"""Changing one record: create, update, delete, restore. Each checks rules and version; `changes` then writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from county_tui.errors import CountyError, ValueRefusedError
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Reference, RegionCode, Value
from county_tui.models.register import Register
from county_tui.models.rules import FieldProblem
from county_tui.store.changes import Writer, changes_between
from county_tui.store.ledger import stamped
from county_tui.store.ledger_lookups import lookups as read_lookups
from county_tui.store.listing import get
from county_tui.store.mended_texts import forget_mended
from county_tui.store.office import next_number
from county_tui.store.rows import DuplicateError, InvalidRecordError, RecordRef, Row, StaleRecordError
from county_tui.store.session import records, transaction


def live_with_key(register: type[Register], values: Mapping[str, Value], but: int | None = None) -> int | None:
    """The id of another live record with the same key, if the key names records alone."""
    if not register.is_keyed(values):
        return None
    is_same: Any = register.record_key == register.record_key_of(values)
    if register.pairs_by:
        is_same = register._meta.fields[register.key[0]] == values[register.key[0]]
    query = register.select(register.id).where(is_same & register.deleted_at.is_null())
    others = [key for (key,) in records(query) if key != but]
    return others[0] if others else None


def _into_the_trash(register: type[Register], values: Mapping[str, Value]) -> list[FieldProblem]:
    """The references among these values to records that are deleted, or never were."""
    found = []
    for name, value in values.items():
        field = register.fields()[name]
        if isinstance(field, Reference) and value is not None:
            target = register_named(field.register)
            if not target.select().where((target.id == value) & target.deleted_at.is_null()).exists():
                message = f"“{field.label}”用到的记录已被删除，请先在回收站恢复它，或改选别的。"
                found.append(FieldProblem(name, message))
    return found


def _refuse_elsewhere(register: type[Register], values: Mapping[str, Value]) -> None:
    """Refuse new values that name places the ledger does not have; what stood before may be put back."""
    places = read_lookups().regions
    problems = [
        FieldProblem(name, f"“{register.fields()[name].label}”不在本台账的区划里，请在区划中选。")
        for name, value in values.items()
        if isinstance(register.fields()[name], RegionCode)
        and value is not None
        and not (value in places.by_code and places.is_within(str(value)))
    ]
    if problems:
        raise InvalidRecordError(problems)


def _check(
    register: type[Register], values: Mapping[str, Value], key: int | None, changed: Mapping[str, Value]
) -> None:
    """Refuse a record that breaks a rule; `changed` are those of its values that were not stored before."""
    problems = [
        *register.problems(values),
        *_into_the_trash(register, changed),
        *register.after_the_end(values, read_lookups(), changed),
    ]
    if problems:
        raise InvalidRecordError(problems)
    other = live_with_key(register, values, but=key)
    if other is not None:
        message = f"已有一条{register.key_label()}相同的记录（编号 {other}），请修改那一条，或改写本条。"
        raise DuplicateError(FieldProblem(register.key[0], message), other)


def _check_line(register: type[Register], given: Mapping[str, Value]) -> None:
    """Refuse what a person writes anew that says something of a resident; what stood may be put back as it was."""
    if problems := register.crossings(given):
        raise InvalidRecordError(problems)


def _followed(register: type[Register], changed: Mapping[str, Value]) -> dict[str, Value]:
    """What is to be taken down of the values just entered. Raises InvalidRecordError."""
    found: dict[str, Value] = {}
    for name, (target, take) in register.follows.items():
        if name in changed:
            try:
                found[target] = take(changed[name], read_lookups())
            except ValueRefusedError as error:
                raise InvalidRecordError([FieldProblem(name, f"{error}")]) from error
    return found


def create(name: str, values: Mapping[str, Value], by: str, batch: int | None = None) -> Row:
    """A new record; one whose key may be blank gets the next number. Raises InvalidRecordError or DuplicateError."""
    register = register_named(name)
    whole = {field: values.get(field) for field in register.fields()}
    whole |= {field: value for field, value in register.defaults().items() if whole[field] is None}
    with transaction():
        if not register.is_keyed(whole) and whole[register.dated_by] is not None:
            whole[register.key[0]] = next_number(register, whole)
        _refuse_elsewhere(register, whole)
        _check(register, whole, None, whole)
        _check_line(register, whole)
        whole |= _followed(register, {name: value for name, value in whole.items() if value is not None})
        (key,) = Writer(register, stamped(by, batch), read_lookups()).insert_rows([list(whole.values())])
        return get(name, key)


def current(name: str, key: int, version: int, mine: Mapping[str, Value]) -> Row:
    """The record as it stands, if it is live and still at `version`. Raises StaleRecordError with both."""
    row = get(name, key)
    if row.version != version or row.deleted is not None:
        raise StaleRecordError(mine, row)
    return row


def update(
    row: RecordRef, values: Mapping[str, Value], by: str, *, batch: int | None = None, action: str = "update"
) -> Row:
    """Change fields of the record as it was seen; one that changes nothing writes nothing.

    Raises StaleRecordError, InvalidRecordError or DuplicateError.
    """
    name, key, version = row
    register = register_named(name)
    with transaction():
        before = current(name, key, version, values)
        changes = changes_between(register, before.values, values)
        if not changes:
            return before
        whole = {**before.values, **values}
        changed = {name: whole[name] for name in changes}
        if action == "update":
            _refuse_elsewhere(register, changed)
        _check(register, whole, key, changed)
        _check_line(register, changed)
        if action == "update":
            values = {**values, **_followed(register, changed)}
        Writer(register, stamped(by, batch), read_lookups()).update([(before, values)], action)
        if action == "update" and batch is None:
            forget_mended(register, key, before.values, changes)
        return get(name, key)


def referrers(name: str, key: int) -> list[tuple[str, int]]:
    """(register's Chinese name, how many live records of it refer to this record)."""
    found = []
    for register in REGISTERS:
        for field in register.fields().values():
            if isinstance(field, Reference) and field.register == name:
                count = register.select().where((field == key) & register.deleted_at.is_null()).count()
                found += [(register.label, count)] if count else []
    return found


def delete(row: RecordRef, by: str, *, batch: int | None = None, action: str = "delete") -> None:
    """Move the record as it was seen to the trash. Refused while live records refer to it."""
    name, key, version = row
    register = register_named(name)
    with transaction():
        before = current(name, key, version, {})
        used = referrers(register.register_name(), key)
        if used:
            counts = "、".join(f"{count} 条{label}" for label, count in used)
            raise CountyError(f"还有 {counts}用到这条记录", "，请先改掉那些记录再删除。")
        Writer(register, stamped(by, batch), read_lookups()).trash([before], action)


def check_restorable(row: Row) -> None:
    """Raise InvalidRecordError or DuplicateError where a record in the trash could not stand among the live ones."""
    _check(register_named(row.register), row.values, row.id, row.values)


def restore(name: str, key: int, by: str) -> Row:
    """Take a record back out of the trash. Refused if its key was given to another meanwhile."""
    register = register_named(name)
    with transaction():
        row = get(name, key)
        if row.deleted is None:
            return row
        _check(register, row.values, key, row.values)
        Writer(register, stamped(by), read_lookups()).bring_back([row])
        return get(name, key)
