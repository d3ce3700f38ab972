"""The clauses of the standard and what counts as evidence of each, from `data/standard_clauses.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from county_tui.reports.definition import Filter, Spot
from county_tui.reports.parts import filters_of

FILE = "standard_clauses.csv"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence: which records of a register count, and in words what they are."""

    register: str
    filters: tuple[Filter, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, with all its kinds of evidence."""

    number: str
    title: str
    evidence: tuple[Evidence, ...]


@cache
def clauses() -> tuple[Clause, ...]:
    """All clauses in the standard's order."""
    found: dict[str, Clause] = {}
    with files("county_tui").joinpath(f"data/{FILE}").open("r", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            tests = [text for text in row["where"].split(";") if text]
            filters = filters_of(tests, row["register"], Spot(FILE, line, "where"))
            evidence = Evidence(row["register"], filters, row["what_counts"])
            known = found.get(row["clause"], Clause(row["clause"], row["title"], ()))
            found[row["clause"]] = Clause(known.number, known.title, (*known.evidence, evidence))
    return tuple(found.values())
