"""Small numbers that may say who someone is: which cells of a column are hidden, so that none can be worked out.

Pure: numbers in, positions out. A column is the numbers of its rows, and their total where it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

FEWEST_SHOWN = 5
"""Fewer than this may tell who someone is."""
SMALL = range(1, FEWEST_SHOWN)
FEW, MASKED = "＜5", "＊"
"""Stand, on paper and screens, for a small number and for a larger one that would give it away."""
PLAIN = {FEW: "<5", MASKED: "*"}
"""The same in files for programs."""
NOTE = "＜5：不足 5 的数不列出；＊：列出后会推算出前者的数。"

Number = int | float


def is_small(value: object) -> bool:
    """Whether a number is so small that it is not shown."""
    return isinstance(value, int | float) and 0 < value < FEWEST_SHOWN


def _range(value: Number, left: Number, has_zero: bool) -> tuple[Number, Number]:
    """What a reader can say of a hidden number by its mark, where all hidden ones together are `left`."""
    if value >= FEWEST_SHOWN:
        return FEWEST_SHOWN, max(left, FEWEST_SHOWN)
    return (0 if has_zero else SMALL.start), FEWEST_SHOWN - 1


def _is_found_out(values: Sequence[Number], hidden: set[int], total: Number) -> bool:
    """Whether the total and what is shown leave but one value to a hidden small number."""
    left = total - sum(value for at, value in enumerate(values) if at not in hidden)
    has_zero = any(values[at] == 0 for at in hidden)
    ranges = {at: _range(values[at], left, has_zero) for at in hidden}
    least, most = sum(low for low, _ in ranges.values()), sum(high for _, high in ranges.values())
    for at, (low, high) in ranges.items():
        first, last = max(low, left - (most - high)), min(high, left - (least - low))
        if is_small(values[at]) and first >= last:
            return True
    return False


def mark(value: Number | None) -> str:
    """What stands for a hidden number; a zero is fewer than five as well."""
    return FEW if (value or 0) < FEWEST_SHOWN else MASKED


def hidden_positions(values: Sequence[Number | None], total: Number | None) -> set[int]:
    """The positions in a column to hide; `total` is None where it is not shown.

    The next smallest numbers are hidden too until nothing hidden can be worked out; zeros come last.
    """
    numbers = [value or 0 for value in values]
    hidden = {at for at, value in enumerate(numbers) if is_small(value)}
    if total is None or not hidden:
        return hidden
    others = [at for at in range(len(numbers)) if at not in hidden]
    for at in sorted(others, key=lambda at: (numbers[at] == 0, numbers[at], at)):
        if len(hidden) > 1 and not _is_found_out(numbers, hidden, total):
            break
        hidden.add(at)
    return hidden
