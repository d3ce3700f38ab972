"""Records as files hold them: by label in sheets, by field name in JSON. Regions as paths, references as names."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Date, Integer, Kind, Number, Plain, RegionCode, Value
from county_tui.models.lookups import Lookups

SheetValue = str | int | float | datetime.date | None
"""What a sheet cell takes: text that stays text, a number, a day."""
AT_ONCE = 1000
"""Records that are worked out together: one query of each register they are worked out from, at little memory."""


def labels(register: str) -> list[str]:
    """The header of a register's sheet: its fields, then what is worked out."""
    return [*register_named(register).labels().values()]


def kinds(register: str) -> list[str]:
    """The kinds of a sheet's columns; `number` and `percent` of what is worked out."""
    model = register_named(register)
    return [*(field.kind for field in model.fields().values()), *(one.format for one in model.worked_out.values())]


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
    if names := tuple(register_named(query.register).worked_out):
        for rows in _some(store.stream_rows(query, limit)):
            found = _worked_out(rows)
            values = zip(*(row.values.values() for row in rows), strict=True)
            fields = [list(map(cell, column)) for cell, column in zip(cells, values, strict=True)]
            yield fields + [[found[row.id].get(name) for row in rows] for name in names]
        return
    for columns in store.stream_columns(query, limit):
        yield [list(map(cell, column)) for cell, column in zip(cells, columns, strict=True)]


def _some(rows: Iterable[store.Row]) -> Iterator[list[store.Row]]:
    """Rows some at a time: what is worked out is so for all of them at once."""
    rest = iter(rows)
    while few := list(islice(rest, AT_ONCE)):
        yield few


def _worked_out(rows: Sequence[store.Row]) -> Mapping[int, Mapping[str, str | int | float | None]]:
    from county_tui import reports  # loaded only for registers of which anything is worked out

    return reports.worked_out(rows)


def as_json(row: store.Row, lookups: Lookups) -> dict[str, Plain]:
    """A record as `list --format json` shows it: id, version, then the fields; `region_code` beside a region."""
    data: dict[str, Plain] = {"id": row.id, "version": row.version}
    for name, field in register_named(row.register).fields().items():
        value = row.values[name]
        data[name] = field.plain(value, lookups)
        if isinstance(field, RegionCode):
            data[f"{name}_code"] = None if value is None else str(value)
    return data


def worked_out_json(row: store.Row) -> Mapping[str, str | int | float | None]:
    """What is worked out of a record, shares as fractions of 1. An import reads none of it, so lists have it not."""
    return _worked_out([row]).get(row.id, {}) if register_named(row.register).worked_out else {}


def text_rows(rows: Sequence[store.Row], names: Sequence[str], lookups: Lookups) -> list[list[str]]:
    """Some fields of records of one register, or what is worked out of them, as a person reads them."""
    if not rows:
        return []
    register, found = register_named(rows[0].register), {}
    if not register.worked_out.keys().isdisjoint(names):
        from county_tui import reports

        found = reports.worked_out_texts(rows)
    return [
        [
            found[row.id][name] if name in register.worked_out else register.text(name, row.values, lookups)
            for name in names
        ]
        for row in rows
    ]
