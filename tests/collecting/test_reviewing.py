"""Looking at a region's return: beside what it reported before, what it amended, and its checks held here again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import collecting, forms, returns, store
from county_tui.cli import commands
from county_tui.collecting import TaskRequest
from county_tui.errors import CountyError
from county_tui.forms.library import fill, type_into
from county_tui.report_period import Period, parse_period
from county_tui.returns import Request
from tests.collecting.conftest import CITY, DUE, JINJIANG, QUARTER, Offices, take
from tests.forms.books import save

CELLS = {"A1": "统计表", "B3": "{填 整数}", "B4": "{填 整数}", "B5": "{=B3/B4}"}
CHECKS = [["B3 <= 2 * 上期(B3)", "比上季度多太多", "核实"], ["B3 >= B4", "走访不多于接待", "核实"]]


def reported(offices: Offices, period: Period, visits: str, calls: str) -> Path:
    """The county's return of a form of typed numbers for a period, handed down and filled."""
    task = offices.folder / f"{period.name}.zip"
    if not task.exists():
        made = collecting.create_task(TaskRequest(("统计表",), period, DUE, ("锦江区",)), "市")
        collecting.write_task(made, task)
    with offices.at(JINJIANG):
        collecting.open_task(task, "区")
        type_into(fill(forms.form_named("统计表"), period), {"B3": visits, "B4": calls}, "区")
        why = {one.rule: "节前集中走访" for one in forms.Filling(period).audit(forms.form_named("统计表"))}
        sealed = returns.seal(Request(("统计表",), period, explained=why), "区")
        return returns.write_return(sealed, offices.folder)


@pytest.fixture
def reports_of_a_year(offices: Offices) -> Offices:
    """The returns of last year's quarter, the last one and this one, collected."""
    forms.add_form(save(offices.folder / "统计表.xlsx", CELLS, CHECKS), "", "市")
    for period, visits, calls in (("2025Q3", "40", "10"), ("2026Q2", "18", "9"), ("2026Q3", "60", "70")):
        assert take(reported(offices, parse_period(period), visits, calls)).state == collecting.ACCEPTED
    return offices


def test_figures_stand_beside_earlier_ones_the_unusual_first(reports_of_a_year: Offices) -> None:
    found = collecting.review_of(JINJIANG, QUARTER)
    told = [(one.place, one.now, one.before, one.last_year, one.is_unusual) for one in found.figures]
    assert told == [
        ("B3", 60, 18, 40, True),
        ("B4", 70, 9, 10, True),
        ("B5", 60 / 70, 2, 4, False),  # not by ten
    ]
    assert [one.texts()[2:] for one in found.figures[:2]] == [("18 (+42)", "40 (+20)"), ("9 (+61)", "10 (+60)")]
    assert found.figures[2].texts()[2].startswith("2 (-1.14")


def test_checks_are_held_here_again_with_what_the_region_says(reports_of_a_year: Offices) -> None:
    found = collecting.review_of(JINJIANG, QUARTER).findings
    assert [(one.rule, one.explained) for one in found] == [(rule, "节前集中走访") for rule, *_ in CHECKS]
    assert found[0].message == "比上季度多太多：应有 B3 <= 2 * 上期(B3)，现在左边是 60，右边是 36。"


def test_what_was_amended_comes_first_with_what_stood_there(reports_of_a_year: Offices) -> None:
    collecting.approve([JINJIANG], QUARTER, "市")
    with reports_of_a_year.at(JINJIANG):
        type_into(fill(forms.form_named("统计表"), QUARTER), {"B4": "30"}, "区")
        newest = max(one.id or 0 for one in returns.list_returns())
        why = {CHECKS[0][0]: "节前集中走访"}
        file = returns.write_return(returns.amend(newest, "误填", "区", why), reports_of_a_year.folder)
    take(file)
    found = collecting.review_of(JINJIANG, QUARTER)
    assert found.standing.state == "更正"
    assert [(one.place, one.now, one.earlier_version) for one in found.figures] == [
        ("B4", 30, 70), ("B5", 2, 60 / 70), ("B3", 60, None),
    ]  # fmt: skip
    assert [one.rule for one in found.findings] == [CHECKS[0][0]]


def test_the_command_says_it_and_a_region_without_a_return_is_told(reports_of_a_year: Offices) -> None:
    store.bind(reports_of_a_year.folder / f"{CITY}.db")
    ledger = ["--db", str(reports_of_a_year.folder / f"{CITY}.db"), "collect", "review", "锦江区", "--period"]
    done = CliRunner().invoke(commands, [*ledger, "2026Q3", "--json"])
    data = json.loads(done.stdout)
    assert (data["region_code"], data["version"], data["state"]) == (JINJIANG, 1, "已报")
    assert data["figures"][0] == {
        "name": "统计表", "cell": "B3", "now": 60, "amended_from": None, "last_period": 18, "last_year": 40,
        "unusual": True,
    }  # fmt: skip
    assert data["findings"][1]["rule"] == "B3 >= B4"
    plain = CliRunner().invoke(commands, [*ledger, "2026Q3"])
    assert "对方说明：节前集中走访" in plain.stdout and "多一倍" in plain.stderr
    with pytest.raises(CountyError, match="没有下发过任务"):
        collecting.review_of(JINJIANG, parse_period("2026Q4"))
