"""A table of an earlier period says what was so then, whatever was changed since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from county_tui import importing, reports, store
from county_tui.models import register_named
from county_tui.reports import Table
from tests.conftest import Fields, Person
from tests.reports.world import put

HOME, TOWN = "510104000000", "锦官驿街道"


def table(name: str, period: str) -> Table:
    """A table of the whole ledger."""
    return reports.fill(name, reports.parse_period(period))


def total(name: str, period: str, column: str) -> object:
    """A number of a table's total row."""
    filled = table(name, period)
    assert filled.total is not None
    return filled.total.cells[[one.label for one in filled.columns].index(column)].value


def test_training_people_later_leaves_the_earlier_quarter_as_it_was(person: Person) -> None:
    people = [person(f"人员{at}", trained_on="2026-03-12") for at in range(33)]
    assert total("personnel", "2026Q1", "本期培训人数") == 33
    for one in people[:10]:
        store.update(("personnel", one.id, one.version), {"trained_on": date(2026, 9, 15)}, "测试")
    assert total("personnel", "2026Q1", "本期培训人数") == 33
    assert total("personnel", "2026Q3", "本期培训人数") == 10
    left = store.list_rows(store.Query("trainings"))
    assert {row.values["trained_on"] for row in left} == {date(2026, 3, 12)} and len(left) == 10


def test_a_file_that_changes_the_date_leaves_a_training_too_and_its_undoing_takes_it_back(person: Person) -> None:
    row = person("张三", trained_on="2026-03-12")
    with store.transaction():
        batch = store.start_batch("import", "花名册.xlsx", "测试")
        changed = {"trained_on": date(2026, 9, 15)}
        writer = store.Writer(register_named("personnel"), store.stamped("测试", batch), store.lookups())
        writer.update([(row, changed)])
    assert store.count_rows(store.Query("trainings")) == 1
    importing.undo(batch, "测试")
    assert store.count_rows(store.Query("trainings")) == 0
    assert store.get("personnel", row.id).values["trained_on"] == date(2026, 3, 12)


def test_a_training_that_is_known_already_is_not_left_twice(person: Person, fields: Fields) -> None:
    row = person("张三", trained_on="2026-03-12")
    given = {"staff": "张三", "trained_on": "2026-03-12", "topic": "政策培训"}
    store.create("trainings", fields("trainings", **given), "测试")
    store.update(("personnel", row.id, row.version), {"trained_on": date(2026, 9, 15)}, "测试")
    assert store.count_rows(store.Query("trainings")) == 1


def test_clearing_the_date_leaves_nothing(person: Person) -> None:
    row = person("张三", trained_on="2026-03-12")
    store.update(("personnel", row.id, row.version), {"trained_on": None}, "测试")
    assert store.count_rows(store.Query("trainings")) == 0


def test_one_person_trained_twice_counts_once_and_only_while_in_post(person: Person, fields: Fields) -> None:
    person("张三", trained_on="2026-02-01")
    person("李四", ended_on="2026-03")
    for name, topic in (("张三", "甲"), ("张三", "乙"), ("李四", "甲")):
        given = {"staff": name, "trained_on": "2026-03-12", "topic": topic}
        store.create("trainings", fields("trainings", **given), "测试")
    assert total("personnel", "2026Q1", "本期培训人数") == 1


def test_the_number_of_the_trained_opens_as_those_people(person: Person, fields: Fields) -> None:
    person("张三")
    person("李四")
    given = {"staff": "李四", "trained_on": "2026-03-12", "topic": "甲"}
    store.create("trainings", fields("trainings", **given), "测试")
    filled = table("personnel", "2026Q1")
    assert filled.total is not None
    at = [one.label for one in filled.columns].index("本期培训人数")
    (query,) = filled.total.cells[at].queries
    assert [row.values["name"] for row in store.list_rows(query)] == ["李四"]


def bases(*dates: tuple[str | None, str | None]) -> None:
    """Bases opened and closed on some days, in use now where they were not closed."""
    made = [
        {
            "name": f"阵地{at}",
            "region": HOME,
            "kind": "服务窗口",
            "opened_on": opened,
            "closed_on": closed,
            "status": "停用" if closed else "在用",
        }
        for at, (opened, closed) in enumerate(dates)
    ]
    put("bases", made, store.lookups())


def test_bases_of_an_earlier_year_are_not_those_of_today(ledger: Path) -> None:
    bases(("2026-03", None), ("2019", None), ("2018", "2021-06"), ("2018", "2020-06-30"))
    assert [total("bases", period, "合计") for period in ("2017", "2018", "2020H1", "2020", "2021", "2026")] == [
        0, 2, 2, 2, 1, 2
    ]  # fmt: skip


def test_a_base_without_a_date_counts_always_and_the_table_says_so(ledger: Path) -> None:
    bases((None, None), ("2026", None))
    assert total("bases", "2020", "合计") == 1
    assert table("bases", "2020").notes.endswith("其中 1 个没有启用日期。")
    assert table("bases", "2026").notes.endswith("其中 1 个没有启用日期。")


def test_a_closed_base_without_a_date_is_left_out_and_the_table_says_so(ledger: Path) -> None:
    put("bases", [{"name": "旧站", "region": HOME, "kind": "服务窗口", "status": "停用"}], store.lookups())
    assert total("bases", "2020", "合计") == 0
    assert table("bases", "2020").notes.endswith("另有 1 个没有停用日期，未计入。")


def test_the_rate_of_the_seven_haves_is_taken_over_service_windows_alone(ledger: Path) -> None:
    haves = dict.fromkeys(("has_rules", "has_window", "has_staff", "has_funds", "has_events", "has_publicity"), True)
    made = [
        {"name": f"{kind}{at}", "region": HOME, "kind": kind, **haves, "has_results": at < good}
        for kind, count, good in (("服务窗口", 8, 5), ("宣传阵地", 6, 0))
        for at in range(count)
    ]
    put("bases", made, store.lookups())
    assert total("bases", "2026", "达标率") == 0.625
    assert total("bases", "2026", "七有齐全") == 5
    rates = {row.label: row.cells[-1].value for row in table("bases", "2026").rows}
    assert rates["服务窗口"] == 0.625 and rates["宣传阵地"] is None


def test_revoking_units_today_leaves_the_earlier_year_as_it_was(ledger: Path, fields: Fields) -> None:
    common = {"region": TOWN, "sector": "学校", "level": "县级", "status": "命名", "named_on": "2023-05"}
    made = [store.create("demonstration_units", fields("demonstration_units", name=f"单位{at}", **common), "测试")
            for at in range(46)]  # fmt: skip
    assert total("demonstration", "2024", "合计") == 46
    for one in made[:3]:
        changed = fields("demonstration_units", status="撤销", revoked_on="2026-11-28")
        store.update(("demonstration_units", one.id, one.version), changed, "测试")
    assert total("demonstration", "2024", "合计") == 46
    assert total("demonstration", "2026", "合计") == 43


@pytest.mark.parametrize(
    ("register", "given", "label"),
    [
        ("bases", {"name": "甲", "kind": "服务窗口", "status": "停用"}, "停用日期"),
        ("work_systems", {"title": "甲", "kind": "信息通报", "issuing_unit": "乙", "status": "废止"}, "废止日期"),
        ("demonstration_units", {"name": "甲", "sector": "学校", "level": "县级", "status": "撤销"}, "撤销日期"),
    ],
)
def test_what_has_ended_says_when(
    ledger: Path, fields: Fields, register: str, given: dict[str, str], label: str
) -> None:
    with pytest.raises(store.InvalidRecordError, match=f"要填“{label}”"):
        store.create(register, fields(register, region=TOWN, **given), "测试")


def test_a_rule_repealed_today_was_in_force_last_year(ledger: Path, fields: Fields) -> None:
    given = {"title": "甲", "region": TOWN, "kind": "信息通报", "issuing_unit": "乙", "issued_on": "2024-03"}
    row = store.create("work_systems", fields("work_systems", status="现行", **given), "测试")
    assert total("work-systems", "2025", "信息通报") == 1
    store.update(
        ("work_systems", row.id, row.version), fields("work_systems", status="废止", repealed_on="2026-02"), "测试"
    )
    assert [total("work-systems", period, "信息通报") for period in ("2023", "2025", "2026-01", "2026-02")] == [
        0,
        1,
        1,
        0,
    ]


def indicator(**values: object) -> list[object]:
    """The cells of one indicator of 2026 at the end of its first half, but for its due date and unit."""
    given = {"year": 2026, "name": "指标", "region": HOME, "target": Decimal(5), "source": "手工填报"}
    put("indicators", [{**given, **values}], store.lookups())
    cells = table("indicators", "2026H1").rows[0].cells
    return [cells[at].value for at in (1, 2, 5)]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"direction": "不高于", "actual": Decimal(40)}, [40, None, "超出"]),
        ({"direction": "不高于", "actual": Decimal(5)}, [5, None, "按进度"]),
        ({"direction": "不高于", "actual": Decimal(0), "due_on": date(2026, 6, 30)}, [0, None, "已完成"]),
        ({"direction": "不低于", "actual": Decimal(40)}, [40, 8, "已完成"]),
        ({"kind": "比率", "target": Decimal(90), "actual": Decimal(80)}, [80, 80 / 90, "落后"]),
        ({"kind": "累计", "target": Decimal(90), "actual": Decimal(80)}, [80, 80 / 90, "按进度"]),
        ({"kind": "比率", "direction": "不高于", "target": Decimal(3), "actual": Decimal(2)}, [2, None, "按进度"]),
    ],
)
def test_an_indicator_is_judged_by_its_kind_and_direction(
    ledger: Path, values: dict[str, object], said: list[object]
) -> None:
    assert indicator(**values) == said


def test_typed_actuals_are_kept_for_each_period(ledger: Path, fields: Fields) -> None:
    given = {"year": "2026", "name": "投诉件数", "region": TOWN, "target": "5", "direction": "不高于"}
    store.create("indicators", fields("indicators", **given), "测试")
    for period, actual in (("2026Q1", "1"), ("2026年二季度", "4"), ("2026年1—9月", "9")):
        typed = fields("indicator_progress", indicator="投诉件数", period=period, actual=actual)
        store.create("indicator_progress", typed, "测试")
    said = {
        period: table("indicators", period).rows[0] for period in ("2026-01", "2026Q1", "2026-04", "2026H1", "2026")
    }
    assert [row.cells[1].value for row in said.values()] == [None, 1, 1, 4, 9]
    assert said["2026H1"].cells[-1].value == "按进度" and said["2026"].cells[-1].value == "超出"
    (query,) = said["2026H1"].cells[1].queries
    assert [row.values["period"] for row in store.list_rows(query)] == ["2026Q2"]
    assert [row.label for row in table("indicators", "2025").rows] == []


def test_an_indicator_counts_only_the_records_its_filter_chooses(ledger: Path) -> None:
    record = {"served_on": date(2026, 3, 1), "item": "甲", "region": HOME, "people_served": 9}
    kinds = ("教育保障", "教育保障", "法律援助")
    put(
        "service_records",
        [{**record, "category": kind, "number": str(at)} for at, kind in enumerate(kinds)],
        store.lookups(),
    )
    assert indicator(source="服务件数", filter="服务类别=教育保障")[0] == 2


def test_a_filter_nobody_can_read_is_told_in_the_table(ledger: Path) -> None:
    assert indicator(source="服务件数", filter="服物类别=教育保障") == [None, None, "筛选条件有误"]
    assert "“指标”的筛选条件有误：“服务记录”没有“服物类别”这个字段" in table("indicators", "2026H1").notes


def test_an_actual_typed_for_no_period_is_told(ledger: Path) -> None:
    indicator(actual=Decimal(3))
    assert table("indicators", "2026H1").notes.endswith("其中 1 个完成值没有写明期间，请登记到“指标进度”。")


def test_a_table_without_any_date_says_so_instead_of_a_period(ledger: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = 'title = "文号表"\nregister = "bases"\n[rows]\nby = "kind"\n[[columns]]\nlabel = "个数"\nmeasure = "count"\n'
    (folder / "plain.toml").write_text(text, "utf-8")
    from county_tui.reports.texts import as_data, caption

    filled = reports.fill("文号表", reports.parse_period("2020"))
    assert "不分期间" in caption(filled) and "2020" not in caption(filled)
    assert as_data(filled)["period"] is None
    assert all(reports.definition_named(d.name).is_dated for d in reports.definitions() if d.is_built_in)
