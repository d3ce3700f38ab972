"""What was written last."""

from __future__ import annotations

from county_tui.models import register_named
from county_tui.store.listing import rows_by_id
from county_tui.store.rows import Row
from county_tui.store.session import records, session


def newest_row(name: str, by: str) -> Row | None:
    """The live record that a person entered last."""
    register = register_named(name)
    with session():
        chosen = register.select(register.id).where((register.created_by == by) & register.deleted_at.is_null())
        ids = [key for (key,) in records(chosen.order_by(register.id.desc()).limit(1))]
        return rows_by_id(name, ids)[0] if ids else None
