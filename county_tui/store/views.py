"""Views: a register's search, filter and order, kept by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from county_tui.errors import ValueRefusedError
from county_tui.models import register_named
from county_tui.models.kinds import Kind, Text, clean
from county_tui.models.line import Finding, resident_in, watching_in
from county_tui.models.privacy import holds_id_number
from county_tui.models.tables import SavedView
from county_tui.store.rows import ID, AnyOf, Condition, Query, Test
from county_tui.store.session import session, transaction

AS_THEY_ARE = (Test.HAS, Test.LASTS, Test.ENDS_BEFORE, Test.LEVEL, Test.IN_BATCH, Test.DATED_IN)
"""Tests whose value is not of the field's own type."""


def _packed(fields: Mapping[str, Kind], condition: Condition) -> list[Any]:
    value: Any = condition.value
    if condition.test not in AS_THEY_ARE:
        field = fields[condition.field]
        value = [field.to_db(part) for part in value] if condition.test is Test.IN else field.to_db(value)
    return [condition.field, condition.test.value, value]


def _unpacked(fields: dict[str, Kind], packed: list[Any]) -> Condition | None:
    name, test, value = packed
    if name not in fields and name != ID:
        return None
    if Test(test) is Test.IN:
        value = tuple(fields[name].from_db(part) for part in value)
    elif Test(test) not in AS_THEY_ARE:
        value = fields[name].from_db(value)
    elif isinstance(value, list):
        value = tuple(value)
    return Condition(name, Test(test), value)


def _as_json(query: Query) -> str:
    fields = register_named(query.register).fields()

    def packed(condition: Condition | AnyOf) -> Any:
        if isinstance(condition, AnyOf):
            return {"any": [[_packed(fields, part) for part in way] for way in condition.ways]}
        return _packed(fields, condition)

    where = [packed(condition) for condition in query.where]
    return json.dumps({"search": query.search, "where": where, "sort": query.sort}, ensure_ascii=False)


def _from_json(register: str, text: str) -> Query:
    kept = json.loads(text)
    fields = dict(register_named(register).fields())
    where: list[Condition | AnyOf] = []
    for packed in kept["where"]:
        if isinstance(packed, dict):
            ways = tuple(tuple(c for part in way if (c := _unpacked(fields, part))) for way in packed["any"])
            where.append(AnyOf(ways))
        elif condition := _unpacked(fields, packed):
            where.append(condition)
    sort = tuple(name for name in kept["sort"] if name.lstrip("-") in fields)
    return Query(register, kept["search"], tuple(where), sort)


def kept_views(register: str) -> dict[str, Query]:
    """A register's kept views by name."""
    with session():
        rows = SavedView.select().where(SavedView.register == register).order_by(SavedView.name)
        return {row.name: _from_json(register, row.query) for row in rows}


def _crossing(query: Query) -> Finding | None:
    """What the search or a condition says of a resident. Lists of choices were asked when they were made."""
    fields = register_named(query.register).fields()
    ways = [way for part in query.where for way in (part.ways if isinstance(part, AnyOf) else ((part,),))]
    for condition in (part for way in ways for part in way):
        kind = fields.get(condition.field)
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        for text in (value for value in values if kind is not None and isinstance(value, str)):
            if isinstance(kind, Text) and (found := kind.crosses_line(text)):
                return found
    return resident_in(query.search)


def keep_view(name: str, query: Query, by: str) -> None:
    """Keep a query under a name, in place of what the name meant before. Refuses one that holds an ID number."""
    packed, name = _as_json(query), clean(name, keep_lines=False)
    if holds_id_number(name) or holds_id_number(packed):
        raise ValueRefusedError("视图的名称、搜索或筛选里含有身份证号", "，不能保存，请改写。")
    if found := watching_in(name) or resident_in(name) or _crossing(query):
        raise ValueRefusedError(f"视图{found.what}", f"，{found.instead}。")
    with transaction():
        view = {"register": query.register, "name": name, "query": packed, "by": by}
        SavedView.insert(view).on_conflict_replace().execute()


def drop_view(register: str, name: str) -> None:
    """Forget a view."""
    with transaction():
        SavedView.delete().where((SavedView.register == register) & (SavedView.name == name)).execute()
