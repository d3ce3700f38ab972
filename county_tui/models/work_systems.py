"""工作制度: the written rules in force (6.1.4)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Date, PartialDate, RegionCode, Text
from county_tui.models.register import Register
from county_tui.models.rules import needs, not_before


class WorkSystems(Register):
    """Written work systems; the first eight kinds are those of 6.1.4.4."""

    label = "工作制度"
    is_usual = True
    key = ("title", "issuing_unit")
    done_by = ("issued_on",)
    order = ("kind", "title")
    listed = ("title", "kind", "issuing_unit", "status", "region", "issued_on", "review_due_on")
    rules = (not_before("effective_on", "issued_on"), needs("status", "废止", "repealed_on"))

    title = Text("制度名称", required=True, aliases=("名称", "文件名称", "制度", "制度文件", "文件标题", "标题"))
    kind = Choice("类别", "system_kind", required=True, aliases=("制度类别", "制度类型", "类型"))
    region = RegionCode("适用区划", required=True, aliases=("适用范围", "适用地区", *REGION))
    issuing_unit = Text("制定单位", required=True, aliases=("发文单位", "印发单位", "制定部门", "发文机关", "责任单位"))
    document_no = Text("文号", aliases=("发文字号", "文件号", "制度文号"))
    issued_on = PartialDate("印发日期", aliases=("印发时间", "发文日期", "发文时间", "制定时间", "制定日期"))
    effective_on = PartialDate("施行日期", aliases=("实施日期", "施行时间", "实施时间", "生效日期", "执行日期"))
    review_due_on = Date("下次复审", aliases=("复审日期", "下次复审日期", "复审时间", "下次复审时间"))
    status = Choice("状态", "system_status", aliases=("制度状态", "执行状态", "有效性"))
    repealed_on = PartialDate("废止日期", aliases=("废止时间", "失效日期", "失效时间", "停止执行日期"))
    summary = Text("内容摘要", lines=True, aliases=("摘要", "主要内容", "内容概要"))
    file_location = Text("存档位置", aliases=("存放位置", "归档位置", "档案号", "存档地点"))
    notes = Text("备注", lines=True, aliases=NOTES)
