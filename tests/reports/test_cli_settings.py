"""`settings`, `choices`, `regions`: exit code, text and effect."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from county_tui import store
from county_tui.cli import commands

Run = Callable[..., Result]


@pytest.fixture
def run(ledger: Path) -> Run:
    """A function that runs a command on a new ledger."""
    return lambda *words: CliRunner().invoke(commands, ["--db", str(ledger), *words])


def test_a_setting_is_kept_and_listed(run: Run) -> None:
    result = run("settings", "set", "单位负责人", "甲某")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "已记下单位负责人：甲某" in result.stderr
    assert "甲某" in run("settings", "list").stdout
    assert json.loads(run("settings", "list", "--json").stdout)["leader"] == "甲某"


def test_an_unknown_setting_is_refused(run: Run) -> None:
    result = run("settings", "set", "颜色", "红")
    assert result.exit_code == 1
    assert "没有名为“颜色”的设置" in result.stderr


def test_choice_lists_are_named_shown_and_extended(run: Run) -> None:
    assert "service_category" in run("choices", "list").stdout
    assert "服务平台" in run("choices", "list", "对应条款").stdout
    added = run("choices", "add", "服务类别", "法治宣传")
    assert added.exit_code == 0
    assert "已在“服务记录·服务类别”增加“法治宣传”" in added.stderr
    assert json.loads(run("choices", "list", "服务类别", "--json").stdout)["service_category"][-1] == "法治宣传"
    assert run("choices", "add", "服务类别", "法治宣传").exit_code == 1


def test_regions_are_listed_and_searched(run: Run) -> None:
    assert "锦官驿街道/大慈寺社区居委会" in run("regions", "list").stdout
    found = json.loads(run("regions", "list", "--search", "大慈寺", "--json").stdout)
    assert [place["path"] for place in found] == ["锦官驿街道/大慈寺社区居委会"]


def test_an_own_list_is_imported_after_a_backup(run: Run, ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "区划.csv"
    rows = [f"{p.code},{p.name},{p.level},{p.parent}" for p, _ in store.list_regions()]
    path.write_text("\n".join(["代码,名称,级别,上级代码", *rows, "510104099000,新街道,4,510104000000"]), "utf-8-sig")
    result = run("regions", "import", str(path))
    assert result.exit_code == 0, result.output
    assert "新增 1，改名 0，去掉 0" in result.stderr
    assert list((ledger.parent / "backups").iterdir())
    assert store.list_regions("新街道")


def test_a_marked_region_that_is_gone_is_named_and_its_mark_taken_away(run: Run, tmp_path: Path) -> None:
    gone, path = "510104017004", tmp_path / "区划.csv"
    assert run("regions", "mark", gone, "锦官驿街道", "--needs", "联络员").exit_code == 0
    assert json.loads(run("regions", "list", "--search", gone, "--json").stdout)[0]["needs"] == ["联络员"]
    kept = [p for p, _ in store.list_regions() if p.code != gone]
    lines = [f"{p.code},{p.name},{p.level},{p.parent}" for p in kept]
    path.write_text("\n".join(["代码,名称,级别,上级代码", *lines]), "utf-8")
    said = f"有 1 处应配的标记，地方已不在区划表里，不再计入应配：{gone}（联络员）"
    assert said in run("regions", "import", str(path)).stderr
    assert said in run("doctor").stdout
    assert run("regions", "mark", gone, "--needs", "联络员").exit_code == 1
    assert "已取消 1 处" in run("regions", "mark", gone, "--needs", "联络员", "--remove").stderr
    assert "应配" not in run("doctor").stdout


def test_a_bad_list_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "区划.csv"
    path.write_text("甲,乙\n1,2", "utf-8")
    result = run("regions", "import", str(path))
    assert result.exit_code == 1
    assert "缺少列" in result.stderr
