"""部门汇总数: what other departments report, as totals by file and never as records (5.6.1, 5.7)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Decimal, PeriodName, RegionCode, Text
from county_tui.models.register import Register


class DepartmentTotals(Register):
    """One line a figure of a department for a period."""

    label = "部门汇总数"
    counts_residents = True
    key = ("period", "department", "item", "region")
    order = ("-period", "department", "item")
    listed = ("item", "period", "department", "amount", "measured_in", "category", "region")

    period = PeriodName(
        "期间", required=True, aliases=("月份", "年月", "统计期间", "统计时间", "数据时间", "统计期", "季度")
    )
    department = Text(
        "来源部门",
        required=True,
        aliases=("部门", "部门名称", "数据来源", "提供部门", "报送单位", "报送部门", "填报部门", "责任部门"),
    )
    category = Choice("服务类别", "service_category", aliases=("类别", "服务领域", "事项类别", "领域"))
    item = Text(
        "指标", required=True, is_title=True, aliases=("指标名称", "项目", "统计指标", "汇总指标", "项目名称", "数据项")
    )
    region = RegionCode("所属区划", required=True, aliases=REGION)
    amount = Decimal("数值", required=True, aliases=("数量", "合计", "总数", "汇总数", "数", "本期数", "累计数"))
    measured_in = Text("计量单位", aliases=("单位",))
    notes = Text("备注", lines=True, aliases=NOTES)
