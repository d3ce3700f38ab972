"""The line: what says something of one person is refused, an office's own words are kept."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest

from county_tui.models.line import account_in, hide_numbers, resident_in, watching_in
from tests.models.line import cells, frames, groups, more_cells

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SEEDS = (20261129, 4099)
WATCHING = (
    "重点人员 重点　人员 重点关注对象 重点关注人员 重点管控人群 重点人 重点人口 管控 管控对象 布控 布控人员 稳控 盯防 摸排对象 研判对象 "
    "涉稳 涉稳人员 黑名单 重點人員 重点人员名单核查 重·点·人·员 黑*名*单 关注对象 重点监控对象 稳控对象 Ｂlacklist 重\u200b点人员"
).split(" ")
ORDINARY = (
    "重点人群健康教育 重点项目 重点工作 重点人才引进 重点群体就业帮扶 重点企业走访 发布控辍保学通知 矛盾纠纷排查 名单公示 关注心理健康 "
    "工作人员 重点任务 重点行业 摸排隐患 会商研判 民族工作重点 质量管控 安全管控措施落实 重点监测指标 管理人员培训"
).split(" ")


def examples(name: str) -> list[str]:
    """The texts of a table of examples."""
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("name", ["refused.txt", "refused_by_hand.txt"])
def test_what_says_something_of_one_person_is_refused(name: str) -> None:
    found = {text: resident_in(text) for text in examples(name)}
    assert [text for text, finding in found.items() if finding is None] == []
    for text, finding in found.items():
        assert finding is not None and "不记录" in finding.what and finding.instead.startswith("请"), text
        assert text not in finding.what


@pytest.mark.parametrize("name", ["kept.txt", "kept_by_hand.txt"])
def test_what_an_office_writes_is_kept(name: str) -> None:
    assert [text for text in examples(name) if resident_in(text) or account_in(text)] == []
    if name == "kept.txt":  # what was written by hand beside it also names rules on paper
        assert [text for text in examples(name) if watching_in(text)] == []


@pytest.mark.parametrize("text", ["甘孜藏族\n自治州", "昌吉回族\r\n自治州", "平武县木座藏族\n乡"])
def test_a_place_broken_over_two_lines_of_a_cell_stays_a_place(text: str) -> None:
    assert resident_in(text) is None


def test_what_an_office_does_with_groups_is_kept() -> None:
    made = map("".join, product(groups.PEOPLES, groups.NOUNS, groups.DOINGS))
    assert [text for text in made if resident_in(text)] == []


def test_no_name_of_a_town_is_refused() -> None:
    with (ROOT / "county_tui" / "data" / "regions_sichuan.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file) if row["level"] <= "4"}
    assert [name for name in names if resident_in(name)] == []


def test_both_tables_hold_two_hundred_examples() -> None:
    assert len(set(examples("refused.txt"))) >= 200 and len(set(examples("kept.txt"))) >= 200


@pytest.mark.parametrize("made", [cells, more_cells, frames])
@pytest.mark.parametrize("seed", SEEDS)
def test_none_of_two_thousand_hostile_cells_gets_in(seed: int, made: ModuleType) -> None:
    assert [text for text in made.hostile(seed, 2000) if resident_in(text) is None] == []


@pytest.mark.parametrize("made", [cells, more_cells, frames])
@pytest.mark.parametrize("seed", SEEDS)
def test_at_most_one_in_a_hundred_office_phrases_is_refused(seed: int, made: ModuleType) -> None:
    refused = [text for text in made.office(seed, 2000) if resident_in(text) or watching_in(text)]
    assert len(refused) <= 20, refused


@pytest.mark.parametrize("text", WATCHING)
def test_words_of_watching_people_are_found(text: str) -> None:
    assert watching_in(text) is not None


def test_labels_that_sort_people_into_watched_ones_are_found() -> None:
    assert [text for text in examples("watched.txt") if watching_in(text) is None] == []


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_stay(text: str) -> None:
    assert watching_in(text) is None


def test_a_bank_card_is_found_in_any_text_and_an_office_number_is_none() -> None:
    assert account_in("卡6222 0212 3456 7894 564") is not None
    assert account_in("510107202603150123") is None
    assert account_in("川民宗〔2023〕12号") is None


def test_a_message_keeps_its_own_words_and_hides_the_numbers_it_quotes() -> None:
    assert (
        hide_numbers("“13800000000 花名册.xlsx”是空文件（0 字节）。")
        == "“（号码，已隐去） 花名册.xlsx”是空文件（0 字节）。"
    )
    assert hide_numbers("没有名为“13800000000x”的工作表") == "没有名为“（号码，已隐去）”的工作表"
    assert "138000" not in hide_numbers("读写不了 /tmp/13800000000X.xlsx")
    assert "一三八" not in hide_numbers("没有名为“一三八零零零零零零零零”的工作表")
    assert "5101041990" not in hide_numbers("读写不了 /tmp/510104199001011237.xlsx")
    for kept in (
        "请只写数字，如 028-86660000。",
        "“2026-09-01..2026-09-30”第 12 行",
        "备份 ledger-20260915-103000.zip",
    ):
        assert hide_numbers(kept) == kept
