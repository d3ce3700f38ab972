"""阵地: bases, venues and service windows (5.2, 5.4, 6.1.3)."""

from __future__ import annotations

from county_tui.models.aliases import NOTES, PHONE, REGION
from county_tui.models.kinds import Choice, Decimal, MultiChoice, PartialDate, Phone, RegionCode, Text, YesNo
from county_tui.models.register import Register
from county_tui.models.rules import needs, not_before


class Bases(Register):
    """The places the office runs; the seven "haves" are those of 5.2."""

    label = "阵地"
    is_usual = True
    key = ("name", "region")
    ends = ("closed_on", "停用")
    done_by = ("named_on",)
    measured_by = ("area_m2",)
    order = ("kind", "region", "name")
    listed = ("name", "kind", "level", "region", "status", "contact", "phone", "valid_until")
    rules = (
        not_before("valid_until", "named_on"),
        not_before("closed_on", "opened_on"),
        needs("status", "停用", "closed_on"),
    )

    name = Text(
        "名称",
        required=True,
        aliases=("阵地名称", "基地名称", "窗口名称", "服务窗口名称", "场所名称", "阵地"),
    )
    region = RegionCode("所属区划", required=True, aliases=REGION)
    kind = Choice("类别", "base_kind", required=True, aliases=("阵地类别", "阵地类型", "基地类别", "基地类型", "类型"))
    level = Choice("级别", "base_level", aliases=("阵地级别", "命名级别", "等级", "基地级别"))
    place_type = Choice("场所类型", "place_type", aliases=("场所类别", "所在场所", "场所"))
    address = Text("地址", aliases=("详细地址", "阵地地址", "所在地址", "具体地址", "位置"))
    managing_unit = Text("主管单位", aliases=("管理单位", "责任单位", "运营单位", "建设单位", "所属单位"))
    contact = Text("负责人", is_name=True, aliases=("联系人", "阵地负责人", "管理员", "责任人"))
    phone = Phone("联系电话", aliases=PHONE)
    batch = Text("批次", aliases=("命名批次",))
    document_no = Text("命名文号", aliases=("文号", "命名文件", "命名文件号", "文件号"))
    named_on = PartialDate("命名日期", aliases=("命名时间", "授牌时间", "挂牌时间", "建成时间", "授牌日期"))
    valid_until = PartialDate("有效期至", aliases=("有效期", "到期时间", "到期日期", "有效截止日期"))
    services = MultiChoice("服务事项", "base_service", aliases=("服务内容", "服务项目", "开展服务"))
    has_rules = YesNo("有工作制度", aliases=("工作制度", "有制度", "是否有工作制度"))
    has_window = YesNo("有服务窗口", aliases=("服务窗口", "有窗口", "是否有服务窗口"))
    has_staff = YesNo("有人员服务", aliases=("人员服务", "有人员", "是否有人员服务"))
    has_funds = YesNo("有经费保障", aliases=("经费保障", "有经费", "是否有经费保障"))
    has_events = YesNo("有专题活动", aliases=("专题活动", "有活动", "是否有专题活动"))
    has_publicity = YesNo("有宣传阵地", aliases=("宣传阵地", "有宣传", "是否有宣传阵地"))
    has_results = YesNo("有成果展示", aliases=("成果展示", "有成果", "是否有成果展示"))
    opened_on = PartialDate(
        "启用日期",
        aliases=("启用时间", "投用日期", "投用时间", "投入使用时间", "开放日期", "开放时间", "设立日期", "设立时间"),
    )
    closed_on = PartialDate("停用日期", aliases=("停用时间", "关闭日期", "关闭时间", "停止使用时间", "停办时间"))
    area_m2 = Decimal("面积（㎡）", unit="㎡", aliases=("面积", "建筑面积", "场地面积", "使用面积"))
    status = Choice("状态", "base_status", aliases=("阵地状态", "使用状态", "运行状态"))
    notes = Text("备注", lines=True, aliases=NOTES)
