"""Whatever goes wrong ends in one Chinese sentence and exit code 1, with nothing changed and no traceback."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import backup, cli, error_log
from county_tui.cli import commands
from tests.cli.conftest import Answer, Run
from tests.importing.books import SERVICE, STAFF, ZHANG, write_sheet
from tests.permissions import obey_permissions

GOOD = ["2026-03-02", "法律援助", "咨询", "锦官驿街道", 3]


def assert_one_chinese_sentence(answer: Answer) -> None:
    """Exit code 1 and one line that says what to do."""
    assert answer.code == 1
    lines = answer.err.strip().splitlines()
    assert len(lines) == 1, lines
    assert re.fullmatch(r"出错了：.*[\u4e00-\u9fff]+.*", lines[0])
    assert "Traceback" not in answer.err and "Error" not in answer.err
    assert answer.out == ""


def files(folder: Path) -> dict[str, Callable[[Path], object]]:
    """Files nobody can import, by name."""
    return {
        "不存在.xlsx": lambda path: None,
        "空.xlsx": lambda path: path.touch(),
        "空.csv": lambda path: path.touch(),
        "文件夹.xlsx": lambda path: path.mkdir(),
        "文字.xlsx": lambda path: path.write_text("只是几句话。\n没有表。\n", "utf-8"),
        "随机.xls": lambda path: path.write_bytes(bytes(range(256)) * 40),
        "网页.xls": lambda path: path.write_text("<html><table><tr><td>姓名</td></tr></table></html>", "utf-8"),
        "图片.png": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500)),
        "压缩.xlsx": _zip,
        "半截.xlsx": _cut_off,
        "文档.pdf": lambda path: path.write_bytes(b"%PDF-1.4\n1 0 obj\n"),
        "无表头.xlsx": lambda path: write_sheet(path, ["甲", "乙"], ["丙", "丁"]),
        "空表.xlsx": lambda path: write_sheet(path),
        "只有表头.xlsx": lambda path: write_sheet(path, ["品名", "单价"]),
    }


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("说明.txt", "没有表")


def _cut_off(path: Path) -> None:
    whole = write_sheet(path, STAFF, ZHANG).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize("name", files(Path()))
def test_a_file_that_is_no_workbook_is_refused_in_one_sentence(
    run: Run, ledger: Path, tmp_path: Path, name: str
) -> None:
    files(tmp_path)[name](tmp_path / name)
    before = ledger.read_bytes()
    assert_one_chinese_sentence(run("import", "auto", tmp_path / name))
    assert_one_chinese_sentence(run("import", "personnel", tmp_path / name))
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        (0, "2026-02-30", "在日历上不存在"),
        (0, "26.3.2", "年份不全"),
        (0, "三月二日", "不是日期"),
        (0, "2026-03", "没有写到日"),
        (1, "法律", "是否要写“法律援助”"),
        (1, "养猫", "不在可选项中"),
        (3, "天上人间街道", "没有叫“天上人间街道”的地方"),
        (3, "大慈寺/锦官驿", "没有叫"),
        (2, None, "“服务事项”必须填写"),
        (0, None, "“服务日期”必须填写"),
        (4, "约100", "不是确切的数字"),
        (4, "100多", "不是确切的数字"),
        (4, 0, "小于 1"),
        (4, 1.5, "不是整数"),
    ],
)
def test_a_wrong_cell_refuses_the_file_and_says_what_and_where(
    run: Run, ledger: Path, tmp_path: Path, column: int, cell: object, words: str
) -> None:
    line = list(GOOD)
    line[column] = cell
    before = ledger.read_bytes()
    answer = run("import", "service-records", write_sheet(tmp_path / "一.xlsx", SERVICE, GOOD, line))
    assert answer.code == 1
    assert words in answer.out and f"{'ABCDE'[column]}3 {SERVICE[column]}" in answer.out
    assert len(answer.err.strip().splitlines()) == 1
    assert ledger.read_bytes() == before


COMMANDS = (
    ("list", "personnel"),
    ("show", "personnel", "1"),
    ("history", "personnel", "1"),
    ("export", "all", "--to", "出.xlsx"),
    ("template", "all", "--to", "模板.xlsx"),
    ("report", "show", "services", "--period", "2026"),
    ("imports", "list"),
    ("imports", "undo", "1"),
    ("backup", "create"),
    ("settings", "list"),
    ("regions", "list"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_ledger_that_is_not_there_is_one_sentence(
    run_at: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run_at(tmp_path / "没有.db", *words)
    assert_one_chinese_sentence(answer)
    assert "没有找到台账" in answer.err and "init --region" in answer.err
    assert list(tmp_path.iterdir()) == []


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as ledger:
        ledger.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2099-01-01')")
    ledger.close()


def _other(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()


def _scrambled(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x55" * (len(content) - 4096))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "不是台账文件，或已损坏"),
    "text": (lambda path: path.write_text("台账" * 500, "utf-8"), "不是台账文件，或已损坏"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:-777]), "已损坏"),
    "scrambled": (_scrambled, "损坏"),
    "another program's": (_other, "是别的程序的数据库"),
    "newer": (_newer, "请升级 county-tui"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("words", [("list", "personnel"), ("import", "auto", "花名册.xlsx")], ids=" ".join)
def test_a_damaged_or_foreign_ledger_is_one_sentence_and_stays_as_it_is(
    run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_sheet(tmp_path / "花名册.xlsx", STAFF, ZHANG)
    spoil, told = DAMAGE[damage]
    spoil(ledger)
    before = ledger.read_bytes()
    answer = run(*words)
    assert_one_chinese_sentence(answer)
    assert told in answer.err
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "车辆"), "没有名为“车辆”的台账"),
        (("show", "personnel", "99"), "没有编号为 99 的记录"),
        (("history", "personnel", "99"), "没有编号为 99 的记录"),
        (("list", "personnel", "--where", "外号=x"), "没有“外号”这个字段"),
        (("list", "personnel", "--where", "乱写"), "看不懂条件"),
        (("list", "personnel", "--where", "region=火星"), "没有叫“火星”的地方"),
        (("list", "personnel", "--where", "region!=锦官驿街道"), "不能用 != 筛选"),
        (("list", "personnel", "--where", "languages!=彝语"), "不能用 != 筛选"),
        (("list", "personnel", "--where", "region>=锦官驿街道"), "后面要写日期或数"),
        (("list", "personnel", "--where", "role=专职"), "是否要写“专职干部”"),
        (("list", "service-records", "--where", "staff=查无此人"), "里没有“查无此人”"),
        (("list", "personnel", "--sort", "外号"), "没有“外号”这个字段"),
        (("export", "personnel", "--to", "没有/出.xlsx"), "写不了文件"),
        (("export", "personnel", "--to", "出.docx"), "不能导出为"),
        (("export", "all", "--to", "-", "--format", "csv"), "csv 一次只能导出一个台账"),
        (("template", "车辆", "--to", "模板.xlsx"), "没有名为“车辆”的台账"),
        (("template", "all", "--to", "没有/模板.xlsx"), "写不了文件"),
        (("imports", "show", "9"), "没有第 9 批导入"),
        (("report", "show", "没有", "--period", "2026"), "没有"),
        (("report", "show", "services", "--period", "去年"), "去年"),
        (("import", "车辆", "花名册.xlsx"), "没有名为“车辆”的台账"),
        (("init", "--region", "锦江区"), "已经存在"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else None,
)
def test_a_wrong_word_is_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(*words)
    assert_one_chinese_sentence(answer)
    assert told in answer.err


@pytest.mark.parametrize("region", ["火星", "990000000000", "幸福社区"])
def test_a_ledger_needs_a_place_that_is_one(run_at: Run, tmp_path: Path, region: str) -> None:
    assert_one_chinese_sentence(run_at(tmp_path / "新.db", "init", "--region", region))
    assert list(tmp_path.iterdir()) == []


OBEYED = "\x1b[31m\x1b]0;x\x07\x9b\u202e\u200b"
"""What a terminal would obey, or read the other way round."""


@pytest.mark.parametrize("words", [("inspect",), ("import", "personnel"), ("import", "auto", "--on-error", "skip")])
def test_nothing_in_a_file_or_its_name_is_obeyed_by_the_terminal(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    header, bad = [*STAFF, f"暗号{OBEYED}"], ["李敏", "x", f"天上{OBEYED}", f"老板{OBEYED}", "y"]
    for name in (f"名册{OBEYED}.csv", f"名册{OBEYED}.xlsx"):
        lines = "".join(",".join(line) + "\n" for line in (header, [*ZHANG, f"x{OBEYED}"], bad))
        (tmp_path / name).write_text(lines, "utf-8")
        answer = run(words[0], *words[1:2], tmp_path / name, *words[2:])
        assert "名册" in answer.out + answer.err
        seen = {unicodedata.category(each) for each in (answer.out + answer.err).replace("\n", "")}
        assert not seen & {"Cc", "Cf", "Cs"}


def test_a_text_of_a_million_characters_is_quoted_in_a_few(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_text(f"姓名,工作单位,所属区划,队伍类别\n{'长' * 1_000_000},x,锦江区,宣传员\n", "utf-8")
    answer = run("import", "personnel", file)
    assert answer.code == 1 and "文字太长" in answer.out
    assert len(answer.out) < 500


def test_json_says_exactly_what_a_file_holds_in_characters_no_terminal_obeys(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_text(f"姓名,工作单位,所属区划,队伍类别,暗号\u202e\nx,y,锦江区,老板{OBEYED},z\n", "utf-8")
    answer = run("import", "personnel", file, "--json")
    assert answer.json["sheets"][0]["errors"][0]["value"]
    assert not {unicodedata.category(each) for each in answer.out.replace("\n", "")} & {"Cc", "Cf", "Cs"}


def test_every_command_speaks_through_the_functions_that_make_text_harmless() -> None:
    spoken = {file.name for file in Path(cli.__file__).parent.glob("*.py") if "click.echo(" in file.read_text("utf-8")}
    assert spoken == {"__init__.py", "lazy.py", "options.py", "reports.py"}


@pytest.mark.parametrize(
    "words",
    [
        ("show", "personnel"),
        ("history", "personnel"),
        ("imports", "show"),
        ("imports", "undo"),
        ("list", "personnel", "--format", "json", "--limit"),
    ],
)
def test_a_number_too_large_for_any_record_is_one_sentence(run: Run, words: tuple[str, ...]) -> None:
    assert_one_chinese_sentence(run(*words, 10**30))


def test_an_account_without_a_folder_is_told_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda uid: {}[uid])
    answer = CliRunner().invoke(commands, ["list", "personnel"])
    assert answer.exit_code == 1 and "--db" in answer.stderr and answer.stderr.startswith("出错了：")
    assert run("doctor").code == 0
    assert "错误日志写不了" in error_log.log_error(ValueError())


USAGE = (
    ("list",),
    ("没有这个命令",),
    ("import", "auto"),
    ("show", "personnel", "甲"),
    ("list", "personnel", "--format", "yaml"),
    ("list", "personnel", "--limit", "0"),
    ("report", "show", "services"),
    ("export", "personnel"),
    ("export", "all", "--to", "出.xlsx", "--search", "x"),
    ("import", "auto", "x.xlsx", "--on-error", "ask"),
)


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_wrong_use_is_exit_code_2_in_chinese(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert answer.code == 2
    assert re.search(r"[\u4e00-\u9fff]", answer.err)
    assert not re.search(r"(Usage|Error|Try|Invalid|Missing|No such)", answer.err), answer.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere root writes everywhere")
def test_a_read_only_folder_is_one_sentence(ledger: Path, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "花名册.xlsx", STAFF, ZHANG)
    for path in (file, ledger):
        path.chmod(0o444)
    tmp_path.chmod(0o555)
    command = [sys.executable, "-m", "county_tui", "--db", str(ledger), "import", "auto", str(file)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=Path(__file__).parents[2], preexec_fn=obey_permissions
    )
    tmp_path.chmod(0o755)
    assert_one_chinese_sentence(Answer(done.returncode, "", done.stderr))
    assert "只读" in done.stderr or "权限" in done.stderr


def test_a_ledger_that_is_gone_but_has_backups_is_to_be_restored(ledger: Path, run: Run) -> None:
    backup.create(ledger)
    for file in ledger.parent.glob("ledger.db*"):
        file.unlink()
    answer = run("list", "personnel")
    assert answer.code == 1
    assert "旁边还有它的备份" in answer.err and "backup restore" in answer.err
