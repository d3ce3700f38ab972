"""Sealed returns as the ledger keeps them: added, read, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from county_tui.errors import CountyError, NotFoundError
from county_tui.models.tables import SealedPrint, SealedReturn
from county_tui.rights import Right
from county_tui.store.history import history_token
from county_tui.store.ledger import now
from county_tui.store.session import records, session, transaction


@dataclass(frozen=True, slots=True)
class ReturnHead:
    """What a list shows of one version; `token` is the last change of any record it took in."""

    id: int
    first_id: int
    period: str
    region: str
    version: int
    code: str
    names: tuple[str, ...]
    token: int
    sealed_at: str
    by: str


@dataclass(frozen=True, slots=True)
class StoredReturn(ReturnHead):
    """One version of a return whole; `content` is its JSON text."""

    content: str


def _head(row: SealedReturn) -> ReturnHead:
    names = tuple(json.loads(row.names))
    return ReturnHead(
        row.id, row.first_id, row.period, row.region, row.version, row.code, names, row.history_id, row.sealed_at,
        row.by,
    )  # fmt: skip


def _stored(row: SealedReturn) -> StoredReturn:
    head = _head(row)
    return StoredReturn(**{one.name: getattr(head, one.name) for one in fields(head)}, content=row.content)


def return_heads() -> list[ReturnHead]:
    """All versions of all returns without what was sealed in them, the newest first."""
    light = [field for field in SealedReturn._meta.sorted_fields if field is not SealedReturn.content]
    with session():
        return [_head(row) for row in SealedReturn.select(*light).order_by(SealedReturn.id.desc())]


def stored_returns() -> list[StoredReturn]:
    """All versions of all returns, the newest first."""
    with session():
        return [_stored(row) for row in SealedReturn.select().order_by(SealedReturn.id.desc())]


def newest_returns() -> list[ReturnHead]:
    """The newest version of each return, the newest first."""
    found: dict[int, ReturnHead] = {}
    for one in return_heads():
        known = found.get(one.first_id)
        if known is None or known.version < one.version:
            found[one.first_id] = one
    return list(found.values())


def stored_return(key: int) -> StoredReturn:
    """One version of a return. Raises NotFoundError."""
    with session():
        row = SealedReturn.get_or_none(SealedReturn.id == key)
        if row is None:
            raise NotFoundError(f"没有编号为 {key} 的上报", "，请看上报清单。")
        return _stored(row)


def newest_version(first_id: int) -> int:
    """The id of the newest version of a return."""
    with session():
        query = SealedReturn.select(SealedReturn.id).where(SealedReturn.first_id == first_id)
        return int(query.order_by(SealedReturn.version.desc()).limit(1).scalar())


def returned_names(period: str, region: str) -> dict[str, int]:
    """{sheet's name: id of the first version} of what is sealed for a period (its one name) and region."""
    with session():
        same = (SealedReturn.period == period) & (SealedReturn.region == region)
        query = SealedReturn.select(SealedReturn.names, SealedReturn.first_id).where(same)
        return {name: first for names, first in records(query) for name in json.loads(names)}


@dataclass(frozen=True, slots=True)
class NewReturn:
    """What is to be kept: `first_id` is None for a first version; `prints` holds forms as printed, by name."""

    period: str
    region: str
    version: int
    code: str
    content: Mapping[str, Any]
    names: tuple[str, ...]
    prints: Mapping[str, bytes]
    first_id: int | None = None


def keep_return(new: NewReturn, by: str) -> int:
    """Keep a sealed return for good. Returns its id. Raises CountyError where its version was kept meanwhile."""
    with transaction(right=Right.SEAL):
        given: Any = {
            "first_id": new.first_id or 0,
            "period": new.period,
            "region": new.region,
            "version": new.version,
            "code": new.code,
            "names": json.dumps(new.names, ensure_ascii=False),
            "content": json.dumps(new.content, ensure_ascii=False),
            "history_id": history_token(),
            "sealed_at": str(new.content.get("sealed_at") or now()),
            "by": by,
        }
        key = int(SealedReturn.select().count()) + 1
        if new.first_id is not None and stored_return(newest_version(new.first_id)).version >= new.version:
            raise CountyError("这份上报刚被别人更正过", "，请看过新的一版再更正。")
        SealedReturn.insert(id=key, **{**given, "first_id": new.first_id or key}).execute()
        for name, content in new.prints.items():
            SealedPrint.create(return_id=key, name=name, content=content)
    return key


def sealed_print(key: int, name: str) -> bytes | None:
    """A form of a return as it was printed; None for a table, which prints from its values."""
    with session():
        row = SealedPrint.get_or_none((SealedPrint.return_id == key) & (SealedPrint.name == name))
        return None if row is None else bytes(row.content)


def sealed_cells(name: str, period: str, region: str) -> tuple[int, dict[str, int | float | str | None]] | None:
    """(version, cells by key) of what was sealed last of a sheet for a period (its one name); None if nothing was."""
    with session():
        same = (SealedReturn.period == period) & (SealedReturn.region == region)
        for row in SealedReturn.select().where(same).order_by(SealedReturn.version.desc()):
            if name in json.loads(row.names):
                sheets = json.loads(row.content)["sheets"]
                sheet = next(one for one in sheets if one["name"] == name)
                return row.version, {cell["key"]: cell["value"] for cell in sheet["cells"]}
    return None
