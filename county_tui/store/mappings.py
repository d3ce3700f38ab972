"""Headers mapped by hand, remembered for files with the same header row."""

from __future__ import annotations

from collections.abc import Mapping

from county_tui.models.tables import HeaderMapping
from county_tui.store.session import session, transaction


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
