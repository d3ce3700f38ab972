"""Headers mapped and cells mended by hand, remembered for files with the same header row."""

from __future__ import annotations

from collections.abc import Mapping

from county_tui.models.tables import CellMending, HeaderMapping
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
