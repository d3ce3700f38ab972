"""What was entered before and is offered again: headers mapped and cells mended by hand, texts written into a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from county_tui.models import register_named
from county_tui.models.tables import CellMending, HeaderMapping
from county_tui.store.session import records, session, transaction


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


LATEST, MOST_OFFERED = 2000, 200
"""So many records are looked through: a few milliseconds, and as far back as anyone remembers."""


def written_before(name: str, field: str) -> list[str]:
    """What was written into a field of the latest records, the most frequent first."""
    register = register_named(name)
    with session():
        latest: Any = register.select(register.fields()[field]).where(register.deleted_at.is_null())
        latest = latest.order_by(register.id.desc()).limit(LATEST)
        counted = Counter(str(text) for (text,) in records(latest) if text)
    return [text for text, _ in counted.most_common(MOST_OFFERED)]
