"""Any table, of any period, for any place of a ledger: by hand, added up, and opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import reports, store
from county_tui.reports import Period
from tests.reports import by_hand
from tests.reports.by_hand import Asked
from tests.reports.test_tables import HIDDEN, NOT_ADDED_UP, SUMS, assert_same, rows_of
from tests.reports.world import World

CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
names = st.sampled_from(sorted(by_hand.TABLES))
periods = st.builds(
    reports.period_of, st.dates(by_hand.begins("2023"), by_hand.ends("2027")), st.sampled_from((1, 3, 6, 12))
)
places = st.integers(0, 10_000)


def filled(world: World, name: str, period: Period, place: int) -> tuple[reports.Table, Asked]:
    """A table of one of the world's regions; every other time a whole county or street."""
    upper = [code for code in world.codes if code.endswith("000")]
    codes = upper if place % 2 else world.codes
    region = codes[place // 2 % len(codes)]
    return reports.fill(name, period, region), Asked(world, period.first, period.last, region)


@pytest.mark.parametrize("which", ["county-1", "town"])
@CALM
@given(names, periods, places)
def test_every_number_equals_the_one_worked_out_by_hand(
    worlds: Callable[[str], World], which: str, name: str, period: Period, place: int
) -> None:
    table, asked = filled(worlds(which), name, period, place)
    rows, total = by_hand.TABLES[name](asked)
    assert [row.label for row in table.rows] == list(rows)
    for row in table.rows:
        assert_same(row, rows[row.label])
    assert table.total is not None
    assert_same(table.total, total)


@pytest.mark.parametrize("which", ["county-2", "town"])
@CALM
@given(names, periods, places)
def test_rows_add_up_to_the_total_and_lists_hold_what_is_counted(
    worlds: Callable[[str], World], which: str, name: str, period: Period, place: int
) -> None:
    table, _ = filled(worlds(which), name, period, place)
    assert table.total is not None
    with store.session():
        for at, column in enumerate(table.columns):
            if column.label in NOT_ADDED_UP:
                continue
            cells = [row.cells[at] for row in rows_of(table)]
            if any(cell.value in HIDDEN for cell in cells) or len(cells[0].queries) > 1:
                continue  # small numbers are hidden, and others stand in two registers: test_tables has both
            if name != "work-systems":  # its rules are inherited: one of a county counts in every town
                assert sum(float(row.cells[at].value or 0) for row in table.rows) == pytest.approx(
                    table.total.cells[at].value
                )
            if column.label not in SUMS and name != "services-by-town":
                assert [store.count_rows(cell.queries[0]) for cell in cells if cell.queries] == [
                    cell.value for cell in cells
                ]
