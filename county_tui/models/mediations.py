"""调解月计: disputes taken in and settled, counted by the month; no parties, no causes (5.8)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.kinds import Choice, Integer, PartialDate, RegionCode, Text
from county_tui.models.register import Register
from county_tui.models.rules import Rule, not_more
from county_tui.models.service_tallies import of_town_or_above, of_whole_month


class Mediations(Register):
    """A month's disputes of a town and a kind."""

    label = "调解月计"
    counts_residents = True
    key = ("month", "region", "kind")
    order = ("-month", "region", "kind")
    listed = ("month", "region", "kind", "accepted", "settled")
    dated_by = "month"
    rules = (
        Rule(("month",), of_whole_month),
        Rule(("region",), of_town_or_above),
        not_more("settled", "accepted"),
    )

    month = PartialDate("月份", required=True, to_month=True, aliases=("年月", "统计月份", "所属月份"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    kind = Choice(
        "纠纷类别", "dispute_kind", required=True, aliases=("类别", "纠纷类型", "矛盾类型", "类型", "调解类别")
    )
    accepted = Integer("受理件数", unit="件", aliases=("受理", "受理数", "受理纠纷", "纠纷件数", "受理纠纷数"))
    settled = Integer(
        "调成件数",
        unit="件",
        aliases=("调成", "调解成功", "调解成功件数", "化解件数", "调成数", "成功件数", "调解成功数", "化解数"),
    )
    notes = Text("备注", lines=True, aliases=NOTES)
