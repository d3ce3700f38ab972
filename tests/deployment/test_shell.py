"""What a shell gets from the program: completion and man pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from county_tui.cli import COMMANDS

ROOT = Path(__file__).parents[2]
START = "import sys; sys.argv[0] = 'county-tui'; from county_tui.cli import main; main()"


def completed(**environment: str) -> str:
    """What the program answers to a shell that completes."""
    told = os.environ | environment
    done = subprocess.run(
        [sys.executable, "-c", START], env=told, capture_output=True, text=True, timeout=30, check=False
    )
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(shell: str) -> None:
    if not shutil.which("bash"):
        pytest.skip("the version of bash is asked for")
    assert f"_COUNTY_TUI_COMPLETE={shell}_complete" in completed(_COUNTY_TUI_COMPLETE=f"{shell}_source")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("county-tui ba", "backup"), ("county-tui backup v", "verify"), ("county-tui export --fo", "--format")],
)
def test_commands_and_options_are_completed(typed: str, offered: str) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    assert f"plain,{offered}" in completed(_COUNTY_TUI_COMPLETE="bash_complete", **words)


def test_every_command_has_a_man_page(tmp_path: Path) -> None:
    pytest.importorskip("click_man")
    subprocess.run([sys.executable, "-m", "tools.make_man", tmp_path], check=True, timeout=60)
    pages = {page.stem for page in tmp_path.iterdir()}
    assert pages >= {"county-tui", *(f"county-tui-{name}" for name in COMMANDS)}
    assert "台账文件" in (tmp_path / "county-tui.1").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
@pytest.mark.parametrize("python", ["no-such-python", "false"])
def test_a_machine_without_a_fitting_python_is_told_in_a_sentence(tmp_path: Path, python: str) -> None:
    words = ["make", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}", str(tmp_path / "venv" / ".ready")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode
    assert "needs Python 3.11 or later with venv" in done.stderr
    assert not (tmp_path / "venv").exists()
