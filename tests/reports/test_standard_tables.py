"""The tables of the whole standard: regions marked, several registers, choices as columns, what is inherited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from county_tui import reports, store
from county_tui.errors import CountyError
from county_tui.reports import Table
from tests.conftest import Fields

TOWN, OTHER, COMMUNITY = "锦官驿街道", "书院街街道", "锦官驿街道/大慈寺社区"


@pytest.fixture
def save(ledger: Path, fields: Fields) -> Any:
    """`save("meetings", title=…)`: a record, saved."""
    return lambda register, /, **texts: store.create(register, fields(register, **texts), "测试")


def filled(name: str, period: str = "2026", region: str | None = None) -> Table:
    """A table."""
    return reports.fill(name, reports.parse_period(period), region)


def row(table: Table, label: str) -> dict[str, Any]:
    """A row's values by the columns' labels."""
    line = table.total if label == "合计" else next(one for one in table.rows if one.label == label)
    assert line is not None
    return {column.label: cell.value for column, cell in zip(table.columns, line.cells, strict=True)}


def test_marked_regions_are_held_against_who_is_there(save: Any) -> None:
    assert store.mark_regions([TOWN, OTHER], "分管领导", "测试") == 2
    assert store.mark_regions([TOWN], "分管领导", "测试") == 0
    store.mark_regions([COMMUNITY], "联络员", "测试")
    save("personnel", name="甲", unit="某单位", region=TOWN, role="分管领导")
    save("personnel", name="乙", unit="某单位", region=COMMUNITY, role="分管领导")  # of no marked place
    gone = save("personnel", name="丙", unit="某单位", region=COMMUNITY, role="民族工作联络员", ended_on="2026-05")
    table = filled("duty", "2026Q1")
    assert [row(table, "合计")[f"分管领导{what}"] for what in ("应配", "已配", "缺")] == [2, 1, 1]
    assert [row(table, TOWN)[f"联络员{what}"] for what in ("应配", "已配", "缺")] == [1, 1, 0]
    assert row(filled("duty", "2026H1"), TOWN)["联络员缺"] == 1
    at = [column.label for column in table.columns]
    assert table.total is not None
    there, missing = table.total.cells[at.index("分管领导已配")], table.total.cells[at.index("分管领导缺")]
    assert [one.values["name"] for query in there.queries for one in store.list_rows(query)] == ["甲"]
    assert missing.regions == (OTHER,)
    assert store.mark_regions([TOWN], "分管领导", "测试", remove=True) == 1
    assert row(filled("duty"), "合计")["分管领导应配"] == 1
    assert gone.values["ended_on"] == "2026-05"


def test_a_need_nobody_knows_and_a_region_nobody_has_change_nothing(ledger: Path) -> None:
    with pytest.raises(CountyError, match="可写：分管领导、专兼职、联络员、服务窗口"):
        store.mark_regions([TOWN], "班长", "测试")
    with pytest.raises(CountyError):
        store.mark_regions([TOWN, "没有的街道"], "联络员", "测试")
    assert not any(store.marked_regions().values())


def test_windows_have_a_column_for_each_service(save: Any) -> None:
    haves = ("rules", "window", "staff", "funds", "events", "publicity", "results")
    whole = {f"has_{name}": "是" for name in haves}
    save("bases", name="甲", region=TOWN, kind="服务窗口", services="教育、医疗", **whole)
    save("bases", name="乙", region=TOWN, kind="服务窗口", services="教育", has_rules="是")
    save("bases", name="丙", region=TOWN, kind="活动阵地", services="教育")
    found = row(filled("windows"), TOWN)
    assert (found["窗口数"], found["有工作制度"], found["七有齐全"], found["达标率"]) == (2, 2, 1, 0.5)
    assert (found["教育"], found["医疗"], found["落户"]) == (2, 1, 0)


def test_mechanisms_count_four_registers(save: Any) -> None:
    save("meetings", title="例会", held_on="2026-02-01", kind="专题会议", region=TOWN)
    given = {"source": "例会", "responsible": "某局", "handed_on": "2026-02-02", "region": TOWN}
    save("tasks", title="一", due_on="2026-03-01", done_on="2026-02-20", **given)
    save("tasks", title="二", due_on="2026-03-01", **given)
    save("agreements", title="协议", partner="云南省昆明市", region=TOWN, signed_on="2025-01", valid_until="2026-06")
    save("member_units", name="某局", region=OTHER)
    found = row(filled("mechanisms", "2026Q1"), TOWN)
    assert [found[label] for label in ("次数", "交办", "办结", "逾期", "有效协议", "成员单位")] == [1, 2, 1, 1, 1, 0]
    save(
        "tasks", title="三", due_on="2095-12-31", source="例会", responsible="某局", handed_on="2095-01-05", region=TOWN
    )
    assert row(filled("mechanisms", "2095"), TOWN)["逾期"] == 0  # the day is not over yet
    later = row(filled("mechanisms", "2026Q3"), "合计")
    assert [later[label] for label in ("次数", "交办", "有效协议", "成员单位")] == [0, 0, 0, 1]


def test_a_rule_of_the_county_counts_for_each_of_its_towns(save: Any) -> None:
    save("work_systems", title="甲", kind="队伍培训", region="锦江区", issuing_unit="某局", status="现行")
    save("work_systems", title="乙", kind="宣传教育", region=TOWN, issuing_unit="某局", status="现行")
    table = filled("work-systems")
    assert (row(table, TOWN)["覆盖类数"], row(table, OTHER)["覆盖类数"]) == (2, 1)
    towns = len(table.rows) - 1
    total = row(table, "合计")
    assert total["覆盖率"] == pytest.approx((towns + 1) / 8 / towns)
    assert (total["八类齐全"], total["队伍培训"]) == (0, 1)
    assert row(filled("work-systems", region=TOWN), "大慈寺社区居委会")["覆盖类数"] == 2


def test_the_list_behind_a_regions_own_row_holds_what_it_inherits(save: Any) -> None:
    save("work_systems", title="甲", kind="队伍培训", region="锦江区", issuing_unit="某局", status="现行")
    for region in (None, TOWN, COMMUNITY):
        table = filled("work-systems", region=region)
        at = next(at for at, column in enumerate(table.columns) if column.label == "队伍培训")
        assert [cell.value for cell in (line.cells[at] for line in table.rows)] == [1] * len(table.rows)
        assert [store.count_rows(line.cells[at].queries[0]) for line in table.rows] == [1] * len(table.rows)


def test_counts_by_the_month_and_surveys_have_tables_of_their_own(save: Any) -> None:
    save("mediations", month="2026-02", region=TOWN, kind="劳动争议", accepted="8", settled="6")
    save("mediations", month="2025-02", region=TOWN, kind="劳动争议", accepted="4", settled="4")
    found = row(filled("mediations", "2026Q1"), TOWN)
    assert (found["受理合计"], found["调成率"], found["上年同期受理"], found["同比"]) == (8, 0.75, 4, 1.0)
    save("publicity", month="2026-02", region=TOWN, medium="微博", level="县级", pieces="3", reads="100")
    assert row(filled("publicity", "2026Q1"), "微博")["县级"] == 3
    grades = {"very_satisfied": "10", "satisfied": "6", "fairly_satisfied": "2", "less_satisfied": "1"}
    save(
        "surveys",
        title="测评",
        subject="窗口",
        ended_on="2026-03-01",
        region=TOWN,
        valid="20",
        dissatisfied="1",
        **grades,
    )
    assert row(filled("surveys", "2026Q1"), TOWN)["满意率"] == 0.9
    save("projects", year="2026", title="驿站", region=TOWN, due_on="2026-02-01", status="推进中")
    assert (row(filled("projects"), TOWN)["项目数"], row(filled("projects"), TOWN)["逾期"]) == (1, 1)


def test_honours_and_what_departments_report_have_tables_of_their_own(save: Any) -> None:
    save("honours", title="先进集体", kind="集体表彰", level="市级", awarded_on="2026-05", receivers="3", region=TOWN)
    save("honours", title="案例", kind="典型案例", awarded_on="2025-05-02", published_in="某报", region=TOWN)
    found = row(filled("honours"), "集体表彰")
    assert (found["市级"], found["合计"], found["获奖数"], found["刊载"]) == (1, 1, 3, 0)
    assert (row(filled("honours"), "合计")["上年同期项数"], row(filled("honours", "2025"), "典型案例")["刊载"]) == (
        1,
        1,
    )
    given = {"department": "人社局", "amount": "20", "region": "锦江区"}
    for period, item in (("2026Q1", "参保人数"), ("2026Q2", "参保人数"), ("2026", "补贴金额")):
        save("department_totals", period=period, item=item, category="社会保险", **given)
    save("department_totals", period="2026Q1", item="其他数", **given)
    year, quarter = row(filled("department-totals"), "社会保险"), row(filled("department-totals", "2026Q1"), "社会保险")
    assert [year[label] for label in ("来源部门", "指标", "数据条数")] == [1, 2, 3]
    assert [quarter[label] for label in ("来源部门", "指标", "数据条数")] == [1, 1, 1]
    assert row(filled("department-totals", "2026Q1"), "未填写")["数据条数"] == 1
