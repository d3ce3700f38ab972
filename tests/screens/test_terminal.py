"""The app in a real pseudo-terminal: start, search, save, a draft after SIGKILL, and what it costs in bytes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from county_tui import store
from county_tui.models import register_named
from county_tui.store.kept import drafts_of
from tests.screens.terminals import Terminal

Open = Callable[..., Terminal]


@pytest.fixture
def opened(ledger: Path) -> Iterator[Open]:
    """A function that opens the app on the test's ledger; what it opened is ended afterwards."""
    terminals: list[Terminal] = []

    def open_terminal(*arguments: str, **environment: str) -> Terminal:
        arguments = arguments or ("--db", str(ledger), "--as", "王晓")
        terminals.append(Terminal(*arguments, environment=environment))
        return terminals[-1]

    yield open_terminal
    for terminal in terminals:
        try:
            terminal.kill()
        except (ProcessLookupError, ChildProcessError, OSError):
            continue


@pytest.fixture
def services(ledger: Path) -> None:
    """300 service records, in one batch."""
    register = "service_records"
    lookups = store.lookups()
    same = {"category": "法律援助", "item": "劳动合同纠纷咨询与法律援助申请", "region": "510104017000"}
    rows = []
    for number in range(300):
        day = date(2026, number % 11 + 1, number % 27 + 1)
        values = {**same, "number": f"JJ{number:04d}", "served_on": day, "people_served": number + 1}
        rows.append([values.get(name) for name in register_named(register).fields()])
    counts = {"new": 300, "updated": 0, "unchanged": 0, "refused": 0}
    with store.transaction():
        batch = store.start_batch("import", "服务.xlsx", "李敏", counts)
        store.insert_rows(register, rows, store.stamped("李敏", batch), lookups)


def test_start_search_and_page_cost_few_bytes(opened: Open, services: None) -> None:
    terminal = opened()
    terminal.until("近十二个月")
    assert terminal.sent < 14_000
    assert terminal.press("down", "down", "down", "down", "enter", until="1-20 / 300 条") < 14_000
    assert terminal.press("down", until="服务记录") <= 350
    assert terminal.press("pagedown", until="21-40 / 300 条") <= 3_500
    terminal.press("/", until="输入任意几个字")
    terminal.press("JJ0123", until="1-1 / 1 条")
    assert terminal.idle_bytes(1.0) == 0


def test_a_record_typed_in_bursts_is_saved(opened: Open) -> None:
    terminal = opened()
    terminal.until("近十二个月")
    terminal.press("enter", until="还没有记录")
    terminal.press("n", until="* 为必填")
    terminal.press("张三", "tab", "锦江区民宗局", "tab", "锦官驿街道", "tab", "宣传员", until="宣传员")
    terminal.press("ctrl+s", until="已保存：张三")
    assert store.list_rows(store.Query("personnel"))[0].values["name"] == "张三"


def test_what_was_typed_survives_a_killed_program(opened: Open) -> None:
    terminal = opened()
    terminal.until("近十二个月")
    terminal.press("enter", until="还没有记录")
    terminal.press("n", until="* 为必填")
    terminal.press("张三", "tab", "锦江区民宗局", until="锦江区民宗局")
    assert terminal.idle_bytes(1.5) == 0
    terminal.kill()
    assert drafts_of("王晓")[0].texts["unit"] == "锦江区民宗局"
    again = opened()
    again.until("有 1 份没有保存的表单")
    again.press("u", until="张三，锦江区民宗局")
    again.press("enter", until="* 为必填")
    assert "张三" in again.text


@pytest.mark.parametrize(("number", "ended_by"), [(signal.SIGHUP, signal.SIGHUP), (signal.SIGTERM, 0)])
def test_a_dropped_connection_loses_nothing_typed(opened: Open, number: int, ended_by: int) -> None:
    terminal = opened()
    terminal.until("近十二个月")
    terminal.press("enter", until="还没有记录")
    terminal.press("n", until="* 为必填")
    terminal.type_until("张三", "张三")
    assert terminal.signalled(number) == ended_by
    assert drafts_of("王晓")[0].texts["name"] == "张三"


def test_the_whole_screen_comes_back_after_ctrl_z(opened: Open) -> None:
    terminal = opened()
    terminal.until("近十二个月")
    os.write(terminal.fd, b"\x1a")
    os.waitpid(terminal.pid, os.WUNTRACED)
    terminal.screen.reset()
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.until("近十二个月")
    assert "锦江区" in terminal.text.splitlines()[0]
    assert "q退出" in terminal.text.splitlines()[-1]


def test_a_terminal_that_cannot_show_chinese_is_told_what_to_do(opened: Open) -> None:
    terminal = opened(LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    terminal.until("LANG")


@pytest.mark.parametrize("term", ["linux", "screen", "xterm"])
def test_other_terminals_show_the_same(opened: Open, term: str) -> None:
    terminal = opened(TERM=term)
    terminal.until("近十二个月")
    assert "工作队伍" in terminal.text


def test_a_slow_line_gets_no_more_than_others(opened: Open, services: None) -> None:
    terminal = opened(SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22", NO_COLOR="1")
    terminal.until("近十二个月")
    assert terminal.sent < 6_000
    assert terminal.idle_bytes(1.0) == 0


def test_a_line_of_64_kbit_keeps_up_with_a_held_key(opened: Open, services: None) -> None:
    terminal = opened(SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22")
    terminal.bytes_per_s = 8_000
    terminal.until("近十二个月")
    terminal.press("down", "down", "down", "down", "enter", until="1-20 / 300 条")
    held = terminal.press(*["pagedown"] * 14, until="281-300 / 300 条")
    assert held < 8_000
    terminal.press("/", "JJ0123", until="1-1 / 1 条")


def test_the_first_start_offers_to_set_up(opened: Open, tmp_path: Path) -> None:
    terminal = opened("--db", str(tmp_path / "none" / "ledger.db"))
    terminal.until("这台电脑上还没有台账")
    terminal.press("enter", until="本单位在哪里")
    terminal.press("锦江", until="成都市/锦江区")
    terminal.press("enter", until="本单位的名称")
    terminal.press("锦江区民宗局", "enter", until="这样建立台账")
    terminal.press("enter", until="近十二个月")
    assert "锦江区民宗局" in terminal.text
