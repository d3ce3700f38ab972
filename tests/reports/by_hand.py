"""Every table worked out a second time, in plain Python over the records: no SQL, none of the engine's code."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from tests.reports.world import HAVES, Record, World

Values = list[Any]
Count = Callable[[list[Record]], Values]
EIGHT = ("队伍培训", "宣传教育", "联系协调", "慰问帮扶", "摸底排查", "纠纷化解", "信息通报", "档案管理")


@dataclass(frozen=True)
class Asked:
    """A period by its first and last day, and a region."""

    world: World
    first: date
    last: date
    region: str

    def live(self, register: str) -> list[Record]:
        """A register's live records in the region."""
        return [record for record in self.world.live[register] if lies_in(record["region"], self.region)]

    def held(self, register: str, field: str) -> list[Record]:
        """Those dated in the period."""
        return [record for record in self.live(register) if self.first <= record[field] <= self.last]

    def a_year_before(self) -> Asked:
        """The same days a year earlier."""
        last = date(self.last.year - 1, self.last.month, days_in(self.last.year - 1, self.last.month))
        return Asked(self.world, date(self.first.year - 1, self.first.month, 1), last, self.region)


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    return calendar.monthrange(year, month)[1]


@cache
def lies_in(code: str, region: str) -> bool:
    """Whether a code is a region's or under it, by the digits before its zeros."""
    stem = region
    for width in (2, 4, 6, 9):
        if set(region[width:]) == {"0"}:
            stem = region[:width]
            break
    return code.startswith(stem)


def begins(text: str) -> date:
    """The first day a partial date covers."""
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


def ends(text: str) -> date:
    """The last day a partial date covers."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    return date(*parts) if len(parts) == 3 else date(parts[0], parts[1], days_in(*parts))


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 02-29 becomes 02-28 where there is none."""
    return date(day.year + years, day.month, min(day.day, days_in(day.year + years, day.month)))


def in_post(person: Record, day: date) -> bool:
    """Started by the day (or nobody knows when), and not left by then."""
    started, ended = person["started_on"], person["ended_on"]
    return (started is None or begins(started) <= day) and (ended is None or ends(ended) > day)


def valid_to(unit: Record) -> date | None:
    """The last day a named unit is one; None if nothing says."""
    if unit["valid_until"] is not None:
        return ends(unit["valid_until"])
    if unit["named_on"] is None:
        return None
    whole = unit["named_on"]
    if len(whole) == 10:
        return years_later(date.fromisoformat(whole), 5)
    return ends(f"{int(whole[:4]) + 5}{whole[4:]}")


def has_left(record: Record, when: str, status: str, day: date) -> bool:
    """Gone by a day: by the date it left, or without one by its status."""
    return record["status"] == status if record[when] is None else ends(record[when]) <= day


def is_open(base: Record, day: date) -> bool:
    """Opened by the day, or named where that is blank (or nobody knows when), and not closed by then."""
    since = base["opened_on"] or base["named_on"]
    return (since is None or begins(since) <= day) and not has_left(base, "closed_on", "停用", day)


def is_named(unit: Record, day: date) -> bool:
    """Named by the day, and not expired on it."""
    if unit["named_on"] is None and unit["status"] != "命名":
        return False
    if unit["named_on"] is not None and begins(unit["named_on"]) > day:
        return False
    if has_left(unit, "revoked_on", "撤销", day):
        return False
    until = valid_to(unit)
    return until is None or until >= day


def in_force(rule: Record, day: date) -> bool:
    """In force by its effective date, or by its date of issue where that is blank."""
    since = rule["effective_on"] or rule["issued_on"]
    if since is None and rule["status"] not in ("现行", "修订中"):
        return False
    return (since is None or begins(since) <= day) and not has_left(rule, "repealed_on", "废止", day)


def share(part: float, whole: float) -> float | None:
    """A part of a whole, nothing of nothing."""
    return part / whole if whole else None


def total_of(records: Iterable[Record], field: str) -> Any:
    """The sum of a field; blanks add nothing."""
    return sum((record[field] for record in records if record[field] is not None), Decimal(0))


def parts(asked: Asked) -> dict[str, str]:
    """{code: label} of the rows of a table by town: towns, or a town's communities; then the region itself."""
    regions = asked.world.lookups.regions.by_code
    level = regions[asked.region].level
    wanted = 4 if level < 4 else 5
    found = [code for code in asked.world.codes if lies_in(code, asked.region) and regions[code].level == wanted]

    def label(code: str) -> str:
        names = [regions[code].name]
        above = regions[code].parent
        while code != asked.region and above != asked.region and above in regions:
            names.append(regions[above].name)
            above = regions[above].parent
        return "/".join(reversed(names))

    rows = {code: label(code) for code in found}
    return rows if level == 5 else {**rows, asked.region: "本级"}


def by_town(asked: Asked, records: list[Record], count: Count) -> dict[str, Values]:
    """The rows of a table by town: a region belongs to the deepest part it lies in."""
    rows = parts(asked)

    def part_of(code: str) -> str:
        return next((part for part in rows if part != asked.region and lies_in(code, part)), asked.region)

    return {
        label: count([record for record in records if part_of(record["region"]) == code])
        for code, label in rows.items()
    }


def by_choice(asked: Asked, options: str, field: str, count: Callable[[str | None], Values]) -> dict[str, Values]:
    """The rows of a table by a choice, a row for every option."""
    return {label: count(label) for label in asked.world.lookups.choices(options)}


def personnel(asked: Asked) -> tuple[dict[str, Values], Values]:
    """工作队伍情况汇总表."""
    staff = [person for person in asked.live("personnel") if in_post(person, asked.last)]

    def count(people: list[Record]) -> Values:
        roles = [sum(p["role"] == role for p in people) for role in asked.world.lookups.choices("role")]
        taken = {
            training["staff"]
            for training in asked.world.live["trainings"]
            if asked.first <= training["trained_on"] <= asked.last
        }
        trained = sum(
            p["id"] in taken or (p["trained_on"] is not None and asked.first <= p["trained_on"] <= asked.last)
            for p in people
        )
        return [*roles, len(people), trained, share(trained, len(people))]

    return by_town(asked, staff, count), count(staff)


def bases(asked: Asked) -> tuple[dict[str, Values], Values]:
    """阵地建设情况汇总表."""
    open_ones = [base for base in asked.live("bases") if is_open(base, asked.last)]
    has_blank = any(base["level"] is None for base in open_ones)

    def count(kind: str | None) -> Values:
        found = [base for base in open_ones if kind in (None, base["kind"])]
        levels = [*asked.world.lookups.choices("base_level"), *([None] if has_blank else [])]
        all_seven = sum(all(base[name] is True for name in HAVES) for base in found)
        by_level = [sum(base["level"] == level for base in found) for level in levels]
        windows = [base for base in found if base["kind"] == "服务窗口"]
        good = sum(all(base[name] is True for name in HAVES) for base in windows)
        return [*by_level, len(found), all_seven, share(good, len(windows))]

    return by_choice(asked, "base_kind", "kind", count), count(None)


def demonstration(asked: Asked) -> tuple[dict[str, Values], Values]:
    """示范创建情况汇总表."""
    named = [unit for unit in asked.live("demonstration_units") if is_named(unit, asked.last)]
    limit = date(asked.last.year + 1, asked.last.month, days_in(asked.last.year + 1, asked.last.month))

    def count(sector: str | None) -> Values:
        found = [unit for unit in named if sector in (None, unit["sector"])]
        levels = [sum(unit["level"] == level for unit in found) for level in asked.world.lookups.choices("unit_level")]
        ends_on = [valid_to(unit) for unit in found]
        return [*levels, len(found), sum(day is not None and day <= limit for day in ends_on)]

    return by_choice(asked, "sector", "sector", count), count(None)


def work_systems(asked: Asked) -> tuple[dict[str, Values], Values]:
    """工作制度覆盖情况表: a rule of a region counts for all under it; the total is the mean, and how many have all."""
    known = [rule for rule in asked.world.live["work_systems"] if in_force(rule, asked.last)]
    rules = [rule for rule in known if lies_in(rule["region"], asked.region) or lies_in(asked.region, rule["region"])]
    towns = {code: label for code, label in parts(asked).items() if code != asked.region}

    def of(code: str) -> list[Record]:
        if code == asked.region:
            return [rule for rule in rules if not any(lies_in(rule["region"], town) for town in towns)]
        return [rule for rule in rules if lies_in(rule["region"], code) or lies_in(code, rule["region"])]

    def count(found: list[Record]) -> Values:
        kinds = [sum(rule["kind"] == kind for rule in found) for kind in EIGHT]
        covered = sum(number > 0 for number in kinds)
        return [*kinds, covered, covered / 8, int(covered == 8)]

    rows = {code: count(of(code)) for code in parts(asked)}
    means = [rows[code] for code in towns] or list(rows.values())
    covered = sum(row[-3] for row in means) / len(means)  # type: ignore[misc]
    total = [*count(rules)[:8], covered, covered / 8, sum(row[-1] for row in means)]  # type: ignore[misc]
    return {label: rows[code] for code, label in parts(asked).items()}, total


def services(asked: Asked) -> tuple[dict[str, Values], Values]:
    """基本公共服务情况汇总表."""
    now = asked.held("service_records", "served_on")
    before = asked.a_year_before().held("service_records", "served_on")
    tallies = [one for one in asked.live("service_tallies") if asked.first <= begins(one["month"]) <= asked.last]

    def count(category: str | None) -> Values:
        small = [tally for tally in tallies if category in (None, tally["category"])]
        found = [record for record in now if category in (None, record["category"])]
        earlier = sum(category in (None, record["category"]) for record in before)
        marks = [record["satisfaction"] for record in found if record["satisfaction"] is not None]
        people = total_of(found, "people_served")
        parts = [total_of([*found, *small], field) for field in ("migrants_served", "minority_served")]
        spoken = sum(record["language"] is not None for record in found) + total_of(small, "language_cases")
        done = share(sum(record["outcome"] == "办结" for record in found), len(found))
        return [
            len(found), people, *parts, spoken, done, share(sum(marks), len(marks)),
            earlier, share(len(found) - earlier, earlier),
        ]  # fmt: skip

    return by_choice(asked, "service_category", "category", count), count(None)


def services_by_town(asked: Asked) -> tuple[dict[str, Values], Values]:
    """分街道（乡镇）服务情况表."""
    held = asked.held("service_records", "served_on")

    def count(found: list[Record]) -> Values:
        labels = asked.world.lookups.choices("service_category")
        sums = [total_of((r for r in found if r["category"] == label), "people_served") for label in labels]
        return [*sums, total_of(found, "people_served")]

    return by_town(asked, held, count), count(held)


def activities(asked: Asked) -> tuple[dict[str, Values], Values]:
    """活动开展情况汇总表."""
    now = asked.held("activities", "held_on")
    before = asked.a_year_before().held("activities", "held_on")

    def count(kind: str | None) -> Values:
        found = [record for record in now if kind in (None, record["kind"])]
        earlier = sum(kind in (None, record["kind"]) for record in before)
        sums = [total_of(found, field) for field in ("participants", "budget_yuan", "reach")]
        return [len(found), *sums, earlier, share(len(found) - earlier, earlier)]

    return by_choice(asked, "activity_kind", "kind", count), count(None)


TABLES = {
    "personnel": personnel,
    "bases": bases,
    "demonstration": demonstration,
    "work-systems": work_systems,
    "services": services,
    "services-by-town": services_by_town,
    "activities": activities,
}
"""The tables that have a total."""
