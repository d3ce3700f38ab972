"""The self-assessment against the standard, worked out a second time from the clause table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib.resources import files

import pytest

from county_tui import reports, store
from tests.reports import by_hand
from tests.reports.by_hand import Asked
from tests.reports.conftest import TOWN
from tests.reports.world import HAVES, Record, World


def _lines() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with files("county_tui").joinpath("data/standard_clauses.csv").open("r", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(f"{row['clause']} {row['title']}", []).append(row)
    return found


def meets(record: Record, where: str) -> bool:
    """Whether a record meets what the clause table says."""
    if not where:
        return True
    if where == "region.level=5":
        return not record["region"].endswith("000")
    name, _, wanted = where.partition("=")
    if not name.endswith("!"):
        held = record[name]
        return bool(set(held if isinstance(held, tuple) else (held,)) & set(wanted.split("|")))
    if not wanted:
        return record[name[:-1]] is not None
    return record[name[:-1]] not in wanted.split("|")


def counted(asked: Asked, register: str, where: str) -> list[Record]:
    """The records of a register that count at all: in the period, or as things stand at its end."""
    stands: dict[str, Callable[[Record], bool]] = {
        "personnel": lambda r: by_hand.in_post(r, asked.last),
        "bases": lambda r: by_hand.is_open(r, asked.last),
        "demonstration_units": lambda r: by_hand.is_named(r, asked.last),
        "work_systems": lambda r: by_hand.in_force(r, asked.last),
        "service_records": lambda r: asked.first <= r["served_on"] <= asked.last,
        "activities": lambda r: asked.first <= r["held_on"] <= asked.last,
        "indicators": lambda r: r["year"] == asked.last.year,
    }
    if where.startswith("status=") and where != "status=命名":
        return asked.live(register)
    return [record for record in asked.live(register) if stands[register](record)]


@pytest.mark.parametrize(
    ("which", "period", "region"),
    [
        ("county-1", "2025", None),
        ("county-2", "2024-02", None),
        ("county-1", "2031", None),
        ("county-1", "2025H1", TOWN),
        ("city", "2026H1", None),
        ("town", "2024", None),
    ],
)
def test_every_clause_has_the_evidence_counted_by_hand(
    worlds: Callable[[str], World], which: str, period: str, region: str | None
) -> None:
    world = worlds(which)
    span = reports.parse_period(period)
    asked = Asked(world, span.first, span.last, region or world.home)
    table = reports.fill("standard", span, region)
    towns = [code for code in by_hand.parts(asked) if code != asked.region]
    assert [row.label for row in table.rows] == list(_lines())
    for row, lines in zip(table.rows, _lines().values(), strict=True):
        found = [
            [r for r in counted(asked, line["register"], line["where"]) if meets(r, line["where"])] for line in lines
        ]
        counts = [len(records) for records in found]
        reached = {t for t in towns for records in found for r in records if by_hand.lies_in(r["region"], t)}
        status = "已落实" if all(counts) else "部分落实" if any(counts) else "空白"
        evidence = [value for line, count in zip(lines, counts, strict=True) for value in (line["what_counts"], count)]
        if row.label == "5.2 服务平台":
            evidence += ["其中七有齐全", sum(all(record[name] is True for name in HAVES) for record in found[0])]
        padding = [None] * (4 - len(evidence))
        wanted = [*evidence, *padding, len(reached), len(towns), pytest.approx(len(reached) / len(towns)), status]
        assert [cell.value for cell in row.cells] == wanted, row.label


def test_the_list_behind_each_count_holds_just_its_records(world: World) -> None:
    for period in ("2025", "2031"):
        table = reports.fill("standard", reports.parse_period(period))
        cells = [cell for row in table.rows for cell in row.cells if cell.queries]
        assert len(cells) == sum(len(lines) for lines in _lines().values()) + 1
        for cell in cells:
            assert cell.queries and store.count_rows(cell.queries[0]) == cell.value


def test_an_empty_ledger_has_nothing_but_blanks(ledger: object) -> None:
    table = reports.fill("standard", reports.parse_period("2025"))
    assert {row.cells[-1].value for row in table.rows} == {"空白"}
    assert table.total is None
