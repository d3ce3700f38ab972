"""Terminals with a Chinese character set of before Unicode: what they can draw, and what is typed on them."""

from __future__ import annotations

import codecs
from functools import lru_cache

from rich.cells import get_character_cell_size
from textual.drivers import linux_driver

UNICODE = "utf-8"

# These sets have the signs on the right as two cells, the layout counts one: each is drawn as the sign on the left.
_ALIKE_SIGNS = {
    '"': "“”",
    "'": "‘’",
    "-": "—–―─",
    "|": "│",
    "+": "┌┐└┘├┤┬┴┼",
    "~": "…",
    ".": "·",
    ">": "→",
    "<": "←",
    "^": "↑",
    "v": "↓√",
    "x": "×",
    "/": "÷",
    "o": "○◎□◇△☆",
    "*": "●■◆▲★•",
} | {str(number): chr(0x245F + number) for number in range(1, 10)}  # ① to ⑨
_ALIKE = {ord(sign): drawn for drawn, signs in _ALIKE_SIGNS.items() for sign in signs}


class Charset:
    """The character set of a terminal: UTF-8, or one of the GB family."""

    def __init__(self, encoding: str = UNICODE) -> None:
        self.encoding = codecs.lookup(encoding).name
        self.is_unicode = not self.encoding.startswith("gb")

    def drawable(self, text: str) -> str:
        """A text as this terminal draws it, in as many cells."""
        if self.is_unicode or text.isascii():
            return text
        return "".join(_drawable(character, self.encoding) for character in text.translate(_ALIKE))

    def take_input(self) -> None:
        """Have what is typed decoded from this set: Textual's driver knows UTF-8 alone."""
        if not self.is_unicode:
            decoder = codecs.getincrementaldecoder(self.encoding)
            vars(linux_driver)["getincrementaldecoder"] = lambda _: lambda: decoder("replace")


@lru_cache(maxsize=8192)
def _drawable(character: str, encoding: str) -> str:
    """The character, or question marks as wide where the set has not got it."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return "?" * get_character_cell_size(character)
    return character
