"""Adding up by groups, and the conditions that dates and regions need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from county_tui import store
from county_tui.models.kinds import Value
from county_tui.store import AnyOf, Condition, Key, Measure, Query, Take, Test
from tests.conftest import Fields

SERVICES = (
    ("2026-01-05", "教育保障", "锦官驿街道", "13", "彝语"),
    ("2026-01-06", "教育保障", "锦官驿街道", "4", None),
    ("2026-02-01", "健康医疗", "大慈寺社区", "5", "彝语"),
    ("2026-02-28", "教育保障", "锦江区", "6", "藏语"),
)
NAMES = ("served_on", "category", "region", "people_served", "language")


@pytest.fixture
def services(ledger: object, fields: Fields) -> Callable[..., list[store.Group]]:
    """A function that groups four service records and one in the trash."""
    for given in SERVICES:
        texts = dict(zip(NAMES, given, strict=True))
        store.create("service_records", fields("service_records", item="事项", **texts), "测试")
    gone = store.create("service_records", fields("service_records", item="删", **texts), "测试")
    store.delete(("service_records", gone.id, gone.version), "测试")

    def group(
        *keys: Key, where: tuple[Condition | AnyOf, ...] = (), measures: tuple[Measure, ...] = ()
    ) -> list[store.Group]:
        return sorted(store.group(Query("service_records", where=where), keys, measures or (Measure(Take.COUNT),)))

    return group


def test_live_records_are_counted_by_key(services: Callable[..., list[store.Group]]) -> None:
    assert services(Key("category")) == [(("健康医疗",), (1,)), (("教育保障",), (3,))]


def test_a_key_can_be_the_beginning_of_a_field(services: Callable[..., list[store.Group]]) -> None:
    assert services(Key("served_on", length=7)) == [(("2026-01",), (2,)), (("2026-02",), (2,))]


def test_without_keys_there_is_one_group(services: Callable[..., list[store.Group]]) -> None:
    assert services() == [((), (4,))]
    assert services(where=(Condition("item", Test.IS, "没有"),)) == [((), (0,))]


def test_each_measure_has_its_own_conditions(services: Callable[..., list[store.Group]]) -> None:
    yi = (Condition("language", Test.IS, "彝语"),)
    early = Condition("served_on", Test.AT_MOST, date(2026, 1, 31))
    measures = (
        Measure(Take.SUM, "people_served"),
        Measure(Take.SUM, "people_served", yi),
        Measure(Take.FILLED, "language"),
        Measure(Take.COUNT, where=(*yi, early)),
        Measure(Take.SUM, "migrants_served"),
    )
    assert services(measures=measures) == [((), (28, 18, 3, 1, 0))]


def test_known_values_change_nothing_where_they_are_all(services: Callable[..., list[store.Group]]) -> None:
    known = store.lookups().choices("service_category")
    assert services(Key("category", known=known)) == services(Key("category"))


@pytest.mark.parametrize(
    ("test", "value", "chosen"),
    [
        (Test.LEVEL, 5, {2}),
        (Test.LEVEL, (3, 4), {0, 1, 3}),
        (Test.LASTS, "2026-02-01", {2, 3}),
        (Test.ENDS_BEFORE, "2026-02-01", {0, 1}),
    ],
)
def test_conditions_on_regions_and_last_days(
    services: Callable[..., list[store.Group]], test: Test, value: Value | tuple[Value, ...], chosen: set[int]
) -> None:
    field = "region" if test == Test.LEVEL else "served_on"
    rows = store.list_rows(Query("service_records", where=(Condition(field, test, value),)))
    found = {str(row.values["served_on"]) for row in rows}
    assert found == {SERVICES[at][0] for at in chosen}


@pytest.mark.parametrize(
    ("text", "lasts", "ends_before"),
    [
        ("2026", True, False),
        ("2026-06", True, False),
        ("2026-06-15", True, False),
        ("2026-06-14", False, True),
        ("2026-05", False, True),
        ("2025", False, True),
        ("2027", True, False),
        (None, False, False),
    ],
)
def test_a_partial_date_lasts_to_its_last_day(
    ledger: object, fields: Fields, text: str | None, lasts: bool, ends_before: bool
) -> None:
    given = fields("bases", name="基地", region="锦江区", kind="服务窗口", valid_until=text)
    store.create("bases", given, "测试")
    for test, wanted in ((Test.LASTS, lasts), (Test.ENDS_BEFORE, ends_before)):
        query = Query("bases", where=(Condition("valid_until", test, "2026-06-15"),))
        assert store.count_rows(query) == wanted


def test_any_of_several_ways_is_enough(services: Callable[..., list[store.Group]]) -> None:
    yi, early = Condition("language", Test.IS, "彝语"), Condition("served_on", Test.AT_MOST, date(2026, 1, 31))
    both, either = AnyOf(((yi, early),)), AnyOf(((yi,), (early,)))
    assert services(where=(both,)) == [((), (1,))]
    assert services(where=(either,)) == [((), (3,))]
    assert services(where=(either, Condition("language", Test.EMPTY))) == [((), (1,))]
    assert services(measures=(Measure(Take.COUNT, where=(either,)),)) == [((), (3,))]
