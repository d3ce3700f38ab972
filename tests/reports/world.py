"""Ledgers full of generated records: every region level, blanks, trash, partial dates, leap days, ends of periods."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from county_tui import store
from county_tui.models import REGISTERS, register_named
from county_tui.models.lookups import Lookups
from county_tui.models.regions import town_or_above
from county_tui.models.service_records import FEWEST_COUNTED

Record = dict[str, Any]
EDGES = (
    date(2024, 2, 29),
    date(2024, 6, 30),
    date(2024, 7, 1),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 6, 30),
    date(2026, 6, 30),
    date(2026, 7, 1),
    date(2021, 6, 30),
    date(2021, 7, 1),
    date(2020, 2, 29),
)
"""Days on which something begins or ends; service days fall on them often."""
HAVES = ("has_rules", "has_window", "has_staff", "has_funds", "has_events", "has_publicity", "has_results")


@dataclass(frozen=True)
class World:
    """A ledger, and its live records as they were put in."""

    path: Path
    home: str
    lookups: Lookups
    live: Mapping[str, list[Record]]

    @property
    def codes(self) -> list[str]:
        """All codes of the ledger's region."""
        regions = self.lookups.regions
        return sorted(code for code in regions.by_code if regions.is_within(code))


@dataclass
class Dice:
    """A seeded source of values."""

    rng: random.Random
    lookups: Lookups
    codes: list[str]
    known: dict[str, list[int]] = field(default_factory=dict)
    """The ids of what was put into each register so far."""

    def one(self, options: str) -> str:
        """A label of a choice list."""
        return self.rng.choice(self.lookups.choices(options))

    def maybe(self, make: Callable[[], Any], chance: float = 0.7) -> Any:
        """A value, or None."""
        return make() if self.rng.random() < chance else None

    def region(self) -> str:
        """A region; the few above the communities often enough."""
        upper = [code for code in self.codes if code.endswith("000")]
        return self.rng.choice(upper if self.rng.random() < 0.4 else self.codes)

    def day(self) -> date:
        """A day, often one on which periods begin or end."""
        if self.rng.random() < 0.4:
            return self.rng.choice(EDGES)
        return date(2024, 1, 1) + timedelta(days=self.rng.randrange(1000))

    def partial(self) -> str:
        """A year, a month or a day."""
        edges = [str(edge) for edge in EDGES]
        day = self.rng.choice(edges) if self.rng.random() < 0.5 else str(self.day())
        shift = self.rng.choice((0, 0, 0, 1, 2, 5))
        moved = f"{int(day[:4]) + shift}{day[4:]}"
        if moved.endswith("02-29") and int(moved[:4]) % 4:
            moved = moved[:-2] + "28"
        return moved[: self.rng.choice((4, 7, 10, 10))]


def _person(dice: Dice, at: int) -> Record:
    return {
        "name": f"人员{at}",
        "unit": "某单位",
        "region": dice.region(),
        "role": dice.one("role"),
        "started_on": dice.maybe(dice.partial),
        "ended_on": dice.maybe(dice.partial, 0.5),
        "trained_on": dice.maybe(dice.day),
    }


def _base(dice: Dice, at: int) -> Record:
    return {
        "name": f"阵地{at}",
        "region": dice.region(),
        "kind": dice.one("base_kind"),
        "level": dice.maybe(lambda: dice.one("base_level"), 0.9),
        "status": dice.maybe(lambda: dice.one("base_status")),
        "named_on": dice.maybe(dice.partial, 0.5),
        "opened_on": dice.maybe(dice.partial, 0.5),
        "closed_on": dice.maybe(dice.partial, 0.3),
        **{name: dice.maybe(lambda: dice.rng.random() < 0.9, 0.97) for name in HAVES},
    }


def _unit(dice: Dice, at: int) -> Record:
    return {
        "name": f"单位{at}",
        "region": dice.region(),
        "sector": dice.one("sector"),
        "level": dice.one("unit_level"),
        "status": "命名" if dice.rng.random() < 0.7 else dice.maybe(lambda: dice.one("unit_status")),
        "named_on": dice.maybe(dice.partial, 0.85),
        "valid_until": dice.maybe(dice.partial, 0.4),
        "revoked_on": dice.maybe(dice.partial, 0.2),
    }


def _rule(dice: Dice, at: int) -> Record:
    return {
        "title": f"制度{at}",
        "kind": dice.one("system_kind"),
        "region": dice.region(),
        "issuing_unit": "某单位",
        "issued_on": dice.maybe(dice.partial),
        "effective_on": dice.maybe(dice.partial, 0.6),
        "repealed_on": dice.maybe(dice.partial, 0.2),
        "status": "现行" if dice.rng.random() < 0.7 else dice.maybe(lambda: dice.one("system_status")),
    }


def _service(dice: Dice, at: int) -> Record:
    people = dice.rng.randint(1, 3 * FEWEST_COUNTED if at % 3 else 300)
    tells = people >= FEWEST_COUNTED
    return {
        "number": f"S{at}",
        "served_on": dice.day(),
        "category": dice.one("service_category"),
        "item": f"事项{at % 7}",
        "region": dice.region(),
        "people_served": people,
        "migrants_served": dice.maybe(lambda: dice.rng.randint(0, people)) if tells else None,
        "minority_served": dice.maybe(lambda: dice.rng.randint(0, people)) if tells else None,
        "language": dice.maybe(lambda: dice.one("language"), 0.3) if tells else None,
        "outcome": dice.maybe(lambda: dice.one("service_outcome"), 0.9),
        "satisfaction": dice.maybe(lambda: dice.rng.randint(1, 5), 0.5),
    }


def _tally(dice: Dice, at: int) -> Record:
    return {
        "month": str(dice.day())[:7],
        "region": town_or_above(dice.region()),
        "category": dice.one("service_category"),
        "migrants_served": dice.maybe(lambda: dice.rng.randint(0, 6)),
        "minority_served": dice.maybe(lambda: dice.rng.randint(0, 6)),
        "language_cases": dice.maybe(lambda: dice.rng.randint(0, 3), 0.3),
        "source": f"来源{at}",
    }


def _activity(dice: Dice, at: int) -> Record:
    return {
        "title": f"活动{at}",
        "held_on": dice.day(),
        "kind": dice.one("activity_kind"),
        "plan": dice.maybe(lambda: dice.one("plan"), 0.4),
        "region": dice.region(),
        "participants": dice.maybe(lambda: dice.rng.randint(0, 500)),
        "channel": dice.maybe(lambda: (dice.one("channel"),)),
        "reach": dice.maybe(lambda: dice.rng.randint(0, 9000), 0.5),
        "budget_yuan": dice.maybe(lambda: Decimal(dice.rng.randint(0, 10**7)) / 100),
    }


def _indicator(dice: Dice, at: int) -> Record:
    source = dice.maybe(lambda: dice.one("indicator_source"), 0.9)
    typed = source in (None, "手工填报")
    return {
        "year": dice.rng.choice((2024, 2025, 2026)),
        "name": f"指标{at}",
        "clause": dice.maybe(lambda: dice.one("clause")),
        "region": dice.region(),
        "target": Decimal(dice.rng.choice(("0", "1", "3", "20", "12.5", "400"))),
        "source": source,
        "actual": dice.maybe(lambda: Decimal(dice.rng.randint(0, 300)) / 10) if typed else None,
        "kind": dice.maybe(lambda: dice.one("indicator_kind")),
        "direction": dice.maybe(lambda: dice.one("indicator_direction"), 0.4),
        "due_on": dice.maybe(dice.day),
        "responsible": dice.maybe(lambda: "某科"),
    }


def _training(dice: Dice, at: int) -> Record:
    return {"staff": dice.rng.choice(dice.known["personnel"]), "trained_on": dice.day(), "topic": f"内容{at}"}


def _progress(dice: Dice, at: int) -> Record:
    """Two of each indicator's periods, no period twice."""
    known = dice.known["indicators"]
    periods = ("2024", "2024H1", "2025Q1", "2025-01..2025-09", "2025", "2026-03", "2026H1")
    return {
        "indicator": known[at * 7 % len(known)],
        "period": periods[at % len(periods)],
        "actual": Decimal(dice.rng.randint(0, 300)) / 10,
    }


MAKERS: dict[str, tuple[Callable[[Dice, int], Record], int]] = {
    "personnel": (_person, 250),
    "bases": (_base, 150),
    "demonstration_units": (_unit, 300),
    "work_systems": (_rule, 200),
    "service_records": (_service, 700),
    "service_tallies": (_tally, 150),
    "activities": (_activity, 250),
    "trainings": (_training, 200),
    "indicators": (_indicator, 60),
    "indicator_progress": (_progress, 120),
}


def put(register: str, records: list[Record], lookups: Lookups) -> list[int]:
    """Insert records, given by field, in one batch. Returns their ids."""
    fields = register_named(register).fields()
    rows = [[record.get(name) for name in fields] for record in records]
    with store.transaction():
        batch = store.start_batch(
            "import", "测试", "测试", {"new": len(rows), "updated": 0, "unchanged": 0, "refused": 0}
        )
        return store.insert_rows(register, rows, store.stamped("测试", batch), lookups)


def _fill(register: str, dice: Dice) -> list[Record]:
    """Insert generated records and move every eighth to the trash. Returns those that stay."""
    make, count = MAKERS[register]
    records = [{**dict.fromkeys(register_named(register).fields()), **make(dice, at)} for at in range(count)]
    ids = put(register, records, dice.lookups)
    dice.known[register] = ids
    for record, key in zip(records, ids, strict=True):
        record["id"] = key
    with store.transaction():
        batch = store.start_batch("delete", "测试", "测试", {"new": 0, "updated": 0, "unchanged": 0, "refused": 0})
        gone = store.rows_by_id(register, ids[::8])
        store.Writer(register_named(register), store.stamped("测试", batch), dice.lookups).trash(gone, "delete")
    return [record for at, record in enumerate(records) if at % 8]


def build(path: Path, home: str, seed: int) -> World:
    """A new ledger for a region, with generated records in every register."""
    store.create_ledger(path, home, "某单位")
    lookups = store.lookups()
    codes = sorted(code for code in lookups.regions.by_code if lookups.regions.is_within(code))
    dice = Dice(random.Random(seed), lookups, codes)
    names = [register.register_name() for register in REGISTERS]
    live = {name: _fill(name, dice) for name in names if name in MAKERS}
    return World(path, lookups.regions.home, lookups, live)
