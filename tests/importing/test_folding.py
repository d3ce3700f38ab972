"""Windows' logs say who came to each small visit: it ends as sums of a month, and the county's totals stay true."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import importing, reports, store
from county_tui.errors import CountyError
from county_tui.report_period import parse_period
from tests.conftest import Fields
from tests.importing.books import SERVICE, counts, messages, planned, rows, take_in, values, write_sheet

HEADER = [*SERVICE, "编号", "其中流动人口", "其中少数民族", "语言服务"]
PARTS = ("migrants_served", "minority_served", "language_cases")

Visit = tuple[int, int, int, int, str]
"""Month, people, migrants, minority (not more than came), language."""


@st.composite
def visits(draw: Callable[..., int]) -> Visit:
    """One line of a window's log."""
    people = draw(st.integers(1, 8))
    most = st.integers(0, people)
    return draw(st.integers(1, 3)), people, draw(most), draw(most), draw(st.sampled_from(["", "彝语", "维吾尔语"]))


SHEETS = st.lists(st.lists(visits(), min_size=1, max_size=6), min_size=1, max_size=2)


def line(number: str, visit: Visit, town: str = "锦官驿街道") -> list[object]:
    """The line of a sheet."""
    month, people, migrants, minority, language = visit
    first = [f"2026-{month:02d}-08", "法律援助", "咨询", town, people, number]
    return [*first, migrants, minority, language or None]


def totals() -> tuple[int, int, int]:
    """The whole county's migrants, minority and cases of language service, by the built-in table."""
    table = reports.fill("services", parse_period("2026"))
    assert table.total is not None
    labels = {column.label: cell.value for column, cell in zip(table.columns, table.total.cells, strict=True)}
    return tuple(int(labels[name] or 0) for name in ("流动人口", "少数民族群众", "语言服务件数"))  # type: ignore[return-value]


def said(sheets: list[list[Visit]]) -> tuple[int, int, int]:
    """The same as the sheets say it."""
    lines = [visit for sheet in sheets for visit in sheet]
    return sum(v[2] for v in lines), sum(v[3] for v in lines), sum(bool(v[4]) for v in lines)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=SHEETS, order=st.randoms(use_true_random=False))
def test_totals_are_what_the_sheets_say_however_often_they_are_sent(
    ledger_template: Path, tmp_path: Path, sheets: list[list[Visit]], order: object
) -> None:
    """Undone in any order all is gone; what is left in between is what the sheets still standing say."""
    for leftover in tmp_path.glob("ledger.db*"):
        leftover.unlink()
    ledger = tmp_path / "ledger.db"
    shutil.copyfile(ledger_template, ledger)
    store.bind(ledger)
    standing = {}
    for at, sheet in enumerate(sheets):
        lines = [line(f"{at}-{number}", visit) for number, visit in enumerate(sheet)]
        file = write_sheet(tmp_path / f"{at}.xlsx", HEADER, *lines)
        batch = take_in(file, "service_records").batch
        again = planned(file, "service_records")
        assert counts(again)[:2] == (0, 0) and importing.as_json(again, None, applied=False)["folded"] == {
            "rows": 0,
            "tallies": 0,
        }
        assert batch is not None
        standing[batch] = sheet
    assert totals() == said(sheets)
    for row in rows("service_records"):
        if row.values["people_served"] < 5:  # type: ignore[operator]
            assert [row.values[name] for name in ("migrants_served", "minority_served", "language")] == [None] * 3
    left = list(standing)
    order.shuffle(left)  # type: ignore[attr-defined]
    for batch in left:
        assert importing.undo(batch, "测试").left == []
        del standing[batch]
        assert totals() == said(list(standing.values()))
    assert rows("service_records") == rows("service_tallies") == []


def _take(tmp_path: Path, *visits: Visit) -> int | None:
    lines = [line(f"A{at}", visit) for at, visit in enumerate(visits)]
    return take_in(write_sheet(tmp_path / "日志.xlsx", HEADER, *lines), "service_records").batch


def test_a_large_record_that_becomes_small_counts_on_in_its_month(ledger: Path, tmp_path: Path) -> None:
    _take(tmp_path, (1, 8, 4, 2, "彝语"))
    _take(tmp_path, (1, 3, 2, 1, "彝语"))
    assert totals() == (2, 1, 1)
    (tally,) = values("service_tallies")
    assert tally["month"] == "2026-01" and tally["source"] == "第 2 批 日志.xlsx"
    assert _take(tmp_path, (1, 3, 2, 1, "彝语")) is None
    importing.undo(2, "测试")
    assert totals() == (4, 2, 1) and rows("service_tallies") == []


def test_a_small_record_that_becomes_large_is_not_counted_twice(ledger: Path, tmp_path: Path) -> None:
    """What it added to its month is not known any more, so the row says what to do instead."""
    _take(tmp_path, (1, 3, 2, 1, ""))
    plan = planned(write_sheet(tmp_path / "日志.xlsx", HEADER, line("A0", (1, 8, 5, 0, ""))), "service_records")
    assert counts(plan) == (0, 0, 0, 1)
    (told,) = messages(plan).values()
    assert "重复计数" in told and "服务月计" in told
    assert totals() == (2, 1, 0)


def test_a_small_record_that_said_nothing_may_grow(ledger: Path, tmp_path: Path) -> None:
    _take(tmp_path, (1, 3, 0, 0, ""))
    _take(tmp_path, (1, 8, 5, 0, "彝语"))
    assert totals() == (5, 0, 1)


def test_two_lines_of_one_number_that_differ_in_who_came_are_both_refused(ledger: Path, tmp_path: Path) -> None:
    same = [line("A1", (1, 2, 1, 0, "")), line("A1", (1, 2, 0, 0, ""))]
    plan = planned(write_sheet(tmp_path / "日志.xlsx", HEADER, *same), "service_records")
    assert counts(plan) == (0, 0, 0, 2)
    plan = planned(write_sheet(tmp_path / "日志.xlsx", HEADER, same[0], same[0]), "service_records")
    assert counts(plan) == (1, 0, 0, 0) and importing.as_json(plan, None, applied=False)["folded"] == {
        "rows": 1,
        "tallies": 1,
    }


def test_undo_after_more_imports_takes_only_its_own_tallies(ledger: Path, tmp_path: Path) -> None:
    _take(tmp_path, (1, 2, 1, 1, ""))
    file = write_sheet(tmp_path / "二.xlsx", HEADER, line("B", (1, 4, 3, 0, "")))
    take_in(file, "service_records")
    assert importing.undo(1, "测试").left == []
    assert totals() == (3, 0, 0)
    (tally,) = values("service_tallies")
    assert tally["source"] == "第 2 批 二.xlsx"


def test_a_tally_changed_by_hand_is_left_and_named(ledger: Path, tmp_path: Path) -> None:
    _take(tmp_path, (1, 2, 1, 1, ""))
    (tally,) = rows("service_tallies")
    store.update(store.RecordRef("service_tallies", tally.id, tally.version), {"migrants_served": 4}, "测试")
    assert len(importing.undo(1, "测试").left) == 1
    assert totals() == (4, 1, 0)


def test_more_than_came_is_refused_and_not_folded(ledger: Path, tmp_path: Path) -> None:
    plan = planned(write_sheet(tmp_path / "日志.xlsx", HEADER, line("A", (1, 2, 3, 0, ""))), "service_records")
    assert counts(plan) == (0, 0, 0, 1)


def test_a_communitys_own_ledger_says_where_it_goes(tmp_path: Path) -> None:
    """It has no town to count for: the row is refused with a sentence that can be followed there."""
    store.create_ledger(tmp_path / "社区.db", "锦江区/锦官驿街道/大慈寺社区")
    store.bind(tmp_path / "社区.db")
    small = line("A", (1, 2, 1, 0, ""), "大慈寺社区")
    plan = planned(write_sheet(tmp_path / "日志.xlsx", HEADER, small), "service_records")
    told = " ".join(messages(plan).values())
    assert counts(plan) == (0, 0, 0, 1) and "街道（乡镇）的“服务月计”" in told


@pytest.mark.parametrize("part", [{"migrants_served": 1}, {"minority_served": 0}, {"language": "彝语"}])
def test_no_door_of_the_store_lets_it_in(ledger: Path, fields: Fields, part: dict[str, object]) -> None:
    """Create, change, change several at once: each refuses it in one sentence that says where it goes."""
    given = fields("service_records", served_on="2026-03-01", category="法律援助", item="咨询", region="锦官驿街道")
    with pytest.raises(CountyError, match="服务月计"):
        store.create("service_records", {**given, "people_served": 4, **part}, "测试")  # type: ignore[dict-item]
    small = store.create("service_records", {**given, "people_served": 4}, "测试")
    large = store.create("service_records", {**given, "people_served": 5, **part}, "测试")  # type: ignore[dict-item]
    with pytest.raises(CountyError, match="服务月计"):
        store.update(store.RecordRef("service_records", small.id, 1), part, "测试")  # type: ignore[arg-type]
    with pytest.raises(CountyError, match="服务月计"):
        store.update(store.RecordRef("service_records", large.id, 1), {"people_served": 4}, "测试")
    with pytest.raises(CountyError, match="服务月计"):
        store.change_several("service_records", [large.id, small.id], part, ("测试", "批量修改"))  # type: ignore[arg-type]
    assert [row.version for row in rows("service_records")] == [1, 1]


def test_what_was_large_comes_back_from_trash_and_history_with_all_it_said(ledger: Path, fields: Fields) -> None:
    given = fields("service_records", served_on="2026-03-01", category="法律援助", item="咨询", region="锦官驿街道")
    row = store.create("service_records", {**given, "people_served": 6, "minority_served": 5}, "测试")
    ref = store.RecordRef("service_records", row.id, 1)
    store.update(ref, {"people_served": 4, "minority_served": None}, "测试")
    assert store.revert("service_records", row.id, 1, "测试").values["minority_served"] == 5
    store.delete(store.RecordRef("service_records", row.id, 3), "测试")
    assert store.restore("service_records", row.id, "测试").values["minority_served"] == 5


@pytest.mark.parametrize(
    ("region", "said"), [("510104030005", "社区（村）"), ("510105001000", "不在"), ("999999999999", "不在")]
)
def test_a_tally_is_of_a_town_of_this_ledger(ledger: Path, region: str, said: str) -> None:
    """By the store's own door too, where no text was read."""
    given = {"month": "2026-03", "region": region, "category": "法律援助", "source": "手工填报", "migrants_served": 1}
    with pytest.raises(CountyError, match=said):
        store.create("service_tallies", given, "测试")


@pytest.mark.parametrize("month", ["2026", "2026-03-05"])
def test_a_tally_is_of_a_month(ledger: Path, fields: Fields, month: str) -> None:
    given = fields("service_tallies", region="锦官驿街道", category="法律援助", source="手工填报")
    with pytest.raises(CountyError, match="月"):
        store.create("service_tallies", {**given, "month": month}, "测试")


def test_a_table_of_one_community_whose_every_number_is_small(ledger: Path, fields: Fields) -> None:
    """Each is hidden, and the total with them."""
    for place, minority in (("大慈寺社区", 2), ("锦官驿街道", 1)):
        given = fields("service_records", served_on="2026-03-01", category="法律援助", item="咨询", region=place)
        store.create("service_records", {**given, "people_served": 9, "minority_served": minority}, "测试")
    table = reports.fill("services", parse_period("2026"), "锦官驿街道/大慈寺社区")
    at = [column.label for column in table.columns].index("少数民族群众")
    assert table.total is not None and table.total.cells[at].value == "＜5"
    assert {row.cells[at].value for row in table.rows} <= {"＜5", 0}
