"""Units of measurement: 万元, 人次, （㎡）, 人/平方公里, and rows that hold nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_UNITS = (
    "元 人民币元 美元 欧元 港元 人 人次 户 户次 个 件 件次 次 所 家 场 场次 名 岁 年 月 日 天 工作日 小时 "
    "学时 课时 分 分钟 秒 平方米 平方公里 平方千米 平米 公里 千米 米 厘米 毫米 亩 公顷 吨 公斤 千克 克 斤 篇 "
    "条 份 套 台 台次 辆 辆次 处 间 册 册次 本 张 只 头 项 位 倍 枚 瓶 箱 批 批次 座 栋 幢 组 片 支 艘 艘次 "
    "副 把 块 根 棵 株 盏 口 期 班 班次 车次 趟 门 部 线 床 张床 端口 对 皮长公里 百分点 点 度 ㎡ m m2 m3 "
    "m² m³ km km2 km3 km² km³ cm cm2 cm² cm³ mm mm2 g kg mg w kw mw v kv mv wh kwh l ml db t ℃ % ％ "
    "‰ 无量纲 立方米 千瓦 千瓦时 吨标准煤 标准煤 kbps mbps gbps kb mb gb tb hz"
)
_NAMES = frozenset(_UNITS.split())
_SCALES = ("百万", "千万", "十万", "亿万", "十亿", "十", "百", "千", "万", "亿")
_PER = re.compile(r"[/·]")
_BRACKETS = {"（": "）", "(": ")", "[": "]", "【": "】"}
_SHORT = re.compile(r"[^\W\d_]{1,8}[23²³]?")
"""What a unit may be counted per: 人, 百户, 平方公里."""
_IN_BRACKETS = re.compile(r"[（(\[][^（）()\d]{0,6}[^（）()]{1,3}[）)\]]")
_HEADS_UNITS = frozenset({"单位", "计量单位", "数据单位"})
_NO_UNIT = frozenset({"-", "—", "/", "--", "——", "无"})
_NO_UNIT_IN_WORDS = frozenset({"文字", "文本", "字符", "日期"})
"""What a unit row says of a column that is not measured; only beside real units."""
LEAST_UNITS = 2
"""One unit alone may be a word of its own: 人, 处, 部."""


@lru_cache(maxsize=1 << 14)
def is_unit(text: str) -> bool:
    """True for the name of a unit, in brackets or not."""
    if text and _BRACKETS.get(text[0]) == text[-1]:
        text = text[1:-1]
    text = text.removeprefix("单位：").removeprefix("单位:")
    if text.endswith(("）", ")")):
        text, _, alternative = text[:-1].replace("(", "（").partition("（")
        return _is_measure(text) and _is_measure(alternative)
    return _is_measure(text)


def _is_measure(text: str) -> bool:
    """True for a unit with its scale, and what it is counted per: 万人次, 元/人·月."""
    first, *per = _PER.split(text)
    return _is_name(first) and all(map(_SHORT.fullmatch, per))


def _is_name(text: str) -> bool:
    """True for one unit, perhaps with a scale before it: 元, 万元."""
    name = text.casefold()
    return name in _NAMES or any(name == scale or name.removeprefix(scale) in _NAMES for scale in _SCALES)


def is_bracketed_unit(text: str) -> bool:
    """True for a unit, or any short word, in brackets: （个）, （万元）, （人·天）."""
    return bool(_IN_BRACKETS.fullmatch(text))


def is_unit_row(texts: Sequence[str]) -> bool:
    """True for a row that only names each column's unit: 亿元 % 人, or 计量单位 and then units."""
    tokens = [text for text in texts if text]
    if tokens and tokens[0] in _HEADS_UNITS:
        tokens = tokens[1:]
    units = [token for token in tokens if is_unit(token) or is_bracketed_unit(token)]
    blanks = _NO_UNIT | _NO_UNIT_IN_WORDS
    return len(units) >= LEAST_UNITS and all(token in units or token in blanks for token in tokens)
