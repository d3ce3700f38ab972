"""Forms not saved yet, kept so that a dropped connection loses at most the last seconds of typing."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from county_tui.models import register_named
from county_tui.models.kinds import Text
from county_tui.models.privacy import holds_id_number, plain
from county_tui.models.tables import Draft as DraftRow
from county_tui.store.ledger import now
from county_tui.store.session import session, transaction

_BEGUN_PHONE = re.compile(r"(?<![0-9])1[3-9](?:[ \-.]?[0-9]){6,}")
"""A mobile number from eight digits on, so that what a dropped line cuts short is none that can be guessed."""
_LONG_NUMBER = re.compile(r"(?:[0-9][\s\-]{0,2}){14}")
"""So many digits may be an ID number half typed; no number this ledger keeps is as long."""


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
