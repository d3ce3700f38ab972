"""示范单位: units named, or on the way to be named, as demonstration units (5.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from county_tui.models.aliases import NOTES, PHONE, REGION
from county_tui.models.kinds import Choice, PartialDate, Phone, RegionCode, Text, Value
from county_tui.models.register import Register
from county_tui.models.rules import Values, needs, not_before

NAMED = "命名"
VALID_YEARS = 5
"""A named unit without a `valid_until` is valid five years from `named_on`."""


def _expiry(values: Values) -> Value:
    """Five years after a named unit's naming, as far as that is known."""
    named = values.get("named_on")
    if values.get("status") != NAMED or named is None:
        return None
    text = f"{int(str(named)[:4]) + VALID_YEARS}{str(named)[4:]}"
    return text.replace("-02-29", "-02-28")


class DemonstrationUnits(Register):
    """Demonstration units through their life: 培育, 申报, 公示, 命名, 到期, 撤销."""

    label = "示范单位"
    is_usual = True
    key = ("name", "level")
    done_by = ("named_on", "reviewed_on")
    order = ("level", "sector", "name")
    listed = ("name", "sector", "level", "status", "region", "named_on", "valid_until")
    rules = (
        not_before("valid_until", "named_on"),
        not_before("publicised_on", "applied_on"),
        not_before("revoked_on", "named_on"),
        needs("status", "撤销", "revoked_on"),
    )
    computed: ClassVar[Mapping[str, Callable[[Values], Value]]] = {"valid_until": _expiry}

    name = Text("单位名称", required=True, aliases=("名称", "示范单位名称", "示范单位", "创建单位", "命名单位"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    sector = Choice(
        "类型",
        "sector",
        required=True,
        aliases=("单位类型", "类别", "示范类型", "行业类别", "创建类型", "领域"),
    )
    level = Choice("级别", "unit_level", required=True, aliases=("示范级别", "命名级别", "创建级别", "等级"))
    status = Choice("状态", "unit_status", aliases=("创建状态", "命名状态", "进度", "创建进度"))
    batch = Text("批次", aliases=("命名批次",))
    document_no = Text("命名文号", aliases=("文号", "命名文件", "命名文件号", "文件号"))
    named_on = PartialDate("命名日期", aliases=("命名时间", "授牌时间", "命名年份", "授牌日期"))
    valid_until = PartialDate(
        "有效期至", aliases=("有效期", "到期时间", "到期日期"), hint="日期；不填时按命名日期起五年计算"
    )
    reviewed_on = PartialDate("复核日期", aliases=("复核时间", "复查时间", "复验时间"))
    applied_on = PartialDate("申报日期", aliases=("申报时间", "申请日期", "申请时间", "申报年份"))
    publicised_on = PartialDate("公示日期", aliases=("公示时间", "公示开始日期"))
    revoked_on = PartialDate("撤销日期", aliases=("撤销时间", "撤销命名日期", "摘牌日期", "摘牌时间", "取消命名时间"))
    highlights = Text("特色亮点", lines=True, aliases=("工作亮点", "亮点", "特色", "主要做法", "创建亮点"))
    contact = Text("联系人", is_name=True, aliases=("负责人", "单位联系人"))
    phone = Phone("联系电话", aliases=PHONE)
    notes = Text("备注", lines=True, aliases=NOTES)
