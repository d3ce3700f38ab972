"""Standing at a date, with partial dates: the database's answer against the calendar's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import store
from county_tui.reports import definition_named
from county_tui.reports.scope import ends_within, standing_at
from tests.reports import by_hand
from tests.reports.world import put

Stands = Callable[[str | None, str | None, date], bool]

whole = st.dates(date(2018, 1, 1), date(2031, 12, 31)).map(str)
near_edges = st.sampled_from(
    ["2020-02-29", "2024-02-29", "2025-02-28", "2025-03-01", "2026-06-30", "2026-07-01", "2025-12-31", "2026-01-01"]
)
partials = st.builds(lambda day, length: day[:length], whole | near_edges, st.sampled_from((4, 7, 10)))
month_ends = st.sampled_from([date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
                              for year in range(2023, 2030) for month in range(1, 13)])  # fmt: skip
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def add(register: str, **values: object) -> int:
    """Put one record in and give its id."""
    defaults = {
        "name": "甲",
        "title": "甲",
        "region": "510104000000",
        "level": "县级",
        "sector": "学校",
        "status": {"work_systems": "现行", "demonstration_units": "命名"}.get(register),
        "unit": "某单位",
        "role": "专职干部",
        "kind": "信息通报",
        "issuing_unit": "某单位",
    }
    return put(register, [{**defaults, **values}], store.lookups())[0]


def stands(table: str, key: int, day: date) -> bool:
    """Whether the database says that a record stands."""
    definition = definition_named(table)
    assert definition.standing is not None
    where = standing_at(definition.register, definition.standing, day, store.lookups())
    return key in store.list_ids(store.Query(definition.register, where=where))


@CALM
@given(st.none() | partials, st.none() | partials, month_ends | whole.map(date.fromisoformat))
def test_who_is_in_post_is_told_by_first_and_last_days(
    ledger: Path, started: str | None, ended: str | None, day: date
) -> None:
    key = add("personnel", started_on=started, ended_on=ended)
    person = {"started_on": started, "ended_on": ended}
    assert stands("personnel", key, day) == by_hand.in_post(person, day)


@CALM
@given(st.none() | partials, st.none() | partials, month_ends)
def test_a_named_unit_is_valid_to_its_date_or_for_five_years(
    ledger: Path, named: str | None, until: str | None, day: date
) -> None:
    key = add("demonstration_units", named_on=named, valid_until=until)
    unit = {"status": "命名", "revoked_on": None, "named_on": named, "valid_until": until}
    assert stands("demonstration", key, day) == by_hand.is_named(unit, day)


@CALM
@given(st.none() | partials, st.none() | partials, month_ends, st.sampled_from((1, 6, 12, 24)))
def test_what_ends_soon_is_what_stands_now_but_not_then(
    ledger: Path, named: str | None, until: str | None, day: date, months: int
) -> None:
    key = add("demonstration_units", named_on=named, valid_until=until)
    standing = definition_named("demonstration").standing
    assert standing is not None
    where = ends_within(standing, day, months)
    last = by_hand.valid_to({"named_on": named, "valid_until": until})
    total = day.year * 12 + day.month - 1 + months
    limit = date(total // 12, total % 12 + 1, by_hand.days_in(total // 12, total % 12 + 1))
    found = key in store.list_ids(store.Query("demonstration_units", where=where))
    assert found == (last is not None and last <= limit)


@CALM
@given(st.none() | partials, st.none() | partials, month_ends)
def test_a_rule_is_in_force_by_the_first_date_it_has(
    ledger: Path, issued: str | None, effective: str | None, day: date
) -> None:
    key = add("work_systems", issued_on=issued, effective_on=effective)
    rule = {"status": "现行", "repealed_on": None, "issued_on": issued, "effective_on": effective}
    assert stands("work-systems", key, day) == by_hand.in_force(rule, day)


@pytest.mark.parametrize(
    ("ended", "is_in_post"),
    [("2026-06-30", False), ("2026-06", False), ("2026-07-01", True), ("2026", True), ("2025", False), (None, True)],
)
def test_on_the_day_one_leaves_one_is_gone(ledger: Path, ended: str | None, is_in_post: bool) -> None:
    assert stands("personnel", add("personnel", ended_on=ended), date(2026, 6, 30)) is is_in_post


@pytest.mark.parametrize(
    ("named", "until", "is_valid"),
    [
        (None, "2026-06-30", True),
        (None, "2026-06", True),
        (None, "2026-06-29", False),
        (None, "2025", False),
        ("2021-06-30", None, True),
        ("2021-06-29", None, False),
        ("2021-06", None, True),
        ("2021-05", None, False),
        ("2021", None, True),
        ("2026-07", None, False),
        ("2026", None, True),
        (None, None, True),
    ],
)
def test_on_its_last_day_a_unit_is_still_valid(
    ledger: Path, named: str | None, until: str | None, is_valid: bool
) -> None:
    key = add("demonstration_units", named_on=named, valid_until=until)
    assert stands("demonstration", key, date(2026, 6, 30)) is is_valid
