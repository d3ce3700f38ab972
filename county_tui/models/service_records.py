"""服务记录: services delivered, counted and never tied to a person (5.2, 5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from county_tui.models.aliases import NOTES, REGION
from county_tui.models.bases import Bases
from county_tui.models.kinds import Choice, Date, Integer, Kind, Reference, RegionCode, Text
from county_tui.models.personnel import Personnel
from county_tui.models.register import Register
from county_tui.models.rules import FieldProblem, Rule, Values, not_before, not_more

FEWEST_COUNTED = 5
"""Of fewer people, how many were migrants or of a minority and what language they speak says who they were.

Statistics offices publish no cell below five for the same reason.
"""
COUNTED_IN_GROUPS = ("migrants_served", "minority_served", "language")


def is_small(people_served: object) -> bool:
    """Whether a service was for so few that nothing may be said of them."""
    return isinstance(people_served, int) and people_served < FEWEST_COUNTED


def _in_groups_only(part: str) -> Rule:
    """A rule that a field stays blank in a record of few people."""

    def check(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
        if values.get(part) is not None and is_small(values.get("people_served")):
            why = f"“{fields['people_served'].label}”不足 {FEWEST_COUNTED} 时不填“{fields[part].label}”"
            yield FieldProblem(part, f"{why}，人太少会指到具体的人；请留空，按月合计，记入街道（乡镇）的“服务月计”。")

    return Rule((part, "people_served"), check)


class ServiceRecords(Register):
    """One line a service: what, where, when, for how many. Matched by number, or by what does not change about it."""

    label = "服务记录"
    is_usual = True
    counts_residents = True
    key = ("number",)
    pairs_by = ("served_on", "category", "item", "region", "base", "staff", "people_served")
    dated_by = "served_on"
    measured_by = ("people_served",)
    done_by = ("served_on", "completed_on")
    order = ("-served_on",)
    listed = ("served_on", "category", "item", "people_served", "region", "outcome", "number", "staff")
    rules = (
        not_more("migrants_served", "people_served"),
        not_more("minority_served", "people_served"),
        *(_in_groups_only(part) for part in COUNTED_IN_GROUPS),
        not_before("completed_on", "served_on"),
    )

    number = Text(
        "编号",
        hint="可不填，手工登记时自动编号，如 2026-0001",
        aliases=("记录编号", "服务编号", "登记编号", "台账编号", "受理编号", "登记号"),
    )
    served_on = Date(
        "服务日期",
        required=True,
        aliases=("服务时间", "日期", "办理日期", "受理日期", "受理时间", "登记日期", "办理时间"),
    )
    category = Choice(
        "服务类别", "service_category", required=True, aliases=("类别", "服务类型", "事项类别", "服务领域")
    )
    item = Text(
        "服务事项",
        required=True,
        is_title=True,
        aliases=("事项", "服务内容", "办理事项", "事项名称", "服务项目", "具体事项"),
    )
    region = RegionCode("所属区划", required=True, aliases=REGION)
    base = Reference("服务阵地", Bases, aliases=("阵地", "服务窗口", "服务地点", "服务站点", "办理窗口"))
    staff = Reference(
        "经办人", Personnel, aliases=("经办人员", "承办人", "工作人员", "办理人员", "服务人员", "经办人姓名")
    )
    people_served = Integer(
        "服务人次",
        least=1,
        unit="人次",
        required=True,
        aliases=("人次", "服务人数", "受益人次", "受益人数", "惠及人次", "总人次"),
    )
    migrants_served = Integer(
        "其中流动人口", unit="人次", aliases=("流动人口", "流动人口人次", "流动人口数", "其中流动人口人次")
    )
    minority_served = Integer(
        "其中少数民族群众",
        unit="人次",
        aliases=("少数民族群众", "少数民族", "少数民族人次", "其中少数民族", "少数民族群众人次"),
    )
    language = Choice("语言服务", "language", aliases=("服务语言", "使用语言", "语言", "翻译语言"))
    outcome = Choice("办理结果", "service_outcome", aliases=("结果", "办结情况", "办理情况", "办理状态"))
    completed_on = Date("办结日期", aliases=("办结时间", "完成日期", "完成时间"))
    satisfaction = Integer(
        "满意度",
        least=1,
        most=5,
        hint="1 到 5 分，5 分最满意",
        aliases=("满意度评分", "评分", "满意度分值", "群众满意度"),
    )
    notes = Text("备注", lines=True, aliases=NOTES)

    @classmethod
    def not_kept(cls, values: Values) -> tuple[str, ...]:
        """What is not said of few people."""
        return COUNTED_IN_GROUPS if is_small(values.get("people_served")) else ()
