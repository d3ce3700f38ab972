"""Records as files hold them: by label in sheets, by field name in JSON. Regions as paths, references as names."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Date, Integer, Kind, Number, Plain, RegionCode, Value
from county_tui.models.lookups import Lookups

SheetValue = str | int | float | datetime.date | None
"""What a sheet cell takes: text that stays text, a number, a day."""


def labels(register: str) -> list[str]:
    """The header of a register's sheet."""
    return [field.label for field in register_named(register).fields().values()]


def sheet_value(field: Kind, lookups: Lookups) -> Callable[[Value], SheetValue]:
    """How a field's values stand in a sheet: numbers and days as such, all else as text."""
    if isinstance(field, Date | Integer):
        return lambda value: value  # type: ignore[return-value]
    if isinstance(field, Number):
        return lambda value: float(value) if isinstance(value, decimal.Decimal) else None
    if field.kind in ("text", "phone", "choice", "partial-date"):
        return lambda value: value  # type: ignore[return-value]
    return cache(lambda value: field.format(value, lookups) or None)  # paths and names repeat a lot


def sheet_columns(query: store.Query, limit: int | None = None) -> Iterator[list[list[SheetValue]]]:
    """A query's records, or the first `limit`, as sheet cells by column, some thousand at a time."""
    lookups = store.lookups()
    cells = [sheet_value(field, lookups) for field in register_named(query.register).fields().values()]
    for columns in store.stream_columns(query, limit):
        yield [list(map(cell, column)) for cell, column in zip(cells, columns, strict=True)]


def as_json(row: store.Row, lookups: Lookups) -> dict[str, Plain]:
    """A record as `list --format json` shows it: id, version, then the fields; `region_code` beside a region."""
    data: dict[str, Plain] = {"id": row.id, "version": row.version}
    for name, field in register_named(row.register).fields().items():
        value = row.values[name]
        data[name] = field.plain(value, lookups)
        if isinstance(field, RegionCode):
            data[f"{name}_code"] = None if value is None else str(value)
    return data


def as_texts(row: store.Row, names: Sequence[str], lookups: Lookups) -> list[str]:
    """Some fields of a record as a person reads them."""
    register = register_named(row.register)
    return [register.text(name, row.values, lookups) for name in names]
