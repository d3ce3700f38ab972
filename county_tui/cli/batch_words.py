"""What a batch did, record by record: as a table, and as JSON."""

from __future__ import annotations

from typing import Any

from county_tui import exporting, store
from county_tui.cli.records import facts_of
from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.store import BATCH_ACTIONS
from county_tui.wording.plans import change_texts

NAMED_BY = 2
"""A record is named by so many of its first columns."""


def facts(number: int) -> list[dict[str, Any]]:
    """Each record with what was changed in it; nothing for a new one, which `list --batch` shows whole."""
    lookups = store.lookups()
    return [
        {
            "register": name,
            "id": key,
            "version": version,
            "action": action,
            "changes": facts_of(changes, register_named(name).fields(), lookups),
        }
        for name, key, version, action, changes in store.batch_changes(number, BATCH_ACTIONS)
    ]


def _names(name: str, ids: list[int], lookups: Lookups) -> dict[int, str]:
    """What the records of these ids are called, by id."""
    listed = register_named(name).listed[:NAMED_BY]
    rows = store.rows_by_id(name, ids)
    texts = exporting.text_rows(rows, listed, lookups)
    return {row.id: "，".join(found) for row, found in zip(rows, texts, strict=True)}


def table(number: int, most: int) -> tuple[list[str], list[list[str]]]:
    """Headers, and a line for each field changed in the first `most` records."""
    lookups, lines = store.lookups(), []
    changes = store.batch_changes(number, BATCH_ACTIONS, most)
    names = {
        name: _names(name, [key for its, key, *_ in changes if its == name], lookups)
        for name in dict.fromkeys(name for name, *_ in changes)
    }
    for name, key, _, action, changed in changes:
        model = register_named(name)
        record = [model.label, str(key), names[name].get(key, ""), store.ACTIONS[action]]
        lines += [[*record, text] for text in change_texts(model.fields(), changed, lookups) or [""]]
    return ["台账", "ID", "记录", "操作", "改动"], lines
