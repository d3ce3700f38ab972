"""The lines under a form: what the field takes, and what could be meant by what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
JOINED = "、"
MISSED = "没有符合的选项，请删掉几个字再看"


def options_for(field: Kind, lookups: Lookups) -> list[str]:
    """All that can be picked for a field, as it is written; none for one that is typed freely."""
    match field:
        case Choice() | MultiChoice():
            return list(lookups.choices(field.options))
        case YesNo():
            return ["是", "否"]
        case RegionCode():
            places = lookups.regions
            return [places.path(code) for code in sorted(places.by_code) if places.is_within(code)]
        case Reference():
            names = lookups.names(field.register)
            return sorted(names.name(key) for key in names.names)
    return []


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
        self.place = ""
        self.found: list[str] = []
        self.chosen = -1
        self.is_missed = False
        self._shown: tuple[object, ...] = ()

    @property
    def current(self) -> str | None:
        """The option under the cursor."""
        return self.found[self.chosen] if 0 <= self.chosen < len(self.found) else None

    def offer(self, hint: str, options: Sequence[str], typed: str, *, is_free: bool = False) -> None:
        """Show the options that match what is typed.

        The best one is chosen as soon as anything is typed, unless the field may hold other things too.
        """
        found = [text for _, text in best(((text, text) for text in options), typed, MOST)] if options else []
        self.is_missed = bool(typed and options and not found and not is_free)
        if typed and found == [typed]:
            found = []
        chosen = 0 if typed and found and typed not in found and not is_free else -1
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
        for at, text in enumerate(self.found):
            size = cell_len(text) + len(GAP)
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
            return Strip([Segment(between(f" {self.hint}", f"{self.place} ", width), FAINT)], width)
        if self.is_missed and y == 1:
            return Strip([Segment(fitted(f" {MISSED}", width), PLAIN)], width)
        rows = self.rows(width)
        at = next((row for row, numbers in enumerate(rows) if self.chosen in numbers), 0)
        first = max(0, min(at - 1, len(rows) - (ROWS - 1)))
        numbers = rows[first + y - 1] if first + y - 1 < len(rows) else []
        return Strip([Segment(" ", PLAIN), *self._segments(numbers)]).adjust_cell_length(width, PLAIN)

    def _segments(self, numbers: list[int]) -> Iterator[Segment]:
        for at in numbers:
            yield Segment(self.found[at], CURSOR if at == self.chosen else PLAIN)
            yield Segment(GAP, PLAIN)
