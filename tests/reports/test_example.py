"""The worked example of the manual, a form from above made a table by TOML alone: its numbers and its paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from county_tui import reports
from county_tui.reports import Table
from county_tui.reports.reading import read_definition
from county_tui.reports.texts import write_tables
from tests.reports import by_hand
from tests.reports.by_hand import Asked, share, total_of
from tests.reports.test_tables import assert_same
from tests.reports.world import Record, World

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "宣传教育活动统计表.toml"
KINDS, ONLINE = ("宣传教育", "宣传月"), ("微信公众号", "微博", "短视频")


def filled(period: str) -> Table:
    """The example's table."""
    definition = read_definition(EXAMPLE.read_text("utf-8"), EXAMPLE.name, EXAMPLE.stem, is_built_in=False)
    return reports.fill(definition, reports.parse_period(period))


def counted(events: list[Record]) -> list[object]:
    """A row worked out by hand."""
    kinds = [sum(event["kind"] == kind for event in events) for kind in KINDS]
    online = sum(bool(set(event["channel"] or ()) & set(ONLINE)) for event in events)
    people = total_of(events, "participants")
    mean = share(float(people), len(events))
    return [len(events), *kinds, online, share(online, len(events)), people, mean, total_of(events, "reach")]


@pytest.mark.parametrize("period", ["2025", "2026H1", "2024-02", "2031"])
def test_its_numbers_are_those_worked_out_by_hand(world: World, period: str) -> None:
    span = reports.parse_period(period)
    asked = Asked(world, span.first, span.last, world.home)
    events = [event for event in asked.held("activities", "held_on") if event["kind"] in KINDS]
    wanted = by_hand.by_town(asked, events, counted)
    table = filled(period)
    assert [row.label for row in table.rows] == list(wanted)
    for row in table.rows:
        assert_same(row, wanted[row.label])
    assert table.total
    assert_same(table.total, counted(events))


def test_printed_it_has_the_very_header_of_the_form_from_above(world: World, tmp_path: Path) -> None:
    write_tables([filled("2025")], tmp_path / "表.xlsx")
    books = (EXAMPLE.with_suffix(".xlsx"), tmp_path / "表.xlsx")
    form, printed = (CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() for path in books)
    assert printed[0][0] == form[0][0]
    assert printed[2:4] == form[2:4]
    assert printed[4][:2] == ["甲", "1"]
    assert printed[5][0] == "合计"
