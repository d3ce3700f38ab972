"""Every number of every table against the same number worked out by hand, and the records behind it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from county_tui import reports, store
from county_tui.report_period import FIRST_YEAR, LAST_YEAR
from county_tui.reports import Table, TableRow
from county_tui.reports.hiding import FEW, MASKED
from tests.reports import by_hand
from tests.reports.by_hand import Asked
from tests.reports.conftest import COMMUNITY, TOWN
from tests.reports.world import World

PERIODS = ("2026H1", "2025", "2024-02", "2025Q3", "2024H2", "2031", "2025-06")
CASES = [
    *(("county-1", period, None) for period in PERIODS),
    *(("county-2", period, None) for period in ("2026H1", "2024", "2025Q2")),
    *(("county-1", period, TOWN) for period in ("2026H1", "2024")),
    ("county-2", "2025", COMMUNITY),
    ("city", "2025", None),
    ("city", "2026H1", None),
    ("town", "2025", None),
]
HIDDEN = {FEW, MASKED}
NOT_ADDED_UP = {"培训率", "达标率", "覆盖率", "覆盖类数", "八类齐全", "办结率", "平均满意度", "同比"}
SUMS = {
    "服务人次": "people_served",
    "流动人口": "migrants_served",
    "少数民族群众": "minority_served",
    "参与人次": "participants",
    "经费": "budget_yuan",
    "阅读量": "reach",
}


def rows_of(table: Table) -> list[TableRow]:
    """The rows and the total."""
    return [*table.rows, *([table.total] if table.total else [])]


def assert_same(row: TableRow, wanted: list[object]) -> None:
    """The values of a row, fractions to twelve digits."""
    values = [cell.value for cell in row.cells]
    assert len(values) == len(wanted), row.label
    for value, other in zip(values, wanted, strict=True):
        if value in HIDDEN:
            assert other in range(5) if value == FEW else int(str(other)) >= 5
            continue
        other = float(other) if isinstance(other, Decimal) else other
        assert value == (None if other is None else pytest.approx(other, rel=1e-12)), row.label


@pytest.mark.parametrize("name", by_hand.TABLES)
@pytest.mark.parametrize(("which", "period", "region"), CASES)
def test_every_number_equals_the_one_worked_out_by_hand(
    worlds: Callable[[str], World], name: str, which: str, period: str, region: str | None
) -> None:
    world = worlds(which)
    span = reports.parse_period(period)
    table = reports.fill(name, span, region)
    rows, total = by_hand.TABLES[name](Asked(world, span.first, span.last, region or world.home))
    assert [row.label for row in table.rows] == list(rows)
    for row in table.rows:
        assert_same(row, rows[row.label])
    assert table.total is not None
    assert_same(table.total, total)


@pytest.mark.parametrize("name", [name for name in by_hand.TABLES if name != "work-systems"])  # its rules are inherited
@pytest.mark.parametrize(("which", "period", "region"), CASES[:2] + CASES[-5:])
def test_the_rows_add_up_to_the_total(
    worlds: Callable[[str], World], name: str, which: str, period: str, region: str | None
) -> None:
    worlds(which)
    table = reports.fill(name, reports.parse_period(period), region)
    assert table.total is not None
    for at, column in enumerate(table.columns):
        shown = [row.cells[at].value for row in (*table.rows, table.total)]
        if column.label not in NOT_ADDED_UP and not HIDDEN.intersection(map(str, shown)):
            added = sum(float(row.cells[at].value or 0) for row in table.rows)
            assert added == pytest.approx(table.total.cells[at].value), column.label


@pytest.mark.parametrize("name", by_hand.TABLES)
@pytest.mark.parametrize(("which", "period", "region"), [CASES[0], CASES[4], CASES[10], CASES[-1]])
def test_the_list_behind_a_number_holds_just_its_records(
    worlds: Callable[[str], World], name: str, which: str, period: str, region: str | None
) -> None:
    worlds(which)
    table = reports.fill(name, reports.parse_period(period), region)
    added = name == "services-by-town"
    with store.session():
        for row in rows_of(table):
            for cell, column in zip(row.cells, table.columns, strict=True):
                assert cell.queries
                field = "people_served" if added else SUMS.get(column.label)
                if field:
                    records = [record for query in cell.queries for record in store.stream_rows(query)]
                    number = float(sum(record.values[field] or 0 for record in records))
                elif column.label == "语言服务件数":
                    tallies = store.stream_rows(cell.queries[1])
                    number = store.count_rows(cell.queries[0]) + sum(t.values["language_cases"] for t in tallies)
                else:
                    number = store.count_rows(cell.queries[0])
                if cell.value in HIDDEN:
                    assert number < 5 if cell.value == FEW else number >= 5
                elif column.label not in NOT_ADDED_UP:
                    assert number == pytest.approx(cell.value), (row.label, column.label)


def test_the_list_behind_a_rate_holds_the_records_it_counts(world: World) -> None:
    table = reports.fill("services", reports.parse_period("2025"))
    labels = [column.label for column in table.columns]
    for row in rows_of(table):
        cells = dict(zip(labels, row.cells, strict=True))
        done, marks, grown = cells["办结率"], cells["平均满意度"], cells["同比"]
        count = cells["件数"].value
        assert isinstance(count, int)
        assert store.count_rows(done.queries[0]) == round(float(done.value or 0) * count)
        assert all(record.values["satisfaction"] for record in store.stream_rows(marks.queries[0]))
        assert store.count_rows(grown.queries[0]) == count


def test_an_empty_period_has_every_row_and_no_rate(world: World) -> None:
    table = reports.fill("services", reports.parse_period("2031"))
    assert [row.label for row in table.rows] == list(world.lookups.choices("service_category"))
    assert [cell.value for cell in table.rows[0].cells] == [0, 0, 0, 0, 0, None, None, 0, None]


def test_growth_over_nothing_is_blank_and_the_loss_of_all_is_minus_one(world: World) -> None:
    first = min(record["served_on"] for record in world.live["service_records"])
    last = max(record["served_on"] for record in world.live["service_records"])
    start = reports.fill("services", reports.period_of(first, 12)).total
    after = reports.fill("services", reports.period_of(last, 12).next()).total
    assert start and start.cells[-1].value is None
    assert after and after.cells[-1].value == -1


def test_a_region_can_be_given_by_name(world: World) -> None:
    span = reports.parse_period("2025")
    by_name, by_code = reports.fill("services", span, "锦官驿街道"), reports.fill("services", span, TOWN)
    assert by_name == by_code
    assert (by_name.region, by_name.region_name) == (TOWN, "锦官驿街道")


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_the_first_and_the_last_year_have_tables_like_any_other(ledger: object, year: int) -> None:
    for definition in reports.definitions():
        assert reports.fill(definition, reports.parse_period(str(year))).period.name == str(year)


def test_a_range_of_periods_adds_up_what_its_parts_hold(world: World) -> None:
    def counted(period: str) -> list[int]:
        return [row.cells[0].value for row in reports.fill("services", reports.parse_period(period)).rows]

    parts = [counted(period) for period in ("2025-01", "2025-02", "2025-03", "2025Q2", "2025Q3")]
    assert counted("2025年1—9月") == [sum(column) for column in zip(*parts, strict=True)]
    assert sum(counted("2025年1—9月")) > 0
