"""One cell over several places: how counts, shares, dates and texts add up."""

from __future__ import annotations

from dataclasses import dataclass, field

from county_tui.collecting.packing import Exact
from county_tui.returns import SealedCell


@dataclass(slots=True)
class Adder:
    """One cell over `count` places; `texts` are those that say something of the sum: the only place's, and dates."""

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
