"""活动: activities held (5.3, 5.4, 5.6.2, 6.1.2, 6.3)."""

from __future__ import annotations

from county_tui.models.aliases import REGION
from county_tui.models.bases import Bases
from county_tui.models.kinds import Choice, Date, Decimal, Integer, MultiChoice, Reference, RegionCode, Text
from county_tui.models.register import Register
from county_tui.models.rules import not_before


class Activities(Register):
    """Activities with their turnout, reach and cost."""

    label = "活动"
    is_usual = True
    counts_residents = True
    key = ("title", "held_on")
    dated_by = "held_on"
    done_by = ("held_on",)
    measured_by = ("participants", "reach", "budget_yuan")
    order = ("-held_on",)
    listed = ("held_on", "title", "kind", "participants", "region", "host_unit", "budget_yuan")
    rules = (not_before("ended_on", "held_on"),)

    title = Text("活动名称", required=True, is_title=True, aliases=("名称", "活动主题", "活动", "主题", "活动内容"))
    held_on = Date(
        "开始日期",
        required=True,
        aliases=("活动日期", "活动时间", "开始时间", "举办日期", "举办时间", "日期", "时间"),
    )
    ended_on = Date("结束日期", aliases=("结束时间", "截止日期"))
    kind = Choice("类别", "activity_kind", required=True, aliases=("活动类别", "活动类型", "类型"))
    plan = Choice("所属计划", "plan", aliases=("三项计划", "计划", "所属三项计划"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    place_type = Choice("场所类型", "place_type", aliases=("场所类别", "所在场所", "场所"))
    base = Reference("活动阵地", Bases, aliases=("阵地", "活动场地", "活动地点", "举办地点"))
    host_unit = Text("主办单位", aliases=("举办单位", "承办单位", "组织单位", "责任单位"))
    participants = Integer("参与人次", unit="人次", aliases=("参加人次", "参与人数", "参加人数", "人次", "人数"))
    channel = MultiChoice("宣传渠道", "channel", aliases=("渠道", "宣传方式", "宣传平台", "发布渠道"))
    reach = Integer("阅读量", unit="次", aliases=("阅读次数", "浏览量", "点击量", "传播量"))
    budget_yuan = Decimal("经费（元）", unit="元", aliases=("经费", "活动经费", "经费支出", "投入经费", "金额"))
    outcome = Text("活动成效", lines=True, aliases=("成效", "活动效果", "取得成效"))
