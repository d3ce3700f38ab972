"""Yearly targets: actuals typed or computed, and progress against the year gone by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from county_tui import reports, store
from county_tui.reports import TableRow
from tests.reports import by_hand
from tests.reports.by_hand import Asked
from tests.reports.conftest import TOWN
from tests.reports.world import Record, World, put

HOME = "510104000000"


def computed(asked: Asked, source: str) -> Decimal | int:
    """A source's amount from the year's first day to the last day asked for."""
    year = Asked(asked.world, date(asked.last.year, 1, 1), asked.last, asked.region)
    services, events = year.held("service_records", "served_on"), year.held("activities", "held_on")
    day = asked.last
    amounts: dict[str, Callable[[], Decimal | int]] = {
        "服务件数": lambda: len(services),
        "服务人次": lambda: by_hand.total_of(services, "people_served"),
        "活动场次": lambda: len(events),
        "参与人次": lambda: by_hand.total_of(events, "participants"),
        "培训场次": lambda: sum(event["kind"] == "业务培训" for event in events),
        "在岗人员": lambda: sum(by_hand.in_post(one, day) for one in year.live("personnel")),
        "阵地数": lambda: sum(by_hand.is_open(one, day) for one in year.live("bases")),
        "示范单位数": lambda: sum(by_hand.is_named(one, day) for one in year.live("demonstration_units")),
        "现行制度数": lambda: sum(by_hand.in_force(one, day) for one in year.live("work_systems")),
    }
    return amounts[source]()


def typed(asked: Asked, record: Record) -> Decimal | None:
    """What was typed for the period, else for the latest one of the year that ended by then; without any, undated."""
    found = [one for one in asked.world.live["indicator_progress"] if one["indicator"] == record["id"]]
    spans = [(reports.parse_period(one["period"]), one["actual"]) for one in found]
    of_year = [(span, actual) for span, actual in spans if span.last.year == asked.last.year]
    if not of_year:
        return record["actual"]  # type: ignore[no-any-return]
    own = [actual for span, actual in of_year if (span.first, span.last) == (asked.first, asked.last)]
    earlier = [(span.last, -span.first.toordinal(), actual) for span, actual in of_year if span.last <= asked.last]
    return own[0] if own else max(earlier)[2] if earlier else None


def status(record: Record, actual: Decimal | int | None, day: date) -> str:
    """How an indicator stands at the end of a day."""
    start, due = date(record["year"], 1, 1), record["due_on"] or date(record["year"], 12, 31)
    if actual is not None and record["direction"] == "不高于":
        return "超出" if actual > record["target"] else "已完成" if day >= due else "按进度"
    if actual is not None and actual >= record["target"]:
        return "已完成"
    if record["due_on"] and day > record["due_on"]:
        return "逾期"
    if actual is None:
        return "未填报"
    whole, gone = (due - start).days + 1, (day - start).days + 1
    part = Decimal(1) if whole <= 0 else min(max(Decimal(gone) / whole, Decimal(0)), Decimal(1))
    if record["kind"] == "比率":
        return "落后"
    return "按进度" if actual >= record["target"] * part else "落后"


@pytest.mark.parametrize(
    ("which", "period", "region"),
    [
        ("county-1", "2025", None),
        ("county-1", "2024H1", None),
        ("county-2", "2025Q3", None),
        ("county-2", "2026H1", TOWN),
        ("city", "2025", None),
        ("town", "2024-02", None),
    ],
)
def test_every_number_equals_the_one_worked_out_by_hand(
    worlds: Callable[[str], World], which: str, period: str, region: str | None
) -> None:
    world = worlds(which)
    span = reports.parse_period(period)
    asked = Asked(world, span.first, span.last, region or world.home)
    rows = {row.label: row for row in reports.fill("indicators", span, region).rows}
    records = [record for record in asked.live("indicators") if record["year"] == span.last.year]
    assert len(rows) == len(records)
    for record in records:
        label = next(label for label in rows if label.split("（")[0] == record["name"])
        source, actual = record["source"], typed(asked, record)
        if source not in (None, "手工填报"):
            actual = computed(Asked(world, span.first, span.last, record["region"]), source)
        is_cap = record["direction"] == "不高于"
        rate = (
            None
            if actual is None or not record["target"] or is_cap
            else pytest.approx(float(actual / record["target"]))
        )
        wanted = [
            float(record["target"]),
            None if actual is None else float(actual),
            rate,
            str(record["due_on"]) if record["due_on"] else None,
            record["responsible"],
            status(record, actual, span.last),
        ]
        assert [cell.value for cell in rows[label].cells] == wanted, (label, source)


def test_the_list_behind_a_computed_count_holds_just_its_records(world: World) -> None:
    sums = ("服务人次", "参与人次")
    sources = {record["name"]: record["source"] for record in world.live["indicators"]}
    for row in reports.fill("indicators", reports.parse_period("2025")).rows:
        done = row.cells[1]
        source = sources[row.label.split("（")[0]]
        assert done.queries
        if source in (None, "手工填报"):
            assert store.count_rows(done.queries[0]) == 1
        elif source not in sums:
            assert store.count_rows(done.queries[0]) == done.value, row.label


def one(target: str, actual: str | None, due: date | None = None, period: str = "2025H1") -> TableRow:
    """The row of a single typed indicator of 2025."""
    typed = {"year": 2025, "name": "指标", "region": HOME, "source": "手工填报", "due_on": due}
    values = {"target": Decimal(target), "actual": Decimal(actual) if actual else None}
    put("indicators", [{**typed, **values}], store.lookups())
    return reports.fill("indicators", reports.parse_period(period)).rows[0]


@pytest.mark.parametrize(
    ("target", "actual", "due", "said"),
    [
        ("100", "100", None, "已完成"),
        ("100", "120", date(2025, 3, 1), "已完成"),
        ("100", "50", None, "按进度"),
        ("100", "49", None, "落后"),
        ("100", "99", date(2025, 6, 29), "逾期"),
        ("100", "99", date(2025, 6, 30), "落后"),
        ("100", None, None, "未填报"),
        ("100", None, date(2025, 6, 29), "逾期"),
        ("0", "0", None, "已完成"),
        ("-5", "-5", None, "已完成"),
    ],
)
def test_progress_is_measured_by_the_days_gone(
    ledger: object, target: str, actual: str | None, due: date | None, said: str
) -> None:
    assert one(target, actual, due).cells[-1].value == said


def test_a_target_of_nothing_has_no_rate(ledger: object) -> None:
    assert one("0", "3").cells[2].value is None


def test_a_year_to_come_is_not_behind(ledger: object) -> None:
    typed = {"year": 2099, "name": "指标", "region": HOME, "target": Decimal(1000), "actual": Decimal(3)}
    untouched = {**typed, "name": "还没动的指标", "actual": Decimal(0)}
    put("indicators", [typed, untouched], store.lookups())
    rows = reports.fill("indicators", reports.parse_period("2099")).rows
    assert [row.cells[-1].value for row in rows] == ["按进度", "按进度"]


def test_no_indicators_make_an_empty_table(ledger: object) -> None:
    table = reports.fill("indicators", reports.parse_period("2025"))
    assert (table.rows, table.total) == ((), None)


def test_an_indicator_of_a_town_is_named_with_its_place(ledger: object) -> None:
    put("indicators", [{"year": 2025, "name": "指标", "region": TOWN, "target": Decimal(1)}], store.lookups())
    assert reports.fill("indicators", reports.parse_period("2025")).rows[0].label == "指标（锦官驿街道）"
    assert reports.fill("indicators", reports.parse_period("2025"), TOWN).rows[0].label == "指标"


@pytest.mark.parametrize("period", ["2024", "2025H1", "2026-02"])
def test_those_behind_plan_are_the_ones_the_table_says(world: World, period: str) -> None:
    span = reports.parse_period(period)
    rows = reports.fill("indicators", span).rows
    late = sorted(row.label.split("（")[0] for row in rows if row.cells[-1].value in ("落后", "逾期", "超出"))
    found = store.list_rows(reports.behind_plan(span.last))
    assert sorted(str(row.values["name"]) for row in found) == late
    assert late


def test_without_indicators_none_is_behind(ledger: object) -> None:
    assert store.count_rows(reports.behind_plan(date(2025, 6, 30))) == 0
