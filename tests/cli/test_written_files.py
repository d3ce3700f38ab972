"""Files that commands write: under a name that tells what they are, or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from county_tui.models import REGISTERS
from tests.cli.conftest import Run
from tests.importing.books import STAFF, ZHANG, read_xlsx, write_sheet

BAD = ["周敏", "大慈寺社区", "大慈寺社区", "老板"]


@pytest.mark.parametrize("name", ["模板.csv", "模板", "模板.xls", "-"])
def test_a_template_is_a_workbook_by_name(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    answer = run("template", "all", "--to", name)
    assert answer.code == 1 and "要以 .xlsx 结尾" in answer.err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["表.pdf", "表.docx", "表.xls"])
def test_a_report_is_not_written_under_a_foreign_ending(run: Run, tmp_path: Path, name: str) -> None:
    answer = run("report", "show", "services", "--period", "2026", "--to", tmp_path / name)
    assert answer.code == 1 and "结尾不对" in answer.err and ".xlsx" in answer.err
    assert not (tmp_path / name).exists()
    assert run("report", "show", "services", "--period", "2026", "--to", tmp_path / name, "--format", "csv").code == 0


def test_a_device_or_a_pipe_is_never_replaced_by_a_file(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.csv")
    answer = run("export", "personnel", "--to", tmp_path / "管道.csv")
    assert answer.code == 1 and "不是普通文件" in answer.err
    assert (tmp_path / "管道.csv").is_fifo()


def test_a_dash_is_standard_output(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = run("report", "show", "services", "--period", "2026", "--to", "-", "--format", "json")
    assert shown.json["name"] == "services" and shown.err == ""
    assert run("report", "show", "services", "--period", "2026", "--to", "-", "--format", "xlsx").code == 2
    everything = json.loads(run("export", "all", "--to", "-").out)
    assert everything["personnel"] == {"total": 0, "rows": []} and len(everything) == len(REGISTERS)
    assert not (tmp_path / "-").exists()


def test_an_export_needs_to_be_told_its_format(run: Run, tmp_path: Path) -> None:
    answer = run("export", "personnel", "--to", tmp_path / "出")
    assert answer.code == 1 and "--format" in answer.err
    assert run("export", "personnel", "--to", tmp_path / "出", "--format", "csv").code == 0


@pytest.mark.parametrize("target", ["错误.txt", "错误.csv", "没有这个文件夹/错误.xlsx"])
def test_refused_rows_that_cannot_be_written_leave_the_ledger_alone(run: Run, tmp_path: Path, target: str) -> None:
    mixed = write_sheet(tmp_path / "有错.xlsx", STAFF, ZHANG, BAD)
    answer = run("import", "auto", mixed, "--on-error", "skip", "--errors", tmp_path / target)
    assert answer.code == 1 and "错误" in answer.err
    assert run("list", "personnel", "--format", "json").json["total"] == 0
    assert run("imports", "list", "--json").json == {"imports": []}


def test_a_dry_run_writes_the_refused_rows_too(run: Run, tmp_path: Path) -> None:
    mixed = write_sheet(tmp_path / "有错.xlsx", STAFF, ZHANG, BAD)
    answer = run("import", "auto", mixed, "--dry-run", "--json", "--errors", tmp_path / "错误.xlsx")
    assert answer.code == 1 and answer.json["refused"] == 1
    assert read_xlsx(tmp_path / "错误.xlsx")["Sheet1"][1][:4] == BAD


def test_the_demo_takes_no_other_ledgers_place(run_at: Run, ledger: Path) -> None:
    own = ledger.with_name("ledger.db")
    own.write_bytes(ledger.read_bytes())
    before = own.read_bytes()
    answer = run_at(own, "demo", "--dir", own.parent)
    assert answer.code == 1 and "不是演示台账" in answer.err
    assert own.read_bytes() == before
