"""Ledgers full of generated records, made once a test process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from county_tui import store
from tests.reports.world import World, build

COUNTY, CITY, TOWN, COMMUNITY = "510104000000", "511100000000", "510104017000", "510104017004"
WORLDS = {"county-1": (COUNTY, 1), "county-2": (COUNTY, 2), "city": (CITY, 3), "town": (TOWN, 4)}


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], World]:
    """A function that gives a generated ledger by name, bound."""
    made: dict[str, World] = {}

    def give(name: str) -> World:
        if name not in made:
            home, seed = WORLDS[name]
            made[name] = build(tmp_path_factory.mktemp(name) / "ledger.db", home, seed)
        store.bind(made[name].path)
        return made[name]

    return give


@pytest.fixture
def world(worlds: Callable[[str], World]) -> Iterator[World]:
    """The first generated county's ledger."""
    yield worlds("county-1")
