"""Forms and who came: monthly tallies added, small numbers hidden, and nothing that gives them away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import store
from county_tui.cli import commands
from county_tui.forms.filled import FilledForm
from county_tui.forms.library import Filling, fill
from county_tui.forms.printing import print_form
from county_tui.report_period import parse_period
from county_tui.reports.hiding import FEW, MASKED
from tests.conftest import Fields
from tests.forms.books import Cells, form, formulas, save, values

MIGRANTS = "{合计 其中流动人口 服务记录}"
BY_TOWN: Cells = {
    "A2": "{每个 街道（乡镇）}",
    "B2": MIGRANTS,
    "C2": "{件数 服务记录}",
    "D2": "{=B2*100}",
    "A3": "合计",
    "B3": MIGRANTS,
    "C3": "{=SUM(B2:B2)}",
    "D3": "{=B3*2}",
}
TOWNS = {"锦官驿街道": (3, 0), "东湖街道": (6, 2), "书院街街道": (20, 0), "锦华路街道": (9, 0)}
"""Migrants of large records, and of tallies."""


@pytest.fixture
def services(ledger: Path, fields: Fields) -> Path:
    """One large service and one tally a town."""
    for town, (large, small) in TOWNS.items():
        one = {"served_on": "2026-03-05", "category": "教育保障", "item": "咨询", "region": town, "people_served": "30"}
        given = fields("service_records", **one, migrants_served=str(large), language="彝语")
        store.create("service_records", given, "测试")
        if small:
            told = {"month": "2026-03", "category": "教育保障", "region": town, "migrants_served": str(small)}
            store.create("service_tallies", fields("service_tallies", **told, language_cases="1"), "测试")
    return ledger


def _rows(filled: FilledForm, columns: str = "BD") -> dict[object, tuple[object, ...]]:
    """What stands beside each town's name."""
    named = {cell.value: address[1:] for address, cell in filled.cells.items() if address[0] == "A"}
    return {name: tuple(filled.value(f"{column}{row}") for column in columns) for name, row in named.items()}


def test_a_form_adds_what_small_services_left(services: Path) -> None:
    found = fill(
        form({"A1": MIGRANTS, "A2": "{件数 服务记录 | 语言服务!=}", "A3": "{合计 流动人口人次 服务月计 @上年同期}"}),
        parse_period("2026"),
    )
    assert [found.value(address) for address in ("A1", "A2", "A3")] == [40, 5, 0]
    assert [query.register for query in found.cells["A1"].queries] == ["service_records", "service_tallies"]
    assert [store.count_rows(query) for query in found.cells["A2"].queries] == [4, 1]


def test_towns_hide_what_is_small_and_what_gives_it_away(services: Path) -> None:
    """Of 3, 8, 20 and 9 the 3 is hidden, and the 8 beside it, since the county's total stays exact."""
    found = fill(form(BY_TOWN), parse_period("2026"))
    rows = _rows(found)
    shown = {town: rows[town] for town in TOWNS}
    assert shown == {
        "锦官驿街道": (FEW, MASKED),
        "东湖街道": (MASKED, MASKED),
        "书院街街道": (20, 2000),
        "锦华路街道": (9, 900),
    }
    last = max(int(address[1:]) for address in found.cells)
    assert [found.value(f"{column}{last}") for column in "BCD"] == [40, 40, 80]


def test_a_form_of_one_town_hides_its_own_numbers(services: Path) -> None:
    cells = {
        "A1": MIGRANTS,
        "A2": "{=A1+10}",
        "A3": "其中{合计 其中流动人口 服务记录}人次",
        "A4": "{合计 服务人次 服务记录}",
    }
    small = fill(form(cells), parse_period("2026"), "锦官驿街道")
    assert [small.value(f"A{at}") for at in (1, 2, 3, 4)] == [FEW, MASKED, f"其中{FEW}人次", 30]
    large = fill(form(cells), parse_period("2026"), "东湖街道")
    assert [large.value(f"A{at}") for at in (1, 2, 3, 4)] == [8, 18, "其中8人次", 30]


def test_a_town_whose_every_number_is_small_shows_none(services: Path) -> None:
    cells = {"A1": "{每个 社区（村）}", "B1": MIGRANTS, "A2": "合计", "B2": MIGRANTS, "C2": "{=SUM(B1:B1)}"}
    found = fill(form(cells), parse_period("2026"), "锦官驿街道")
    numbers = {cell.value for address, cell in found.cells.items() if address[0] in "BC"}
    assert numbers <= {0, FEW}


def test_a_region_named_in_a_mark_is_a_region_too(services: Path) -> None:
    one = "{合计 其中流动人口 服务记录 | 所属区划=锦官驿街道}"
    other = "{合计 其中流动人口 服务记录 | 所属区划=锦华路街道}"
    found = fill(form({"A1": one, "A2": other, "A3": "{=A1+A2}", "A4": "{=A1}"}), parse_period("2026"))
    assert [found.value(f"A{at}") for at in (1, 2, 3, 4)] == [FEW, MASKED, 12, MASKED]


def test_paper_holds_no_formula_over_hidden_numbers(services: Path) -> None:
    """A spreadsheet would add up what it sees, or tell what it adds."""
    printed = print_form(fill(form(BY_TOWN), parse_period("2026")))
    texts = {str(cell.value) for row in formulas(printed).worksheets[0] for cell in row}
    assert {FEW, MASKED} <= texts and not any("SUM" in text for text in texts)
    last = max(row for row in range(1, 60) if values(printed).worksheets[0].cell(row, 1).value == "合计")
    assert values(printed).worksheets[0].cell(last, 3).value == 40


def test_checks_know_the_numbers_and_do_not_tell_them(services: Path) -> None:
    checks = [("A1<=A2", "流动人口不多于一", "必须"), ("A1<=A3", "", "必须")]
    definition = form({"A1": MIGRANTS, "A2": 1, "A3": 5}, checks)
    findings = Filling(parse_period("2026"), "锦官驿街道").audit(definition)
    assert [finding.rule for finding in findings] == ["A1<=A2"]
    assert findings[0].values["A1"] == FEW and "3" not in findings[0].message


def test_another_period_or_form_tells_no_more(services: Path) -> None:
    """A formula over a hidden number of elsewhere cannot be worked out, instead of counting it as nothing."""
    definition = form({"A1": MIGRANTS, "A2": "{=上期(A1)+100}"})
    found = fill(definition, parse_period("2026-04"), "锦官驿街道")
    assert found.value("A2") is None


def test_json_says_it_in_ascii(services: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "月报.xlsx", BY_TOWN)
    run = CliRunner()
    assert run.invoke(commands, ["--db", str(services), "form", "add", str(path)]).exit_code == 0
    done = run.invoke(commands, ["--db", str(services), "form", "show", "月报", "--period", "2026", "--format", "json"])
    cells = json.loads(done.stdout)["cells"]
    assert {"<5", "*"} <= set(cells.values()) and not {FEW, MASKED} & set(map(str, cells.values()))


def test_a_formula_that_reads_itself_back_comes_to_an_end(services: Path) -> None:
    """Two periods back is as far as a form reads; behind that nothing is known."""
    found = fill(
        form({"A1": "{件数 服务记录}", "A2": "{=上期(A1)+A1}", "A3": "{=上期(A3)+A1}"}), parse_period("2026-04")
    )
    assert [found.value(f"A{at}") for at in (1, 2, 3)] == [0, 4, None]
