"""How cells add up over regions: one cell, and many sheets of one frame as whole columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import add, or_
from typing import TypeVar

from county_tui.collecting.packing import MEANINGS, SHARES, CollectedSheet, Exact, Frame, positions
from county_tui.returns import SealedCell

Position = TypeVar("Position", bound=Hashable)
Where = TypeVar("Where", bound=Hashable)
HAS_TEXT, IS_UNKNOWN, IS_EXTREME, IS_MORE = 1, 2, 4, 8
"""A text; a share without parts; a first or last date; anything but a number or a blank to be summed."""


@dataclass(slots=True)
class Adder:
    """One cell over `count` regions; `texts` are those that say something of the sum: the only region's, and dates."""

    adds: str = "sum"
    total: Exact = 0
    parts: tuple[Exact, Exact] | None = None
    texts: list[str] = field(default_factory=list)
    has_text: bool = False
    is_unknown: bool = False
    """A mean or share came without its parts, or a number was hidden: nothing true can be said of the sum."""
    count: int = 0

    def add_parts(self, part: Exact, whole: Exact) -> None:
        """Add what a share is made of."""
        old = self.parts or (0, 0)
        self.parts = (old[0] + part, old[1] + whole)

    def cell(self, key: str) -> SealedCell:
        """The sum as a cell."""
        if self.adds == "ratio":
            return self._ratio(key)
        if self.adds in ("least", "most"):
            value = (min if self.adds == "least" else max)(self.texts, default=None)
            return SealedCell(key, value, None, self.adds)
        if self.has_text or self.adds == "none":
            same = self.texts[0] if self.count == 1 and self.texts else None
            return SealedCell(key, same, None, "none")
        return SealedCell(key, plain(self.total), None, self.adds)

    def _ratio(self, key: str) -> SealedCell:
        if self.is_unknown or self.parts is None or not self.parts[1]:
            parts = (plain(self.parts[0]), plain(self.parts[1])) if self.parts and not self.is_unknown else None
            return SealedCell(key, None, parts, "ratio")
        whole, part = self.parts[1], self.parts[0]
        shares = plain(part), plain(whole)
        return SealedCell(key, shares[0] / shares[1], shares, "ratio")


def plain(number: Exact) -> int | float:
    """A sum as JSON has it: whole numbers as such."""
    return int(number) if isinstance(number, int) or number == number.to_integral_value() else float(number)


def _flags(adds: str, holds: str) -> int:
    """What a cell's letter says of the sum besides numbers."""
    more = 0 if adds == "sum" and holds in ("number", "blank") else IS_MORE
    if holds == "text":
        is_extreme = adds in ("least", "most")
        return more | (IS_UNKNOWN if adds == "ratio" else HAS_TEXT | (IS_EXTREME if is_extreme else 0))
    return more | (IS_UNKNOWN if holds == "odd" else 0)


_FLAGS = bytes.maketrans("".join(MEANINGS).encode(), bytes(_flags(adds, holds) for adds, holds in MEANINGS.values()))


class ColumnSums:
    """The sum of sheets of one frame whose cells go to the same positions."""

    def __init__(self, first: CollectedSheet) -> None:
        self.frame, self.letters, self.count = first.frame, first.letters, 0
        self.totals: Sequence[Exact] = ()
        self.parts: dict[tuple[int, ...], Sequence[Exact]] = {}
        self.flags = b""
        self.texts: dict[int, list[str]] = {}
        self._only: CollectedSheet | None = None
        """The sheet, while it is the only one: its texts stand in a sum of one."""
        self._shares: dict[int, tuple[Exact, Exact]] | None = None

    def add(self, sheet: CollectedSheet) -> None:
        """Take in one region's sheet."""
        self.count += 1
        flags = sheet.letters.encode().translate(_FLAGS)
        if self.count == 1:
            self.totals, self.flags, self._only = sheet.numbers, flags, sheet
        else:
            self.totals, self._only = list(map(add, self.totals, sheet.numbers)), None
            if sheet.letters != self.letters:
                self.flags = bytes(map(or_, self.flags, flags))
        if sheet.parts:
            shares = positions(sheet.letters, SHARES)
            known = self.parts.get(shares)
            self.parts[shares] = list(map(add, known, sheet.parts)) if known else sheet.parts
        if any(flag & IS_EXTREME for flag in set(flags)):
            self._take_texts(sheet)

    def _take_texts(self, sheet: CollectedSheet) -> None:
        for at, value in sheet.texts().items():
            if isinstance(value, str):
                self.texts.setdefault(at, []).append(value)

    def pour(self, adder: Adder, at: int) -> None:
        """Add the at-th cell's sum to that of its position."""
        adder.count += self.count
        adder.total += self.totals[at]
        flags = self.flags[at]
        if not flags:
            return
        if (share := self._share(at)) is not None:
            adder.add_parts(*share)
        adder.is_unknown |= bool(flags & IS_UNKNOWN)
        if flags & HAS_TEXT:
            if self._only is not None and not self.texts:
                self._take_texts(self._only)
            adder.has_text = True
            adder.texts += self.texts.get(at, ())

    def row(self, first: int, keys: Sequence[str]) -> list[SealedCell]:
        """The sums of a row's cells, where no other sums go to it; `first` is the position of its first cell."""
        last = first + len(keys)
        cells = zip(range(first, last), keys, self.totals[first:last], self.flags[first:last], strict=True)
        return [
            SealedCell(key, total) if not flags and type(total) is int else summed([(self, at)], key)
            for at, key, total, flags in cells
        ]

    def _share(self, at: int) -> tuple[Exact, Exact] | None:
        """Numerator and denominator; where some regions gave parts and some did not, of those that did."""
        if self._shares is None:
            self._shares = {}
            for shares, flat in self.parts.items():
                for position, part, whole in zip(shares, flat[::2], flat[1::2], strict=True):
                    old = self._shares.get(position, (0, 0))
                    self._shares[position] = old[0] + part, old[1] + whole
        return self._shares.get(at)


def summed(found: Sequence[tuple[ColumnSums, int]], key: str) -> SealedCell:
    """The sum of the cells at some positions, all of one position; a plain zero of none."""
    adder = Adder(MEANINGS[found[0][0].letters[found[0][1]]][0]) if found else Adder()
    for sums, at in found:
        sums.pour(adder, at)
    return adder.cell(key)


def add_up(
    sheets: Iterable[tuple[Where, CollectedSheet]], positions: Callable[[Where, Frame], Iterable[Position]]
) -> dict[Position, list[tuple[ColumnSums, int]]]:
    """Which sums go to a position, and where they stand in `positions`: those of a frame that stands `where`."""
    groups: dict[tuple[bytes, Where], ColumnSums] = {}
    for where, sheet in sheets:
        group = groups.get((sheet.frame_key, where))
        if group is None:
            group = groups[sheet.frame_key, where] = ColumnSums(sheet)
        group.add(sheet)
    found: dict[Position, list[tuple[ColumnSums, int]]] = {}
    for (_, where), group in groups.items():
        for at, position in enumerate(positions(where, group.frame)):
            found.setdefault(position, []).append((group, at))
    return found
