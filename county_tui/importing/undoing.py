"""Undoing a batch: what it added goes to the trash, what it changed goes back, what it removed comes back.

Records touched since are left alone; once that is settled, undoing the batch again takes the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from county_tui import store
from county_tui.errors import CountyError
from county_tui.models import REFERRED, REGISTERS, register_named
from county_tui.models.kinds import Value
from county_tui.models.lookups import Lookups
from county_tui.rights import Right, require
from county_tui.store import BULK_DELETE, bring_back

CHUNK = 2000
"""Records taken back at a time: bounds the memory an undo of 100,000 rows takes."""
NAMED_BY = 3
"""So many of its foremost fields tell a person which record it is."""
TAKEN_BACK = ("create", "update", "delete")

Change = tuple[int, int, str, Mapping[str, tuple[Value, Value]]]
"""(id, version after the batch, action, changes)"""


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A record the undo did not touch, what it is called, and why."""

    register: str
    id: int
    name: str
    reason: str


@dataclass(slots=True)
class Undone:
    """What an undo did: records removed, records put back, records left alone."""

    batch: int
    removed: int = 0
    restored: int = 0
    left: list[LeftAlone] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether anything was taken back, or nothing had to be left."""
        return bool(self.removed or self.restored or not self.left)


def _grouped(number: int, done: Collection[tuple[str, int]]) -> dict[str, list[Change]]:
    """What a batch wrote and no undo took back yet, by register."""
    groups: dict[str, list[Change]] = {}
    for register, key, version, action, changes in store.batch_changes(number, TAKEN_BACK):
        if (register, key) not in done:
            groups.setdefault(register, []).append((key, version, action, changes))
    return groups


def record_name(row: store.Row, lookups: Lookups) -> str:
    """What a record is called: its foremost fields."""
    register = register_named(row.register)
    texts = [register.fields()[name].format(row.values[name], lookups) for name in register.listed]
    return " ".join(" ".join(filter(None, texts[:NAMED_BY])).split())


class Undoer:
    """Takes back one register's share of a batch."""

    def __init__(self, number: int, by: str) -> None:
        self.stamp = store.stamped(by, number)
        self.lookups = store.lookups()
        self.done = Undone(number)

    def take_back(self, register: str, changes: Sequence[Change]) -> None:
        """Undo some changes of a register."""
        rows = {row.id: row for row in store.rows_by_id(register, [change[0] for change in changes])}
        versions = {key: version for key, version, _, _ in changes}
        same = store.same_as_at([row for row in rows.values() if row.version != versions[row.id]], versions)
        chosen: dict[str, list[tuple[store.Row, Mapping[str, Value]]]] = {action: [] for action in TAKEN_BACK}
        for key, version, action, fields in changes:
            row = rows[key]
            is_edited = row.version != version and key not in same
            reason = self._why_not(row, action, is_edited=is_edited)
            if reason:
                self.done.left.append(LeftAlone(register, key, record_name(row, self.lookups), reason))
            else:
                chosen[action].append((row, {name: old for name, (old, _) in fields.items()}))
        self._write(register, chosen)

    def _write(self, register: str, chosen: Mapping[str, Sequence[tuple[store.Row, Mapping[str, Value]]]]) -> None:
        """Take back what may be, by what the batch did."""
        new = [row for row, _ in chosen["create"]]
        gone = [row for row, _ in chosen["delete"] if row.deleted is not None]  # else someone was quicker
        writer = store.Writer(register_named(register), self.stamp, self.lookups)
        if new:
            writer.trash(new, "undo")
        if chosen["update"]:
            writer.update(chosen["update"], "undo")
        if gone:
            writer.bring_back(gone, "undo")
        self.done.removed += len(new)
        self.done.restored += len(chosen["update"]) + len(gone)

    def _why_not(self, row: store.Row, action: str, *, is_edited: bool) -> str:
        """Why a record is left alone; empty if it may be taken back."""
        if action == "delete":
            return "" if row.deleted is None else _why_not_restorable(row)
        if row.deleted is not None:
            return "导入后已被删除"
        if is_edited:
            return f"导入后又被 {row.updated.by} 修改过"
        if action == "create" and row.register in REFERRED:
            used = store.referrers(row.register, row.id)
            if used:
                return "还有" + "、".join(f" {count} 条{label}" for label, count in used) + "用到它"
        return ""


def _why_not_restorable(row: store.Row) -> str:
    """Why a record the batch moved to the trash cannot come back; empty if it can."""
    try:
        store.check_restorable(row)
    except CountyError as error:
        return error.message
    return ""


def right_to_undo(info: store.BatchInfo, by: str) -> Right:
    """What it needs to undo a batch: one's own is part of entering records."""
    return Right.ENTER if info.by == store.signature(by) else Right.UNDO_OTHERS


def undo(number: int, by: str) -> Undone:
    """Undo a batch, or the rest of it, in one transaction. Raises NotFoundError, or CountyError if nothing is left.

    A batch of which everything had to be left alone was not undone, and can be later. A batch that deleted several
    records at once (no import) is undone by restoring them. Others' batches need a right of their own.
    """
    with store.bulk_transaction():
        info = store.batch(number)
        require(right_to_undo(info, by))
        if info.undone:
            raise CountyError(f"第 {number} 批导入已经撤销过", "，不用再撤销。")
        if info.kind == BULK_DELETE:
            return Undone(number, restored=bring_back(number, by))
        groups = _grouped(number, store.taken_back(number) if info.is_partly_undone else ())
        undoer = Undoer(number, by)
        for register in reversed(REGISTERS):
            name = register.register_name()
            changes = groups.get(name, [])
            for at in range(0, len(changes), CHUNK):
                undoer.take_back(name, changes[at : at + CHUNK])
        if undoer.done.is_done:
            store.mark_undone(number, by, is_whole=not undoer.done.left)
        return undoer.done


def outcome(undone: Undone) -> str:
    """What an undo did, in a sentence."""
    if not undone.is_done:
        return f"第 {undone.batch} 批没有撤销：其中的记录都不能退回。"
    left = f"留下 {len(undone.left)} 条，处理后可以再撤销一次。" if undone.left else ""
    done = f"移走 {undone.removed} 条到回收站，改回原样 {undone.restored} 条"
    return f"已撤销第 {undone.batch} 批：{done}{'；' if left else '。'}{left}"


def described(left: LeftAlone) -> str:
    """A record that was left alone, in a sentence."""
    return f"{register_named(left.register).label}“{left.name}”（第 {left.id} 号）：{left.reason}，没有撤销。"
