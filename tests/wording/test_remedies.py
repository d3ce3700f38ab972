"""Services say what is wrong; the command line and the app say what to do about it, each in its own way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import county_tui
from county_tui.errors import CountyError, Remark, RemarkedError, Remedy
from county_tui.wording.remedies import in_app, on_command_line

PACKAGE = Path(county_tui.__file__).parent
ABOVE = ("cli", "wording")
"""Where options and commands may be spoken of."""
COMMAND = re.compile(r"(^|[^\w])--[a-z]|county-tui [a-z]")
CHINESE = re.compile("[\u4e00-\u9fff]")
"""What tells a sentence for a person from a mark or a flag."""


def _sentences(file: Path) -> Iterator[str]:
    """The texts of a module that are no docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_sentence_outside_the_command_line_names_an_option_or_a_command() -> None:
    files = [file for file in PACKAGE.rglob("*.py") if file.relative_to(PACKAGE).parts[0] not in ABOVE]
    found = [
        (str(file.relative_to(PACKAGE)), text)
        for file in files
        for text in _sentences(file)
        if COMMAND.search(text) and CHINESE.search(text)
    ]
    assert len(files) > 100 and not found


@pytest.mark.parametrize("remedy", Remedy)
def test_every_remedy_has_its_words_and_the_app_never_speaks_of_options(remedy: Remedy) -> None:
    told = Remark("出了点事", remedy)
    assert on_command_line(told).startswith("出了点事") and len(on_command_line(told)) > len(str(told))
    assert in_app(told).endswith("。") and not COMMAND.search(in_app(told))


@pytest.mark.parametrize(
    ("error", "typed", "pressed"),
    [
        (CountyError("没有", "，请检查。"), "没有，请检查。", "没有，请检查。"),
        (
            CountyError("台账坏了", remedy=Remedy.RESTORE_BACKUP),
            "台账坏了，请用 county-tui backup restore 恢复最近一次完好的备份。",
            "台账坏了，请退出后重新打开程序，按提示恢复最近一次完好的备份。",
        ),
        (
            CountyError("磁盘满了", "，请清理磁盘。", Remedy.BACK_UP_ELSEWHERE),
            "磁盘满了，请清理磁盘，或用 --to 备份到别处。",
            "磁盘满了，请清理磁盘，或在备份画面按 t 备份到别处。",
        ),
        (
            CountyError("没有结尾", "，请改名。", Remedy.NAME_FORMAT),
            "没有结尾，请改名，或加 --format 写明格式。",
            "没有结尾，请改名。",
        ),
    ],
)  # fmt: skip
def test_a_hint_and_a_remedy_make_one_sentence(error: CountyError, typed: str, pressed: str) -> None:
    assert (on_command_line(error), in_app(error)) == (typed, pressed)


def test_several_reasons_come_a_line_each_with_their_own_remedies() -> None:
    reasons = (Remark("“一”没有导入", Remedy.NAME_SHEET), Remark("“二”没有导入", Remedy.MAP_COLUMNS))
    error = RemarkedError("“文件”里没有可以导入的表", reasons)
    assert in_app(error) == "“文件”里没有可以导入的表：“一”没有导入；需要时按 t 指定。\n“二”没有导入；可按 c 指定列。"
    assert "--sheet" in on_command_line(error) and "--map" in on_command_line(error)
    assert str(error) == "“文件”里没有可以导入的表：“一”没有导入。“二”没有导入。"
