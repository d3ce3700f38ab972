"""满意度测评: what surveys said, as totals of at least twenty valid answers (6.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Date, Integer, Kind, RegionCode, Text
from county_tui.models.register import Register
from county_tui.models.rules import FieldProblem, Rule, Values, not_before, not_more

FEWEST_VALID = 20
"""Fewer answers would tell what single persons said; the standard asks for totals only."""
GRADES = ("very_satisfied", "satisfied", "fairly_satisfied", "less_satisfied", "dissatisfied")


def _adds_up(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
    """The five grades, where any is given, add up to the valid answers."""
    given = [values.get(name) for name in GRADES]
    valid = values.get("valid")
    total = sum(count for count in given if isinstance(count, int))
    if isinstance(valid, int) and any(count is not None for count in given) and total != valid:
        labels = "、".join(fields[name].label for name in GRADES)
        yield FieldProblem("valid", f"{labels}相加是 {total}，与“{fields['valid'].label}”（{valid}）不符，请核对。")


def _is_no_persons_answer(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
    """Surveys of too few answers are not kept."""
    valid = values.get("valid")
    if isinstance(valid, int) and valid < FEWEST_VALID:
        message = (
            f"“{fields['valid'].label}”只有 {valid} 份，少于 {FEWEST_VALID} 份的测评不登记，请与别的测评合并后再填。"
        )
        yield FieldProblem("valid", message)


class Surveys(Register):
    """One line a survey: how many were asked, and how many chose each grade."""

    label = "满意度测评"
    counts_residents = True
    dated_by = "ended_on"
    done_by = ("ended_on",)
    key = ("title", "ended_on")
    order = ("-ended_on",)
    listed = ("ended_on", "title", "subject", "valid", "very_satisfied", "satisfied", "region", "method")
    rules = (
        not_before("ended_on", "started_on"),
        not_more("returned", "issued"),
        not_more("valid", "returned"),
        not_more("handled", "suggestions"),
        Rule(("valid",), _is_no_persons_answer),
        Rule((*GRADES, "valid"), _adds_up),
    )

    title = Text("测评名称", required=True, aliases=("名称", "测评", "调查名称", "问卷名称", "满意度调查", "测评项目"))
    subject = Text("测评对象", required=True, aliases=("对象", "被测评单位", "测评内容", "测评事项", "调查对象"))
    method = Choice("测评方式", "survey_method", aliases=("方式", "调查方式", "测评形式"))
    started_on = Date("开始日期", aliases=("开始时间", "测评开始时间"))
    ended_on = Date("结束日期", required=True, aliases=("结束时间", "测评时间", "测评日期", "截止日期"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    issued = Integer("发放", unit="份", aliases=("发放数", "发放份数", "发放问卷", "发出", "发放问卷数", "发出份数"))
    returned = Integer(
        "收回", unit="份", aliases=("收回数", "回收", "回收份数", "收回份数", "回收问卷", "收回问卷数", "回收问卷数")
    )
    valid = Integer("有效", unit="份", required=True, aliases=("有效数", "有效份数", "有效问卷", "有效问卷数"))
    very_satisfied = Integer("非常满意", unit="份", aliases=("很满意",))
    satisfied = Integer("满意", unit="份")
    fairly_satisfied = Integer("基本满意", unit="份", aliases=("比较满意", "一般"))
    less_satisfied = Integer("不太满意", unit="份", aliases=("较不满意",))
    dissatisfied = Integer("不满意", unit="份", aliases=("很不满意",))
    suggestions = Integer(
        "意见建议条数", unit="条", aliases=("意见建议", "意见条数", "建议条数", "意见建议数", "收集意见")
    )
    handled = Integer("已办理条数", unit="条", aliases=("已办理", "办理条数", "办结条数", "办理数", "已办结"))
    notes = Text("备注", lines=True, aliases=NOTES)
