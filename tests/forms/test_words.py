"""No form makes a list of persons watched: its name, its title and its fixed texts are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui.forms.library import add_form
from county_tui.forms.reading import FormError
from tests.forms.books import save


@pytest.mark.parametrize(
    "cells", [{"A1": "重点 人员情况"}, {"A1": "情况表", "B2": "稳控对象数"}, {"A1": "{期间}稳控对象"}]
)
def test_no_text_of_a_form_is_of_watching(ledger: Path, tmp_path: Path, cells: dict[str, object]) -> None:
    with pytest.raises(FormError, match="管控人的用语"):
        add_form(save(tmp_path / "表.xlsx", {**cells, "C9": "{填报单位}"}), "情况表", "王晓")


def test_no_name_of_a_form_is_of_watching(ledger: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "表.xlsx", {"A1": "重点人群健康教育情况表", "C9": "{填报单位}"})
    with pytest.raises(FormError, match="表名"):
        add_form(path, "黑 名 单", "王晓")
    assert add_form(path, "情况表", "王晓").name == "情况表"
