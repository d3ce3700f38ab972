"""What a ledger keeps beside its records: a value by name."""

from __future__ import annotations

from county_tui.models.tables import Setting
from county_tui.rights import Right
from county_tui.store.session import session, transaction


def settings() -> dict[str, str]:
    """All settings by name."""
    with session():
        return {row.name: row.value for row in Setting.select()}


def set_setting(name: str, value: str, right: Right = Right.ENTER) -> None:
    """Keep one setting: what the program remembers by itself, or with `right` what the office decided."""
    with transaction(right=right):
        Setting.insert(name=name, value=value).on_conflict_replace().execute()
