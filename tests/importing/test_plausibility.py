"""Values that may be right but hardly are: taken, and named."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from county_tui import importing
from county_tui.importing.plausibility import usual_largest
from tests.importing.books import SERVICE, counts, planned, take_in, write_sheet

TODAY = datetime.date(2026, 6, 30)
LINE = ["2026-03-02", "法律援助", "工资纠纷咨询", "锦官驿街道"]


def warned(file: Path, today: datetime.date | None = TODAY) -> dict[str, str]:
    """The warnings of a file, by cell."""
    plan = planned(file, today=today)
    return {warning.cell: warning.message for sheet in plan.sheets for warning in sheet.warnings}


def test_a_day_to_come_is_named_and_taken(ledger: Path, tmp_path: Path) -> None:
    lines = [["2026-06-30", *LINE[1:], 3], ["2026-07-01", *LINE[1:], 3]]
    file = write_sheet(tmp_path / "一.xlsx", SERVICE, *lines)
    assert set(warned(file)) == {"A3"} and "2026-06-30" in warned(file)["A3"]
    assert warned(file, None) == {}
    assert take_in(file).written == 2
    assert warned(file) == {}, "what stands in the ledger already is not named again"


def test_a_number_ten_times_the_usual_largest_is_named(ledger: Path, tmp_path: Path) -> None:
    take_in(write_sheet(tmp_path / "一.xlsx", SERVICE, *([*LINE, 1 + at % 9] for at in range(60))))
    file = write_sheet(tmp_path / "二.xlsx", SERVICE, [*LINE, 89], [*LINE, 90], [*LINE, 4000])
    assert set(warned(file)) == {"E3", "E4"} and counts(planned(file))[0] == 3
    told = importing.as_json(planned(file), None, applied=False)
    assert (
        [warning["cell"] for warning in told["warnings"]]
        == ["E3", "E4"]
        == [warning["cell"] for warning in told["sheets"][0]["warnings"]]
    )


def test_a_ledger_that_knows_nothing_yet_says_nothing(ledger: Path, tmp_path: Path) -> None:
    assert warned(write_sheet(tmp_path / "一.xlsx", SERVICE, [*LINE, 1], [*LINE, 5000])) == {}


def test_a_class_of_thirty_is_no_slip_where_most_come_alone(ledger: Path, tmp_path: Path) -> None:
    assert warned(write_sheet(tmp_path / "一.xlsx", SERVICE, *([*LINE, 1] for _ in range(40)), [*LINE, 30])) == {}


@pytest.mark.parametrize(
    ("numbers", "largest"),
    [([], None), ([1, 2, 3, 4], None), ([1, 2, 3, 4, 900], 4), ([5] * 300 + [90] * 3 + [10**6], 90)],
)
def test_the_usual_largest_is_not_the_one_slip(numbers: list[int], largest: int | None) -> None:
    assert usual_largest(numbers) == largest
