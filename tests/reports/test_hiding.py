"""Hidden numbers: small ones are never shown, and can never be worked out from a total."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from county_tui.reports.hiding import FEW, hidden_positions, mark

COLUMNS = st.lists(st.integers(0, 9), min_size=2, max_size=5)


def test_small_alone_takes_the_next_smallest_with_it() -> None:
    """One hidden number would be the total less the others."""
    assert hidden_positions([3, 20, 8], 31) == {0, 2}
    assert hidden_positions([3, 0, 0], 3) == {0, 1}
    assert hidden_positions([7, 0, 20], 27) == set()


def test_total_that_is_not_shown_gives_nothing_away() -> None:
    """Where every number is small they are all hidden, and no other."""
    assert hidden_positions([1, 2, 0], None) == {0, 1}


@given(COLUMNS)
def test_no_small_number_is_the_only_one_that_fits(values: list[int]) -> None:
    """A reader who tries all numbers that the marks and the total allow finds several for each small one."""
    hidden = sorted(hidden_positions(values, sum(values)))
    if len(hidden) == len(values) and any(value >= 5 or value == 0 for value in values):
        return
    left = sum(values[at] for at in hidden)
    has_zero = any(values[at] == 0 for at in hidden)
    few = range(0 if has_zero else 1, 5)
    ways = [few if mark(values[at]) == FEW else range(5, left + 1) for at in hidden]
    fitting = [way for way in product(*ways) if sum(way) == left]
    for place, at in enumerate(hidden):
        if 0 < values[at] < 5 and len(hidden) < len(values):
            assert len({way[place] for way in fitting}) > 1
