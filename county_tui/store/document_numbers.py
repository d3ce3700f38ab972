"""Document numbers in the names of files, however their brackets and blanks are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WORDS = re.compile(r"\d+|[^\W\d_]+")


def words_of(text: str) -> list[str]:
    """A document number or file name as its words and numbers: 锦民宗发〔2026〕第03号 → 锦民宗发 2026 3 号."""
    folded = unicodedata.normalize("NFKC", text).lower()
    words = [word.lstrip("0") or "0" if word.isdecimal() else word for word in _WORDS.findall(folded)]
    return [word for word in words if word != "第"]


def names_document(name: str, number: str) -> bool:
    """Whether a file's name holds a document number, however its brackets and blanks are written."""
    wanted, words = words_of(number), words_of(name)
    if len(wanted) < 2 or not any(word.isdecimal() for word in wanted):
        return False
    return any(_is_at(words[at : at + len(wanted)], wanted) for at in range(len(words)))


def _is_at(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether words are those wanted; a text before the number may be longer at its front, one after it at its end."""
    if len(words) < len(wanted):
        return False
    first, last = (words[0], wanted[0]), (words[-1], wanted[-1])
    begins = first[0] == first[1] if wanted[0].isdecimal() else first[0].endswith(first[1])
    ends = last[0] == last[1] if wanted[-1].isdecimal() else last[0].startswith(last[1])
    return begins and ends and list(words[1:-1]) == list(wanted[1:-1])
