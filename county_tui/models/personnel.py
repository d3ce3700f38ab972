"""工作队伍: who does the office's work (6.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from county_tui.models.aliases import NOTES, PHONE, REGION
from county_tui.models.kinds import Choice, Date, Decimal, MultiChoice, PartialDate, Phone, RegionCode, Text
from county_tui.models.register import Register, Replaced
from county_tui.models.rules import not_before

UNKNOWN_TOPIC = "内容未登记"
"""The topic of a training that only its date in the staff list tells of."""


class Personnel(Register):
    """A duty roster: no more of a person than the duty needs."""

    label = "工作队伍"
    is_usual = True
    key = ("name", "unit")
    ends = ("ended_on", "离任")
    done_by = ("trained_on",)
    order = ("region", "unit", "name")
    listed = ("name", "unit", "role", "post", "phone", "region", "started_on")
    rules = (not_before("ended_on", "started_on"),)
    replaced: ClassVar[Mapping[str, Replaced]] = {
        "trained_on": Replaced("trainings", "staff", "trained_on", (("topic", UNKNOWN_TOPIC),))
    }

    name = Text(
        "姓名",
        required=True,
        is_name=True,
        aliases=("工作人员姓名", "人员姓名", "干部姓名", "联络员姓名", "联络员", "人员"),
    )
    unit = Text(
        "工作单位",
        required=True,
        aliases=("单位", "单位名称", "所在单位", "所属单位", "工作单位名称", "部门", "所在部门"),
    )
    region = RegionCode("所属区划", required=True, aliases=REGION)
    role = Choice(
        "队伍类别",
        "role",
        required=True,
        aliases=("类别", "人员类别", "队伍类型", "人员类型", "身份类别", "岗位类别"),
    )
    post = Text("职务", is_title=True, aliases=("职位", "岗位", "职务职级", "现任职务", "单位及职务"))
    phone = Phone("联系电话", aliases=PHONE)
    languages = MultiChoice("语言能力", "language", aliases=("掌握语言", "语言", "语种", "会说语言", "语言特长"))
    started_on = PartialDate(
        "任职日期",
        aliases=("任职时间", "到岗时间", "到岗日期", "上岗时间", "聘任时间", "入职时间", "任现职时间"),
    )
    ended_on = PartialDate("离任日期", aliases=("离任时间", "离岗时间", "离岗日期", "离职时间", "离职日期"))
    trained_on = Date(
        "最近培训日期", aliases=("最近培训时间", "培训日期", "培训时间", "最近一次培训", "最近一次培训时间")
    )
    training_hours = Decimal(
        "本年培训学时", unit="学时", aliases=("培训学时", "学时", "本年学时", "年度培训学时", "培训课时")
    )
    notes = Text("备注", lines=True, aliases=NOTES)
