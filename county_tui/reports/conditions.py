"""The `where` lines of a definition as the store's conditions, for one period."""

from __future__ import annotations

from collections.abc import Iterable

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.report_period import Period
from county_tui.reports.definition import Filter
from county_tui.store import Conditions, resolve_conditions


def resolve(register: str, filters: Iterable[Filter], period: Period, lookups: Lookups) -> Conditions:
    """The conditions some `where` lines stand for. Raises CountyError with file, line and key."""
    model, found = register_named(register), Conditions()
    for given in filters:
        try:
            found += resolve_conditions(model, (given.written,), lookups, period)
        except CountyError as error:
            raise CountyError(given.spot.says(str(error))) from error
    return found
