"""成员单位: the units that work together on it, and what each is to do (6.1.4.1)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, PHONE, REGION
from county_tui.models.kinds import Choice, Phone, RegionCode, Text
from county_tui.models.register import Register


class MemberUnits(Register):
    """One line a unit, with the colleague to call."""

    label = "成员单位"
    key = ("name", "region")
    order = ("region", "name")
    listed = ("name", "kind", "region", "duty", "contact", "phone")

    name = Text("单位", required=True, aliases=("单位名称", "成员单位名称", "成员单位", "部门", "部门名称", "委员单位"))
    region = RegionCode("所属区划", required=True, aliases=REGION)
    kind = Choice("类别", "member_unit_kind", aliases=("单位类别", "成员类别", "类型"))
    duty = Text("职责分工", lines=True, aliases=("职责", "工作职责", "主要职责", "分工", "职责任务"))
    contact = Text("联络员", is_name=True, aliases=("联系人", "联络人", "联络员姓名"))
    phone = Phone("联系电话", aliases=PHONE)
    notes = Text("备注", lines=True, aliases=NOTES)
