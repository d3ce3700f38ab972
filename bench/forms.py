"""A form of 500 marks over a million records: the engine's time and memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

from bench.ledgers import full_ledger
from bench.measure import Figure, in_turn, limit, peak_mb
from county_tui import forms, reports, store
from county_tui.forms.definition import FormDefinition, MarkedCell, Spot, address_of
from county_tui.forms.marks import parse_mark

MARKS = 500
PERIOD = "2026"
TAKES = ("件数", "合计 服务人次", "平均 满意度")


def _texts() -> Iterator[str]:
    """Marks as a large statistics form has them: each kind, each outcome, each town, and kinds by town."""
    lookups = store.lookups()
    kinds, outcomes = lookups.choices("service_category"), lookups.choices("service_outcome")
    towns = [town.name for town in lookups.regions.towns()]
    for take, kind in product(TAKES, kinds):
        yield f"{take} 服务记录 | 服务类别={kind}"
    for take, kind, outcome in product(TAKES, kinds, outcomes):
        yield f"{take} 服务记录 | 服务类别={kind}；办理结果={outcome}"
    for take, kind, town in product(TAKES, kinds, towns):
        yield f"{take} 服务记录 | 服务类别={kind}；所属区划={town}"
    for take, kind in product(TAKES, kinds):
        yield f"{take} 服务记录 | 服务类别={kind} @上年同期"


def _form(marks: int) -> FormDefinition:
    cells = []
    for row, text in enumerate(islice(_texts(), marks), 1):
        address = address_of(row, 1)
        cells.append(MarkedCell(Spot(0, row, 1), address, "{" + text + "}", (parse_mark(text),), is_alone=True))
    return FormDefinition("bench", "", ("bench",), tuple(cells), (), (), b"")


def fill_once(ledger: str, marks: int) -> None:
    """Fill a form of so many marks; run in a process of its own, whose memory is looked at."""
    store.bind(Path(ledger))
    forms.fill(_form(marks), reports.parse_period(PERIOD))


def _peak(ledger: Path, marks: int) -> float:
    return peak_mb([sys.executable, "-c", f"from bench.forms import fill_once; fill_once({str(ledger)!r}, {marks})"])


def measure(folder: Path) -> Iterator[Figure]:
    """Fill the form; the memory it takes is what a process with it needs more than one with a form of one mark."""
    ledger = full_ledger(folder)
    made, period = _form(MARKS), reports.parse_period(PERIOD)
    (seconds,) = in_turn(lambda: forms.fill(made, period))
    grown = _peak(ledger, MARKS) - _peak(ledger, 1)
    yield limit(f"a form of {len(made.cells)} marks over 1,000,000 records", seconds, 2.0, "s")
    yield limit("the same, memory it takes", grown, 150.0, "MB")
