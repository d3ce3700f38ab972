"""What one filling of a table is about: the period, the region, and the records that take part or stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from county_tui import store
from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import PartialDate, Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.models.regions import CODE_LENGTH, LEVEL_DIGITS, TOWN_LEVEL, Region, Regions, code_range
from county_tui.models.register import Register
from county_tui.report_period import Period, parse_period
from county_tui.reports.definition import Definition, Standing, resolve
from county_tui.store import AnyOf, Condition, Conditions, Test, spelled_out, within_period

Way = tuple[Condition, ...]
ANY_PERIOD = parse_period("2000")
"""What a standing compares with is fixed; no period plays a part."""
LOWEST_LEVEL = max(LEVEL_DIGITS)
SELF_ROW = "本级"
PART_NAMES = {2: "市（州）", 3: "县（市、区）", TOWN_LEVEL: "街道（乡镇）", LOWEST_LEVEL: "社区（村）"}
"""What the regions of a level are called."""


def _typed(register: str, field: str, day: date) -> Value:
    return str(day) if isinstance(register_named(register).fields()[field], PartialDate) else day


def _years_before(day: date, years: int) -> str:
    """The ISO text so many years earlier: 02-29 may come out in a year without one, which still sorts right."""
    return f"{day.year - years:04d}{str(day)[4:]}"


def _first_filled(fields: tuple[str, ...], test: Test, values: tuple[Value, ...]) -> tuple[Way, ...]:
    """The ways in which the first filled of some fields meets a test."""
    return tuple(
        (*(Condition(blank, Test.EMPTY) for blank in fields[:at]), Condition(field, test, values[at]))
        for at, field in enumerate(fields)
    )


def undated(register: str, standing: Standing, lookups: Lookups) -> tuple[Way, ...]:
    """The ways in which nothing says since when a record counts, and yet it does."""
    blank = tuple(Condition(field, Test.EMPTY) for field in standing.since)
    return tuple((*blank, *way) for way in spelled_out(resolve(register, standing.begun, ANY_PERIOD, lookups)))


def has_begun(register: str, standing: Standing, day: date, lookups: Lookups) -> Conditions:
    """That a record counts from a day on or before this one; nothing to test where no date says so."""
    if not standing.since:
        return ()
    values = tuple(_typed(register, field, day) for field in standing.since)
    ways = _first_filled(standing.since, Test.AT_MOST, values)
    return (AnyOf((*ways, *undated(register, standing, lookups))),)


def stays(register: str, standing: Standing, lookups: Lookups) -> tuple[Way, ...]:
    """The ways in which nothing says that a record left."""
    present = resolve(register, standing.present, ANY_PERIOD, lookups)
    return tuple((Condition(standing.left, Test.EMPTY), *way) for way in spelled_out(present))


def _is_valid(standing: Standing, day: date) -> AnyOf:
    blank = Condition(standing.until, Test.EMPTY)
    lasts: Way = (Condition(standing.until, Test.LASTS, str(day)),)
    if not standing.years:
        return AnyOf((lasts, (blank,)))
    limits = (_years_before(day, standing.years),) * len(standing.since)
    ways = _first_filled(standing.since, Test.LASTS, limits)
    never = tuple(Condition(field, Test.EMPTY) for field in standing.since)
    return AnyOf((lasts, *((blank, *way) for way in ways), (blank, *never)))


def standing_at(register: str, standing: Standing, day: date, lookups: Lookups) -> Conditions:
    """The conditions under which a record stands at the end of a day."""
    found = has_begun(register, standing, day, lookups)
    if standing.until:
        found += (_is_valid(standing, day),)
    if standing.left:
        following = str(day + timedelta(days=1))
        ways = stays(register, standing, lookups)
        found += (AnyOf((*ways, (Condition(standing.left, Test.LASTS, following),))),)
    return found


def _months_after(day: date, months: int) -> date:
    """The first day after so many whole months that follow a month's last day."""
    after = day + timedelta(days=1)
    number = after.year * 12 + after.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def ends_within(standing: Standing, day: date, months: int) -> Conditions:
    """That the validity of a record that stands at a month's last day ends in so many months after it."""
    limit = _months_after(day, months)
    ends: Way = (Condition(standing.until, Test.ENDS_BEFORE, str(limit)),)
    if not standing.years:
        return ends
    limits = (_years_before(limit, standing.years),) * len(standing.since)
    ways = _first_filled(standing.since, Test.ENDS_BEFORE, limits)
    blank = Condition(standing.until, Test.EMPTY)
    return (AnyOf((ends, *((blank, *way) for way in ways))),)


@dataclass(frozen=True, slots=True)
class Scope:
    """A period, a region (code) and what is needed to read labels and regions; the level its parts are wanted of."""

    period: Period
    region: str
    lookups: Lookups
    wanted_level: int = TOWN_LEVEL

    @property
    def regions(self) -> Regions:
        """The ledger's regions."""
        return self.lookups.regions

    @property
    def region_name(self) -> str:
        """The region's path under the ledger's."""
        return self.regions.path(self.region)

    def within_region(self) -> Conditions:
        """That a record lies in the region; nothing to test for the ledger's own."""
        if self.region == self.regions.home:
            return ()
        return (store.Condition("region", store.Test.UNDER, self.region),)

    def at_or_above(self) -> Conditions:
        """That a record lies in the region or is of a region above it."""
        if self.region == self.regions.home:
            return ()
        above = tuple(region.code for region in self.regions.ancestors(self.region))
        here = (store.Condition("region", store.Test.UNDER, self.region),)
        return (store.AnyOf((here, (store.Condition("region", store.Test.IN, above),))),)

    def codes(self) -> tuple[str, ...]:
        """All codes of the region's subtree, in order."""
        first, last = code_range(self.region)
        return tuple(sorted(code for code in self.regions.by_code if first <= code <= last))

    @property
    def level(self) -> int:
        """The region's own level."""
        return self.regions.by_code[self.region].level

    @property
    def part_level(self) -> int:
        """The level of the region's parts: the one wanted, or the next below the region, but none below communities."""
        return min(max(self.wanted_level, self.level + 1), LOWEST_LEVEL)

    @property
    def part_name(self) -> str:
        """What the region's parts are called."""
        return PART_NAMES[self.part_level]

    def parts(self) -> tuple[Region, ...]:
        """What the region's rows are: its towns; a town's communities; a community itself."""
        return self.regions.below(self.region, self.part_level)

    def part_of(self, code: str) -> str:
        """The code of the part a region lies in, or this region's own for one above the parts."""
        above, digits = LEVEL_DIGITS[self.part_level - 1], LEVEL_DIGITS[self.part_level]
        return code[:digits].ljust(CODE_LENGTH, "0") if code[above:digits].strip("0") else self.region


def open_scope(period: Period, region: str | None) -> Scope:
    """The scope of a period and a region given by code or name; the ledger's own by default."""
    lookups = store.lookups()
    regions = lookups.regions
    return Scope(period, regions.resolve(region) if region else regions.home, lookups)


def placed_by(register: type[Register]) -> tuple[str, str] | None:
    """The field whose record tells where one without a region lies, and its register: trainings are where staff is."""
    if "region" in register.fields():
        return None
    for name, field in register.fields().items():
        if isinstance(field, Reference) and "region" in register_named(field.register).fields():
            return name, field.register
    return None


def has_region(register: type[Register]) -> bool:
    """Whether a record's region is known, by itself or by the record it names."""
    return "region" in register.fields() or placed_by(register) is not None


def lies_under(register: type[Register], region: str) -> Conditions:
    """That a record lies in a region, or names a record that does. Raises CountyError where neither tells."""
    under = store.Condition("region", store.Test.UNDER, region)
    if "region" in register.fields():
        return (under,)
    if (placed := placed_by(register)) is None:
        raise CountyError(f"“{register.label}”里没有区划，不能只算一个地方的", "，请按整个台账算。")
    name, other = placed
    named = tuple(row.id for row in store.stream_rows(store.Query(other, where=(under,))))
    return (store.Condition(name, store.Test.IN, named),)


def base(definition: Definition, scope: Scope, period: Period) -> Conditions:
    """The records that take part in a table: its `where`, its date in the period, standing at the period's end."""
    found = resolve(definition.register, definition.where, period, scope.lookups)
    if definition.date:
        found += within_period(definition.date, register_named(definition.register).fields()[definition.date], period)
    if definition.standing:
        found += standing_at(definition.register, definition.standing, period.last, scope.lookups)
    rows = definition.rows
    if rows and rows.only:
        found += resolve(definition.register, (rows.only.as_filter(),), period, scope.lookups)
    return found + (scope.at_or_above() if rows and rows.inherits else scope.within_region())


def undated_notes(definition: Definition, scope: Scope) -> str:
    """Sentences such as 其中 3 个没有启用日期; empty where every record has its dates."""
    standing = definition.standing
    if standing is None:
        return ""
    register, fields = definition.register, register_named(definition.register).fields()
    unit = definition.unit if len(definition.unit) == 1 else "条"
    told = []
    if standing.since:
        ways = undated(register, standing, scope.lookups)
        always = _count(register, (*base(definition, scope, scope.period), AnyOf(ways)))
        told += [f"其中 {always} {unit}没有{fields[standing.since[0]].label}。"] if always else []
    if standing.left and standing.present:
        blank = Condition(standing.left, Test.EMPTY)
        where = (*has_begun(register, standing, scope.period.last, scope.lookups), blank, *scope.within_region())
        staying = AnyOf(stays(register, standing, scope.lookups))
        never = _count(register, where) - _count(register, (*where, staying))
        told += [f"另有 {never} {unit}没有{fields[standing.left].label}，未计入。"] if never else []
    return "".join(told)


def _count(register: str, where: Conditions) -> int:
    return store.count_rows(store.Query(register, where=where))
