"""Mean and median of a few numbers; `statistics` takes longer to import than a small sheet to read."""

from __future__ import annotations

from collections.abc import Collection


def mean(values: Collection[float]) -> float:
    """Return the mean; raises ZeroDivisionError without values."""
    return sum(values) / len(values)


def median(values: Collection[float]) -> float:
    """Return the value in the middle, or the mean of the two there; raises IndexError without values."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else mean(ordered[half - 1 : half + 1])
