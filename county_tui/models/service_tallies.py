"""服务月计: who came to small services, counted by the month and the town, never by the visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from county_tui.models.aliases import NOTES
from county_tui.models.bases import Bases
from county_tui.models.kinds import Choice, Integer, Kind, PartialDate, Reference, RegionCode, Text
from county_tui.models.regions import is_below_towns
from county_tui.models.register import Register
from county_tui.models.rules import FieldProblem, Rule, Values

TYPED = "手工填报"
MONTH_LENGTH = len("2026-09")


def of_whole_month(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
    """A tally is of one month: neither of a year, nor of a day, which would be a visit again."""
    month = values.get("month")
    if month is not None and len(str(month)) != MONTH_LENGTH:
        yield FieldProblem("month", f"“{fields['month'].label}”要正好写到月，如 2026-09。")


def of_town_or_above(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
    """In a community a month's counts are still few enough to be of someone."""
    region = values.get("region")
    if region is not None and is_below_towns(str(region)):
        label = fields["region"].label
        yield FieldProblem(
            "region",
            f"“{label}”不能是社区（村），数太小会指到具体的人；请按它所在的街道（乡镇）填写，社区（村）自己的台账里不记。",
        )


class ServiceTallies(Register):
    """Sums of a month for a town, a category and a base, from one source."""

    label = "服务月计"
    counts_residents = True
    key = ("month", "region", "category", "base", "source")
    order = ("-month",)
    listed = ("month", "region", "category", "migrants_served", "minority_served", "language_cases", "base", "source")
    rules = (Rule(("month",), of_whole_month), Rule(("region",), of_town_or_above))

    month = PartialDate(
        "月份", required=True, to_month=True, aliases=("服务月份", "统计月份", "所属月份", "月度", "年月", "填报月份")
    )
    region = RegionCode(
        "所属区划",
        required=True,
        aliases=("区划", "行政区划", "所属街道", "街道", "乡镇", "乡镇街道", "街道（乡镇）", "所属乡镇", "所在街道"),
    )
    category = Choice(
        "服务类别", "service_category", required=True, aliases=("类别", "服务类型", "事项类别", "服务领域")
    )
    base = Reference("服务阵地", Bases, aliases=("阵地", "服务窗口", "服务地点", "服务站点", "办理窗口"))
    migrants_served = Integer("流动人口人次", unit="人次", aliases=("流动人口", "流动人口数", "服务流动人口"))
    minority_served = Integer(
        "少数民族群众人次", unit="人次", aliases=("少数民族群众", "少数民族", "少数民族人次", "服务少数民族群众")
    )
    language_cases = Integer(
        "语言服务件数", unit="件", aliases=("语言服务", "语言服务数", "语言服务次数", "翻译件数", "语言翻译件数")
    )
    source = Text("来源", required=True, default=TYPED, aliases=("数据来源", "填报来源"))
    notes = Text("备注", lines=True, aliases=NOTES)
