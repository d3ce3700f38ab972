"""Conditions on records: one language (docs/conditions.md), read and written back here; one way to evaluate them."""

from county_tui.store.conditions.evaluation import ON_KEYS, expression, holds_at, meets
from county_tui.store.conditions.reading import (
    Written,
    WrittenAnyOf,
    WrittenCondition,
    field_name,
    read_conditions,
    reference_of,
    sorting,
)
from county_tui.store.conditions.resolving import parse_conditions, resolve_conditions, spelled_out
from county_tui.store.conditions.spans import one_of, within_period
from county_tui.store.conditions.writing import conditions_text

__all__ = [
    "ON_KEYS",
    "Written",
    "WrittenAnyOf",
    "WrittenCondition",
    "conditions_text",
    "expression",
    "field_name",
    "holds_at",
    "meets",
    "one_of",
    "parse_conditions",
    "read_conditions",
    "reference_of",
    "resolve_conditions",
    "sorting",
    "spelled_out",
    "within_period",
]
