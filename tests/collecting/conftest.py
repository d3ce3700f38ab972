"""A city and its counties: a ledger each, sent to and fro by files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from county_tui import collecting, returns, store
from county_tui.collecting import Outcome, TaskRequest
from county_tui.report_period import parse_period
from county_tui.returns import Request

CITY, JINJIANG, QINGYANG, WUHOU = "510100000000", "510104000000", "510105000000", "510107000000"
COUNTIES = (JINJIANG, QINGYANG, WUHOU)
QUARTER = parse_period("2026Q3")
DUE, TODAY = date(2026, 10, 10), date(2026, 10, 9)
NAMES = ("services", "services-by-town", "activities")


@dataclass(frozen=True)
class Offices:
    """The folder with a ledger for each office, by region code."""

    folder: Path

    @contextmanager
    def at(self, region: str) -> Iterator[None]:
        """Sit at the ledger of an office."""
        store.bind(self.folder / f"{region}.db")
        yield
        store.bind(self.folder / f"{CITY}.db")

    def seal(self, region: str, names: tuple[str, ...] = NAMES) -> Path:
        """Seal an office's return, and export it."""
        with self.at(region):
            sealed = returns.seal(Request(names, QUARTER), "测试")
            return returns.write_return(sealed, self.folder)

    def amend(self, region: str, reason: str) -> Path:
        """Amend the office's newest return, and export it."""
        with self.at(region):
            newest = max(one.id or 0 for one in returns.list_returns())
            return returns.write_return(returns.amend(newest, reason, "测试"), self.folder)


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Empty ledgers of a city and three of its counties, made once."""
    folder = tmp_path_factory.mktemp("offices")
    for region in (CITY, *COUNTIES):
        store.create_ledger(folder / f"{region}.db", region, f"{region}民宗局")
    return folder


@pytest.fixture
def offices(ledgers: Path, tmp_path: Path) -> Offices:
    """Fresh copies of them; one sits at the city's."""
    for file in ledgers.glob("*.db"):
        shutil.copyfile(file, tmp_path / file.name)
    found = Offices(tmp_path)
    store.bind(tmp_path / f"{CITY}.db")
    return found


Serve = Callable[..., None]


@pytest.fixture
def serve(offices: Offices) -> Serve:
    """Put a service on an office's record: `serve(JINJIANG, "510104017000", people=7)`."""

    def put(office: str, region: str, people: int = 7, category: str = "法律援助", **more: object) -> None:
        values = {"category": category, "item": "咨询", "region": region, "served_on": date(2026, 8, 1)}
        with offices.at(office):
            store.create("service_records", {**values, "people_served": people, **more}, "测试")  # type: ignore[dict-item]

    return put


@pytest.fixture
def task(offices: Offices) -> Path:
    """The task of the quarter for the three counties, written to a file."""
    file = offices.folder / "任务.zip"
    made = collecting.create_task(TaskRequest(NAMES, QUARTER, DUE, ("锦江区", "青羊区", "武侯区")), "市")
    collecting.write_task(made, file)
    return file


def take(path: Path, today: date = TODAY) -> Outcome:
    """Collect a file at the office one sits at."""
    return collecting.collect(path, "市", today)
