"""Marks and rules: each way of writing one, and sentences for what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county_tui.errors import CountyError
from county_tui.forms.expressions import CellRef, Cells, Comparison, Expression, Span, evaluate, holds
from county_tui.forms.marks import (
    LONGEST_MARK,
    EachRecord,
    EachRegion,
    Formula,
    Measure,
    Typed,
    Word,
    parse_mark,
    parse_rule,
)

MARKS = {
    "件数 服务记录": Measure("件数", "服务记录"),
    "件数 服务记录 | 服务类别=教育保障": Measure("件数", "服务记录", where="服务类别=教育保障"),
    "合计 服务人次 服务记录 ｜ 服务类别＝教育保障；办理结果=办结": Measure(
        "合计", "服务记录", "服务人次", "服务类别=教育保障;办理结果=办结"
    ),
    "平均  满意度  服务记录": Measure("平均", "服务记录", "满意度"),
    "不同 所属区划 活动 @本年累计": Measure("不同", "活动", "所属区划", shift="本年累计"),
    "最早 服务日期 服务记录 | 服务类别=教育保障|法律援助 @上年同期": Measure(
        "最早", "服务记录", "服务日期", "服务类别=教育保障|法律援助", "上年同期"
    ),
    "最晚 服务日期 服务记录@上期": Measure("最晚", "服务记录", "服务日期", shift="上期"),
    "填": Typed("小数"),
    "填 整数": Typed("整数"),
    "填 文字": Typed("文字"),
    "填报单位": Word("填报单位"),
    "名称": Word("名称"),
    "每个 街道（乡镇）": EachRegion("街道（乡镇）"),
    "每条 阵地 | 状态=在用": EachRecord("阵地", "状态=在用"),
    "每条 阵地": EachRecord("阵地"),
}


@pytest.mark.parametrize("text", MARKS)
def test_a_mark_means_what_the_manual_says(text: str) -> None:
    assert parse_mark(text) == MARKS[text]


REFUSED = ["", "件数 |", "件数 服务记录 |", "件数 服务记录 @去年", "合计 服务人次", "=C5+", "=C5:C6", "=exec(1)"]


@pytest.mark.parametrize("text", [*REFUSED, "=__import__('os')", "=ROUND(C5,1,2)", "=IFERROR(C5)", "=" + "(" * 400])
def test_what_is_no_mark_is_refused_in_words(text: str) -> None:
    with pytest.raises(CountyError) as refused:
        parse_mark(text)
    assert any("\u4e00" <= char <= "\u9fff" for char in str(refused.value))


def test_a_mark_may_not_be_endless() -> None:
    with pytest.raises(CountyError, match="太长"):
        parse_mark("=" + "1+" * LONGEST_MARK + "1")


@given(st.text(max_size=60))
def test_any_text_is_a_mark_or_refused_in_words(text: str) -> None:
    try:
        parse_mark(text)
    except CountyError as error:
        assert str(error)


NUMBERS = {"C5": Decimal(6), "C6": Decimal(2), "C7": Decimal(0), "C8": None}


def _value(expression: Expression) -> Decimal | None:
    def span(cells: Span) -> list[Decimal | None]:
        return [NUMBERS[f"C{row}"] for row in range(int(cells.first.address[1:]), int(cells.last.address[1:]) + 1)]

    def value(cell: CellRef) -> Decimal | None:
        return NUMBERS[cell.address]

    return evaluate(expression, Cells(value, span, lambda earlier: Decimal(9)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=C5/C6", Decimal(3)),
        ("=C5-C6*2", Decimal(2)),
        ("=(C5-C6)*2", Decimal(8)),
        ("=C5-C6-1", Decimal(3)),
        ("=-C5+1", Decimal(-5)),
        ("=C5*50%", Decimal(3)),
        ("=SUM(C5:C7,4)", Decimal(12)),
        ("=min(C5,C6)", Decimal(2)),
        ("=MAX(C5:C7)", Decimal(6)),
        ("=ROUND(C5/4,0)", Decimal(2)),
        ("=ROUND(2.345,2)", Decimal("2.35")),
        ("=C5/C7", None),
        ("=1+C5/C7", None),
        ("=IFERROR(C5/C7,0)", Decimal(0)),
        ("=SUM(C5:C8)", None),
        ("=上期(C5)+1", Decimal(10)),
        ("＝（C5＋C6）／２", Decimal(4)),
    ],
)
def test_a_formula_is_worked_out_as_spreadsheets_do(text: str, expected: Decimal | None) -> None:
    mark = parse_mark(text)
    assert isinstance(mark, Formula)
    assert _value(mark.expression) == expected


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("C5 = SUM(C6:C7) + 4", True),
        ("C5 >= C6", True),
        ("C5 ≥ C6", True),
        ("C5 <= 2 * 上期(C5)", True),
        ("C5 < C6", False),
        ("C5 <> C6", True),
        ("C5 ≠ C5", False),
        ("C5 > C6", True),
    ],
)
def test_a_rule_holds_or_not(text: str, is_so: bool) -> None:
    rule: Comparison = parse_rule(text)
    left, right = _value(rule.left), _value(rule.right)
    assert left is not None and right is not None
    assert holds(rule, left, right) is is_so


def test_a_rule_may_speak_of_another_form() -> None:
    assert parse_rule("[另一表]C5 >= C7").left == CellRef("C5", form="另一表")


@pytest.mark.parametrize("text", ["C5", "C5 + C6", "C5 = ", "= C5", "服务 >= 3"])
def test_what_is_no_rule_is_refused_in_words(text: str) -> None:
    with pytest.raises(CountyError, match="看不懂"):
        parse_rule(text)
