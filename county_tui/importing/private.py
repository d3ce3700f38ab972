"""Which columns identify residents: they are never stored, by name or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from county_tui.models.privacy import holds_id_number, is_rounded_id_number
from county_tui.workbooks import Cell

_RESIDENT = (
    "对象|群众|居民|村民|当事人|办事人|申请人|受助人|求助人|咨询人|来访人|来访者|信访人|被服务人|被访人|受访人|受访者|"
    "务工人员|流动人口|少数民族|学生|学员|患者|就诊人|求职人|求职者|户|户主|业主|房东|房主|承租人|监护人|家长|配偶|"
    "子女|父亲|母亲|父母|家庭成员|成员|家属|亲属|本人|参加人员|参与人员|参训人员|就业人员|领取人|领款人|收款人|受益人"
)
_TRAIT = (
    "姓名|名字|名称|名单|电话|手机号?码?|联系电话|联系方式|住址|地址|信息|民族(?!团结|工作|政策)|年龄|性别|签名|签字|"
    "身份证号?码?|证件号?码?|关系"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"身份证|居民证|居住证|证件(号|类型|种类)|公民身份|身份号码|^id(号|号码|card)?$|护照|港澳通行证|社保卡号|银行卡号?|银行账号",
        r"^户主|户主姓名|户主$|家庭成员|家属|家庭人[口数]|家庭情况|户号|户口簿|与(户主|本人)的?关系",
        r"^被?(服务|帮扶|救助|受助|走访|慰问)(对象|人)$|^当事人$|^申请人$|^受助人$|^来访[人者]员?$|^求助人$|^受益人$",
        rf"({_RESIDENT})的?({_TRAIT})",
        r"^(所属|本人|何种)?民族$|^(少数)?民族(成分|成份|族别|类别|别)|^民族[(（]|^族别$|^族$",
        r"宗教信仰|信仰宗教|宗教派别|信教|^宗教$|^信仰$|^教派$|政治面貌|^党派$|入党|^(是否)?党员$",
        r"户籍|户口|籍贯|^原籍|^祖籍|^老家$|家庭住址|家庭地址|现住址|现居住|居住地|居住地址|租住|住址|暂住|^门牌号?码?$",
        r"出生(日期|年月|时间|地)|^生日$|^年龄$|^性别$|婚姻|^婚否$|文化程度$|^学历$|健康状况|^(是否)?低保户?$|^重点人员$",
    )
)
_SOMEBODY = re.compile(
    r"姓名|名字|(签名|签字|微信号?|qq号?)$"
    r"|^(电话|联系电话|手机|手机号|手机号码|联系方式|电话号码|联系人|联系人电话|照片|指纹)$"
    r"|^(办事人|办事群众|受益群众|来访群众|咨询人|求职[人者]|信访人|领[取款]人|收款人|就诊人|患者|监护人|家长|配偶|子女|父母|"
    r"父亲|母亲|房东|房主|业主|租户|承租人|居民|村民|群众|学生|学员)$"
)
"""Headers that mean a person in a register that has no such field of its own (a service record's 姓名)."""

LEAST_IN_A_FIELD = 3
"""A column that fits a field is taken for one of ID numbers from so many on; fewer refuse their rows instead."""

WHY = "属于居民或个人身份信息，本台账不记录，这一列不导入"


def is_private(folded_header: str) -> bool:
    """Whether a folded header text names something that identifies a person."""
    return any(pattern.search(folded_header) for pattern in _PATTERNS)


def is_bare_person(folded_header: str) -> bool:
    """Whether a folded header means somebody, their name or phone without saying whose."""
    return _SOMEBODY.search(folded_header) is not None


def _is_id_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return holds_id_number(cell)
    return isinstance(cell, float) and is_rounded_id_number(cell)


def holds_id_numbers(cells: Sequence[Cell], least: int = 1) -> bool:
    """Whether a column is one of ID numbers, whatever its title: half of what is filled in, and `least` of them."""
    filled = [cell for cell in cells if cell not in (None, "")]
    found = sum(map(_is_id_number, filled))
    return found >= least and 2 * found >= len(filled)
