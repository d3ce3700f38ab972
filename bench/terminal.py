"""The app on a million records in a real terminal of 80x24, beside an empty Textual app, visidata and a DataTable."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from bench.ledgers import COMMAND, full_ledger, plain_csv
from bench.measure import Figure, limit, ratio
from tests.screens.terminals import Terminal

IDLE_S = 5.0
LIMIT_S = 120.0
STEPS = 5
EMPTY_APP = (
    "from textual.app import App\nfrom textual.widgets import Static\n"
    "class Empty(App):\n    def compose(self):\n        yield Static('EMPTY-READY')\n"
    "Empty().run()"
)
DATA_TABLE = (
    "import sys, csv\nfrom textual.app import App\nfrom textual.widgets import DataTable\n"
    "class Table(App):\n"
    "    def compose(self):\n        yield DataTable(cursor_type='row')\n"
    "    def on_mount(self):\n"
    "        rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig')))\n"
    "        table = self.query_one(DataTable)\n"
    "        table.add_columns(*rows[0])\n"
    "        table.add_rows(rows[1:])\n"
    "Table().run()"
)
VISIDATA = (str(Path(sys.executable).with_name("vd")), "--nothing", "--motd-url=")
"""Without plugins, without a settings file, and without asking the network for a message of the day."""


def opened(program: Sequence[str], *arguments: str, until: str) -> tuple[Terminal, float]:
    """A program in a terminal, and the seconds until a text stood there."""
    started = time.perf_counter()
    terminal = Terminal(*arguments, program=program)
    terminal.first(until, LIMIT_S)
    return terminal, time.perf_counter() - started


def memory_mb(terminal: Terminal) -> float:
    """What the program and its children hold now."""
    process = psutil.Process(terminal.pid)
    return float(sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 2**20)


def first_frames(ledger: Path) -> tuple[float, float, float]:
    """Median seconds to the home screen, to its last count, and to an empty Textual app's text, in turn."""
    drawn, counted, empty = [], [], []
    for _ in range(STEPS):
        for times, program, arguments, until in (
            (drawn, COMMAND, ("--db", str(ledger), "--as", "bench"), "指标台账"),
            (counted, COMMAND, ("--db", str(ledger), "--as", "bench"), "1,000,000"),
            (empty, (sys.executable, "-c", EMPTY_APP), (), "EMPTY-READY"),
        ):
            terminal, seconds = opened(program, *arguments, until=until)
            terminal.kill()
            times.append(seconds)
    return statistics.median(drawn), statistics.median(counted), statistics.median(empty)


def steps(terminal: Terminal, key: str) -> float:
    """The median bytes one key brings."""
    return statistics.median(terminal.press(key, until="条") for _ in range(STEPS))


def measure(folder: Path) -> Iterator[Figure]:
    """Ours first, then what others need for the same or a tenth of it."""
    ledger = full_ledger(folder)
    drawn, counted, empty = first_frames(ledger)
    yield ratio("app on 1,000,000 records, first full screen", drawn, empty, 2.0, "an empty Textual app")
    told = f"{counted:.2f} s / {empty:.2f} s = {counted / empty:.2f}"
    yield Figure("app on 1,000,000 records, all counts on home", told, "for comparison")
    terminal, _ = opened(COMMAND, "--db", str(ledger), "--as", "bench", until="1,000,000")
    terminal.until("1,000,000")
    yield limit("memory at the first full frame", memory_mb(terminal), 70, "MB")
    listed = terminal.press("down", "down", "down", "down", "enter", until="/ 1,000,000 条")
    yield limit("bytes for the first list", listed, 14_336, "B")
    yield limit("bytes for a cursor step", steps(terminal, "down"), 350, "B")
    yield limit("bytes for a page down", steps(terminal, "pagedown"), 3_584, "B")
    yield limit(f"bytes in {IDLE_S:.0f} s of idling", terminal.idle_bytes(IDLE_S), 0, "B")
    yield limit("memory in the list", memory_mb(terminal), 70, "MB")
    terminal.kill()
    yield visidata(ledger)
    yield data_table(folder)


def visidata(ledger: Path) -> Figure:
    """The same records as a csv in visidata, which shows the beginning while it loads the rest into memory."""
    terminal, first = opened(VISIDATA, str(plain_csv(ledger)), until="S1-")
    started = time.perf_counter()
    terminal.first(" 1000000 rows", LIMIT_S)
    whole = first + time.perf_counter() - started
    terminal.until(" 1000000 rows")
    step = statistics.median(terminal.press("down", until="rows") for _ in range(STEPS))
    told = f"{first:.1f} s, all rows {whole:.1f} s, {memory_mb(terminal):.0f} MB, {step:.0f} B a step"
    terminal.kill()
    return Figure("beside: visidata, the 1,000,000 as csv", told, "")


def data_table(folder: Path) -> Figure:
    """Textual's DataTable on 100,000 rows."""
    small = plain_csv(full_ledger(folder, 100_000))
    terminal, seconds = opened((sys.executable, "-c", DATA_TABLE), str(small), until="服务日期")
    step = terminal.press("down", until="服务日期")
    told = f"{seconds:.1f} s, {memory_mb(terminal):.0f} MB, {step} B a step"
    terminal.kill()
    return Figure("beside: DataTable, 100,000 rows", told, "")
