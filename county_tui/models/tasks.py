"""督办事项: what meetings and documents handed out, until it is done (6.1.4.1, 6.1.4.2)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Date, Reference, RegionCode, Text
from county_tui.models.meetings import Meetings
from county_tui.models.register import Register
from county_tui.models.rules import not_before


class Tasks(Register):
    """Work handed to a unit, with its day and its result."""

    label = "督办事项"
    key = ("title", "source")
    dated_by = "handed_on"
    done_by = ("handed_on", "done_on")
    order = ("-handed_on",)
    listed = ("title", "responsible", "due_on", "status", "region", "handed_on", "source")
    rules = (not_before("due_on", "handed_on"), not_before("done_on", "handed_on"))

    title = Text(
        "事项",
        required=True,
        is_title=True,
        aliases=(
            "督办事项",
            "任务",
            "任务名称",
            "事项名称",
            "工作任务",
            "交办事项",
            "督查事项",
            "工作事项",
            "任务内容",
        ),
    )
    source = Text("来源", required=True, aliases=("任务来源", "事项来源", "交办依据", "依据", "督办来源", "文件依据"))
    meeting = Reference("所属会议", Meetings, aliases=("会议", "会议名称", "交办会议"))
    handed_by = Text("交办单位", aliases=("督办单位", "下达单位", "牵头单位", "交办部门", "牵头部门"))
    handed_on = Date("交办日期", required=True, aliases=("交办时间", "下达日期", "下达时间"))
    responsible = Text("承办单位", required=True, aliases=("责任单位", "落实单位", "办理单位", "责任部门"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    due_on = Date("办理时限", aliases=("办结时限", "完成时限", "时限", "要求完成时间", "截止日期"))
    status = Choice("状态", "task_status", aliases=("办理状态", "进度", "办理情况", "办结情况"))
    done_on = Date("办结日期", aliases=("办结时间", "完成日期", "完成时间"))
    result = Text("办理结果", lines=True, aliases=("落实情况", "完成情况", "办理情况说明", "进展情况", "办理进展"))
    notes = Text("备注", lines=True, aliases=NOTES)
