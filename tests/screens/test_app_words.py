"""The app speaks of its own keys, never of options and commands."""

from __future__ import annotations

from pathlib import Path

import county_tui
from county_tui.screens.app_words import WORDS, in_app

SERVICES = ("store", "models", "importing", "workbooks", "backup", "exporting")


def test_every_sentence_put_differently_is_one_the_services_say() -> None:
    root = Path(county_tui.__file__).parent
    said = "".join(file.read_text("utf-8") for name in SERVICES for file in root.joinpath(name).rglob("*.py"))
    assert [words for words in WORDS if words not in said] == []


def test_a_sentence_names_keys_in_place_of_options() -> None:
    told = in_app("“一”的表头认不出属于哪个台账，没有导入；请写明台账名称，必要时用 --map 指定列。")
    assert told.endswith("请按 t，再按 r 指定台账，必要时按 c 指定列。")
    assert "--" not in told
