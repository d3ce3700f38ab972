"""Records in words: which ones are meant, and how many."""

from __future__ import annotations

from collections.abc import Sequence

from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.store import Row

MOST_NAMED = 5
"""As many of several records are named: what fits beside the answers on 24 lines."""


def describe_row(row: Row, lookups: Lookups) -> str:
    """A saved record in one line; one that says nothing of itself by its number."""
    return register_named(row.register).describe(row.values, lookups) or f"第 {row.id} 号"


def describe_rows(rows: Sequence[Row], count: int, lookups: Lookups) -> str:
    """The first few of some records, a line each, and how many there are beside them."""
    lines = [describe_row(row, lookups) for row in rows[:MOST_NAMED]]
    rest = count - len(lines)
    return "\n".join([*lines, f"另有 {rest:,} 条"] if rest else lines)
