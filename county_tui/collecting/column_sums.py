"""Many sheets of one frame added up as whole columns: a cell is only touched once, at the end."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from operator import add, or_
from typing import TypeVar

from county_tui.collecting.adder import Adder
from county_tui.collecting.packing import MEANINGS, SHARES, CollectedSheet, Exact, Frame, positions

Place = TypeVar("Place", bound=Hashable)
Where = TypeVar("Where", bound=Hashable)
HAS_TEXT, IS_UNKNOWN, IS_EXTREME = 1, 2, 4


def _flags(adds: str, holds: str) -> int:
    """What a cell's letter says of the sum besides numbers."""
    if holds == "text":
        is_extreme = adds in ("least", "most")
        return IS_UNKNOWN if adds == "ratio" else HAS_TEXT | (IS_EXTREME if is_extreme else 0)
    return IS_UNKNOWN if holds == "odd" else 0


_FLAGS = bytes.maketrans("".join(MEANINGS).encode(), bytes(_flags(adds, holds) for adds, holds in MEANINGS.values()))


class ColumnSums:
    """The sum of sheets of one frame whose cells go to the same places."""

    def __init__(self, first: CollectedSheet) -> None:
        self.first, self.count = first, 0
        self.totals: list[Exact] = [0] * len(first.letters)
        self.parts: dict[tuple[int, ...], list[Exact]] = {}
        self.flags = bytes(len(first.letters))
        self.texts: dict[int, list[str]] = {}

    def add(self, sheet: CollectedSheet) -> None:
        """Take in one place's sheet."""
        self.count += 1
        self.totals = list(map(add, self.totals, sheet.numbers))
        if sheet.parts:
            shares = positions(sheet.letters, SHARES)
            known = self.parts.get(shares)
            self.parts[shares] = list(map(add, known, sheet.parts)) if known else list(sheet.parts)
        flags = sheet.letters.encode().translate(_FLAGS)
        if sheet.letters != self.first.letters or self.count == 1:
            self.flags = bytes(map(or_, self.flags, flags))
        if any(flag & IS_EXTREME for flag in set(flags)):
            self._take_texts(sheet)

    def _take_texts(self, sheet: CollectedSheet) -> None:
        for at, value in sheet.texts().items():
            if isinstance(value, str):
                self.texts.setdefault(at, []).append(value)

    def pour(self, adders: dict[Place, Adder], places: Iterable[Place]) -> None:
        """Add the sums to those of the places of their cells, in the order of the frame's."""
        if self.count == 1 and not self.texts:
            self._take_texts(self.first)
        shares = self._shares()
        for at, place in enumerate(places):
            adder = adders.get(place)
            if adder is None:
                adder = adders[place] = Adder(MEANINGS[self.first.letters[at]][0])
            adder.count += self.count
            adder.total += self.totals[at]
            if at in shares:
                adder.add_parts(*shares[at])
            if flags := self.flags[at]:
                adder.has_text |= bool(flags & HAS_TEXT)
                adder.is_unknown |= bool(flags & IS_UNKNOWN)
                adder.texts += self.texts.get(at, ()) if flags & HAS_TEXT else ()

    def _shares(self) -> dict[int, tuple[Exact, Exact]]:
        """Numerator and denominator by position; where some places gave parts and some did not, of those that did."""
        found: dict[int, tuple[Exact, Exact]] = {}
        for shares, flat in self.parts.items():
            for at, part, whole in zip(shares, flat[::2], flat[1::2], strict=True):
                old = found.get(at, (0, 0))
                found[at] = old[0] + part, old[1] + whole
        return found


def add_up(
    sheets: Iterable[tuple[Where, CollectedSheet]], places: Callable[[Where, Frame], Iterable[Place]]
) -> dict[Place, Adder]:
    """The sums of all cells by their place; `places` says it of each cell of a frame that stands `where`."""
    groups: dict[tuple[bytes, Where], ColumnSums] = {}
    for where, sheet in sheets:
        group = groups.get((sheet.frame_key, where))
        if group is None:
            group = groups[sheet.frame_key, where] = ColumnSums(sheet)
        group.add(sheet)
    adders: dict[Place, Adder] = {}
    for (_, where), group in groups.items():
        group.pour(adders, places(where, group.first.frame))
    return adders
