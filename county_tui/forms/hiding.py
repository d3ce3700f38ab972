"""Small numbers in forms: which of them are hidden, what reads them, and what stays exact.

Hidden as in summary tables (LINE 1): below the county a number of one to four that tells who came is not shown, nor the
next smallest where a total would give it away. Pure: numbers and who reads whom in, marks out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from county_tui.reports.hiding import FEW, MASKED, hidden_positions, is_small, mark

Printed = tuple[int, int, int]
"""A cell of the printed form: the sheet's position from 0, row and column from 1."""
Place = tuple[Printed, int]
"""A mark in a printed cell, counted from 0."""


@dataclass(frozen=True, slots=True)
class Few:
    """A number below the county that tells who came; `parts` are a mean's sum and count."""

    value: int | float
    parts: tuple[int | float, int] | None
    is_of_row: bool
    """Whether it stands in a repeated row."""

    @property
    def is_small(self) -> bool:
        """Whether it may say who someone is: a mean does by what it is made of."""
        return any(map(is_small, self.parts)) if self.parts else is_small(self.value)


@dataclass(frozen=True, slots=True)
class Reading:
    """A formula: its value, the cells it reads, whether it is of a region below the county, and of a repeated row."""

    value: int | float | None
    reads: frozenset[Printed]
    is_low: bool
    is_of_row: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to hide in a form; `columns` are numbers whose total another mark shows."""

    few: Mapping[Place, Few]
    formulas: Mapping[Place, Reading]
    columns: Sequence[Sequence[Place]]

    def by_cell(self, places: Iterable[Place]) -> dict[Printed, list[Place]]:
        """Marks by the cell they stand in."""
        found: dict[Printed, list[Place]] = {}
        for place in places:
            found.setdefault(place[0], []).append(place)
        return found


def hidden_marks(figures: Figures) -> dict[Place, str]:
    """What stands for each number that is hidden."""
    hidden = {place: FEW for place, one in figures.few.items() if one.is_small}
    if not hidden:
        return hidden
    leaves = dict(_leaves(figures))
    totals = {place: found for place, found in leaves.items() if _is_total(figures, place, found)}
    for place in totals:
        # The total of a town is one of the town's own numbers.
        if figures.formulas[place].is_low and is_small(figures.formulas[place].value):
            hidden[place] = FEW
    shown = [found for place, found in totals.items() if place not in hidden]
    for column in (*figures.columns, *shown):
        hidden = _second(figures, column) | hidden
    return _read_by(figures, hidden, frozenset(totals))


def _leaves(figures: Figures) -> Iterator[tuple[Place, list[Place]]]:
    """For each formula the numbers telling who came that it is worked out from, through other formulas too."""
    few, formulas = figures.by_cell(figures.few), figures.by_cell(figures.formulas)
    for place, reading in figures.formulas.items():
        waiting, seen = list(reading.reads), set(reading.reads)
        found: list[Place] = []
        while waiting:
            cell = waiting.pop()
            found += few.get(cell, [])
            more = {one for inner in formulas.get(cell, ()) for one in figures.formulas[inner].reads} - seen
            seen |= more
            waiting += more
        if found:
            yield place, sorted(found)


def _is_total(figures: Figures, place: Place, leaves: Sequence[Place]) -> bool:
    """Whether a formula stays exact: one over whole repeated rows, or of a county over several regions."""
    reading = figures.formulas[place]
    if reading.is_of_row:
        return False
    if all(figures.few[leaf].is_of_row for leaf in leaves):
        return True
    return not reading.is_low and len(leaves) > 1


def _second(figures: Figures, column: Sequence[Place]) -> dict[Place, str]:
    """The marks of a column whose total is shown; a mean adds up to nothing."""
    parts = [place for place in column if figures.few[place].parts is None]
    values = [figures.few[place].value for place in parts]
    return {parts[at]: mark(values[at]) for at in hidden_positions(values, sum(values))}


def _read_by(figures: Figures, hidden: dict[Place, str], exact: frozenset[Place]) -> dict[Place, str]:
    """The same with the formulas that would give a hidden number away."""
    cells = {cell for cell, _ in hidden}
    found = dict(hidden)
    while True:
        more = {
            place: MASKED
            for place, reading in figures.formulas.items()
            if place not in found and place not in exact and not cells.isdisjoint(reading.reads)
        }
        if not more:
            return found
        found |= more
        cells |= {cell for cell, _ in more}
