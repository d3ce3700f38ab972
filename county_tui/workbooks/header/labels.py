"""How the text of a header cell is read: shown without white space, compared after folding; templates' placeholders."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence

from county_tui.workbooks.cells import Cell

_SPACE = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_UNIT = (
    r"(?:[百千十]?万|亿|百|千)?(?:元|人次|人数?|户数?|个|件|次|所|家|场|名|岁|年|月|日|天|小时|学时|分|平方米|平方公里|公里|"
    r"亩|公顷|吨|公斤|千克|篇|条|份|套|台|辆|处|间|册|㎡|m2|m²|km2|km²|%|％|‰|元/人|人/次)"
)
_BRACKETED_UNIT = re.compile(rf"[(\[【〔](?:单位[::])?{_UNIT}[)\]】〕]")
_NUMBERING = re.compile(
    r"^(?:\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,2}\))(?=\D)"
)
_MARKS = re.compile(r"^[*＊☆★]+|[*＊☆★::]+$")
# {=1} is none: so Excel shows a formula over several cells
_PLACEHOLDER = re.compile(r"[$#%@]?\{[^{}=][^{}]*\}|<%.*%>|\[\[.+\]\]|&=.+|.*(?:\{\{|\}\}).*")


def has_han(text: str) -> bool:
    """True for a text with a Chinese character in it."""
    return any("\u3400" <= character <= "\u9fff" for character in text)


def squeeze(text: str) -> str:
    """Take every white space and line break out of a text."""
    return _SPACE.sub("", text)


def cell_text(cell: Cell) -> str:
    """Return a cell as a header shows it: no white space, 2016.0 as 2016, a date as ISO text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return squeeze(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


def fold_label(text: str) -> str:
    """Fold a header label for comparing: NFKC, white space, bracketed units, marks and numbering taken away."""
    folded = squeeze(unicodedata.normalize("NFKC", text)).casefold()
    folded = _MARKS.sub("", folded)
    folded = _BRACKETED_UNIT.sub("", folded) or folded
    folded = _MARKS.sub("", folded)
    return _NUMBERING.sub("", folded) or folded


def is_placeholder(text: str) -> bool:
    """True for what a program is to replace in a template: {{name}}, {.name}, ${total}, <%= place %>."""
    return bool(_PLACEHOLDER.fullmatch(text))


def is_placeholder_row(texts: Sequence[str]) -> bool:
    """True for a row of placeholders, with nothing but numbers and names in Latin letters between them."""
    filled = [text for text in texts if text]
    return any(map(is_placeholder, filled)) and all(is_placeholder(text) or not has_han(text) for text in filled)
