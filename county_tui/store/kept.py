"""What is kept for people beside the records: views, drafts, and what they taught the import."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from county_tui.errors import ValueRefusedError
from county_tui.models import register_named
from county_tui.models.kinds import Kind, Text, clean
from county_tui.models.line import Finding, resident_in, watching_in
from county_tui.models.privacy import holds_id_number, plain
from county_tui.models.tables import CellMending, HeaderMapping, SavedView
from county_tui.models.tables import Draft as DraftRow
from county_tui.store.ledger import now
from county_tui.store.rows import ID, AnyOf, Condition, Query, Test
from county_tui.store.session import records, session, transaction

AS_THEY_ARE = (Test.HAS, Test.LASTS, Test.ENDS_BEFORE, Test.LEVEL, Test.IN_BATCH, Test.DATED_IN)
"""Tests whose value is not of the field's own type."""
_BEGUN_PHONE = re.compile(r"(?<![0-9])1[3-9](?:[ \-.]?[0-9]){6,}")
"""A mobile number from eight digits on, so that what a dropped line cuts short is none that can be guessed."""
_LONG_NUMBER = re.compile(r"(?:[0-9][\s\-]{0,2}){14}")
"""So many digits may be an ID number half typed; no number this ledger keeps is as long."""
LATEST, MOST_OFFERED = 2000, 200
"""So many records are looked through: a few milliseconds, and as far back as anyone remembers."""


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


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the fields of a form, as typed. `id` is 0 before it is kept; `record` is None for a new one."""

    register: str
    record: int | None
    version: int
    texts: Mapping[str, str]
    by: str
    id: int = 0
    at: str = ""


def may_be_kept(text: str) -> bool:
    """Whether a text neither holds an ID number nor the beginning of one."""
    return not holds_id_number(text) and _LONG_NUMBER.search(unicodedata.normalize("NFKC", text)) is None


def _may_stand(register: str, name: str, text: str) -> bool:
    """Whether a text may be kept for a field: nothing its record would refuse, nor a telephone number half typed."""
    field = register_named(register).fields().get(name)
    if not may_be_kept(text) or (field is not None and field.crosses_line(text)):
        return False
    return not (isinstance(field, Text) and field.is_guarded and _BEGUN_PHONE.search(plain(text)))


def _of_few(register: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of which nothing is kept, as far as whole numbers are typed that say so."""
    numbers = {name: plain(text).strip() for name, text in texts.items()}
    values = {name: int(text) for name, text in numbers.items() if text.isdecimal()}
    return register_named(register).not_kept(values)


def _kept_texts(draft: Draft) -> dict[str, str]:
    texts = {name: text for name, text in draft.texts.items() if _may_stand(draft.register, name, text)}
    for name in _of_few(draft.register, texts):
        texts.pop(name, None)
    return texts


def left_out_of(draft: Draft) -> list[str]:
    """The labels of what is typed and not kept, because its record would be refused."""
    kept, fields = _kept_texts(draft), register_named(draft.register).fields()
    return [fields[name].label for name, text in draft.texts.items() if text and name not in kept and name in fields]


def keep_draft(draft: Draft) -> int:
    """Keep a draft, in place of what was kept of it before. Returns its id. What a record may not hold is left out."""
    texts = _kept_texts(draft)
    with transaction():
        values = {
            "register": draft.register,
            "record_id": draft.record,
            "version": draft.version,
            "texts": json.dumps(texts, ensure_ascii=False),
            "at": now(),
            "by": draft.by,
        }
        if draft.id and DraftRow.update(values).where(DraftRow.id == draft.id).execute():
            return draft.id
        return int(DraftRow.insert(values).execute())


def drafts_of(by: str) -> list[Draft]:
    """A person's drafts, the newest first."""
    with session():
        rows = DraftRow.select().where(DraftRow.by == by).order_by(DraftRow.id.desc())
        return [
            Draft(row.register, row.record_id, row.version, json.loads(row.texts), row.by, row.id, row.at)
            for row in rows
        ]


def forget_draft(key: int) -> None:
    """Drop a draft; one that is gone already is no matter."""
    with transaction():
        DraftRow.delete().where(DraftRow.id == key).execute()


def recall_mapping(register: str, fingerprint: str) -> dict[str, str]:
    """{folded header path: field} remembered for this header row; empty if none."""
    with session():
        chosen = (HeaderMapping.register == register) & (HeaderMapping.fingerprint == fingerprint)
        return {row.header: row.field for row in HeaderMapping.select().where(chosen)}


def remember_mapping(register: str, fingerprint: str, mapping: Mapping[str, str]) -> None:
    """Keep what was mapped by hand for files with this header row."""
    with transaction():
        for header, name in mapping.items():
            row = {"register": register, "fingerprint": fingerprint, "header": header, "field": name}
            HeaderMapping.insert(**row).on_conflict_replace().execute()


def recall_mendings(register: str, fingerprint: str) -> dict[tuple[str, str], str]:
    """{(folded header path, text as written): what it means} remembered for this header row.

    With no header: {("", field): the value of a column that is missing}.
    """
    with session():
        chosen = (CellMending.register == register) & (CellMending.fingerprint == fingerprint)
        return {(row.header, row.written): row.meant for row in CellMending.select().where(chosen)}


def remember_mendings(register: str, fingerprint: str, mendings: Mapping[tuple[str, str], str]) -> None:
    """Keep what cells were read as by hand for files with this header row."""
    with transaction():
        for (header, written), meant in mendings.items():
            row = {"register": register, "fingerprint": fingerprint, "header": header, "written": written}
            CellMending.insert(**row, meant=meant).on_conflict_replace().execute()


def written_before(name: str, field: str) -> list[str]:
    """What was written into a field of the latest records, the most frequent first."""
    register = register_named(name)
    with session():
        latest: Any = register.select(register.fields()[field]).where(register.deleted_at.is_null())
        latest = latest.order_by(register.id.desc()).limit(LATEST)
        counted = Counter(str(text) for (text,) in records(latest) if text)
    return [text for text, _ in counted.most_common(MOST_OFFERED)]
