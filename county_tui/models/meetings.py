"""会议记录: meetings that dealt with the work (6.1.1, 6.1.4.1)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Date, RegionCode, Text
from county_tui.models.register import Register


class Meetings(Register):
    """One line a meeting: what was decided, and where the minutes are; never who said what."""

    label = "会议记录"
    key = ("title", "held_on")
    dated_by = "held_on"
    done_by = ("held_on",)
    order = ("-held_on",)
    listed = ("held_on", "title", "kind", "region", "host_unit", "document_no")

    title = Text(
        "会议名称", required=True, aliases=("会议", "会议主题", "会议题目", "名称", "议题", "会议议题", "主要议题")
    )
    held_on = Date("召开日期", required=True, aliases=("会议时间", "会议日期", "召开时间", "日期", "时间"))
    kind = Choice("类别", "meeting_kind", required=True, aliases=("会议类别", "会议类型", "类型"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    host_unit = Text(
        "召集单位", aliases=("主办单位", "召开单位", "组织单位", "牵头单位", "主持单位", "承办单位", "召集部门")
    )
    document_no = Text("纪要文号", aliases=("会议纪要文号", "文号", "纪要编号", "会议纪要", "会议纪要编号", "纪要号"))
    summary = Text(
        "议定事项", lines=True, aliases=("会议内容", "会议议定事项", "主要内容", "决定事项", "会议主要内容", "议定内容")
    )
    notes = Text("备注", lines=True, aliases=NOTES)
