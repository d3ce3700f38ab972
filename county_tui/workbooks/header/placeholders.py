"""What a program is to replace in a template: {{name}}, {.name}, ${total}, <%= place %>."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PLACEHOLDER = re.compile(r"[$#%@]?\{[^{}]+\}|<%.*%>|\[\[.+\]\]|&=.+|.*(?:\{\{|\}\}).*")
_HAN = re.compile(r"[\u3400-\u9fff]")


def is_placeholder(text: str) -> bool:
    """Tell a text that stands for a value still to come."""
    return bool(_PLACEHOLDER.fullmatch(text))


def is_placeholder_row(texts: Sequence[str]) -> bool:
    """Tell a row of placeholders, with nothing but numbers and names in Latin letters between them."""
    filled = [text for text in texts if text]
    return any(map(is_placeholder, filled)) and all(is_placeholder(text) or not _HAN.search(text) for text in filled)
