"""Figures of the demo's workbooks that once changed by themselves, or read wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import importing, reports, returns, store
from county_tui.cli import commands
from county_tui.returns import Request
from tests.conftest import HOME, Fields

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
FILES = ("01-阵地建设台账.xlsx", "02-社区服务窗口情况表.xlsx", "03-民族工作队伍花名册.xlsx", "04-示范单位名册.xls",
         "06-服务记录2025年上半年.csv")  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A ledger with some of the demo's workbooks; the tests below leave their changes to one another."""
    path = tmp_path_factory.mktemp("demo") / "ledger.db"
    store.create_ledger(path, HOME, "锦江区民宗局")
    for name in FILES:
        importing.apply(importing.plan(DEMO / name, importing.Request()), "测试")
    yield path


@pytest.fixture(autouse=True)
def bound(demo: Path) -> None:
    """Whatever ran before, the demo is what is looked at."""
    store.bind(demo)


def total(name: str, period: str, column: str) -> object:
    """A number of a table's total row."""
    filled = reports.fill(name, reports.parse_period(period))
    assert filled.total is not None
    return filled.total.cells[[one.label for one in filled.columns].index(column)].value


def test_a_late_row_does_not_move_what_was_reported_and_next_years_column_keeps_it(demo: Path, fields: Fields) -> None:
    assert total("services", "2025H1", "服务人次") == 5291
    made = returns.seal(Request(("services",), reports.parse_period("2025H1")), "测试")
    given = {"category": "教育保障", "item": "甲", "region": "锦官驿街道", "people_served": 500}
    late = store.create("service_records", fields("service_records", served_on="2025-06-30", **given), "测试")
    assert total("services", "2025H1", "服务人次") == 5791
    sealed = returns.return_by_id(made.id or 0).sheets[0].value("合计/服务人次")
    assert sealed is not None and sealed.value == 5291
    told = {(one.row, one.column): one for one in returns.differences_of(made.id or 0)}
    people = told["合计", "服务人次"]
    assert (people.sealed, people.now, people.records) == (5291, 5791, (("service_records", late.id),))
    assert told["合计", "办结率"].texts == ("92.8%", "92.6%")
    said = CliRunner().invoke(commands, ["--db", str(demo), "return", "differences"]).stdout
    assert f"2025H1 基本公共服务情况汇总表 合计 / 服务人次：已报 5291，现在 5791（服务记录 {late.id}）" in said
    ((head, _),) = returns.differing_now()
    assert head.period == "2025H1"
    assert total("services", "2026H1", "上年同期件数") == 760


def test_training_ten_people_in_september_leaves_the_first_quarters_33_trained() -> None:
    assert total("personnel", "2026Q1", "本期培训人数") == 33
    trained = [
        row
        for row in store.list_rows(store.Query("personnel"))
        if str(row.values["trained_on"]).startswith(("2026-01", "2026-02", "2026-03"))
    ]
    for one in trained[:10]:
        store.update((one.register, one.id, one.version), {"trained_on": date(2026, 9, 15)}, "测试")
    assert total("personnel", "2026Q1", "本期培训人数") == 33
    assert len(store.list_rows(store.Query("trainings"))) == 10


def test_2020s_bases_are_not_2026s_and_the_rate_is_of_service_windows() -> None:
    assert (total("bases", "2020", "合计"), total("bases", "2026", "合计")) == (0, 56)
    assert total("bases", "2026", "达标率") == 0.625


def test_revoking_three_units_today_leaves_2024_as_it_was(fields: Fields) -> None:
    before, now = total("demonstration", "2024", "合计"), total("demonstration", "2026", "合计")
    assert isinstance(now, int)
    period = reports.parse_period("2026")
    table = reports.fill("demonstration", period)
    assert table.total is not None
    at = [one.label for one in table.columns].index("合计")
    in_force = [row for query in table.total.cells[at].queries for row in store.list_rows(query)]
    standing_in_2024 = [row for row in in_force if str(row.values["named_on"]) <= "2024"]
    changed = fields("demonstration_units", status="撤销", revoked_on="2026-11-28")
    for one in standing_in_2024[:3]:
        store.update((one.register, one.id, one.version), changed, "测试")
    assert total("demonstration", "2024", "合计") == before
    assert total("demonstration", "2026", "合计") == now - 3


def test_an_indicator_that_must_not_be_exceeded_is_exceeded_and_no_share_done(fields: Fields) -> None:
    given = {"year": "2026", "name": "投诉件数", "region": "锦江区", "target": "5", "direction": "不高于"}
    store.create("indicators", fields("indicators", **given), "测试")
    typed = fields("indicator_progress", indicator="投诉件数", period="2026H1", actual="40")
    store.create("indicator_progress", typed, "测试")
    (row,) = reports.fill("indicators", reports.parse_period("2026H1")).rows
    assert [row.cells[at].value for at in (0, 1, 2, -1)] == [Decimal(5), 40, None, "超出"]
