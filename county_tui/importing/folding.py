"""Windows' logs say of each visit who came: of few people that is added up by the month, and the rows come in without.

What a sheet's small rows say is taken off them before they are decided; the counts of those that turn out new are added
up by month, town, category and base, and written as tallies of the import's batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from county_tui import store
from county_tui.importing.plans import ImportPlan, PlannedRow, SheetPlan, Verdict
from county_tui.models.kinds import Value
from county_tui.models.lookups import Lookups
from county_tui.models.regions import TOWN_LEVEL, town_or_above
from county_tui.models.service_records import COUNTED_IN_GROUPS, FEWEST_COUNTED, ServiceRecords
from county_tui.models.service_tallies import ServiceTallies

Tally = tuple[str, str, str, Value, int, int, int]
"""Month, region, category, base, then migrants, minority and cases of language service."""

_FIELDS = tuple(ServiceRecords.fields())
_SERVED = _FIELDS.index("people_served")
_PARTS = tuple(map(_FIELDS.index, COUNTED_IN_GROUPS))


def _counts(values: Sequence[Value]) -> tuple[int, int, int] | None:
    """What a small row says of those who came; None where it says nothing, or more than there were."""
    served = values[_SERVED]
    if type(served) is not int or served >= FEWEST_COUNTED:
        return None
    migrants, minority, language = (values[at] for at in _PARTS)
    if migrants is None and minority is None and language is None:
        return None
    of_migrants = migrants if isinstance(migrants, int) else 0
    of_minority = minority if isinstance(minority, int) else 0
    if max(of_migrants, of_minority) > served:
        return None  # a slip, which the register's own rules refuse
    return of_migrants, of_minority, int(language is not None)


def fold(sheet: SheetPlan, rows: Sequence[PlannedRow], lookups: Lookups) -> None:
    """Take off rows just read what is not said of few people, and keep it on the plan as counts.

    A community's own ledger has no town to count it for: there the register's rule refuses such rows.
    """
    if sheet.register != ServiceRecords.register_name():
        return
    places = lookups.regions
    if places.by_code[places.home].level > TOWN_LEVEL:
        return
    for row in rows:
        counts = _counts(row.given.in_order)
        if counts is not None:
            row.given = row.given.without(_PARTS)
            if any(counts):
                sheet.folded.append((row, counts))


def folded_rows(sheet: SheetPlan) -> int:
    """How many new rows of a sheet leave counts behind."""
    return sum(row.verdict is Verdict.NEW for row, _ in sheet.folded)


def tallies(sheets: Iterable[SheetPlan]) -> list[Tally]:
    """What the new rows of some sheets add up to."""
    sums: dict[tuple[str, str, str, Value], list[int]] = {}
    for sheet in sheets:
        for row, counts in sheet.folded:
            if row.verdict is Verdict.NEW:
                given = row.given
                month, town = str(given["served_on"])[:7], town_or_above(str(given["region"]))
                found = sums.setdefault((month, town, str(given["category"]), given.get("base")), [0, 0, 0])
                for at, count in enumerate(counts):
                    found[at] += count
    return [(*key, found[0], found[1], found[2]) for key, found in sums.items()]


def with_real_base(tally: Tally, ids: Mapping[int, int]) -> Tally:
    """A tally whose base came with this very file, by the id it has now."""
    month, region, category, base, *_ = tally
    real = ids.get(base, base) if isinstance(base, int) else base
    return (month, region, category, real, *tally[4:])


def write_tallies(found: Sequence[Tally], stamp: store.Stamp, source: str, lookups: Lookups) -> None:
    """Write tallies of a batch; `source` is the file's name."""
    if not found:
        return
    names = ("month", "region", "category", "base", "migrants_served", "minority_served", "language_cases")
    keys, rows = [], []
    for tally in found:
        told: dict[str, Value] = dict(zip(names, tally, strict=True))
        told["source"] = f"第 {stamp.batch} 批 {source}"
        keys.append(ServiceTallies.record_key_of(told))
        rows.append([told.get(name) for name in ServiceTallies.fields()])
    writer = store.Writer(ServiceTallies, stamp, lookups)
    writer.insert(keys, rows)
    for _ in writer.finish():
        pass


def folded(sheets: Sequence[SheetPlan]) -> dict[str, int]:
    """What JSON says of it: how many rows were folded, into how many tallies."""
    return {"rows": sum(map(folded_rows, sheets)), "tallies": len(tallies(sheets))}


def folded_words(plan: ImportPlan) -> str:
    """The same in words; nothing where nothing is folded."""
    told = folded(plan.sheets)
    if not told["rows"]:
        return ""
    return f"{told['rows']} 行不足 {FEWEST_COUNTED} 人次，其中数记入 {told['tallies']} 条{ServiceTallies.label}"
