"""Text for a terminal: what it would obey, or turn the other way round, is left out."""

from __future__ import annotations

import unicodedata

OBEYED = ("Cc", "Cf")
"""Control characters (escape sequences begin with one) and format characters (direction, zero width)."""
NO_TEXT = "?"
"""Stands for half a surrogate pair: what a file name holds that is no UTF-8."""


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
