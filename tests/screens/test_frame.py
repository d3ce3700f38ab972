"""Whatever is drawn in whatever order, the terminal ends up showing just that, and is sent little."""

from __future__ import annotations

import re
import unicodedata

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from county_tui.widgets.diff_renderer import FrameBuffer, Piece, cells_of
from county_tui.widgets.terminal import Charset

SIZE = Size(20, 4)
STYLES = (Style(), Style(reverse=True), Style(bold=True), Style(color="red"), Style(underline=True))


def show(screen: pyte.Screen, sequence: str) -> None:
    """Let a terminal take a sequence."""
    pyte.Stream(screen).feed(sequence)


def sent(frame: FrameBuffer, pieces: list[Piece], size: Size = SIZE) -> str:
    """Draw pieces, and take what is sent for them."""
    frame.draw(pieces, size, ColorSystem.STANDARD)
    return frame.changes()


def shown(screen: pyte.Screen) -> list[str]:
    """The rows as a reader sees them."""
    rows = []
    for y in range(SIZE.height):
        cells = screen.buffer[y]
        rows.append("".join(cells[x].data for x in range(SIZE.width)))
    return rows


def row_of(text: str, style: Style) -> Strip:
    """A text in just the width of the screen."""
    return Strip([Segment(set_cell_size(text, SIZE.width), style)], SIZE.width)


lines = st.tuples(st.integers(0, SIZE.height - 1), st.text("民族工作ab 12~", max_size=14), st.sampled_from(STYLES))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(lines, max_size=4), max_size=8))
def test_the_terminal_shows_what_was_drawn_last(updates: list[list[tuple[int, str, Style]]]) -> None:
    frame, screen = FrameBuffer(), pyte.Screen(SIZE.width, SIZE.height)
    wanted = [" " * SIZE.width] * SIZE.height
    for update in updates:
        pieces = [(y, 0, row_of(text, style)) for y, text, style in update]
        for y, _, strip in pieces:
            wanted[y] = strip.text
        show(screen, sent(frame, pieces))
    assert shown(screen) == wanted


OURS = re.compile(r"\x1b\[[0-9;]*[mHK]")


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=12) | st.text("\x1b[3;1m\n\x9b\u202e\u200b\ud800\xad民", max_size=12))
def test_whatever_a_text_holds_the_terminal_obeys_nothing_in_it(text: str) -> None:
    strip = Strip([Segment(text, Style())])
    told = OURS.sub("", sent(FrameBuffer(), [(0, 0, strip)]))
    assert not [each for each in told if unicodedata.category(each) in ("Cc", "Cf", "Cs")]
    assert len(list(cells_of(strip, ColorSystem.STANDARD, Charset()))) == strip.cell_length


@settings(max_examples=100, deadline=None)
@given(st.text("民族ab ", min_size=1, max_size=6), st.integers(0, 6))
def test_a_piece_in_the_middle_leaves_the_rest_alone(text: str, half: int) -> None:
    frame, screen = FrameBuffer(), pyte.Screen(SIZE.width, SIZE.height)
    before = row_of("城市民族工作台账甲乙", Style())
    show(screen, sent(frame, [(0, 0, before)]))
    width = cell_len(text) + cell_len(text) % 2
    piece = Strip([Segment(set_cell_size(text, width), Style())], width)
    x = min(half * 2, SIZE.width - width)
    show(screen, sent(frame, [(0, x, piece)]))
    left, right = before.crop(0, x).text, before.crop(x + width, SIZE.width).text
    assert shown(screen)[0] == left + piece.text + right


def test_what_stands_there_already_is_not_sent_again() -> None:
    frame = FrameBuffer()
    piece = (1, 0, row_of("锦官驿街道", Style(bold=True)))
    assert sent(frame, [piece])
    assert sent(frame, [piece]) == ""


def test_one_changed_word_costs_a_few_bytes() -> None:
    frame = FrameBuffer()
    sent(frame, [(0, 0, row_of("服务记录 1-20 条", Style()))])
    told = sent(frame, [(0, 0, row_of("服务记录 1-40 条", Style()))])
    assert told == "\x1b[1;12H4"


def test_a_row_with_a_character_of_uncertain_width_is_sent_whole() -> None:
    frame = FrameBuffer()
    sent(frame, [(0, 0, row_of("搜索“甲”一二", Style()))])
    told = sent(frame, [(0, 0, row_of("搜索“甲”一三", Style()))])
    assert told.startswith("\x1b[1;1H搜索“甲”一三")


def test_after_forgetting_everything_is_sent() -> None:
    frame = FrameBuffer()
    piece = (0, 0, row_of("甲", Style()))
    first = sent(frame, [piece])
    frame.forget()
    assert sent(frame, [piece]) == first
    assert sent(frame, [piece], Size(20, 5)) == first


def test_what_is_drawn_over_before_it_is_sent_costs_nothing() -> None:
    frame = FrameBuffer()
    sent(frame, [(0, 0, row_of("甲", Style()))])
    for text in ("乙", "丙", "丁", "甲"):
        frame.draw([(0, 0, row_of(text, Style()))], SIZE, ColorSystem.STANDARD)
    assert frame.changes() == ""
