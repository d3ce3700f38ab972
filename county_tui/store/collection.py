"""Tasks, collected returns and what was said of them, as the ledger keeps them. Nothing is changed, only added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from county_tui.models.sqlite import database
from county_tui.models.tables import CollectedReturn, CollectionEvent, ReturnTask
from county_tui.rights import Right
from county_tui.store.ledger import now
from county_tui.store.session import session, transaction

ISSUED, OWED = "issued", "owed"
"""A task's roles: handed down by this office, or handed to it."""
SENT_BACK, APPROVED, LATE_UNTIL = "sent back", "approved", "late until"
"""The kinds of events."""


@dataclass(frozen=True, slots=True)
class StoredTask:
    """What is to be reported for a period (its name), by whom (codes) and by which day (ISO text).

    `sheets` maps each name to (kind, fingerprint); `issuer` is the code of the region that handed it down.
    """

    role: str
    period: str
    due: str
    sheets: Mapping[str, tuple[str, str]]
    regions: tuple[str, ...]
    issuer: str
    note: str = ""
    at: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A collected return without its sheets; `head` is what else its file says."""

    id: int
    region: str
    period: str
    version: int
    code: str
    reason: str
    received_on: str
    file: str
    head: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackedSheet:
    """A table or form of a collected return, as `collecting.packing` packs it; `frame_key` is the frame's SHA-256."""

    name: str
    frame_key: bytes
    frame: bytes
    numbers: bytes
    rest: bytes


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """What was said of a version of a region's return (0: of none yet), when and by whom."""

    region: str
    period: str
    version: int
    kind: str
    text: str
    at: str = ""
    by: str = ""


def add_task(task: StoredTask) -> None:
    """Keep a task."""
    with transaction(right=Right.COLLECT):
        ReturnTask.create(
            role=task.role,
            period=task.period,
            due=task.due,
            sheets=json.dumps(task.sheets, ensure_ascii=False),
            regions=json.dumps(task.regions),
            issuer=task.issuer,
            note=task.note,
            at=now(),
            by=task.by,
        )


def tasks(role: str = "", period: str = "") -> list[StoredTask]:
    """The tasks of a role and period (empty: any), the newest first."""
    with session():
        chosen = ReturnTask.select().order_by(ReturnTask.period.desc(), ReturnTask.id.desc())
        chosen = chosen.where(ReturnTask.role == role) if role else chosen
        chosen = chosen.where(ReturnTask.period == period) if period else chosen
        return [_task(row) for row in chosen]


def _task(row: ReturnTask) -> StoredTask:
    sheets = {name: (kind, print_) for name, (kind, print_) in json.loads(row.sheets).items()}
    regions = tuple(json.loads(row.regions))
    return StoredTask(row.role, row.period, row.due, sheets, regions, row.issuer, row.note, row.at, row.by)


def keep_received(kept: Received, sheets: Iterable[PackedSheet], by: str) -> int:
    """Keep a return and its sheets, all or nothing. Returns its id in this ledger."""
    with transaction():
        made = CollectedReturn.create(
            region=kept.region,
            period=kept.period,
            version=kept.version,
            code=kept.code,
            reason=kept.reason,
            received_on=kept.received_on,
            file=kept.file,
            head=json.dumps(kept.head, ensure_ascii=False),
            at=now(),
            by=by,
        )
        for sheet in sheets:
            _keep_sheet(int(made.id), sheet)
        return int(made.id)


def _keep_sheet(returned: int, sheet: PackedSheet) -> None:
    """Keep a sheet, and its frame if no sheet had it before."""
    database.execute_sql(
        "INSERT OR IGNORE INTO collected_frame (digest, data) VALUES (?, ?)", (sheet.frame_key, sheet.frame)
    )
    database.execute_sql(
        "INSERT INTO collected_sheet (return_id, name, frame_id, numbers, rest) "
        "SELECT ?, ?, id, ?, ? FROM collected_frame WHERE digest = ?",
        (returned, sheet.name, sheet.numbers, sheet.rest, sheet.frame_key),
    )


def collected(period: str, region: str = "") -> list[Received]:
    """All versions received for a period (of one region if asked), oldest version first."""
    with session():
        chosen = CollectedReturn.select().where(CollectedReturn.period == period)
        chosen = chosen.where(CollectedReturn.region == region) if region else chosen
        return [_return(row) for row in chosen.order_by(CollectedReturn.region, CollectedReturn.version)]


def _return(row: CollectedReturn) -> Received:
    head = json.loads(row.head)
    return Received(row.id, row.region, row.period, row.version, row.code, row.reason, row.received_on, row.file, head)


def collected_sheets(returns: Sequence[int], name: str) -> Iterator[tuple[int, PackedSheet]]:
    """(return's id, the sheet of that name) of some returns, in the order of their ids; read one at a time."""
    with session():
        found = database.execute_sql(
            "SELECT return_id, digest, frame.data, numbers, rest FROM collected_sheet "
            "JOIN collected_frame AS frame ON frame.id = frame_id "
            "WHERE name = ? AND return_id IN (SELECT value FROM json_each(?)) ORDER BY return_id",
            (name, json.dumps(list(returns))),
        )
        for key, *packed in found:
            yield key, PackedSheet(name, *packed)


def sheet_names(returns: Sequence[int]) -> list[str]:
    """The names of the sheets that some returns hold, in the order in which they were received."""
    with session():
        found = database.execute_sql(
            "SELECT name FROM collected_sheet WHERE return_id IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            (json.dumps(list(returns)),),
        )
        return list(dict.fromkeys(name for (name,) in found))


def names_held(period: str, region: str = "") -> dict[int, set[str]]:
    """{return's id: names of its sheets} of all versions received for a period (of one region if asked)."""
    with session():
        found = database.execute_sql(
            "SELECT return_id, name FROM collected_sheet WHERE return_id IN"
            " (SELECT id FROM collected_return WHERE period = ? AND ? IN ('', region))",
            (period, region),
        )
        held: dict[int, set[str]] = {}
        for key, name in found:
            held.setdefault(key, set()).add(name)
        return held


def collected_since(moment: str) -> bool:
    """Whether a return came in, or anything was said of one, at a moment (as `now` writes it) or later."""
    with session():
        kinds = (CollectedReturn, CollectionEvent)
        return any(kind.select().where(kind.at >= moment).exists() for kind in kinds)


def add_event(event: StoredEvent) -> None:
    """Keep what was said of a return."""
    with transaction():
        CollectionEvent.create(
            region=event.region,
            period=event.period,
            version=event.version,
            kind=event.kind,
            text=event.text,
            at=now(),
            by=event.by,
        )


def events(period: str, region: str = "") -> list[StoredEvent]:
    """What was said of the returns of a period (of one region if asked), oldest first."""
    with session():
        chosen = CollectionEvent.select().where(CollectionEvent.period == period)
        chosen = chosen.where(CollectionEvent.region == region) if region else chosen
        return [
            StoredEvent(row.region, row.period, row.version, row.kind, row.text, row.at, row.by)
            for row in chosen.order_by(CollectionEvent.id)
        ]
