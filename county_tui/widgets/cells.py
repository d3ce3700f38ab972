"""Text in terminal cells: a Chinese character takes two, and nothing may be counted in characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

CUT = "~"
"""Stands where a text was cut. The usual ellipsis is two cells wide in some Chinese terminals."""
GAP = "  "
STOPS = frozenset("，。、；：！？）》」”")
"""Signs that no line begins with."""
WORD = re.compile(r"[!-~]+|.")


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


def widened(widths: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """Widths grown in turn, a cell each, until `room` cells are used or each is as wide as it would like to be."""
    grown = list(widths)
    while room > 0 and any(width < most for width, most in zip(grown, wanted, strict=True)):
        for at, most in enumerate(wanted):
            if room > 0 and grown[at] < most:
                grown[at] += 1
                room -= 1
    return grown


def shortened(text: str, width: int) -> str:
    """The text, cut if it takes more than `width` cells."""
    return text if cell_len(text) <= width else cut(text, width).rstrip()


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` cells, as Chinese is set: broken anywhere but in a word or before a stop."""
    for paragraph in text.split("\n"):
        line: list[str] = []
        for part in parts_of(paragraph, width):
            if cell_len("".join(line)) + cell_len(part) > width:
                carried = [line.pop()] if part in STOPS and len(line) > 1 else []
                yield "".join(line)
                line = carried
            line.append(part)
        yield "".join(line)


def parts_of(text: str, width: int) -> list[str]:
    """What a line may be broken between: words of letters and digits that fit on a line, else single characters."""
    words = WORD.findall(text)
    return [part for word in words for part in ([word] if cell_len(word) <= width else list(word))]


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
