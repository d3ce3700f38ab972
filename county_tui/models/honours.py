"""表彰与经验: honours received and experience passed on (6.3)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Integer, PartialDate, RegionCode, Text
from county_tui.models.register import Register


class Honours(Register):
    """One line an honour or a published case; persons honoured are a number."""

    label = "表彰与经验"
    key = ("title", "awarded_on")
    dated_by = "awarded_on"
    done_by = ("awarded_on",)
    order = ("-awarded_on",)
    listed = ("awarded_on", "title", "kind", "level", "awarded_by", "receivers", "region")

    title = Text(
        "名称",
        required=True,
        aliases=("表彰名称", "荣誉名称", "案例名称", "经验名称", "项目名称", "奖项名称", "表彰项目", "获奖名称"),
    )
    kind = Choice("类别", "honour_kind", required=True, aliases=("表彰类别", "类型", "表彰类型", "荣誉类别"))
    level = Choice("级别", "unit_level", aliases=("表彰级别", "荣誉级别", "等级", "授予级别"))
    awarded_on = PartialDate(
        "授予日期", required=True, aliases=("表彰时间", "表彰日期", "授予时间", "获奖时间", "获得时间", "命名时间")
    )
    awarded_by = Text("授予单位", aliases=("表彰单位", "颁发单位", "发文单位", "授奖单位", "颁奖单位"))
    document_no = Text("文号", aliases=("表彰文号", "文件号", "授予文号", "命名文号"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    receivers = Integer("获奖数", unit="个", aliases=("获奖个数", "表彰数", "表彰人数", "获奖人数", "获奖单位数"))
    published_in = Text("刊载", aliases=("刊载媒体", "刊发媒体", "刊发情况", "发表刊物", "推广媒体"))
    notes = Text("备注", lines=True, aliases=NOTES)
