"""工作项目: the plan's projects, their money and how far they are (4.4.5)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Date, Decimal, Integer, RegionCode, Text
from county_tui.models.register import Register
from county_tui.models.rules import not_before


class Projects(Register):
    """One line a project of a year."""

    label = "工作项目"
    key = ("year", "title")
    dated_by = "year"
    done_by = ("done_on",)
    measured_by = ("budget_yuan",)
    order = ("-year", "title")
    listed = ("title", "year", "responsible", "status", "due_on", "clause", "region", "plan")
    rules = (not_before("due_on", "started_on"), not_before("done_on", "started_on"))

    year = Integer("年度", least=2000, most=2100, required=True, aliases=("年份", "实施年度"))
    plan = Text("所属规划", aliases=("规划", "规划名称", "所属计划"))
    title = Text(
        "项目", required=True, is_title=True, aliases=("项目名称", "工作项目", "重点项目", "项目内容", "工程名称")
    )
    clause = Choice("对应条款", "clause", aliases=("条款", "标准条款", "对应标准"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    responsible = Text("责任单位", aliases=("牵头单位", "实施单位", "责任部门", "承办单位", "建设单位"))
    started_on = Date("启动日期", aliases=("开始日期", "启动时间", "开工日期", "开工时间", "开始时间"))
    due_on = Date("完成时限", aliases=("计划完成时间", "完成期限", "时限", "计划完工时间"))
    done_on = Date("完成日期", aliases=("完成时间", "实际完成时间", "完工日期", "竣工时间"))
    budget_yuan = Decimal(
        "经费（元）",
        unit="元",
        aliases=("经费", "项目经费", "预算", "投资", "金额", "经费预算", "预算资金", "投资额", "总投资"),
    )
    status = Choice("状态", "project_status", aliases=("项目状态", "进度", "实施状态"))
    progress = Text("进展", lines=True, aliases=("进展情况", "工作进展", "项目进展", "项目进度", "推进情况"))
    notes = Text("备注", lines=True, aliases=NOTES)
