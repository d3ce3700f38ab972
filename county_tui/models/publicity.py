"""宣传月计: what was published, by the month and the medium (5.4, 5.6.2)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Integer, PartialDate, RegionCode, Text
from county_tui.models.register import Register
from county_tui.models.rules import Rule
from county_tui.models.service_tallies import of_whole_month


class Publicity(Register):
    """A month's pieces in one medium of one level, and how often they were read."""

    label = "宣传月计"
    key = ("month", "region", "medium", "level")
    order = ("-month", "region", "medium")
    listed = ("month", "medium", "level", "pieces", "reads", "region")
    dated_by = "month"
    measured_by = ("reads",)
    rules = (Rule(("month",), of_whole_month),)

    month = PartialDate("月份", required=True, to_month=True, aliases=("年月", "统计月份", "所属月份"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    medium = Choice(
        "载体",
        "medium",
        required=True,
        aliases=("宣传载体", "媒体", "宣传渠道", "渠道", "平台", "宣传形式", "媒体名称"),
    )
    level = Choice("级别", "base_level", aliases=("媒体级别", "刊发级别", "发布级别"))
    pieces = Integer(
        "篇（件）数",
        unit="篇",
        required=True,
        aliases=(
            "篇数",
            "件数",
            "条数",
            "篇次",
            "发布数量",
            "数量",
            "发布数",
            "发布篇数",
            "发布条数",
            "推送数量",
            "信息条数",
            "发稿数",
        ),
    )
    reads = Integer("阅读量", unit="次", aliases=("阅读次数", "浏览量", "点击量", "播放量", "阅读数", "总阅读量"))
    notes = Text("备注", lines=True, aliases=NOTES)
