"""A region's return before it is approved: each figure beside the last period's and last year's, its checks run again.

What differs much is shown first, by one plain rule about numbers; it says where to look, not that anything is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from county_tui import store
from county_tui.collecting.packing import sealed_sheets
from county_tui.collecting.states import Standing, standing_of
from county_tui.errors import CountyError
from county_tui.forms import Finding, FormDefinition, form_of_values
from county_tui.forms.auditing import Elsewhere, audit
from county_tui.forms.filled import UNKNOWN
from county_tui.report_period import Period
from county_tui.reports.scope import open_scope
from county_tui.reports.table import NUMBER, as_text
from county_tui.returns.sealed import Number, SealedSheet
from county_tui.returns.sheets import named
from county_tui.store import Received

TIMES, LEAST = 2, 10
"""A number is unusual that is over twice the other or under half of it, and differs by so many at least."""
POINTS = 0.2
"""A share is unusual that differs by more than so much: twenty of a hundred."""
PRECISE = 10
"""Decimals kept of a difference: what binary fractions add behind them is no difference."""
RULE = "带 ! 的比上期或去年同期多一倍、少一半以上（或差 20 个百分点）"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as reported; `before` and `last_year` are None where that period's return did not say it."""

    name: str
    place: str
    now: Number
    before: Number
    last_year: Number
    earlier_version: Number = None
    """What the version before this one said, where this one says otherwise."""
    is_share: bool = False
    format: str = NUMBER
    """How its number is shown, as in the table it stands in."""

    def texts(self) -> tuple[str, str, str, str]:
        """Now, what the version before said, last period, last year, each with how far it is now from that."""
        earlier, before, last_year = map(self._beside, (self.earlier_version, self.before, self.last_year))
        return as_text(self.now, self.format), earlier, before, last_year

    def _beside(self, other: Number) -> str:
        """A number reported before, and the difference from it: `88 (+14)`."""
        told = as_text(other, self.format)
        if not isinstance(self.now, int | float) or not isinstance(other, int | float) or self.now == other:
            return told
        difference = as_text(round(self.now - other, PRECISE), self.format)
        return f"{told} ({difference if self.now < other else f'+{difference}'})"

    @property
    def is_unusual(self) -> bool:
        """Whether it differs much from what was reported before; see RULE."""
        return any(_is_far(self.now, other, is_share=self.is_share) for other in (self.before, self.last_year))


@dataclass(frozen=True, slots=True)
class ReturnReview:
    """A return held, its figures with the unusual ones first, and the checks that do not hold here."""

    standing: Standing
    held: Received
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]


def _is_far(now: Number, other: Number, *, is_share: bool) -> bool:
    if not isinstance(now, int | float) or not isinstance(other, int | float):
        return False
    if is_share:
        return abs(now - other) > POINTS
    low, high = sorted((abs(now), abs(other)))
    return abs(now - other) >= LEAST and (high > TIMES * low or now * other < 0)


Sheets = Mapping[str, SealedSheet]
"""The sheets of one return by name, as they were received."""


def _sheets(held: Received | None) -> Sheets:
    return sealed_sheets(held.id) if held else {}


def _values(sheets: Sheets, name: str) -> dict[str, Number]:
    return {cell.key: cell.value for cell in sheets[name].cells} if name in sheets else {}


def _newest(region: str, period: Period) -> Received | None:
    """The newest version collected of a region's return of a period."""
    versions = store.collected(period.canonical_name, region)
    return versions[-1] if versions else None


def _figures(now: Sheets, before: Sheets, last_year: Sheets, earlier: Sheets) -> Iterator[Figure]:
    for name, sheet in now.items():
        others = [_values(one, name) for one in (before, last_year, earlier)]
        for at, cell in enumerate(sheet.cells):
            key, value = cell.key, cell.value
            if value is None or isinstance(value, str):
                continue
            was, a_year_ago, then = (one.get(key) for one in others)
            then = then if then != value else None
            is_share = cell.adds == "ratio" and abs(value) <= 1
            yield Figure(name, key.replace("/", " / "), value, was, a_year_ago, then, is_share, sheet.format(at))


def _findings(region: str, period: Period, sheets: Sheets, before: Sheets, last_year: Sheets) -> Iterator[Finding]:
    """The checks of the return's forms, over what was sent and what was sent before."""
    explained = {}
    held = _newest(region, period)
    for check in held.head.get("checks", ()) if held else ():
        explained[check.get("form"), check.get("rule")] = check.get("explained")
    for name, sheet in sheets.items():
        definition = _form(name, sheet)
        if definition is None:
            continue
        values = _values(sheets, name)
        form = form_of_values(definition, open_scope(period, region), sheet.layout.get("repeats", {}), values, {})
        why = {rule: text for (of, rule), text in explained.items() if of == name and text}
        yield from audit(form, why, Elsewhere(_elsewhere(sheets), _earlier(name, before, last_year)))


def _form(name: str, sheet: SealedSheet) -> FormDefinition | None:
    """The form a sheet was filled from, if this ledger has it in that version."""
    try:
        definition = named(name)
    except CountyError:
        return None
    is_same = isinstance(definition, FormDefinition) and definition.fingerprint == sheet.fingerprint
    return definition if is_same and isinstance(definition, FormDefinition) else None


def _elsewhere(sheets: Sheets) -> Callable[[str, str], Number]:
    return lambda form, address: _values(sheets, form).get(address)


def _earlier(name: str, before: Sheets, last_year: Sheets) -> Callable[[str, str], Number]:
    """What stood in a cell of a form in the last period or a year before; not known where nothing was sent then."""
    by_shift = {"上期": before, "上年同期": last_year}

    def earlier(shift: str, address: str) -> Number:
        sheets = by_shift.get(shift, {})
        return _values(sheets, name).get(address) if name in sheets else UNKNOWN

    return earlier


def review_of(region: str, period: Period) -> ReturnReview:
    """A region's return looked at. Raises CountyError where nothing came yet, or no task asked for it."""
    with store.session():
        standing = standing_of(region, period)
        if standing.held is None:
            raise CountyError(f"{store.lookups().regions.path(region)}还没有报", "，收到以后再看。")
        versions = store.collected(period.canonical_name, region)
        earlier = _sheets(versions[-2]) if len(versions) > 1 else {}
        now = _sheets(standing.held)
        before, last_year = (_sheets(_newest(region, other)) for other in (period.previous(), period.last_year()))
        figures = sorted(_figures(now, before, last_year, earlier), key=_order)
        findings = tuple(_findings(region, period, now, before, last_year))
    return ReturnReview(standing, standing.held, tuple(figures), findings)


def _order(figure: Figure) -> tuple[bool, bool]:
    """What was amended first, then what is unusual; the rest as it stands in the return."""
    return figure.earlier_version is None, not figure.is_unusual
