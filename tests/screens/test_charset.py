"""Terminals of before Unicode: what they draw, what is typed on them, and what is said where there is no Chinese."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from rich.cells import cell_len

from county_tui.cli.launch import has_chinese
from county_tui.widgets.terminal import Charset
from tests.screens.terminals import Terminal


class GbStream(pyte.Stream):
    """A terminal that takes every byte as GB18030."""

    def __init__(self, screen: pyte.Screen) -> None:
        super().__init__(screen)
        self.decoder = codecs.getincrementaldecoder("gb18030")("strict")

    def feed(self, data: bytes) -> None:  # type: ignore[override]
        """Draw some bytes; one that is no GB18030 is an error."""
        super().feed(self.decoder.decode(data))


@pytest.fixture
def old(ledger: Path) -> Iterator[Terminal]:
    """The app in a session of GB18030."""
    terminal = Terminal("--db", str(ledger), environment={"PYTHONIOENCODING": "gb18030", "PYTHONUTF8": "0"})
    terminal.stream = GbStream(terminal.screen)
    yield terminal
    terminal.kill()


def test_a_session_of_gb18030_reads_and_types_chinese(old: Terminal) -> None:
    old.until("近十二个月")
    assert "工作队伍" in old.text and "锦江区" in old.text.splitlines()[0]
    old.press("\r", until="姓名")
    old.press("/", until="搜索")
    os.write(old.fd, "彝语“双语”".encode("gb18030"))
    old.until('彝语"双语"')


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
@pytest.mark.parametrize("text", ["第①期 “双语”—→…·", "示范单位（命名）", "𠮷野 镕 ㎡", "plain"])
def test_what_is_drawn_is_as_wide_and_in_the_set(encoding: str, text: str) -> None:
    drawn = Charset(encoding).drawable(text)
    assert cell_len(drawn) == cell_len(text)
    drawn.encode(encoding)
    assert not set(drawn) & set("①“”—→…·")


def test_utf_8_is_drawn_as_it_is() -> None:
    assert Charset().drawable("“双语”→①") == "“双语”→①"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("UTF-8", True),
        ("cp936", True),
        ("EUC-CN", True),
        ("iso8859-1", False),
        ("big5", False),
        (None, False),
        ("?", False),
    ],
)
def test_which_sets_have_simplified_chinese(encoding: str | None, expected: bool) -> None:
    assert has_chinese(encoding) is expected


def test_without_chinese_only_ascii_is_said(ledger: Path) -> None:
    terminal = Terminal("--db", str(ledger), environment={"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"})
    terminal.until("LANG=C.UTF-8")
    assert terminal.text.startswith("county-tui: this terminal's character set is") and terminal.text.isascii()
    terminal.kill()


@pytest.mark.parametrize("term", ["xterm", "linux", "vt100", "screen"])
def test_only_sequences_that_any_old_terminal_swallows_are_sent(ledger: Path, term: str) -> None:
    terminal = Terminal("--db", str(ledger), environment={"TERM": term})
    recorded: list[bytes] = []
    draw = terminal.stream.feed
    terminal.stream.feed = lambda data: (recorded.append(data), draw(data))[1]  # type: ignore[method-assign]
    terminal.until("近十二个月")
    terminal.press("\r", until="姓名")
    terminal.press("?", until="帮助")
    terminal.kill()
    others = re.sub(rb"\x1b\[[0-?]*[ -/]*[@-~]", b"", b"".join(recorded))
    assert recorded and b"\x1b" not in others, "an escape that is no CSI: OSC and DCS come as text on some"


def test_a_terminal_without_colours_gets_none(ledger: Path) -> None:
    terminal = Terminal("--db", str(ledger), environment={"TERM": "vt100"})
    terminal.until("近十二个月")
    assert {cell.fg for line in terminal.screen.buffer.values() for cell in line.values()} == {"default"}
    terminal.kill()
