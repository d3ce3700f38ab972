"""Texts that were written before, to be offered again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from county_tui.models import register_named
from county_tui.store.session import records, session

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
