"""Windows' logs say of each visit who came: of few people that is added up by the month, and the rows come in without.

What a sheet's small rows say is taken off them before they are decided; the counts of those that turn out new, or were
large till then, are added up by month, town, category and base, and written as tallies of the import's batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from county_tui import store
from county_tui.importing.drafts import RowDraft, SheetDraft
from county_tui.importing.plans import ImportPlan, PlannedRow, SheetPlan, Verdict
from county_tui.models.kinds import Value
from county_tui.models.lookups import Lookups
from county_tui.models.regions import TOWN_LEVEL, town_or_above
from county_tui.models.service_records import COUNTED_IN_GROUPS, FEWEST_COUNTED, ServiceRecords, is_small
from county_tui.models.service_tallies import MONTH_LENGTH, ServiceTallies

Tally = tuple[str, str, str, Value, int, int, int]
"""Month, region, category, base, then migrants, minority and cases of language service."""

GREW = (
    f"这条记录原来不足 {FEWEST_COUNTED} 人次，其中数已按月合计，现在填上会重复计数；"
    f"请在台账里改这条记录，并从当月的“{ServiceTallies.label}”里减去原来的数，再导入。"
)
_FIELDS = tuple(ServiceRecords.fields())
_SERVED = _FIELDS.index("people_served")
_PARTS = tuple(map(_FIELDS.index, COUNTED_IN_GROUPS))


def _of_few(values: Sequence[Value]) -> tuple[Value, Value, Value] | None:
    """What a small row says of those who came; None where it says nothing, or more than there were."""
    served = values[_SERVED]
    if type(served) is not int or served >= FEWEST_COUNTED:
        return None
    migrants, minority, language = (values[at] for at in _PARTS)
    if migrants is None and minority is None and language is None:
        return None
    if max(_number(migrants), _number(minority)) > served:
        return None  # a slip, which the register's own rules refuse
    return migrants, minority, language


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _counts(row: PlannedRow | RowDraft) -> tuple[int, int, int]:
    """What a row adds to a tally."""
    migrants, minority, language = row.of_few or (None, None, None)
    return _number(migrants), _number(minority), int(language is not None)


def fold(sheet: SheetDraft, rows: Sequence[RowDraft], lookups: Lookups) -> None:
    """Take off rows just read what is not said of few people, and keep it on the plan.

    A community's own ledger has no town to count it for: there the register's rule refuses such rows.
    """
    if sheet.register != ServiceRecords.register_name():
        return
    regions = lookups.regions
    if regions.by_code[regions.home].level > TOWN_LEVEL:
        return
    for row in rows:
        row.of_few = _of_few(row.given.in_order)
        if row.of_few is not None:
            row.given = row.given.without(_PARTS)


def _served(row: PlannedRow | RowDraft) -> tuple[bool, bool]:
    """Whether the record of a row was small, and is small then."""
    before, after = (row.changes or {}).get("people_served", (None, None))
    return is_small(before), is_small(after)


def settle(sheet: SheetDraft, refuse: Callable[[RowDraft, str, str], None]) -> None:
    """Refuse rows by which a small record grows large and would be counted twice, after all rows are decided.

    What it once added to a tally is not known any more: it cannot be taken off again.
    """
    if sheet.register != ServiceRecords.register_name():
        return
    for row in sheet.rows:
        if row.verdict is Verdict.UPDATE and "people_served" in (row.changes or {}):
            was, becomes = _served(row)
            told = [name for name in COUNTED_IN_GROUPS if row.given.get(name)]
            if was and not becomes and told and _is_tallied(_whole(row)):
                refuse(row, told[0], GREW)


def _whole(row: PlannedRow | RowDraft) -> Mapping[str, Value]:
    """What the record of an updated row holds then."""
    key = row.target[0] if row.target else 0
    held = store.rows_by_id(ServiceRecords.register_name(), [key])[0].values
    return {**held, **row.told()}


def _is_tallied(values: Mapping[str, Value]) -> bool:
    """Whether a tally may hold what a record of a month, town, category and base said when it was small."""
    month, town, category, base = _key(values)
    at_base = store.Condition("base", store.Test.EMPTY if base is None else store.Test.IS, base)
    keys = {"month": month, "region": town, "category": category}
    where = (*(store.Condition(name, store.Test.IS, value) for name, value in keys.items()), at_base)
    return store.count_rows(store.Query(ServiceTallies.register_name(), where=where)) > 0


def _key(values: Mapping[str, Value]) -> tuple[str, str, str, Value]:
    """The month, town, category and base that a service is counted for."""
    town = town_or_above(str(values["region"]))
    return str(values["served_on"])[:MONTH_LENGTH], town, str(values["category"]), values.get("base")


def _adds(row: PlannedRow) -> bool:
    """Whether a row's counts are of no tally yet: a new record's, or one's that was large and counted them itself."""
    return row.verdict is Verdict.NEW or (row.verdict is Verdict.UPDATE and _served(row) == (False, True))


def _told_of_few(sheet: SheetPlan) -> Iterator[PlannedRow]:
    """The rows of few people that say who they were."""
    return (row for row in sheet.rows if row.of_few is not None and any(_counts(row)))


def folded_rows(sheet: SheetPlan) -> int:
    """How many rows of a sheet leave counts behind."""
    return sum(map(_adds, _told_of_few(sheet)))


def tallies(sheets: Iterable[SheetPlan]) -> list[Tally]:
    """What the rows of some sheets add up to that are not counted yet."""
    sums: dict[tuple[str, str, str, Value], list[int]] = {}
    for sheet in sheets:
        for row in _told_of_few(sheet):
            if _adds(row):
                whole = row.given if row.verdict is Verdict.NEW else _whole(row)
                found = sums.setdefault(_key(whole), [0, 0, 0])
                for at, count in enumerate(_counts(row)):
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
