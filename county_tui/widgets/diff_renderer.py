"""What stands on the terminal, cell by cell, so that only the cells that changed are sent to it again."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from county_tui.printable import printable
from county_tui.widgets.terminal import Charset

Cell = tuple[str, str]
"""A character (empty for the right half of a wide one) and its style as an ANSI sequence's parameters."""
Row = list[Cell]
Piece = tuple[int, int, Strip]
"""(row, column, what is drawn there)"""

BLANK: Cell = (" ", "")
UNSEEN_ON_BLANKS = ("", "1", "2")
"""Plain, bold and dim: a blank in them looks like any other."""
MOVE_BYTES = 9
"""What jumping over unchanged cells costs; fewer bytes than that are sent again instead."""


@lru_cache(maxsize=8192)
def is_exact(character: str) -> bool:
    """Whether all terminals draw a character equally wide. A row with another kind is sent whole."""
    return unicodedata.east_asian_width(character) != "A" and get_character_cell_size(character) > 0


@lru_cache(maxsize=8192)
def harmless(character: str) -> str:
    """A character as it is drawn: nothing a terminal would obey, and as wide."""
    return printable(character, kept="") or " " * get_character_cell_size(character)


@lru_cache(maxsize=512)
def parameters(style: Style, colors: ColorSystem) -> str:
    """A style as an ANSI sequence's parameters; the terminal's own colours need none."""
    found = Strip.render_ansi(style, colors).split(";")
    return ";".join(found if "38" in found or "48" in found else [part for part in found if part not in ("39", "49")])


def cells_of(strip: Strip, colors: ColorSystem, charset: Charset) -> Iterator[Cell]:
    """The cells of a strip, harmless and drawable; blanks at the end of a text that look like nothing are nothing."""
    for given, style, _ in strip:
        text = charset.drawable(given if given.isprintable() else "".join(map(harmless, given)))
        ansi = parameters(style, colors) if style else ""
        end = len(text.rstrip(" ")) if ansi in UNSEEN_ON_BLANKS else len(text)
        for character in text[:end]:
            width = 1 if character < "\u0300" else get_character_cell_size(character)
            if width:
                yield character, ansi
            if width == 2:
                yield "", ansi
        yield from [BLANK] * (len(text) - end)


def written(cells: Row) -> str:
    """Cells as a terminal takes them."""
    out, style = [], ""
    for character, ansi in cells:
        if ansi != style:
            out.append(("\x1b[0m" if style else "") + (f"\x1b[{ansi}m" if ansi else ""))
            style = ansi
        out.append(character)
    return "".join(out) + ("\x1b[0m" if style else "")


def runs(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """The spans of cells to send, from the first to behind the last; short unchanged stretches are taken along."""
    changed = [at for at, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
    if not changed:
        return
    start, end = changed[0], changed[0] + 1
    for at in changed[1:]:
        if sum(len(character.encode()) for character, _ in new[end:at]) > MOVE_BYTES:
            yield start, end
            start = at
        end = at + 1
    yield start, end


def row_changes(y: int, old: Row | None, new: Row) -> Iterator[str]:
    """What to send to turn one row into another; None for a row nothing is known of."""
    is_even = old is not None and all(is_exact(character) for character, _ in (*old, *new) if character > "\x7f")
    blank_from = len(new)
    while blank_from and new[blank_from - 1] == BLANK:
        blank_from -= 1
    for start, end in runs(old, new) if is_even and old is not None else [(0, len(new))] if old != new else []:
        while start and (new[start][0] == "" or (old is not None and old[start][0] == "")):
            start -= 1
        while end < len(new) and (new[end][0] == "" or (old is not None and old[end][0] == "")):
            end += 1
        rest = "\x1b[K" if end > blank_from + 3 else ""
        yield f"\x1b[{y + 1};{start + 1}H{written(new[start : max(start, blank_from) if rest else end])}{rest}"


def pieces_of(update: CompositorUpdate) -> Iterator[Piece]:
    """What an update of Textual's draws, and where."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, x1, x2 in update.spans:
            for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if chop is not None and x <= x2 and end > x1:
                    yield y, x, chop.crop(0, min(end, x2) - x)


class FrameBuffer:
    """The terminal's cells as they were last sent, and as they are to be."""

    def __init__(self, charset: Charset | None = None) -> None:
        self._charset = charset or Charset()
        self._sent: dict[int, Row] = {}
        self._wanted: dict[int, Row] = {}
        self._size = Size(0, 0)

    def forget(self) -> None:
        """Force a full redraw: the next update sends all it draws."""
        self._sent.clear()

    def draw(self, pieces: Iterable[Piece], size: Size, colors: ColorSystem) -> None:
        """Note what is to stand on the terminal; nothing is sent yet."""
        if size != self._size:
            self._size = size
            self.forget()
            self._wanted.clear()
        drawn: dict[int, Row] = {}
        for y, x, strip in pieces:
            row = drawn.get(y)
            if row is None:
                row = drawn[y] = list(self._wanted.get(y) or self._sent.get(y) or [BLANK] * size.width)
            cells = list(cells_of(strip, colors, self._charset))
            row[x : x + len(cells)] = cells
        for y, row in drawn.items():
            self._wanted[y] = row[: size.width]

    def changes(self) -> str:
        """What to send for all that was drawn to stand on the terminal; it counts as sent."""
        sent: list[str] = []
        for y, row in sorted(self._wanted.items()):
            sent += row_changes(y, self._sent.get(y), row)
            self._sent[y] = row
        self._wanted.clear()
        return "".join(sent)


class Changes(CompositorUpdate):
    """An update that sends only what changed."""

    def __init__(self, sequence: str) -> None:
        self.sequence = sequence

    def render_segments(self, console: Console) -> str:
        """The sequence, made already."""
        return self.sequence
