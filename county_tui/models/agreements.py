"""协作协议: agreements with other regions of the country (6.1.4.3)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, PHONE, REGION
from county_tui.models.kinds import Choice, MultiChoice, PartialDate, Phone, RegionCode, Text
from county_tui.models.register import Register
from county_tui.models.rules import not_before


class Agreements(Register):
    """What was agreed with whom, and until when. The partner may lie anywhere, so it is a text."""

    label = "协作协议"
    key = ("title", "partner")
    done_by = ("signed_on",)
    order = ("-signed_on", "title")
    listed = ("title", "partner", "direction", "signed_on", "valid_until", "status", "region")
    rules = (not_before("valid_until", "signed_on"),)

    title = Text(
        "协议名称", required=True, aliases=("名称", "协议", "协作协议名称", "合作协议", "协作协议", "协议书名称")
    )
    partner = Text(
        "协作地区",
        required=True,
        hint="全国各地都行，如 云南省昭通市",
        aliases=(
            "合作地区",
            "对方地区",
            "协作对象",
            "协作单位",
            "签约地区",
            "协作地",
            "对接地区",
            "签约方",
            "签约对方",
            "对方单位",
            "协作方",
        ),
    )
    region = RegionCode("所属区划", required=True, aliases=REGION, hint="本单位这边的地方；对方的写在“协作地区”")
    direction = Choice("协作方向", "agreement_direction", aliases=("方向", "协作类型", "流向"))
    signed_on = PartialDate("签订日期", aliases=("签订时间", "签约日期", "签署日期", "签约时间", "签署时间"))
    valid_until = PartialDate(
        "有效期至", aliases=("有效期", "到期时间", "到期日期", "截止日期", "协议期限", "有效期限", "截止时间")
    )
    items = MultiChoice("协作事项", "agreement_item", aliases=("协作内容", "合作事项", "合作内容", "主要内容"))
    contact = Text("联系人", is_name=True, aliases=("联络员", "联络人", "对接人"))
    phone = Phone("联系电话", aliases=PHONE)
    status = Choice("状态", "agreement_status", aliases=("协议状态",))
    notes = Text("备注", lines=True, aliases=NOTES)
