"""Every habit of writing dates, numbers, phones, yes and no, and choices that offices have (DESIGN 5.4)."""

from __future__ import annotations

import datetime
import decimal

import pytest

from county_tui.errors import ValueRefusedError
from county_tui.models import register_named
from county_tui.models.kinds import Given, Value, first_day, last_day
from county_tui.models.lookups import Lookups


def parse(place: str, cell: Given, lookups: Lookups) -> Value:
    """The value of a cell in `register.field`."""
    register, field = place.split(".")
    return register_named(register).fields()[field].parse(cell, lookups)


def refusal(place: str, cell: Given, lookups: Lookups) -> str:
    """The sentence a cell is refused with."""
    with pytest.raises(ValueRefusedError) as refused:
        parse(place, cell, lookups)
    return str(refused.value)


SEPTEMBER_1 = datetime.date(2026, 9, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-9-1",
        "2026-09-01",
        "2026/9/1",
        "2026.9.1",
        "2026.09.01.",
        "20260901",
        "2026年9月1日",
        "2026年9月1号",
        "2026 年 9 月 1 日",
        "２０２６年９月１日",
        "2026－9－1",
        "2026—9—1",
        "2026-09-01 00:00:00",
        "2026-09-01T08:30",
        "2026/9/1 8:30",
        "2026年9月1日 8时30分",
        "2026年9月1日（星期二）",
        "2026-9-1周二",
        " 2026-9-1\n",
        datetime.date(2026, 9, 1),
        datetime.datetime(2026, 9, 1, 8, 30),  # noqa: DTZ001
        46266,
        "46266",
        46266.0,
        46266.354,
        20260901,
        20260901.0,
    ],
)
def test_a_day_is_read_however_it_is_written(cell: Given, lookups: Lookups) -> None:
    assert parse("service_records.served_on", cell, lookups) == SEPTEMBER_1
    assert parse("bases.named_on", cell, lookups) == "2026-09-01"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2026年9月", "2026-09"),
        ("2026年9月份", "2026-09"),
        ("2026.9", "2026-09"),
        ("2026-09", "2026-09"),
        ("2026/9", "2026-09"),
        ("202609", "2026-09"),
        (202609, "2026-09"),
        ("2026.10", "2026-10"),
        ("2026.1", "2026-01"),
        (2026.9, "2026-09"),
        (2026.12, "2026-12"),
        ("2026年", "2026"),
        ("2026", "2026"),
        (2026, "2026"),
        (2026.0, "2026"),
    ],
)
def test_a_partial_date_keeps_what_is_known(cell: Given, text: str, lookups: Lookups) -> None:
    assert parse("bases.named_on", cell, lookups) == text
    assert refusal("service_records.served_on", cell, lookups).endswith("2026-09-01 这样。")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (2023.1, "2023.1 可能是 1 月或 10 月，请写成 2023-01 或 2023-10。"),
        ("26-9-1", "年份不全"),
        ("26年9月", "年份不全"),
        ("2026-02-30", "日历上不存在"),
        ("2026-13-01", "日历上不存在"),
        ("2023.0", "日历上不存在"),
        ("2023-00", "日历上不存在"),
        ("2023年0月", "日历上不存在"),
        ("2026-09-00", "日历上不存在"),
        ("20235", "不是日期"),
        ("1899-12-31", "1900"),
        ("2101-01-01", "2100"),
        ("9月1日", "不是日期"),
        ("上周", "不是日期"),
        ("2026-9-1至2026-9-3", "不是日期"),
        (True, "不是日期"),
        (float("inf"), "不是日期"),
        (1e300, "不是日期"),
        (-1, "不是日期"),
        (datetime.time(8, 30), "不是日期"),
    ],
)
def test_what_is_surely_no_date_is_refused_in_words(cell: Given, said: str, lookups: Lookups) -> None:
    assert said in refusal("bases.named_on", cell, lookups)


def test_the_first_and_last_day_of_a_partial_date() -> None:
    assert (first_day("2024"), last_day("2024")) == (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    assert (first_day("2024-02"), last_day("2024-02")) == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    assert first_day("2024-02-03") == last_day("2024-02-03") == datetime.date(2024, 2, 3)
    assert last_day("2025-12") == datetime.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", 1234),
        ("１２３", 123),
        ("12人次", 12),
        ("12 人次", 12),
        ("1，234", 1234),
        ("3.0", 3),
        (3.0, 3),
        ("0", 0),
        ("-0", 0),
        ("1.2万", 12000),
        ("2万人次", 20000),
        ("0012", 12),
        ("2026年度", 2026),
    ],
)
def test_a_count_is_read_however_it_is_written(cell: Given, number: int, lookups: Lookups) -> None:
    assert parse("activities.reach", cell, lookups) == number


@pytest.mark.parametrize(
    "cell",
    [
        "约100",
        "100多",
        "100余",
        "1E5",
        "1e100",
        "NaN",
        "inf",
        "-inf",
        "十二",
        "1,23",
        "12-15",
        "3.5",
        "--5",
        "5%",
        True,
    ],
)
def test_what_is_not_surely_a_count_is_refused(cell: Given, lookups: Lookups) -> None:
    assert refusal("activities.reach", cell, lookups)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("3.5", "3.5"),
        (3.5, "3.5"),
        ("1,234.50元", "1234.5"),
        ("3.5万元", "35000"),
        ("¥5,000.50", "5000.5"),
        ("￥5000元", "5000"),
        (0.1, "0.1"),
        ("０.５", "0.5"),
        ("100", "100"),
    ],
)
def test_a_decimal_keeps_just_its_digits(cell: Given, number: str, lookups: Lookups) -> None:
    assert parse("activities.budget_yuan", cell, lookups) == decimal.Decimal(number)


def test_limits_are_said_in_words(lookups: Lookups) -> None:
    assert "不小于 1" in refusal("service_records.people_served", "0", lookups)
    assert "不大于 5" in refusal("service_records.satisfaction", "6", lookups)
    assert "小于 0" in refusal("activities.budget_yuan", "-1", lookups)
    assert parse("indicators.target", "-1.5", lookups) == decimal.Decimal("-1.5")
    assert "位数太多" in refusal("indicators.target", "1" + "0" * 25, lookups)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13800000000.0, "13800000000"),
        (13800000000, "13800000000"),
        ("13800000000.0", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("028-86660000", "028-86660000"),
        ("028—86660000", "028-86660000"),
        ("（028）86660000", "(028)86660000"),
        ("028-86660000转12", "028-86660000转12"),
        ("+86 13800000000", "+8613800000000"),
        ("13800000000、028-86660000", "13800000000、028-86660000"),
        ("13800000000/13900000000", "13800000000、13900000000"),
        ("13800000000 13900000000", "13800000000、13900000000"),
        ("13800000000；13900000000", "13800000000、13900000000"),
        ("１３８００００００００", "13800000000"),
    ],
)
def test_a_phone_keeps_its_digits(cell: Given, phone: str, lookups: Lookups) -> None:
    assert parse("bases.phone", cell, lookups) == phone


@pytest.mark.parametrize("cell", ["1.38E+10", "1.38e10", "张三", "138xxxx0000", "@@", "1" * 40, "-––", "()()", "12-"])
def test_what_is_no_phone_is_refused(cell: str, lookups: Lookups) -> None:
    assert refusal("bases.phone", cell, lookups)


@pytest.mark.parametrize("cell", ["是", "√", "有", "1", 1, 1.0, True, "Y", "✓", " 是 ", "１"])
def test_yes_in_all_its_forms(cell: Given, lookups: Lookups) -> None:
    assert parse("bases.has_rules", cell, lookups) is True


@pytest.mark.parametrize("cell", ["否", "×", "无", "0", 0, 0.0, False, "N", "没有", "暂无"])
def test_no_in_all_its_forms(cell: Given, lookups: Lookups) -> None:
    assert parse("bases.has_rules", cell, lookups) is False


def test_a_blank_is_neither_yes_nor_no(lookups: Lookups) -> None:
    assert parse("bases.has_rules", "—", lookups) is None
    assert "既不是" in refusal("bases.has_rules", "大概", lookups)


def test_a_choice_off_the_list_is_refused_with_the_nearest(lookups: Lookups) -> None:
    assert parse("personnel.role", " 专职 干部 ", lookups) == "专职干部"
    assert parse("demonstration_units.sector", "县(市、区)", lookups) == "县（市、区）"
    assert "是否要写“专职干部”" in refusal("personnel.role", "专职人员干部", lookups)
    assert "可选：" in refusal("personnel.role", "xyz", lookups)


def test_several_choices_come_in_the_lists_order_once_each(lookups: Lookups) -> None:
    languages = parse("personnel.languages", "彝语, 普通话；彝语/藏语", lookups)
    assert languages == ("普通话", "彝语", "藏语")
    assert "火星语" in refusal("personnel.languages", "彝语、火星语", lookups)


def test_text_is_cleaned_of_what_nobody_sees(lookups: Lookups) -> None:
    assert parse("bases.address", "红星\u200b路\x1b[31m 二段\r\n\t35号\u3000", lookups) == "红星路 二段 35号"
    assert parse("bases.notes", "一\r\n\r\n二 \u2028三", lookups) == "一\n\n二\n三"
    assert parse("bases.address", "\u202e反写", lookups) == "反写"
    assert parse("bases.document_no", "007", lookups) == "007"
    assert parse("bases.document_no", 7.0, lookups) == "7"
    assert parse("bases.address", "=HYPERLINK(1)", lookups) == "=HYPERLINK(1)"


def test_rare_characters_of_names_stay(lookups: Lookups) -> None:
    rare = "𬭚𰻝\U00031350\u3400"
    assert parse("personnel.name", rare, lookups) == rare


def test_long_text_is_refused_with_its_length(lookups: Lookups) -> None:
    assert "2001 字" in refusal("bases.notes", "长" * 2001, lookups)
    assert parse("bases.notes", "长" * 2000, lookups) == "长" * 2000


@pytest.mark.parametrize(
    "place", ["bases.named_on", "activities.reach", "personnel.role", "bases.region", "bases.phone"]
)
def test_a_message_quotes_little_and_nothing_a_terminal_obeys(place: str, lookups: Lookups) -> None:
    said = refusal(place, "\x1b]0;x\x07错\u202e" + "y" * 5000, lookups)
    assert said.isprintable()
    assert len(said) < 320


@pytest.mark.parametrize(
    ("place", "cell", "what"), [("bases.phone", "1.38E+10", "号码"), ("bases.region", "5.10104E+11", "区划代码")]
)
def test_digits_that_excel_cut_off_are_told_to_be_gone(place: str, cell: str, what: str, lookups: Lookups) -> None:
    assert refusal(place, cell, lookups).startswith(f"“{cell}”是 Excel 的科学计数，{what}已丢失")


def test_a_name_two_records_share_is_refused_with_both(lookups: Lookups) -> None:
    assert parse("service_records.base", "民族之家", lookups) == 3
    assert "有 2 个" in refusal("service_records.base", "石榴籽驿站", lookups)
    assert parse("service_records.base", "石榴籽驿站(书院街街道)", lookups) == 2
    assert "请先登记" in refusal("service_records.staff", "王五", lookups)
    shared = register_named("service_records").fields()["base"].format(2, lookups)
    assert shared == "石榴籽驿站（书院街街道）"


@pytest.mark.parametrize(
    ("field", "text", "near"),
    [
        ("personnel.role", "专干", "专职干部"),
        ("personnel.role", "专职千部", "专职干部"),
        ("service_records.outcome", "已办", "办结"),
        ("service_records.language", "英语", ""),
        ("service_records.outcome", "不办", ""),
        ("service_records.outcome", "不办结", ""),
        ("personnel.role", "老板", ""),
    ],
)
def test_only_a_synonym_or_a_slip_is_suggested(lookups: Lookups, field: str, text: str, near: str) -> None:
    said = refusal(field, text, lookups)
    assert (f"是否要写“{near}”" in said) if near else ("是否要写" not in said)
    assert "可选：" in said
