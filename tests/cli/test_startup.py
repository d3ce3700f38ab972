"""What is quick stays quick: help and version load nothing they do not need."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from county_tui import __version__
from county_tui.cli import COMMANDS, commands
from county_tui.cli.launch import c_library
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
HEAVY = ("peewee", "textual", "xlsxwriter", "rich", "python_calamine", "xlrd", "tabulate", "playhouse")


def county_tui(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The program run as a process of its own."""
    command = [sys.executable, "-m", "county_tui", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env)


def modules_after(*words: str) -> set[str]:
    """Top-level modules loaded once a command has run."""
    program = (
        "import sys\nfrom county_tui.cli import main\n"
        f"sys.argv = ['county-tui', *{list(words)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0 and done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["-h"], ["import", "--help"], ["list", "--help"]])
def test_help_and_version_load_no_heavy_module(words: list[str]) -> None:
    loaded = modules_after(*words)
    assert "click" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_a_list_loads_no_textual_and_no_xlsxwriter(ledger: Path) -> None:
    loaded = modules_after("--db", str(ledger), "list", "personnel")
    assert "peewee" in loaded
    assert [name for name in ("textual", "xlsxwriter", "rich", "xlrd") if name in loaded] == []


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    done = county_tui("--version")
    first, build = done.stdout.splitlines()
    assert first == f"county-tui {__version__}" and __version__ == project["version"]
    assert os.uname().machine in build and platform.python_version() in build and c_library() in build


def test_help_names_every_command_in_chinese() -> None:
    done = county_tui("--help")
    assert done.returncode == 0
    for name, (_, text) in COMMANDS.items():
        assert name in done.stdout and text in done.stdout


def every_command() -> list[tuple[str, ...]]:
    """The words of every command, with those of the groups under it."""
    found: list[tuple[str, ...]] = [()]
    for name in COMMANDS:
        command = commands.get_command(click.Context(commands), name)
        under = command.commands if isinstance(command, click.Group) else {}
        found += [(name,), *((name, one) for one in under)]
    return found


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_explains_itself_in_chinese(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words, "--help")
    assert answer.code == 0 and answer.err == ""
    assert answer.out.startswith(f"用法： {' '.join(('commands', *words))} [选项]")
    assert re.search(r"[\u4e00-\u9fff]{4}", answer.out.splitlines()[2])
    assert not re.search(r"(?i)usage|options|\[args\]|show this|required|default", answer.out)
    for line in answer.out.splitlines():
        assert not re.match(r"  -", line) or re.search(r"[\u4e00-\u9fff]", line) or line.endswith("]"), line


def test_a_missing_ledger_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    done = county_tui("--db", str(tmp_path / "没有.db"), "list", "bases")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and "没有找到台账" in done.stderr


def test_without_a_terminal_the_app_is_not_opened(tmp_path: Path) -> None:
    done = county_tui("--db", str(tmp_path / "没有.db"))
    assert done.returncode == 1 and "终端" in done.stderr


def test_messages_are_chinese_whatever_the_locale_says(tmp_path: Path) -> None:
    done = county_tui("list", env={"LANG": "C", "PATH": "/usr/bin", "PYTHONUTF8": "1", "HOME": str(tmp_path)})
    assert done.returncode == 2 and "缺少参数" in done.stderr


def test_the_rules_on_persons_are_compiled_only_when_a_text_asks_for_them() -> None:
    script = (
        "import county_tui.importing, county_tui.models.line as line\n"
        "from county_tui.models.line.pattern import Pattern\n"
        "rules = [p for p in vars(line.people).values() if isinstance(p, Pattern)]\n"
        "compiled = lambda: sum('compiled' in vars(p) for p in rules)\n"
        "assert rules and line.resident_in('就业推荐') is None and not compiled()\n"
        "assert line.resident_in('彝族居民阿木来办事') and compiled()\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
