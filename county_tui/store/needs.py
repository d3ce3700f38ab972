"""Which regions must have what (应配): the office's own decision, yes or no, and nothing on people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from county_tui.errors import CountyError
from county_tui.models.tables import RegionNeed
from county_tui.rights import Right
from county_tui.store.ledger import now
from county_tui.store.ledger_lookups import lookups
from county_tui.store.session import records, session, transaction

NEEDS = ("分管领导", "专兼职", "联络员", "服务窗口")
"""What a region can be marked as having to have (5.2, 6.1.2)."""


def marked_regions() -> Mapping[str, frozenset[str]]:
    """The codes of the marked regions by need; those the ledger's list of regions no longer has are left out."""
    known = lookups().regions
    found: dict[str, set[str]] = {need: set() for need in NEEDS}
    with session():
        for region, need in records(RegionNeed.select(RegionNeed.region, RegionNeed.need)):
            if region in known.by_code:
                found.setdefault(need, set()).add(region)
    return {need: frozenset(regions) for need, regions in found.items()}


def vanished_marks() -> tuple[tuple[str, str], ...]:
    """(region's code, need) of the marks of regions that are no longer on the ledger's list."""
    known = lookups().regions
    with session():
        rows = list(records(RegionNeed.select(RegionNeed.region, RegionNeed.need).order_by(RegionNeed.region)))
    return tuple((region, need) for region, need in rows if region not in known.by_code)


def mark_regions(regions: Iterable[str], need: str, by: str, *, remove: bool = False) -> int:
    """Mark regions (codes, names or paths) as having to have something, or take the marks away.

    Returns how many marks changed. Raises CountyError for an unknown need or region; then nothing changes. A mark of a
    region that no longer exists can be taken away by its code.
    """
    if need not in NEEDS:
        raise CountyError(f"没有“{need}”这一项应配", f"，可写：{'、'.join(NEEDS)}。")
    places = lookups().regions
    gone = {region for region, _ in vanished_marks()} if remove else set()
    codes = [text.strip() if text.strip() in gone else places.resolve(text) for text in regions]
    before = marked_regions()[need] | gone
    changed = {code for code in codes if (code in before) == remove}
    with transaction(right=Right.SET_UP):
        for code in sorted(changed):
            if remove:
                RegionNeed.delete().where((RegionNeed.region == code) & (RegionNeed.need == need)).execute()
            else:
                RegionNeed.create(region=code, need=need, at=now(), by=by)
    return len(changed)
