"""Text in terminal cells: a Chinese character takes two, and nothing may be counted in characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

CUT = "~"
"""Stands where a text was cut. The usual ellipsis is two cells wide in some Chinese terminals."""
GAP = "  "


@lru_cache(maxsize=8192)
def fitted(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells: padded, or cut with a mark at the end."""
    size = cell_len(text)
    if size > width:
        return cut(text, width) if width > 1 else set_cell_size(text, max(width, 0))
    return " " * (width - size) + text if right else text + " " * (width - size)


def cut(text: str, width: int) -> str:
    """A text too long for `width` cells, the mark right behind the last character that fits."""
    used, end = 0, 0
    while used + cell_len(text[end]) < width:
        used += cell_len(text[end])
        end += 1
    return set_cell_size(text[:end] + CUT, width)


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` cells, broken anywhere, as Chinese is; line breaks in it stay."""
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if cell_len(line) + cell_len(character) > width:
                yield line
                line = ""
            line += character
        yield line


def flowed(parts: Iterable[str], width: int, gap: str = GAP) -> Iterator[str]:
    """The parts one after another in lines of at most `width` cells, never broken inside a part."""
    line = ""
    for part in parts:
        longer = f"{line}{gap}{part}" if line else part
        if cell_len(longer) > width and line:
            yield line
            longer = part
        line = longer
    if line:
        yield line


def between(left: str, right: str, width: int) -> str:
    """One line with a text at each end; the left one gives way."""
    room = width - cell_len(right)
    return fitted(left, max(room - 1, 0)) + " " + right if room > 1 else fitted(right, width)


def grouped(number: int) -> str:
    """A count with its thousands apart: 1,000,000."""
    return f"{number:,}"
