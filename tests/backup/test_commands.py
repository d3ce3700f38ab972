"""`backup` on the command line: data on standard output, words on standard error, exit codes, no ledger needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from county_tui.cli import commands
from tests.backup.conftest import add, names
from tests.conftest import Fields

KEYS = {"file", "sha256", "bytes", "counts", "created_at", "created_by", "reason", "ok", "problems"}


def run(ledger: Path, *words: str, answer: str = "") -> Result:
    """Run a command on a ledger."""
    return CliRunner().invoke(commands, ["--db", str(ledger), "--as", "李四", *words], input=answer)


def data(result: Result) -> Any:
    """What a command printed as JSON."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_create_prints_the_file_and_says_what_it_holds(office: Path) -> None:
    done = run(office, "backup", "create")
    assert done.exit_code == 0
    assert Path(done.stdout.strip()).is_file()
    assert "已备份 3 条记录" in done.stderr


def test_every_json_has_the_same_keys(office: Path) -> None:
    made = data(run(office, "backup", "create", "--json"))
    assert set(made) >= KEYS
    assert (made["counts"]["personnel"], made["created_by"], made["ok"]) == (3, "李四", True)
    assert data(run(office, "backup", "list", "--json")) == [made]
    assert data(run(office, "backup", "verify", made["file"], "--json")) == made
    restored = data(run(office, "backup", "restore", made["file"], "--yes", "--json"))
    assert restored | made == restored
    assert restored["changes"]["personnel"] == {"gained": 0, "lost": 0, "changed": 0}
    assert Path(restored["safety_copy"]).is_file()


def test_a_backup_can_be_named_without_its_folder(office: Path) -> None:
    name = Path(data(run(office, "backup", "create", "--json"))["file"]).name
    assert run(office, "backup", "verify", name).exit_code == 0


@pytest.mark.parametrize("harm", ["damaged", "missing"])
def test_a_damaged_or_missing_ledger_is_no_hindrance(office: Path, harm: str) -> None:
    file = run(office, "backup", "create").stdout.strip()
    if harm == "missing":
        office.unlink()
    else:
        office.write_bytes(b"\0" * 10_000)
    refused = run(office, "backup", "create")
    assert refused.exit_code == 1 and refused.stderr.count("\n") == 1 and "台账" in refused.stderr
    assert "完好" in run(office, "backup", "list").stdout
    assert run(office, "backup", "verify", file).exit_code == 0
    assert run(office, "backup", "restore", file, "--yes").exit_code == 0
    assert names() == ["丁一", "丁二", "丁三"]


@pytest.mark.parametrize(
    ("answer", "is_done"), [("y\n", True), ("是\n", True), ("n\n", False), ("", False), ("否\n", False)]
)
def test_a_restore_asks_first_and_no_answer_is_a_no(office: Path, fields: Fields, answer: str, is_done: bool) -> None:
    file = run(office, "backup", "create").stdout.strip()
    add(fields, "丁四")
    asked = run(office, "backup", "restore", file, answer=answer)
    assert asked.exit_code == (0 if is_done else 1)
    assert "工作队伍：恢复 0 条，失去 1 条" in asked.stderr
    assert ("丁四" in names()) == (not is_done)


def test_a_damaged_backup_is_exit_code_one(office: Path) -> None:
    file = Path(run(office, "backup", "create").stdout.strip())
    file.write_bytes(file.read_bytes()[:3000])
    checked = run(office, "backup", "verify", str(file), "--json")
    assert checked.exit_code == 1 and json.loads(checked.stdout)["ok"] is False
    assert "不能用" in run(office, "backup", "verify", str(file)).stderr
    assert run(office, "backup", "restore", str(file), "--yes").exit_code == 1
    assert "已损坏" in run(office, "backup", "list").stdout


def test_backing_up_to_a_second_place(office: Path, tmp_path: Path) -> None:
    made = data(run(office, "backup", "create", "--to", str(tmp_path / "U盘"), "--json"))
    assert Path(made["file"]).parent == tmp_path / "U盘"
    assert "还没有备份" in run(office, "backup", "list").stderr
    assert "同一块磁盘" in run(office, "backup", "create", "--to", str(tmp_path / "U盘")).stderr


def test_a_second_place_that_is_not_there_is_not_made_up(office: Path, tmp_path: Path) -> None:
    done = run(office, "backup", "create", "--to", str(tmp_path / "没插的盘" / "备份"))
    assert done.exit_code == 1 and "磁盘是否插好" in done.stderr
    assert not (tmp_path / "没插的盘").exists()


def test_pruning_says_what_it_did(office: Path) -> None:
    run(office, "backup", "create")
    assert "没有可以清理" in run(office, "backup", "prune").stderr
    assert data(run(office, "backup", "prune", "--json")) == {"removed": []}


def test_a_missing_backup_is_said_in_words(office: Path) -> None:
    for command in (("verify",), ("restore", "--yes")):
        result = run(office, "backup", command[0], "none.zip", *command[1:])
        assert result.exit_code == 1 and "没有找到备份文件" in result.stderr
