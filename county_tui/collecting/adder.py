"""One cell over several places: how counts, shares, dates and texts add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from county_tui.returns import SealedCell

Number = int | float | str | None
Exact = int | Decimal
"""Adding whole numbers as they are is ten times faster than as decimals."""


@dataclass(slots=True)
class Adder:
    """One cell over several places."""

    adds: str = ""
    total: Exact = 0
    parts: tuple[Exact, Exact] | None = None
    texts: list[str] = field(default_factory=list)
    is_unknown: bool = False
    """A mean or share came without its parts, or a number was hidden: nothing true can be said of the sum."""
    count: int = 0

    def add(self, cell: Mapping[str, Any]) -> None:
        """Take in one place's cell, as its return has it."""
        self.adds = self.adds or str(cell["adds"])
        self.count += 1
        value, parts = cell.get("value"), cell.get("parts")
        if parts is not None:
            old = self.parts or (0, 0)
            self.parts = (old[0] + _exact(parts[0]), old[1] + _exact(parts[1]))
        elif cell["adds"] == "ratio" and value is not None:
            self.is_unknown = True
        elif isinstance(value, str):
            self.texts.append(value)
        elif value is not None:
            self.total += _exact(value)

    def cell(self, key: str) -> SealedCell:
        """The sum as a cell."""
        if self.adds == "ratio":
            return self._ratio(key)
        if self.adds in ("least", "most"):
            value = (min if self.adds == "least" else max)(self.texts, default=None)
            return SealedCell(key, value, None, self.adds)
        if self.texts or self.adds == "none":
            same = self.texts[0] if self.count == 1 and self.texts else None
            return SealedCell(key, same, None, "none")
        return SealedCell(key, _plain(self.total), None, self.adds or "sum")

    def _ratio(self, key: str) -> SealedCell:
        if self.is_unknown or self.parts is None or not self.parts[1]:
            parts = (_plain(self.parts[0]), _plain(self.parts[1])) if self.parts and not self.is_unknown else None
            return SealedCell(key, None, parts, "ratio")
        whole, part = self.parts[1], self.parts[0]
        shares = _plain(part), _plain(whole)
        return SealedCell(key, shares[0] / shares[1], shares, "ratio")


def _exact(number: int | float) -> Exact:
    return number if type(number) is int else Decimal(repr(number))


def _plain(number: Exact) -> int | float:
    return int(number) if isinstance(number, int) or number == number.to_integral_value() else float(number)
