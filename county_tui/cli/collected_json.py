"""What `collect` says in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from county_tui.collecting import Board, Outcome, ReturnReview, Sum


def name_of(region: str) -> str:
    """The path of a region; empty for one not known here."""
    return names_of([region])[0]


def names_of(regions: Iterable[str]) -> list[str]:
    """The paths of many regions, the ledger's regions read once for all."""
    from county_tui import store

    known = store.lookups().regions
    return [known.path(region) if region in known.by_code else "" for region in regions]


def outcomes_data(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """What became of each file."""
    return [_outcome(*pair) for pair in zip(outcomes, names_of(one.region for one in outcomes), strict=True)]


def _outcome(one: Outcome, name: str) -> dict[str, Any]:
    return {
        "file": one.file,
        "region": name or None,
        "region_code": one.region or None,
        "period": one.period or None,
        "version": one.version,
        "state": one.state,
        "reason": one.reason or None,
    }


def board_data(found: Board) -> dict[str, Any]:
    """A period's board."""
    rows = zip(found.names, found.collection.standings, strict=True)
    return {
        "period": found.collection.period,
        "due": found.collection.due,
        "expected": found.expected,
        "reported": found.reported,
        "on_time": found.on_time,
        "sent_back": found.sent_back,
        "approved": found.approved,
        "rates": {one.name: one.share for one in found.rates()},
        "rows": [
            {
                "region": name,
                "region_code": one.region,
                "state": str(one.state),
                "on_time": one.on_time,
                "version": one.held.version if one.held else None,
                "received_at": one.held.received_on if one.held else None,
                "reason": one.reason or None,
                "late_until": one.late_until or None,
            }
            for name, one in rows
        ],
    }


def review_data(found: ReturnReview) -> dict[str, Any]:
    """A return looked at."""
    return {
        "region": name_of(found.standing.region),
        "region_code": found.standing.region,
        "period": found.held.period,
        "version": found.held.version,
        "state": str(found.standing.state),
        "figures": [
            {"name": one.name, "cell": one.place.replace(" / ", "/"), "now": one.now,
             "amended_from": one.earlier_version, "last_period": one.before, "last_year": one.last_year,
             "unusual": one.is_unusual}
            for one in found.figures
        ],
        "findings": [
            {"form": one.form, "rule": one.rule, "level": one.level, "values": dict(one.values),
             "message": one.message, "explained": one.explained}
            for one in found.findings
        ],
    }  # fmt: skip


def sum_data(found: Sum) -> dict[str, Any]:
    """As `report show` or `form show`, with the regions that took part and those missing."""
    from county_tui import collecting
    from county_tui.cli.forms import shown
    from county_tui.reports.texts import as_data

    form = collecting.form_of_sum(found)
    whole = shown(form) if form else as_data(collecting.tables_of_sum(found)[0])
    lacking = names_of(region for region, _ in found.gaps)
    gaps = [{"region": name, "missing": words} for name, (_, words) in zip(lacking, found.gaps, strict=True)]
    parts, missing = names_of(found.parts), names_of(found.missing)
    return {**whole, "parts": parts, "missing": missing, **({"incomplete": gaps} if gaps else {})}
