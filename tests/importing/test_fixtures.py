"""Each workbook in fixtures/ is planned just as its maker said, on a fresh ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from county_tui import importing, store
from county_tui.importing import ImportPlan, Request

FIXTURES = Path(__file__).parents[2] / "fixtures"
COUNTED = ("new", "updated", "unchanged", "refused", "skipped")


def expected_plans(folder: str) -> list[Path]:
    """The expected plans of a folder, in the order the files are imported."""
    return sorted((FIXTURES / folder).glob("*.expected.json"))


def source_of(expected: Path) -> Path:
    """The workbook an expected plan is about."""
    stem = expected.name.removesuffix(".expected.json")
    return next(path for path in expected.parent.iterdir() if path.stem == stem and path.suffix != ".json")


def told(plan: ImportPlan) -> dict[str, Any]:
    """What of a plan the expected files tell."""
    whole = importing.as_json(plan, None, applied=False)
    sheets = [
        {
            "name": sheet["name"],
            "columns": [{key: column[key] for key in ("label", "field", "status")} for column in sheet["columns"]],
            **{key: sheet[key] for key in COUNTED},
            "errors": [{key: error[key] for key in ("cell", "label")} for error in sheet["errors"]],
        }
        for sheet in whole["sheets"]
    ]
    return {"register": whole["register"], "sheets": sheets}


@pytest.mark.parametrize("expected", expected_plans("messy"), ids=lambda path: path.name.split(".")[0])
def test_a_messy_file_is_planned_as_its_maker_said(ledger: Path, expected: Path) -> None:
    plan = importing.plan(source_of(expected), Request())
    assert told(plan) == json.loads(expected.read_text("utf-8"))


def test_the_demo_files_are_planned_as_their_maker_said_and_a_second_import_changes_nothing(ledger: Path) -> None:
    for expected in expected_plans("demo"):
        plan = importing.plan(source_of(expected), Request())
        assert told(plan) == json.loads(expected.read_text("utf-8")), expected.name
        importing.apply(plan, "测试")
    token = store.history_token()
    for expected in expected_plans("demo"):
        again = importing.plan(source_of(expected), Request())
        assert again.writes == 0, expected.name
        assert importing.apply(again, "测试").batch is None
    assert store.history_token() == token


def test_every_workbook_in_fixtures_has_its_expected_plan() -> None:
    for folder in ("demo", "messy"):
        sources = {path.stem for path in (FIXTURES / folder).iterdir() if path.is_file() and path.suffix != ".json"}
        assert sources == {path.name.removesuffix(".expected.json") for path in expected_plans(folder)}
