"""Which columns identify residents: they are never stored, by name or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from county_tui.models.privacy import holds_id_number, is_rounded_id_number
from county_tui.workbooks import Cell

_RESIDENT = (
    "服务对象|帮扶对象|救助对象|受助对象|走访对象|慰问对象|培训对象|群众|居民|村民|当事人|申请人|受助人|求助人|来访人|"
    "被服务人|被访人|务工人员|流动人口|少数民族群众|少数民族|学生|患者|户|租户|家长|监护人|本人|配偶|参加人员|参与人员|受益人"
)
_TRAIT = (
    "姓名|名字|名单|电话|手机号?码?|联系电话|联系方式|住址|地址|信息|民族|年龄|性别|签名|签字|身份证号?码?|证件号?码?"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"身份证|居民证|证件号|公民身份|身份号码|护照|港澳通行证|社保卡号|银行卡号?|银行账号",
        r"^户主|户主姓名|户主$|家庭成员|家属|家庭人口|家庭情况|户号|户口簿",
        r"^(服务|帮扶|救助|受助|走访|慰问)对象$|^当事人$|^申请人$|^受助人$|^来访人员?$|^求助人$|^受益人$",
        rf"({_RESIDENT})(的)?({_TRAIT})",
        r"^民族$|^民族(成分|成份|族别|类别)|^族别$|^族$|^所属民族$",
        r"宗教信仰|^信教|^宗教$|^信仰$|政治面貌|^党派$|入党",
        r"户籍|籍贯|家庭住址|家庭地址|现住址|现居住|居住地|居住地址|住址|户口所在|暂住",
        r"出生(日期|年月|时间|地)|^生日$|^年龄$|^性别$|婚姻|文化程度$|健康状况",
    )
)
_BARE = frozenset(
    [
        "姓名",
        "名字",
        "电话",
        "联系电话",
        "手机",
        "手机号",
        "手机号码",
        "联系方式",
        "电话号码",
        "联系人",
        "联系人电话",
        "签名",
        "签字",
        "本人签字",
    ]
)
"""Headers that mean a resident in a register that has no such field of its own (a service record's 姓名)."""

LEAST_IN_A_FIELD = 3
"""A column that fits a field is taken for one of ID numbers from so many on; fewer refuse their rows instead."""

WHY = "属于居民或个人身份信息，本台账不记录，这一列不导入"


def is_private(folded_header: str) -> bool:
    """Whether a folded header text names something that identifies a person."""
    return any(pattern.search(folded_header) for pattern in _PATTERNS)


def is_bare_person(folded_header: str) -> bool:
    """Whether a folded header names somebody's name or phone without saying whose."""
    return folded_header in _BARE


def _is_id_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return holds_id_number(cell)
    return isinstance(cell, float) and is_rounded_id_number(cell)


def holds_id_numbers(cells: Sequence[Cell], least: int = 1) -> bool:
    """Whether a column is one of ID numbers, whatever its title: half of what is filled in, and `least` of them."""
    filled = [cell for cell in cells if cell not in (None, "")]
    found = sum(map(_is_id_number, filled))
    return found >= least and 2 * found >= len(filled)
