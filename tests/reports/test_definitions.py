"""Definitions: the built-in ones, an office's own, and what is said of bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import reports
from county_tui.errors import CountyError, NotFoundError
from county_tui.models.demonstration_units import VALID_YEARS
from county_tui.reports import Definition, definition_named, definitions, own_folder

HEAD = 'title = "测试表"\nregister = "activities"\ndate = "held_on"\n'
ROWS = '[rows]\nby = "kind"\n'
COUNT = '[[columns]]\nlabel = "场次"\nmeasure = "count"\n'
GOOD = HEAD + ROWS + COUNT
NAMES = (
    "personnel",
    "bases",
    "demonstration",
    "work-systems",
    "services",
    "services-by-town",
    "activities",
    "indicators",
    "standard",
    "windows",
    "duty",
    "mechanisms",
    "mediations",
    "publicity",
    "surveys",
    "projects",
    "honours",
    "department-totals",
)


@pytest.fixture
def folder(ledger: Path) -> Path:
    """The office's own folder."""
    own = own_folder(ledger)
    own.mkdir()
    return own


def put(folder: Path, text: str, name: str = "own") -> Definition:
    """Put a definition into the folder; returns it as it was read."""
    (folder / f"{name}.toml").write_text(text, "utf-8")
    return next(definition for definition in definitions() if definition.file == f"{name}.toml")


def test_the_built_in_tables_are_those_of_the_design_in_order(ledger: Path) -> None:
    assert tuple(definition.name for definition in definitions()) == NAMES
    assert not any(definition.problem for definition in definitions())


def test_a_named_unit_is_valid_as_long_as_the_register_says(ledger: Path) -> None:
    standing = definition_named("demonstration").standing
    assert standing is not None
    assert standing.years == VALID_YEARS


def test_a_table_is_found_by_name_or_title(ledger: Path) -> None:
    assert definition_named("work_systems") == definition_named("工作制度覆盖情况表")
    with pytest.raises(NotFoundError, match=r"没有名为“无此表”的汇总表.*services"):
        definition_named("无此表")


def test_an_own_table_stands_after_the_built_in_ones(folder: Path) -> None:
    put(folder, GOOD)
    assert [definition.name for definition in definitions()] == [*NAMES, "own"]
    assert not definition_named("测试表").is_built_in


def test_an_own_table_takes_the_place_of_a_built_in_one_of_its_name(folder: Path) -> None:
    put(folder, GOOD, "Services")
    assert [definition.name for definition in definitions()].count("services") == 0
    (folder / "Services.toml").unlink()
    put(folder, GOOD, "services")
    assert definition_named("services").title == "测试表"
    put(folder, "title =", "services")
    assert definition_named("services").title == "基本公共服务情况汇总表"


@pytest.mark.parametrize("name", ["my_table", "My-Table", "宣传 表"])
def test_an_own_table_is_found_by_the_name_of_its_file(folder: Path, name: str) -> None:
    put(folder, GOOD, name)
    assert definition_named(name).title == definition_named(name.upper()).title == "测试表"


def test_two_tables_of_one_name_are_told(folder: Path) -> None:
    put(folder, GOOD, "a")
    second = put(folder, 'name = "A"\n' + GOOD, "b")
    assert second.problem == "b.toml：名称“A”已用于 a.toml，请改文件名，写了 name 的改 name。"
    assert definition_named("a").file == "a.toml"
    assert "全部汇总表" in put(folder, GOOD, "all").problem


def test_a_folder_of_ones_own_can_be_named(ledger: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "own.toml").write_text(GOOD, "utf-8")
    assert definitions(elsewhere)[-1].name == "own"


def column(text: str) -> str:
    """A definition whose one column says something odd, on line 7."""
    return HEAD + ROWS + f"[[columns]]\n{text}\n"


BAD = {
    "no value": ("title = \n", "第 1 行", "title"),
    "no quotes": (HEAD.replace('"activities"', "activities"), "第 2 行", "register"),
    "twice": (HEAD + 'title = "另一个"\n', "第 4 行", "写了两次"),
    "no title": (GOOD.replace('title = "测试表"\n', ""), "第 1 行", "title"),
    "unknown register": (GOOD.replace("activities", "activites"), "第 2 行", "register"),
    "unknown date": (GOOD.replace("held_on", "helt_on"), "第 3 行", "held_on"),
    "not a date": (GOOD.replace("held_on", "title"), "第 3 行", "date"),
    "unknown key": ('titel = "错"\n' + GOOD, "第 1 行", "是否要写“title”"),
    "code": ('code = "standard"\n' + GOOD, "第 1 行", "code"),
    "no rows": (HEAD + COUNT, "rows", "缺少"),
    "no columns": (HEAD + ROWS, "columns", "缺少"),
    "columns a table": (HEAD + ROWS + '[columns]\nlabel = "场次"\n', "第 6 行", "columns"),
    "rows by text": (GOOD.replace('by = "kind"', 'by = "title"'), "第 5 行", "by"),
    "rows by nothing": (GOOD.replace('by = "kind"', 'label = "类"'), "第 4 行", "by"),
    "months of no date": (GOOD.replace('date = "held_on"\n', "").replace('"kind"', '"month"'), "第 4 行", "date"),
    "unknown option": (GOOD.replace('by = "kind"', 'by = "kind"\nonly = ["宣传"]'), "第 6 行", "宣传教育"),
    "only of months": (GOOD.replace('by = "kind"', 'by = "month"\nonly = ["1"]'), "第 6 行", "only"),
    "bad where": (HEAD + 'where = ["kind"]\n' + ROWS + COUNT, "第 4 行", "看不懂条件"),
    "where of no field": (HEAD + 'where = ["knid=宣传月"]\n' + ROWS + COUNT, "第 4 行", "是否要写“kind”"),
    "where of no option": (HEAD + 'where = ["kind=宣穿月"]\n' + ROWS + COUNT, "第 4 行", "宣传月"),
    "where of no number": (HEAD + 'where = ["reach>=很多"]\n' + ROWS + COUNT, "第 4 行", "不是确切的数字"),
    "where without value": (HEAD + 'where = ["reach>="]\n' + ROWS + COUNT, "第 4 行", "后面要有值"),
    "where of two values": (HEAD + 'where = ["reach>=1|2"]\n' + ROWS + COUNT, "第 4 行", "只能有一个值"),
    "where of no place": (HEAD + 'where = ["region=没有"]\n' + ROWS + COUNT, "第 4 行", "没有叫"),
    "where not a place": (HEAD + 'where = ["region!=沙河街道"]\n' + ROWS + COUNT, "第 4 行", "!="),
    "level of a name": (HEAD + 'where = ["region.level=街道"]\n' + ROWS + COUNT, "第 4 行", "region.level"),
    "rows of no level": (GOOD.replace('by = "kind"', 'by = "region"\nlevel = 6'), "第 6 行", "4（街道（乡镇））"),
    "level of a choice": (GOOD.replace('by = "kind"', 'by = "kind"\nlevel = 3'), "第 6 行", "region"),
    "level of none": (HEAD + 'where = ["region.level=9"]\n' + ROWS + COUNT, "第 4 行", "1（省）到 5（社区）"),
    "a chart of no column": ('chart = "场子"\n' + GOOD, "第 1 行", "没有叫“场子”的列"),
    "half a quote": (GOOD.replace('表"', "表"), "第 1 行", "引号没有配对"),
    "where not a list": (HEAD + 'where = "kind=宣传月"\n' + ROWS + COUNT, "第 4 行", "列表"),
    "where of numbers": (HEAD + "where = [1]\n" + ROWS + COUNT, "第 4 行", "文字"),
    "no measure": (column('label = "场次"'), "第 6 行", "measure"),
    "unknown measure": (column('label = "场次"\nmeasure = "counts"'), "第 8 行", "是否要写“count”"),
    "sum of nothing": (column('label = "和"\nmeasure = "sum"'), "第 8 行", "field"),
    "sum of texts": (column('label = "和"\nmeasure = "sum"\nfield = "title"'), "第 9 行", "field"),
    "no label": (column('measure = "count"'), "第 6 行", "label"),
    "each of a text": (column('each = "title"\nmeasure = "count"'), "第 7 行", "each"),
    "unknown format": (column('label = "场次"\nmeasure = "count"\nformat = "money"'), "第 9 行", "format"),
    "half a share": (column('label = "率"\nmeasure = "share"\npart = "场次"'), "第 9 行", "part"),
    "growth of nothing": (column('label = "增"\nmeasure = "growth"'), "第 8 行", "growth"),
    "a link to nothing": (
        GOOD + '[[columns]]\nlabel = "率"\nmeasure = "share"\npart = "场"\nwhole = 8\n',
        "第 12 行",
        "场",
    ),
    "two of one key": (GOOD + COUNT, "第 10 行", "有两列都叫"),
    "not standing": (column('label = "到期"\nmeasure = "count"\nends_within_months = 12'), "第 9 行", "standing"),
    "a number for a text": (HEAD.replace('"测试表"', "5") + ROWS + COUNT, "第 1 行", "引号里的文字"),
    "true for a number": (GOOD.replace("[rows]", "position = true\n[rows]"), "第 4 行", "整数"),
    "standing since a text": (HEAD + '[standing]\nsince = "title"\n' + ROWS + COUNT, "第 5 行", "不是日期"),
    "years of nothing": (HEAD + '[standing]\nsince = "held_on"\nyears = 5\n' + ROWS + COUNT, "第 6 行", "until"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_said_in_one_sentence_with_file_line_and_key(folder: Path, case: str) -> None:
    text, *told = BAD[case]
    put(folder, GOOD, "good")
    problem = put(folder, text).problem
    assert problem.startswith("own.toml 第 ")
    assert "\n" not in problem
    for part in told:
        assert part in problem
    assert definition_named("good").problem == ""
    with pytest.raises(CountyError, match=r"own\.toml"):
        reports.fill("own", reports.parse_period("2026"))


def test_a_file_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "own.toml").write_bytes(GOOD.encode("gb18030"))
    assert "UTF-8" in definitions()[-1].problem


def test_a_file_with_the_mark_of_notepad_is_read(folder: Path) -> None:
    (folder / "own.toml").write_text(GOOD, "utf-8-sig")
    assert not definitions()[-1].problem
