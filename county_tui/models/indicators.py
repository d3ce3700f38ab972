"""指标台账: the year's targets and how far they are met (4.4.5, 6.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Date, Decimal, Integer, Kind, Reference, RegionCode, Text
from county_tui.models.projects import Projects
from county_tui.models.register import Register
from county_tui.models.rules import FieldProblem, Rule, Values
from county_tui.models.worked_out import WorkedOut

TYPED = "手工填报"
"""The source under which `actual` is typed; under every other it is computed from the registers."""


def _only_typed_actuals(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
    """A computed indicator takes no typed actual."""
    if values.get("actual") is not None and values.get("source") not in (None, TYPED):
        message = f"取数方式为“{values['source']}”时由系统计算，请把“{fields['actual'].label}”留空，或改为“{TYPED}”。"
        yield FieldProblem("actual", message)


RATE, CAP = "比率", "不高于"
"""A rate is never prorated; a cap is kept while the actual is not above it."""


class Indicators(Register):
    """Yearly targets, with actuals typed or computed."""

    label = "指标台账"
    is_usual = True
    key = ("year", "name", "region")
    dated_by = "year"
    order = ("-year", "clause", "name")
    listed = ("year", "name", "target", "measured_in", "source", "due_on", "responsible")
    worked_out: ClassVar[Mapping[str, WorkedOut]] = {
        "reached": WorkedOut("现完成值", "number", "target"),
        "share": WorkedOut("完成率", "percent", "target"),
    }
    rules = (Rule(("actual", "source"), _only_typed_actuals),)

    year = Integer("年度", least=2000, most=2100, required=True, aliases=("年份", "考核年度", "指标年度"))
    name = Text("指标名称", required=True, is_title=True, aliases=("指标", "名称", "指标内容", "考核指标"))
    clause = Choice("对应条款", "clause", aliases=("条款", "标准条款", "对应标准", "条款号"))
    region = RegionCode("适用区划", required=True, aliases=("适用范围", *REGION))
    project = Reference("所属项目", Projects, aliases=("项目", "项目名称", "工作项目"))
    measured_in = Text("计量单位", aliases=("单位", "指标单位"))
    target = Decimal(
        "目标值",
        least=None,
        required=True,
        aliases=("目标", "年度目标", "计划数", "目标数", "年度目标值", "任务数"),
    )
    kind = Choice("指标性质", "indicator_kind", aliases=("性质", "指标类型", "统计方式"))
    direction = Choice("方向", "indicator_direction", aliases=("指标方向", "要求方向"))
    source = Choice("取数方式", "indicator_source", aliases=("数据来源", "取数来源", "计算方式"))
    actual = Decimal("完成值", least=None, aliases=("完成数", "实际完成", "实际值", "完成情况", "已完成"))
    filter = Text(
        "筛选条件",
        hint="只算一部分记录时填写，如 服务类别=教育保障；多个条件用；隔开",
        aliases=("取数条件", "统计条件"),
    )
    due_on = Date("完成时限", aliases=("时限", "完成期限", "截止日期", "要求完成时间"))
    responsible = Text("责任单位", aliases=("牵头单位", "责任部门", "负责单位"))
    notes = Text("备注", lines=True, aliases=NOTES)
