"""The lines under a form: what the field takes, and what could be meant by what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from county_tui.models.kinds import Choice, Kind, MultiChoice, Reference, RegionCode, YesNo
from county_tui.models.lookups import Lookups
from county_tui.widgets.cells import GAP, between, fitted
from county_tui.widgets.lines import CURSOR, FAINT, PLAIN
from county_tui.widgets.matching import best

ROWS = 4
MOST = 40
"""Candidates kept of those that match; another letter finds the rest."""
JOINED = "、"
CLAUSES = "clause"
MISSED = "没有符合的选项，请删掉几个字再看"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to pick: how it is written into the field, and what is said behind it to tell what it is."""

    text: str
    note: str = ""

    @property
    def shown(self) -> str:
        """How it is offered."""
        return f"{self.text}{self.note}"


def options_for(field: Kind, lookups: Lookups, near: str | None = None) -> list[Option]:
    """All that can be picked for a field; none for one that is typed freely.

    Records at the region `near` come first, then those in it or around it; those that serve no more come last.
    """
    match field:
        case Choice() | MultiChoice():
            notes = clause_titles() if field.options == CLAUSES else {}
            return [Option(label, notes.get(label, "")) for label in lookups.choices(field.options)]
        case YesNo():
            return [Option("是"), Option("否")]
        case RegionCode():
            regions = lookups.regions
            return [Option(regions.path(code)) for code in sorted(regions.by_code) if regions.is_within(code)]
        case Reference():
            return _records(field, lookups, near)
    return []


def _records(field: Reference, lookups: Lookups, near: str | None) -> list[Option]:
    """The records a reference may point to, in the order they are most likely meant."""
    names, word = lookups.names(field.register), field.rel_model.ends[1]

    def order(key: int) -> tuple[bool, int, str]:
        region = names.regions.get(key, "")
        return key in names.ends, distance(region, near, lookups) if near else 0, names.name(key)

    keys = sorted(names.names, key=order)
    return [Option(names.name(key), f"（{word} {names.ends[key]}）" if key in names.ends else "") for key in keys]


def distance(region: str, near: str, lookups: Lookups) -> int:
    """How far a region is from another: 0 the same, 1 within it, 2 around it, 3 beside it."""
    known = lookups.regions
    if region == near or region not in known.by_code or near not in known.by_code:
        return 0 if region == near else 3
    if any(one.code == near for one in known.ancestors(region)):
        return 1
    return 2 if any(one.code == region for one in known.ancestors(near)) else 3


@cache
def clause_titles() -> dict[str, str]:
    """What each clause of the standard is called, put behind its number."""
    from county_tui.reports.clauses import clauses  # reads a file: not before a form asks for it

    return {clause.number: f"（{clause.title}）" for clause in clauses()}


def last_part(field: Kind, text: str) -> tuple[str, str]:
    """The committed prefix of a text, and the part being typed: the last one, where several may be picked."""
    if not isinstance(field, MultiChoice):
        return "", text
    before, mark, part = text.rpartition(JOINED)
    return before + mark, part


class Candidates(Widget):
    """A hint, and options to pick from with the arrow keys, like the bar of an input method."""

    def __init__(self) -> None:
        super().__init__(id="candidates")
        self.hint = ""
        self.position = ""
        self.found: list[Option] = []
        self.chosen = -1
        self.is_missed = False
        self._shown: tuple[object, ...] = ()

    @property
    def current(self) -> str | None:
        """The option under the cursor."""
        return self.found[self.chosen].text if 0 <= self.chosen < len(self.found) else None

    def offer(self, hint: str, options: Sequence[Option], typed: str, *, is_free: bool = False) -> None:
        """Show the options that match what is typed.

        The best one is chosen as soon as anything is typed, unless the field may hold other things too.
        """
        found = [one for one, _ in best(((one, one.shown) for one in options), typed, MOST)] if options else []
        self.is_missed = bool(typed and options and not found and not is_free)
        texts = [one.text for one in found]
        if typed and texts == [typed]:
            found = []
        chosen = 0 if typed and found and typed not in texts and not is_free else -1
        shown = (hint, found, chosen, self.is_missed)
        if shown != self._shown:
            self._shown = shown
            self.hint, self.found, self.chosen = hint, found, chosen
            self.refresh()

    def step(self, by: int) -> None:
        """Move among the options."""
        if self.found:
            self.chosen = max(-1, min(self.chosen + by, len(self.found) - 1))
            self.refresh()

    def rows(self, width: int) -> list[list[int]]:
        """The options by number, in rows of at most `width` cells."""
        rows: list[list[int]] = [[]]
        used = 1
        for at, option in enumerate(self.found):
            size = cell_len(option.shown) + len(GAP)
            if used + size > width and rows[-1]:
                rows.append([])
                used = 1
            rows[-1].append(at)
            used += size
        return rows

    def render_line(self, y: int) -> Strip:
        """The hint, then the rows around the chosen option."""
        width = self.size.width
        if y == 0:
            return Strip([Segment(between(f" {self.hint}", f"{self.position} ", width), FAINT)], width)
        if self.is_missed and y == 1:
            return Strip([Segment(fitted(f" {MISSED}", width), PLAIN)], width)
        rows = self.rows(width)
        at = next((row for row, numbers in enumerate(rows) if self.chosen in numbers), 0)
        first = max(0, min(at - 1, len(rows) - (ROWS - 1)))
        numbers = rows[first + y - 1] if first + y - 1 < len(rows) else []
        return Strip([Segment(" ", PLAIN), *self._segments(numbers)]).adjust_cell_length(width, PLAIN)

    def _segments(self, numbers: list[int]) -> Iterator[Segment]:
        for at in numbers:
            yield Segment(self.found[at].shown, CURSOR if at == self.chosen else PLAIN)
            yield Segment(GAP, PLAIN)
