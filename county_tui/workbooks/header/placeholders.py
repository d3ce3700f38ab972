"""What a program is to replace in a template: {{name}}, {.name}, ${total}, <%= place %>."""

from __future__ import annotations

import re
from collections.abc import Sequence

from county_tui.workbooks.header.labels import has_han

# {=1} is none: so Excel shows a formula over several cells
_PLACEHOLDER = re.compile(r"[$#%@]?\{[^{}=][^{}]*\}|<%.*%>|\[\[.+\]\]|&=.+|.*(?:\{\{|\}\}).*")


def is_placeholder(text: str) -> bool:
    """True for the placeholder of a value."""
    return bool(_PLACEHOLDER.fullmatch(text))


def is_placeholder_row(texts: Sequence[str]) -> bool:
    """True for a row of placeholders, with nothing but numbers and names in Latin letters between them."""
    filled = [text for text in texts if text]
    return any(map(is_placeholder, filled)) and all(is_placeholder(text) or not has_han(text) for text in filled)
