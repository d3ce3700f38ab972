"""What is looked at before sealing: the figures beside those sealed a year before, and the checks that do not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from county_tui import store
from county_tui.forms import Filling, Finding
from county_tui.report_period import Period
from county_tui.reports import TOTAL
from county_tui.reports.table import NUMBER
from county_tui.returns.sealed import Number, SealedSheet
from county_tui.returns.sealing import Request
from county_tui.returns.sheets import Filler, fill_sheets


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure that stands for a sheet: where it stands, what it is now, what was sealed a year before (or None)."""

    place: str
    now: Number
    last_year: Number
    format: str = NUMBER


@dataclass(frozen=True, slots=True)
class Review:
    """A sheet as it would be sealed. `sealed_id` is the return that holds it already, None for none."""

    sheet: SealedSheet
    figures: tuple[Comparison, ...]
    findings: tuple[Finding, ...]
    last_version: int | None
    """The version sealed a year before; None where none was."""
    sealed_id: int | None


def _figures(sheet: SealedSheet, last: Mapping[str, Number]) -> tuple[Comparison, ...]:
    """The total's row of a table, or its only one; all figures of a form."""
    first = sheet.rows[0] if sheet.rows and (sheet.rows[0] == TOTAL or len(sheet.rows) == 1) else None
    shown = [
        (cell, sheet.format(at))
        for at, cell in enumerate(sheet.cells)
        if sheet.kind == "form" or first is None or cell.key.startswith(f"{first}/")
    ]
    return tuple(
        Comparison(cell.key.replace("/", " / "), cell.value, last.get(cell.key), kind)
        for cell, kind in shown
        if sheet.kind == "table" or not isinstance(cell.value, str)
    )


def review(request: Request, fill: Filler = fill_sheets) -> list[Review]:
    """All sheets as they would be sealed. Raises CountyError for one that cannot be filled."""
    filling = Filling(request.period, request.region)
    period, region = request.period, filling.scope.region
    with store.session():
        taken = store.returned_names(period.canonical_name, region)
        found = []
        for one in fill(request.names, filling):
            name = one.sheet.name
            version, last = store.sealed_cells(name, _year_before(period), region) or (None, {})
            key = store.newest_version(taken[name]) if name in taken else None
            found.append(Review(one.sheet, _figures(one.sheet, last), one.findings, version, key))
    return found


def _year_before(period: Period) -> str:
    return period.last_year().canonical_name
