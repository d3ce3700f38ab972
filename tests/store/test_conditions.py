"""The condition language: what may be written, what it chooses, and that it is written back as it was read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.report_period import parse_period
from county_tui.store import AnyOf, Condition, Query, Test

Fields = Callable[..., dict[str, Value]]
SERVICES, STAFF, BASES = (register_named(name) for name in ("service_records", "personnel", "bases"))


@pytest.fixture
def people(ledger: Path, fields: Fields) -> None:
    """Four people: by languages, dates and regions."""
    given = [
        ("张三", "锦官驿街道", "彝语、藏语", "2026", 3),
        ("李四", "大慈寺社区", "彝语", "2026-03", None),
        ("王五", "东湖街道", "藏语", "2026-03-15", 10),
        ("赵六", "锦江区", None, None, 20),
    ]
    for name, region, languages, started, hours in given:
        texts = {"languages": languages, "started_on": started, "training_hours": hours}
        store.create(
            "personnel", fields("personnel", name=name, unit="局", region=region, role="宣传员", **texts), "测"
        )


def chosen(text: str, period: str = "") -> str:
    """The first characters of the people a text chooses, in order of entry."""
    found = store.parse_conditions(STAFF, text, period=parse_period(period) if period else None)
    rows = store.list_rows(Query("personnel", where=found, sort=("id",)))
    return "".join(str(row.values["name"])[0] for row in rows)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("语言能力=彝语", "张李"),
        ("languages=彝语|藏语", "张李王"),
        ("语言能力＝彝语｜藏语", "张李王"),
        ("语言能力=彝语；语言能力=藏语", "张"),
        ("语言能力=彝语、藏语", "张"),
        ("语言能力=", "赵"),
        ("语言能力=空", "赵"),
        ("语言能力=藏语|空", "张王赵"),
        ("语言能力!=", "张李王"),
        ("语言能力！＝空", "张李王"),
        ("所属区划=锦官驿街道", "张李"),
        ("区划=510104017", "张李"),
        ("region=锦官驿街道|东湖街道", "张李王"),
        ("region=锦江区/锦官驿街道/大慈寺社区", "李"),
        ("所属区划.级别=5", "李"),
        ("region.level=3|4", "张王赵"),
        ("任职日期=2026-03", "李王"),
        ("任职日期=2026", "张李王"),
        ("任职日期=2026年一季度", "李王"),
        ("任职日期=2026年上半年；姓名!=李四", "王"),
        ("任职日期=2026-03-15|空", "王赵"),
        ("任职日期!=2026-03", "张赵"),
        ("任职日期=2026年1—3月", "李王"),
        ("任职日期=2026-02..", "李王"),
        ("任职日期>=2026-01", "张李王"),
        ("任职日期≥2026-03-02", "王"),
        ("任职日期<=2026-03", "张李王"),
        ("任职日期<2026-03", "张"),
        ("任职日期>2026-03", ""),
        ("任职日期>=@start；任职日期<=@end", "张李王"),
        ("任职日期.末日>=2026-03-20", "张李"),
        ("任职日期.末日<2026-03-20", "王"),
        ("本年培训学时>3", "王赵"),
        ("本年培训学时＜10", "张"),
        ("本年培训学时=3..10", "张王"),
        ("本年培训学时=3|20", "张赵"),
        ("本年培训学时!=3|20", "李王"),
        ('姓名="张三"', "张"),
        ("（姓名=张三 或 所属区划=东湖街道；本年培训学时=10）", "张王"),
        ("(姓名=张三 或 姓名=李四);语言能力=藏语", "张"),
        ("", "张李王赵"),
    ],
)
def test_a_text_chooses_the_records_it_says(people: None, text: str, found: str) -> None:
    assert chosen(text, "2026Q1") == found


def test_whoever_entered_or_changed_records_is_asked_for_by_the_day_here(
    people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("county_tui.store.ledger.now", lambda: "2026-11-30T16:00:00Z")  # the first of December here
    row = store.list_rows(Query("personnel", sort=("id",)))[0]
    store.update(row.ref, {**row.values, "post": "主任"}, "李敏")
    assert chosen("修改人=李敏") == chosen("修改日期=2026-12-01") == chosen("修改日期=2026年12月；录入人=测") == "张"
    assert chosen("修改日期>2026-12") == chosen("修改日期=2026-11-30；修改人=李敏") == chosen("录入人=李敏") == ""
    assert chosen("修改日期>=2026-12-01") == chosen("修改日期<=2026-12-01；修改日期>2026-11-30") == "张"
    assert chosen("修改人!=李敏") == "李王赵"
    assert chosen("录入人=李敏 或 修改人=李敏") == "" and chosen("（录入人=李敏 或 修改人=李敏）") == "张"


def test_references_are_named_or_numbered(people: None, fields: Fields) -> None:
    for staff in ("张三", "李四", None):
        given = {"region": "锦江区", "category": "法律援助", "item": "咨询", "people_served": "1", "staff": staff}
        store.create("service_records", fields("service_records", served_on="2026-03-01", **given), "测")
    counts = {"经办人=张三": 1, "经办人=张三|李四": 2, "经办人=#2": 1, "经办人=空|张三": 2, "id=1|3|99": 2}
    for text, count in counts.items():
        assert store.count_rows(Query("service_records", where=store.parse_conditions(SERVICES, text))) == count, text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("语言能里=彝语", "没有“语言能里”这个字段，是否要写“语言能力”？"),
        ("星座=彝语", "没有“星座”这个字段，可用：name（姓名）"),
        ("语言能力=彝", "是否要写“彝语”"),
        ("语言能力", "看不懂条件“语言能力”，请写成 字段=值"),
        ("姓名=甲；乙", "看不懂条件“乙”"),
        ("任职日期>=", "后面要有值"),
        ("任职日期>=2026|2027", "后面只能有一个值"),
        ("任职日期=去年", "“去年”不是日期"),
        ("任职日期>=@start", "只能用在汇总表和表样里"),
        ("所属区划>=锦官驿街道", "后面要写日期或数"),
        ("所属区划=锦馆驿街道", "没有叫“锦馆驿街道”的地方"),
        ("所属区划!=锦官驿街道", "不能用 != 筛选"),
        ("所属区划.级别=街道", "只能写成"),
        ("所属区划.面积=3", "看不懂"),
        ("姓名.末日>=2026", "后面只能写 >= 或 <"),
        ("导入批次=昨天", "后面要写“=”和编号"),
        ("本年培训学时=很多", "不是确切的数字"),
    ],
)
def test_a_mistake_is_named_with_what_to_write(ledger: Path, text: str, words: str) -> None:
    with pytest.raises(CountyError) as raised:
        store.parse_conditions(STAFF, text)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("languages=彝语|藏语", "语言能力=彝语|藏语"),
        ("region=锦官驿|510104030", "所属区划=锦官驿街道|{}"),
        ("started_on=2026年3月;role!=", "任职日期=2026-03；队伍类别!=空"),
        ("started_on=2026年二季度", "任职日期=2026Q2"),
        ("trained_on=2026年1—9月", "最近培训日期=2026-01..2026-09"),
        ("trained_on=2026-03-15", "最近培训日期=2026-03-15"),
        ("trained_on>=2026-03", "最近培训日期>=2026-03-01"),
        ("training_hours=3..10", "本年培训学时>=3；本年培训学时<=10"),
        ("post=", "职务=空"),
        ('name="甲；乙"|"空"', '姓名="甲；乙"|"空"'),
        ('notes="（一"', '备注="（一"'),
        ('notes=他说"好"', '备注="他说""好"""'),
        ("role=宣传员|空", "队伍类别=宣传员|空"),
        ("started_on.last>=2026-06", "任职日期.末日>=2026-06-01"),
        ("started_on!=2026-03", "（任职日期<2026-03 或 任职日期>2026-03-31 或 任职日期=空）"),
        ("导入批次.新增=3", "导入批次.新增=3"),
        ("batch=3|4", "导入批次=3|4"),
        ("updated_by=王晓|李敏；修改日期=2026-11", "修改人=王晓|李敏；修改日期=2026-11"),
    ],
)
def test_conditions_are_written_as_they_are_read(ledger: Path, text: str, written: str) -> None:
    lookups = store.lookups()
    found = store.parse_conditions(STAFF, text, lookups)
    told = store.conditions_text(STAFF, found, lookups)
    assert told == written.format(lookups.regions.path("510104030000"))
    assert store.parse_conditions(STAFF, told, lookups) == found


def test_what_tables_and_screens_ask_is_written_and_read_back(ledger: Path) -> None:
    lookups = store.lookups()
    asked: store.Conditions = (
        AnyOf(((Condition("valid_until", Test.LASTS, "2026-06-15"),), (Condition("valid_until", Test.EMPTY),))),
        AnyOf((
            (Condition("status", Test.IS, "在用"), Condition("region", Test.LEVEL, (4, 5))),
            (Condition("kind", Test.IN, ("服务窗口", "活动阵地")), Condition("area_m2", Test.BELOW, 3)),
        )),
        store.in_batch(3),
        *store.within_period("named_on", BASES.fields()["named_on"], parse_period("2026")),
        *store.within_period("named_on", BASES.fields()["named_on"], parse_period("2026-03")),
        Condition("services", Test.HAS, "教育"),
    )  # fmt: skip
    assert store.parse_conditions(BASES, store.conditions_text(BASES, asked, lookups), lookups) == asked


VALUES: dict[str, tuple[Value, ...]] = {
    "name": ("甲", "乙", "甲乙"),
    "region": ("510104000000", "510104017000", "510104017001", "510104030000"),
    "languages": (None, ("彝语",), ("彝语", "藏语")),
    "started_on": (None, "2025", "2026", "2026-03", "2026-03-15"),
    "trained_on": (None, date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)),
    "training_hours": (None, 0, 3, 10),
}
ASKED: dict[str, tuple[tuple[Test, Value | tuple[Value, ...]], ...]] = {
    "name": tuple((test, "甲") for test in (Test.IS, Test.IS_NOT, Test.ABOVE, Test.BELOW)),
    "region": ((Test.UNDER, "510104017000"), (Test.LEVEL, 5), (Test.LEVEL, (3, 4)), (Test.IN, ("510104030000",))),
    "languages": ((Test.HAS, "藏语"), (Test.EMPTY, None), (Test.FILLED, None)),
    "started_on": ((Test.LASTS, "2026-03-20"), (Test.ENDS_BEFORE, "2026-03-20"), (Test.AT_LEAST, "2026"),
                   (Test.AT_MOST, "2026-03-31"), (Test.IS_NOT, "2026")),
    "trained_on": ((Test.AT_LEAST, date(2026, 3, 31)), (Test.BELOW, date(2026, 3, 31)), (Test.IS, date(2026, 4, 1))),
    "training_hours": ((Test.ABOVE, 3), (Test.AT_MOST, 3), (Test.IN, (0, 10)), (Test.IS, None), (Test.IS_NOT, None)),
}  # fmt: skip


@pytest.mark.parametrize("field", VALUES)
def test_a_value_meets_a_condition_just_where_the_database_says_so(ledger: Path, field: str) -> None:
    base = {"name": "某", "region": "510104000000", "role": "宣传员"}
    for at, value in enumerate(VALUES[field]):
        store.create("personnel", {**base, "unit": f"局{at}", field: value}, "测")
    regions = store.lookups().regions
    for test, wanted in ASKED[field]:
        condition = Condition(field, test, wanted)
        found = [row.values[field] for row in store.list_rows(Query("personnel", where=(condition,), sort=("id",)))]
        assert found == [value for value in VALUES[field] if store.meets(condition, value, regions)], condition
