"""Windows, orders and counts of lists: whatever way they are read, they agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from county_tui import store
from county_tui.models import register_named
from county_tui.store import AnyOf, Condition, Query, Test
from county_tui.store.listing import ordered_ids

SERVICES = "service_records"
OUTCOMES = ("办结", "转办", "办理中", None)


@pytest.fixture
def services(ledger: Path) -> list[int]:
    """120 services over three regions, in one batch."""
    rows = []
    for number in range(120):
        values = {
            "number": f"F{number % 50:03d}-{number}",
            "served_on": date(2026, 1 + number % 12, 1 + number % 28),
            "category": ("法律援助", "教育保障")[number % 2],
            "item": "咨询",
            "region": ("510104017000", "510104017004", "510104026000")[number % 3],
            "people_served": 1 + number % 7,
            "outcome": OUTCOMES[number % 4],
        }
        rows.append([values.get(name) for name in register_named(SERVICES).fields()])
    counts = {"new": 120, "updated": 0, "unchanged": 0, "refused": 0}
    with store.transaction():
        batch = store.start_batch("import", "服务.xlsx", "李敏", counts)
        return store.insert_rows(SERVICES, rows, store.stamped("李敏", batch), store.lookups())


@pytest.mark.parametrize("sort", [(), ("people_served",), ("-people_served",), ("-number",), ("outcome", "item")])
def test_all_ids_come_in_the_order_of_the_windows(services: list[int], sort: tuple[str, ...]) -> None:
    query = Query(SERVICES, sort=sort)
    windows = [key for first in range(0, 120, 25) for key in store.list_ids(query, 25, first)]
    assert list(ordered_ids(query)) == windows == store.list_ids(query)
    assert sorted(windows) == services


@pytest.mark.parametrize(
    "where",
    [
        (Condition("outcome", Test.IN, ("办理中", "转办")),),
        (Condition("outcome", Test.EMPTY),),
        (Condition("region", Test.UNDER, "510104017000"), Condition("people_served", Test.AT_LEAST, 3)),
        (Condition("served_on", Test.AT_MOST, date(2026, 5, 31)), Condition("item", Test.IS, "咨询")),
        (AnyOf(((Condition("category", Test.IS, "法律援助"),), (Condition("outcome", Test.IS, "办结"),))),),
        (Condition("served_on", Test.AT_LEAST, date(2030, 1, 1)),),
    ],
)
def test_a_count_is_how_many_are_listed(services: list[int], where: tuple[Condition | AnyOf, ...]) -> None:
    query = Query(SERVICES, where=where)
    assert store.count_rows(query) == len(store.list_ids(query))


def test_records_are_chosen_by_their_numbers(services: list[int]) -> None:
    query = Query(SERVICES, where=(Condition("id", Test.IN, (3, 5, 9999)),))
    assert sorted(store.list_ids(query)) == [3, 5]
    assert store.count_rows(query) == 2


def test_a_search_keeps_to_the_order_asked_for(services: list[int]) -> None:
    query = Query(SERVICES, search="法律", sort=("people_served",))
    counts = [row.values["people_served"] for row in store.list_rows(query, 20)]
    assert counts == sorted(counts)
    assert list(ordered_ids(query))[:20] == store.list_ids(query, 20)


@pytest.mark.parametrize(
    "sort", [(), ("people_served",), ("-people_served",), ("-number",), ("outcome",), ("-outcome",)]
)
@pytest.mark.parametrize("search", ["", "咨询"])
def test_a_record_stands_where_the_list_shows_it(services: list[int], sort: tuple[str, ...], search: str) -> None:
    query = Query(SERVICES, search, (Condition("category", Test.IS, "法律援助"),), sort)
    ids = store.list_ids(query)
    assert [store.position(query, key) for key in ids] == list(range(len(ids)))
    assert store.position(query, next(key for key in services if key not in ids)) is None
