"""`report`: exit code, text and effect."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from county_tui import store
from county_tui.cli import commands
from county_tui.reports import own_folder
from tests.reports.world import World

Run = Callable[..., Result]
OWN = 'title = "自定表"\nregister = "activities"\n[rows]\nby = "kind"\n[[columns]]\nlabel = "场次"\nmeasure = "count"\n'


@pytest.fixture
def run(world: World) -> Run:
    """A function that runs a command on the generated ledger."""
    return lambda *words: CliRunner().invoke(commands, ["--db", str(world.path), *words])


@pytest.fixture
def run_new(ledger: Path) -> Run:
    """A function that runs a command on a new ledger."""
    return lambda *words: CliRunner().invoke(commands, ["--db", str(ledger), *words])


def test_list_names_every_table(run: Run) -> None:
    result = run("report", "list")
    assert result.exit_code == 0
    for text in ("services-by-town", "分街道（乡镇）服务情况表", "standard", "自带"):
        assert text in result.stdout
    listed = json.loads(run("report", "list", "--json").stdout)
    assert {"name": "services", "title": "基本公共服务情况汇总表", "built_in": True, "problem": ""} in listed


@pytest.mark.parametrize("name", ["services", "基本公共服务情况汇总表"])
def test_show_prints_a_table_on_standard_output(run: Run, name: str) -> None:
    result = run("report", "show", name, "--period", "2025年上半年")
    assert result.exit_code == 0
    assert result.stdout.startswith("基本公共服务情况汇总表　锦江区　2025年上半年")
    assert result.stderr == ""


def test_show_gives_json_of_a_region(run: Run) -> None:
    result = run("report", "show", "services", "--period", "2025H1", "--region", "锦官驿", "--format", "json")
    data = json.loads(result.stdout)
    assert (data["period"], data["region"], data["region_code"]) == ("2025H1", "锦官驿街道", "510104017000")


def test_csv_on_standard_output_has_the_mark_excel_needs(run: Run) -> None:
    result = run("report", "show", "activities", "--period", "2025", "--format", "csv")
    assert result.stdout_bytes.startswith("\ufeff活动类别,场次".encode())
    assert b"\r\n" in result.stdout_bytes
    assert b"\r\r\n" not in result.stdout_bytes


def test_every_format_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    for name in ("表.xlsx", "表.csv", "表.json", "表.md", "表.txt"):
        result = run("report", "show", "bases", "--period", "2025", "--to", str(tmp_path / name))
        assert (result.exit_code, result.stdout) == (0, "")
        assert "已写入" in result.stderr
        assert (tmp_path / name).stat().st_size > 0


def test_all_tables_make_one_workbook(run: Run, tmp_path: Path) -> None:
    result = run("report", "show", "all", "--period", "2025H1", "--format", "xlsx", "--to", str(tmp_path / "全部.xlsx"))
    assert result.exit_code == 0
    assert "18 张汇总表" in result.stderr


def test_all_tables_as_json_are_a_list(run: Run) -> None:
    data = json.loads(run("report", "show", "all", "--period", "2025", "--format", "json").stdout)
    assert [table["name"] for table in data][:2] == ["personnel", "bases"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("services", "--period", "去年"), "看不懂期间“去年”"),
        (("没有", "--period", "2025"), "没有名为“没有”的汇总表"),
        (("services", "--period", "2025", "--region", "火星"), "锦江区没有叫“火星”的地方"),
        (("services", "--period", "2025", "--to", "/没有/表.xlsx"), "写不了文件"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence_with_exit_code_1(run: Run, words: tuple[str, ...], told: str) -> None:
    result = run("report", "show", *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("words", [("services",), ("services", "--period", "2025", "--format", "xlsx")])
def test_wrong_use_has_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    assert run("report", "show", *words).exit_code == 2


def test_a_broken_table_of_the_offices_is_told_and_the_others_still_come(run_new: Run, ledger: Path) -> None:
    own_folder(ledger).mkdir()
    (own_folder(ledger) / "好.toml").write_text(OWN, "utf-8")
    (own_folder(ledger) / "坏.toml").write_text(OWN.replace("kind", "knid"), "utf-8")
    listed = run_new("report", "list")
    assert listed.exit_code == 0
    assert "自定表" in listed.stdout
    assert "坏.toml 第 4 行“by”" in listed.stderr
    everything = run_new("report", "show", "all", "--period", "2025")
    assert everything.exit_code == 3
    assert "自定表" in everything.stdout
    assert "坏.toml" in everything.stderr
    assert run_new("report", "show", "好", "--period", "2025").exit_code == 0
    assert run_new("report", "show", "坏", "--period", "2025").exit_code == 1


def test_the_worked_example_of_the_manual_gives_the_form_it_was_asked_for(run_new: Run, ledger: Path) -> None:
    from python_calamine import CalamineWorkbook

    from county_tui import reports

    docs = Path(__file__).parents[2] / "docs"
    example = docs / "examples" / "宣传教育活动统计表.toml"
    assert example.read_text("utf-8").strip() in (docs / "reports.md").read_text("utf-8")
    own_folder(ledger).mkdir()
    (own_folder(ledger) / example.name).write_text(example.read_text("utf-8"), "utf-8")
    table = reports.fill("宣传教育活动统计表", reports.parse_period("2026Q3"))
    form = CalamineWorkbook.from_path(str(example.with_suffix(".xlsx"))).get_sheet_by_index(0).to_python()
    heads = [[table.head, *(column.path[0] for column in table.columns)], ["", *(c.path[1:] for c in table.columns)]]
    asked = [text or form[2][at - 1] or form[2][at - 2] for at, text in enumerate(form[2])]
    assert form[0][0] == table.title
    assert asked == heads[0]
    assert [text for text in form[3] if text] == [path[0] for path in heads[1][1:] if path]


def test_help_does_not_load_what_only_filling_needs() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from county_tui.cli import commands\n"
        "assert CliRunner().invoke(commands, ['report', 'show', '--help']).exit_code == 0\n"
        "assert CliRunner().invoke(commands, ['settings', '--help']).exit_code == 0\n"
        "loaded = {'peewee', 'xlsxwriter', 'textual', 'tabulate', 'county_tui.reports'} & set(sys.modules)\n"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_filling_a_table_does_not_load_the_printers() -> None:
    code = (
        "import sys, county_tui.reports\n"
        "sys.exit(bool({'xlsxwriter', 'tabulate', 'textual', 'click'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_table_does_not_change_the_ledger(run: Run, world: World) -> None:
    before = store.history_token()
    run("report", "show", "all", "--period", "2025")
    assert store.history_token() == before
