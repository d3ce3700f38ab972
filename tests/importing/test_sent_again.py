"""A random half-year of services, sent month by month as growing sheets: the ledger ends as the last of them."""

from __future__ import annotations

import datetime
import shutil
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import importing, store
from tests.importing.books import SERVICE, rows, take_in, write_sheet

HEADER = [*SERVICE, "办理结果", "办结日期", "满意度", "备注"]
MONTHS = range(1, 7)

Case = tuple[int, int, int, int, int, str]
"""Month begun, item, people, months until it is done (0 at once), satisfaction (0 none), note written when done."""

CASES = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.integers(0, 1),  # few items and few people, so that many lines are alike
        st.integers(1, 2),
        st.integers(0, 3),
        st.integers(0, 2),
        st.sampled_from(["", "甲", "乙"]),
    ),
    max_size=14,
)
SENT = st.lists(st.integers(1, 2), min_size=6, max_size=6)
"""How often each month's sheet is sent."""


def line(case: Case, month: int) -> list[object]:
    """What the sheet of a month says of a case."""
    begun, item, people, lasts, satisfaction, note = case
    first = [f"2026-{begun:02d}-03", "法律援助", f"事项{item}", "锦官驿街道", people]
    if begun + lasts > month:
        return [*first, "办理中", None, None, None]
    day = f"2026-{min(begun + lasts, 12):02d}-20"
    return [*first, "办结", day, satisfaction or None, note or None]


def told(values: list[object]) -> tuple[object, ...]:
    """A line of a sheet, as the ledger should hold it."""
    return tuple("" if value is None else str(value) for value in values)


def held() -> Counter[tuple[object, ...]]:
    """What the live services say, in the sheet's own columns."""
    names = ("served_on", "category", "item", "people_served", "outcome", "completed_on", "satisfaction", "notes")
    found: Counter[tuple[object, ...]] = Counter()
    for row in rows("service_records"):
        found[told([row.values[name] for name in names])] += 1
    return found


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=CASES, sent=SENT)
def test_it_ends_as_the_last_state_however_often_anything_is_sent(
    ledger_template: Path, tmp_path: Path, cases: list[Case], sent: list[int]
) -> None:
    ledger = tmp_path / "ledger.db"
    for leftover in tmp_path.glob("ledger.db*"):
        leftover.unlink()
    shutil.copyfile(ledger_template, ledger)
    store.bind(ledger)
    for month in MONTHS:
        lines = [line(case, month) for case in cases if case[0] <= month]
        if not lines:
            continue
        file = write_sheet(tmp_path / "本年.xlsx", HEADER, *lines)
        for _ in range(sent[month - 1]):
            take_in(file, "service_records", today=datetime.date(2026, 12, 31))
        without_region = [values[:3] + values[4:] for values in lines]
        assert held() == Counter(map(told, without_region)), month
    for info in store.batches():
        assert importing.undo(info.id, "测试").left == []
    assert rows("service_records") == [] and rows("service_tallies") == []
