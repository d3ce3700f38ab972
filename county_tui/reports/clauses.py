"""The clauses of the standard and what counts as evidence of each, from `data/standard_clauses.csv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from county_tui.reports.definition import Definition, Filter, Spot
from county_tui.reports.parts import filters_of

FILE = "standard_clauses.csv"
ASIDE = re.compile("（(.+)者另计）")
"""A line names what to count aside, by a column of the register's own table: 服务窗口数（七有齐全者另计）."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence: which records of a register count, and in words what they are."""

    register: str
    filters: tuple[Filter, ...]
    words: str
    is_aside: bool = False
    """Whether it is a part of the one before, told for its own sake: nothing hangs on it."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, with all its kinds of evidence."""

    number: str
    title: str
    evidence: tuple[Evidence, ...]

    def with_asides(self, tables: Mapping[str, Definition]) -> Clause:
        """The clause with what its words ask to be counted aside as well, each behind the evidence it is part of."""
        found: list[Evidence] = []
        for evidence in self.evidence:
            found.append(evidence)
            if named := ASIDE.search(evidence.words):
                found.append(_aside(evidence, named.group(1), tables[evidence.register]))
        return replace(self, evidence=tuple(found))


def _aside(evidence: Evidence, label: str, table: Definition) -> Evidence:
    """What also meets the conditions of a column of the register's own table."""
    column = next(column for column in table.columns if column.label == label)
    return Evidence(evidence.register, evidence.filters + column.where, f"其中{label}", is_aside=True)


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
