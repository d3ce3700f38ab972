"""Texts of before that say something of a resident: once a person has mended one, history does not tell it either."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from county_tui.models.kinds import Value
from county_tui.models.register import Register
from county_tui.models.tables import Change

HIDDEN = "（个人情况，已隐去）"


def forget_mended(register: type[Register], key: int, old: Mapping[str, Value], new: Iterable[str]) -> None:
    """Take what crossed the line out of a record's history, for the fields that a person has just written anew.

    An import does not come here: its undo must find what stood before.
    """
    mended = [problem.field for problem in register.crossings({name: old[name] for name in new if name in old})]
    if not mended:
        return
    lines = Change.select().where((Change.register == register.register_name()) & (Change.record_id == key))
    for line in lines:
        told: dict[str, list[Any]] = json.loads(line.changes) if line.changes else {}
        kept = told | {
            name: [HIDDEN if register.crossings({name: value}) else value for value in told[name]]
            for name in mended
            if name in told
        }
        if kept != told:
            line.changes = json.dumps(kept, ensure_ascii=False)
            line.save()
