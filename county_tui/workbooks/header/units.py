"""Units of measurement: 万元, 人次, （㎡）, 人/平方公里, and rows that hold nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SCALE = r"(?:[十百千万亿]|百万|千万|亿万|十万|十亿)?"
_NAME = (
    r"(?:人民币)?元|美元|欧元|港元|人|人次|户|户次|个|件|件次|次|所|家|场|场次|名|岁|年|月|日|天|工作日|小时|学时|课时|分|分钟|秒|"
    r"平方米|平方公里|平方千米|平米|公里|千米|米|厘米|毫米|亩|公顷|吨|公斤|千克|克|斤|篇|条|份|套|台|台次|辆|辆次|处|间|"
    r"册|册次|本|张|只|头|项|位|倍|枚|瓶|箱|批|批次|座|栋|幢|组|片|支|艘|艘次|副|把|块|根|棵|株|盏|口|期|班|班次|车次|趟|"
    r"㎡|[kcmμ]?m[23²³]?|[kmμn]?[gWV]|k?Wh|m?L|dB|t|℃|%|％|‰|无量纲|立方米|千瓦|千瓦时|度|"
    r"吨标准煤|标准煤|床|张床|门|部|线|端口|对|皮长公里|百分点|点|[KMG]bps|[KMGT]B|Hz"
)
_PER = r"(?:[/·]" + _SCALE + r"[\u4e00-\u9fffa-zA-ZＧ]{1,6}[23²³]?)*"
_UNIT = re.compile(rf"[（(\[]?(?:单位[:：])?{_SCALE}(?:{_NAME}){_PER}(?:[（(]{_SCALE}(?:{_NAME})[）)])?[）)\]]?", re.I)
_IN_BRACKETS = re.compile(r"[（(\[][^（）()\d]{0,6}[^（）()]{1,3}[）)\]]")
_HEADS_UNITS = frozenset({"单位", "计量单位", "数据单位", "单位名"})
_NO_UNIT = frozenset({"-", "—", "/", "--", "——", "无"})
_NO_UNIT_IN_WORDS = frozenset({"文字", "文本", "字符", "日期"})
"""What a unit row says of a column that is not measured; only beside real units."""


def is_unit(text: str) -> bool:
    """Tell the name of a unit, in brackets or not."""
    return bool(_UNIT.fullmatch(text))


def is_bracketed_unit(text: str) -> bool:
    """Tell a unit, or any short word, in brackets: （个）, （万元）, （人·天）."""
    return bool(_IN_BRACKETS.fullmatch(text))


def is_unit_row(texts: Sequence[str]) -> bool:
    """Tell a row that only names each column's unit: 亿元 % 人, or 计量单位 and then mostly units."""
    tokens = [text for text in texts if text]
    is_named = bool(tokens) and tokens[0] in _HEADS_UNITS
    if is_named:
        tokens = tokens[1:]
    units = [token for token in tokens if is_unit(token) or is_bracketed_unit(token)]
    blanks = _NO_UNIT | _NO_UNIT_IN_WORDS if units else _NO_UNIT
    return len(units) >= 2 and all(token in units or token in blanks for token in tokens)
