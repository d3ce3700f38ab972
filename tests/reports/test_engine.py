"""What a definition can say, on tables of the tests' own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from county_tui import reports, store
from county_tui.reports import Table
from county_tui.reports.reading import read_definition
from tests.reports.by_hand import Asked, share
from tests.reports.world import Record, World, put

SERVICES = 'title = "表"\nregister = "service_records"\ndate = "served_on"\n'
ACTIVITIES = 'title = "表"\nregister = "activities"\ndate = "held_on"\n'
BASES = 'title = "表"\nregister = "bases"\n'
COUNT = '[[columns]]\nlabel = "数"\nmeasure = "count"\n'


def table(text: str, period: str = "2025", region: str | None = None) -> Table:
    """A table filled from a text."""
    definition = read_definition(text, "own.toml", "own", is_built_in=False)
    return reports.fill(definition, reports.parse_period(period), region)


def column(filled: Table, label: str) -> dict[str, object]:
    """A column's values by row, the total among them."""
    at = [shown.label for shown in filled.columns].index(label)
    rows = [*filled.rows, *([filled.total] if filled.total else [])]
    return {row.label: row.cells[at].value for row in rows}


def held(world: World, register: str, field: str, year: int) -> list[Record]:
    """A year's live records."""
    return Asked(world, date(year, 1, 1), date(year, 12, 31), world.home).held(register, field)


@pytest.mark.parametrize(
    ("which", "level", "head"),
    [
        ("city", 3, "县（市、区）"),
        ("city", 5, "社区（村）"),
        ("county-1", 5, "社区（村）"),
        ("county-1", 3, "街道（乡镇）"),
        ("town", 3, "社区（村）"),
    ],
)
def test_rows_can_be_regions_of_any_level(worlds: Callable[[str], World], which: str, level: int, head: str) -> None:
    world = worlds(which)
    regions = world.lookups.regions
    filled = table(f'{SERVICES}[rows]\nby = "region"\nlevel = {level}\n{COUNT}')
    assert filled.head == head
    shown = {"县（市、区）": 3, "街道（乡镇）": 4, "社区（村）": 5}[head]
    wanted = {regions.path(code): 0 for code in world.codes if regions.by_code[code].level == shown} | {"本级": 0}
    records = held(world, "service_records", "served_on", 2025)
    for record in records:
        chain = [regions.by_code[record["region"]], *regions.ancestors(record["region"])]
        label = next((regions.path(region.code) for region in chain if region.level == shown), "本级")
        wanted[label] += 1
    assert column(filled, "数") == {**wanted, "合计": len(records)}
    assert filled.total
    assert all(
        row.cells[0].queries and store.count_rows(row.cells[0].queries[0]) == row.cells[0].value for row in filled.rows
    )


@pytest.mark.parametrize(
    ("by", "period", "months", "labels"),
    [
        ("month", "2025Q3", 1, ["2025年7月", "2025年8月", "2025年9月"]),
        ("quarter", "2025H2", 3, ["2025年三季度", "2025年四季度"]),
        ("quarter", "2024-02", 3, ["2024年一季度"]),
        ("year", "2025", 12, ["2025年"]),
    ],
)
def test_rows_can_be_spans_of_time(world: World, by: str, period: str, months: int, labels: list[str]) -> None:
    last_year = '[[columns]]\nlabel = "上年"\nmeasure = "count"\nlast_year = true\n'
    filled = table(f'{SERVICES}[rows]\nby = "{by}"\n{COUNT}{last_year}', period)
    assert [row.label for row in filled.rows] == labels
    asked = reports.parse_period(period)
    for row in filled.rows:
        span = reports.parse_period(row.label)
        first, last = max(span.first, asked.first), min(span.last, asked.last)
        now = Asked(world, first, last, world.home)
        counts = [len(one.held("service_records", "served_on")) for one in (now, now.a_year_before())]
        assert [cell.value for cell in row.cells] == counts
        assert [store.count_rows(cell.queries[0]) for cell in row.cells if cell.queries] == counts


def test_rows_by_month_follow_a_partial_date(world: World) -> None:
    filled = table(f'title = "表"\nregister = "demonstration_units"\ndate = "named_on"\n[rows]\nby = "month"\n{COUNT}')
    named = [unit["named_on"] for unit in world.live["demonstration_units"] if unit["named_on"]]
    in_january = [text for text in named if text in ("2025", "2025-01") or text.startswith("2025-01-")]
    assert column(filled, "数")["2025年1月"] == len(in_january)
    assert column(filled, "数")["合计"] == sum(text[:4] == "2025" for text in named)
    assert filled.rows[0].cells[0].queries
    assert store.count_rows(filled.rows[0].cells[0].queries[0]) == len(in_january)


def test_a_blank_option_has_a_row_of_its_own_only_where_there_is_one(world: World) -> None:
    filled = table(f'{BASES}[rows]\nby = "level"\nblank = "没有级别"\n{COUNT}')
    bases = world.live["bases"]
    assert filled.rows[-1].label == "没有级别"
    assert column(filled, "数") == {
        **{label: sum(b["level"] == label for b in bases) for label in world.lookups.choices("base_level")},
        "没有级别": sum(b["level"] is None for b in bases),
        "合计": len(bases),
    }
    assert filled.rows[-1].cells[0].queries
    assert store.count_rows(filled.rows[-1].cells[0].queries[0]) == filled.rows[-1].cells[0].value
    without = table(f'{BASES}where = ["level!="]\n[rows]\nby = "level"\n{COUNT}')
    assert [row.label for row in without.rows] == list(world.lookups.choices("base_level"))


def test_only_some_options_are_rows_and_all_else_is_left_out(world: World) -> None:
    filled = table(f'{ACTIVITIES}[rows]\nby = "kind"\nonly = ["宣传月", "业务培训"]\n{COUNT}')
    found = held(world, "activities", "held_on", 2025)
    wanted = {label: sum(record["kind"] == label for record in found) for label in ("宣传月", "业务培训")}
    assert column(filled, "数") == {**wanted, "合计": sum(wanted.values())}


def test_distinct_counts_each_content_once_in_a_row_and_in_the_total(world: World) -> None:
    text = '[[columns]]\nlabel = "事项数"\nmeasure = "distinct"\nfield = "item"\nwhere = ["outcome=办结"]\n'
    filled = table(f'{SERVICES}[rows]\nby = "category"\n{text}')
    done = [r for r in held(world, "service_records", "served_on", 2025) if r["outcome"] == "办结"]
    wanted = {
        label: len({r["item"] for r in done if r["category"] == label})
        for label in world.lookups.choices("service_category")
    }
    assert column(filled, "事项数") == {**wanted, "合计": len({r["item"] for r in done})}


def test_a_blank_is_no_content_to_count_once(world: World) -> None:
    text = '[[columns]]\nlabel = "语种"\nmeasure = "distinct"\nfield = "language"\n'
    filled = table(f'{SERVICES}[rows]\nby = "quarter"\n{text}')
    spoken = {r["language"] for r in held(world, "service_records", "served_on", 2025)}
    assert None in spoken
    assert column(filled, "语种")["合计"] == len(spoken) - 1


def test_a_share_can_be_of_some_records_only(world: World) -> None:
    text = (
        '[[columns]]\nlabel = "率"\nmeasure = "share"\nwhere = ["outcome=办结"]\n'
        'of = ["outcome!=", "language=彝语|藏语"]\n'
    )
    filled = table(f'{SERVICES}[rows]\nby = "quarter"\n{text}')
    asked = [
        r for r in held(world, "service_records", "served_on", 2025)
        if r["outcome"] is not None and r["language"] in ("彝语", "藏语")
    ]  # fmt: skip
    done = [r for r in asked if r["outcome"] == "办结"]
    assert column(filled, "率")["合计"] == pytest.approx(share(len(done), len(asked)))
    assert filled.total and filled.total.cells[0].queries
    assert store.count_rows(filled.total.cells[0].queries[0]) == len(done)


def test_a_column_can_be_computed_from_hidden_ones(world: World) -> None:
    text = (
        '[[columns]]\nlabel = "人次"\nmeasure = "sum"\nfield = "participants"\nhidden = true\n'
        '[[columns]]\nkey = "all"\nlabel = "场次"\nmeasure = "count"\nhidden = true\n'
        '[[columns]]\nlabel = "场均"\nmeasure = "share"\npart = "人次"\nwhole = "all"\nformat = "decimal1"\n'
        '[[columns]]\nlabel = "每十场"\nmeasure = "share"\npart = "all"\nwhole = 10\nformat = "number"\n'
    )
    filled = table(f'{ACTIVITIES}[rows]\nby = "kind"\n{text}')
    found = held(world, "activities", "held_on", 2025)
    people = sum(record["participants"] or 0 for record in found)
    assert [shown.label for shown in filled.columns] == ["场均", "每十场"]
    assert filled.total
    assert [cell.value for cell in filled.total.cells] == [pytest.approx(people / len(found)), len(found) / 10]


@pytest.mark.parametrize(
    ("where", "meets"),
    [
        ("people_served>=150", lambda r: r["people_served"] >= 150),
        ("people_served<=10", lambda r: r["people_served"] <= 10),
        ("language!=", lambda r: r["language"] is not None),
        ("language=", lambda r: r["language"] is None),
        ("outcome!=办结|转办", lambda r: r["outcome"] not in ("办结", "转办")),
        ("category!=教育保障", lambda r: r["category"] != "教育保障"),
        ("served_on>=2025-03-01", lambda r: r["served_on"] >= date(2025, 3, 1)),
        ("served_on<=@end", lambda r: True),
        ("region.level=5", lambda r: not r["region"].endswith("000")),
        ("region.level=3|4", lambda r: r["region"].endswith("000")),
        ("region=锦官驿街道", lambda r: r["region"].startswith("510104017")),
        ("region=锦官驿街道|沙河街道", lambda r: r["region"][:9] in ("510104017", "510104030")),
    ],
)
def test_conditions_choose_the_records_they_say(world: World, where: str, meets: Callable[[Record], bool]) -> None:
    if "沙河" in where:
        sand = world.lookups.regions.resolve("沙河街道")
        meets = lambda r: r["region"][:9] in ("510104017", sand[:9])  # noqa: E731
    found = [record for record in held(world, "service_records", "served_on", 2025) if meets(record)]
    for text in (f'where = ["{where}"]\n[rows]\nby = "category"\n{COUNT}',
                 f'[rows]\nby = "region"\n{COUNT.strip()}\nwhere = ["{where}"]\n'):  # fmt: skip
        filled = table(SERVICES + text)
        assert filled.total and filled.total.cells[0].queries
        assert store.count_rows(filled.total.cells[0].queries[0]) == len(found)
        tallies = filled.total.cells[0].queries[1:]  # services in a language are also counted by the month
        spoken = sum(row.values["language_cases"] for query in tallies for row in store.stream_rows(query))
        assert column(filled, "数")["合计"] == len(found) + spoken, text


def test_several_choices_and_yes_or_no_can_be_asked_for(ledger: object) -> None:
    lookups = store.lookups()
    base = {"region": "510104000000", "kind": "服务窗口"}
    services = (("培训", "医疗"), ("法律援助",), None, ("医疗",))
    has = (True, False, None, True)
    put("bases", [{**base, "name": f"阵地{at}", "services": given, "has_window": yes}
                  for at, (given, yes) in enumerate(zip(services, has, strict=True))], lookups)  # fmt: skip
    for where, count in (("services=医疗", 2), ("services=医疗|法律援助", 3), ("services=", 1), ("has_window=是", 2),
                         ("has_window=否", 1), ("has_window!=是", 2), ("has_window!=", 3)):  # fmt: skip
        filled = table(f'{BASES}where = ["{where}"]\n[rows]\nby = "kind"\n{COUNT}')
        assert filled.total and filled.total.cells[0].value == count, where


def test_decimals_add_up_without_the_dust_of_binary_fractions(ledger: object) -> None:
    event = {"region": "510104000000", "kind": "宣传月", "held_on": date(2025, 1, 1)}
    budgets = (Decimal("0.1"), Decimal("0.2"), None, Decimal("1000000.3"))
    put("activities", [{**event, "title": f"活动{at}", "budget_yuan": given} for at, given in enumerate(budgets)],
        store.lookups())  # fmt: skip
    total = reports.fill("activities", reports.parse_period("2025")).total
    assert total and total.cells[2].value == 1000000.6


def test_an_option_an_office_added_gets_its_row(ledger: object) -> None:
    store.add_choice("service_category", "法治宣传")
    service = {"served_on": date(2025, 1, 1), "item": "讲座", "region": "510104000000", "people_served": 30}
    put("service_records", [{**service, "category": "法治宣传"}], store.lookups())
    filled = reports.fill("services", reports.parse_period("2025"))
    assert (filled.rows[-1].label, filled.rows[-1].cells[0].value) == ("法治宣传", 1)
    by_town = reports.fill("services-by-town", reports.parse_period("2025"))
    assert [shown.label for shown in by_town.columns][-2:] == ["法治宣传", "合计"]


def test_the_trash_is_in_no_table(ledger: object, fields: Callable[..., Record]) -> None:
    given = fields(
        "service_records",
        served_on="2025-01-01",
        category="教育保障",
        item="入学",
        region="沙河街道",
        people_served="3",
    )
    row = store.create("service_records", given, "测试")
    period = reports.parse_period("2025")
    before = reports.fill("services", period)
    store.delete(("service_records", row.id, row.version), "测试")
    after = reports.fill("services", period)
    assert before.total and after.total
    assert (before.total.cells[0].value, after.total.cells[0].value) == (1, 0)
    assert before.total.cells[0].queries and store.count_rows(before.total.cells[0].queries[0]) == 0


def test_bars_are_fractions_of_the_largest(world: World) -> None:
    filled = reports.fill("services", reports.parse_period("2025"))
    drawn = reports.bars(filled, "件数")
    assert [(label, value) for label, value, _ in drawn] == list(column(filled, "件数").items())[:-1]
    assert max(fraction for _, _, fraction in drawn) == 1
    assert reports.bars(filled, 0) == drawn
    empty = reports.bars(reports.fill("services", reports.parse_period("2031")), "平均满意度")
    assert {fraction for _, _, fraction in empty} == {0.0}


def test_text_of_bars_without_rows_is_empty(world: World) -> None:
    filled = replace(reports.fill("services", reports.parse_period("2025")), rows=())
    assert reports.bars(filled, 0) == []
