"""Text for a terminal or a message: what a terminal would obey, or turn the other way round, is left out."""

from __future__ import annotations

import unicodedata

OBEYED = ("Cc", "Cf")
"""Control characters (escape sequences begin with one) and format characters (direction, zero width)."""
NO_TEXT = "?"
"""Stands for half a surrogate pair: what a file name holds that is no UTF-8."""
LONGEST = 40
"""Characters of a value that a message quotes: it must still fit a line or two of 80 cells."""


def _harmless(character: str, kept: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cs":
        return NO_TEXT
    return "" if kind in OBEYED and character not in kept else character


def printable(text: str, kept: str = "\n\t") -> str:
    """The text without control and format characters, except those `kept`."""
    if text.isprintable():
        return text
    told = {ord(character): _harmless(character, kept) for character in set(text)}  # a few hundred in megabytes
    return text.translate(told)


def shown(text: str) -> str:
    """The text in quotes, as far as it can be printed, cut after 40 characters."""
    visible = "".join(character if character.isprintable() else " " for character in text[: 2 * LONGEST])
    plain = " ".join(visible.split())
    return f"“{plain[:LONGEST]}…”" if len(plain) > LONGEST or len(text) > 2 * LONGEST else f"“{plain}”"
