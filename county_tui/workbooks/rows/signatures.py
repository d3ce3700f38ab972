"""Lines for names, seals and dates under a table: 回访人：, 评审专家签字：, 单位（盖章）, 统计时间：2026年6月30日."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from county_tui.workbooks.rows.thresholds import LONGEST_ANSWER

_WORD = r"[^\d\s：:（）()，。；]"
_SEAL = r"(?:[（(](?:签字|签名|签章|盖章|公章|手印|章|签字盖章|签字、?盖章|签名盖章)[）)])"
_SIGNER = r"(?:人|员|专家|代表|领导|[组科局院校站]长|主任|书记|会计|出纳|单位|部门|机构|电话|意见)"
_SIGNED = r"(?:签字|签名|签章|盖章|公章|签收|签批|审签)"
_DATED = r"(?:时间|日期)"
SIGNED = rf"(?:{_SIGNER}|{_SIGNED}|{_DATED}){_SEAL}?\s*"
"""What the label before a colon ends with."""
_LABELLED = re.compile(rf"{_WORD}{{0,12}}(?:{_SIGNER}|{_SIGNED}|{_DATED}){_SEAL}?[：:]")
_SEALED = re.compile(rf"{_WORD}{{1,14}}(?:{_SEAL}|签字|签名|签章|盖章)")
_DATE = re.compile(r"(?:(?:19|20)?\d{0,4}[-/.年]){1}\d{0,2}[-/.月]\d{0,2}日?")


def is_signature_row(texts: Sequence[str]) -> bool:
    """True for some texts of one row that are labels to sign at, each with at most one short answer after it."""
    is_label = [_is_label(text) for text in texts]
    if not any(is_label) or not (is_label[0] or _DATE.fullmatch(texts[0])):
        return False
    if any(not (one or other) for one, other in pairwise(is_label)):
        return False
    return all(label or len(text) <= LONGEST_ANSWER for label, text in zip(is_label, texts, strict=True))


def _is_label(text: str) -> bool:
    """True for one label or several, with short answers: 制表人：王敏审核人：李立."""
    if _SEALED.fullmatch(text):
        return True
    parts = _LABELLED.split(text)
    return len(parts) > 1 and not parts[0] and all(len(part) <= LONGEST_ANSWER for part in parts)
