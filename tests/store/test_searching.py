"""Search: any part of a Chinese text, digits, initials; the index stays in step with the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import store
from county_tui.models import register_named, sqlite
from county_tui.store import listing, searching
from tests.conftest import Person
from tests.store.conftest import assert_index_in_step, names


@pytest.mark.parametrize(
    "typed",
    ["纠", "纠纷", "纷调", "纠纷调解", "jf", "jftj", "JFTJ", "jftjy", "1380", "0000", "锦官驿", "jgy", "彝语", "调解员",
     "纠纷 jgy", "纠纷　锦官", "ｊｆ", "138-0000"],
)  # fmt: skip
def test_a_record_is_found_by_any_part_of_it(person: Person, typed: str) -> None:
    person("纠纷调解员小王", phone="13800000000", languages="彝语", role="调解员")
    person("李四", unit="别处", region="书院街街道", role="宣传员")
    assert names(typed) == ["纠纷调解员小王"]


@pytest.mark.parametrize("typed", ["纷纠", "调纠", "jfx", "13900", "纠纷 书院街", "王调解员"])
def test_what_does_not_stand_together_in_a_record_is_not_found(person: Person, typed: str) -> None:
    person("纠纷调解员小王", phone="13800000000", languages="彝语", role="调解员")
    assert names(typed) == []


def test_no_phrase_runs_from_one_field_into_the_next(person: Person) -> None:
    person("张三丰", unit="收发室")
    assert names("丰收") == []


HOSTILE = (
    '"', "'", "*", "AND", "NEAR(", "a OR b", "^x", "-x", "col:x", "(", "\x00", "😀", "\ud800", "%", "_",
    "characters:张", "{张", "张+", "\ue000", "\u202e",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_the_search_box_takes_any_text(person: Person, typed: str) -> None:
    person("张三")
    names(typed)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=12))
def test_the_search_box_takes_any_text_at_all(ledger: object, typed: str) -> None:
    assert names(typed) == []


def test_punctuation_alone_finds_nothing(person: Person) -> None:
    person("张三")
    assert names("，。") == []
    assert names("  ") == ["张三"]


def test_the_index_follows_every_change(person: Person) -> None:
    row = person("张三", post="科员")
    assert names("科员") == ["张三"]
    store.update(("personnel", row.id, 1), {"post": "科长", "phone": "13900000000"}, "x")
    assert (names("科员"), names("科长"), names("139")) == ([], ["张三"], ["张三"])
    store.delete(("personnel", row.id, 2), "x")
    assert names("科长") == []
    store.restore("personnel", row.id, "x")
    assert names("科长") == ["张三"]
    assert_index_in_step("personnel")


def test_an_index_made_anew_finds_the_same(person: Person) -> None:
    person("张三")
    gone = person("李四")
    store.delete(("personnel", gone.id, 1), "x")
    with store.session():
        assert store.rebuild("personnel", store.lookups()) == 1
    assert (names("张"), names("李")) == (["张三"], [])


def test_a_filter_and_a_search_go_together(person: Person) -> None:
    person("张三", role="调解员")
    person("张四", role="宣传员")
    where = (store.Condition("role", store.Test.IS, "宣传员"),)
    assert names("张", where=where) == ["张四"]
    assert store.count_rows(store.Query("personnel", search="张", where=where)) == 1


def test_texts_of_a_field_are_not_remembered_without_end(ledger: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_REMEMBERED", 10)
    texts = searching.FieldTexts(register_named("personnel").fields()["name"], store.lookups())
    for number in range(20):
        characters, letters = texts.of([f"张{number}{at}" for at in range(5)])
        assert len(list(characters)) == len(list(letters)) == 5
    assert len(texts.characters) == len(texts.initials) <= 15


def test_the_whole_name_comes_first_then_its_beginning_then_the_rest_in_the_lists_order(person: Person) -> None:
    person("李四", unit="张刚工作室", region="锦官驿街道")
    person("王张刚", unit="甲", region="锦江区")
    person("张刚毅", unit="甲", region="书院街街道")
    person("张刚", unit="书院街", region="书院街街道")
    expected = ["张刚", "张刚毅", "王张刚", "李四"]
    assert names("张刚") == names("zg") == names("zhanggang") == expected


def test_a_surname_is_read_as_one(person: Person) -> None:
    person("曾刚")
    person("单晓燕")
    assert names("zg")[0] == "曾刚"
    assert names("zenggang") == ["曾刚"]
    assert names("shanxiao") == ["单晓燕"]


@pytest.mark.parametrize("typed", ["zenggang", "zengga", "ZengGang", "zenggangyi", "jinguanyi", "zg 锦官"])
def test_full_pinyin_finds_also_while_it_is_typed(person: Person, typed: str) -> None:
    person("曾刚毅", unit="锦官驿街道办事处")
    person("李四", unit="别处", region="书院街街道")
    assert names(typed) == ["曾刚毅"]


@pytest.mark.parametrize("typed", ["2026-11", "2026-1", "2026年11月", "2026.11", "2026", "2026-11-05", "2026年11月5日"])
def test_a_date_is_found_by_its_beginning_however_it_is_written(person: Person, typed: str) -> None:
    person("张三", trained_on="2026-11-05")
    person("李四", trained_on="2025-11-05")
    assert names(typed) == ["张三"]


def test_initials_do_not_run_from_one_field_into_the_next(person: Person) -> None:
    person("张三丰", unit="四海")
    assert names("zsf") == ["张三丰"]
    assert names("fs") == []


def test_windows_of_a_search_are_one_list_however_many_are_found(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        person("张三", unit=f"单位{number}")
        person(f"张三{number}", unit="单位")
        person(f"老张三{number}", unit="单位")
    for most in (20, 50):
        monkeypatch.setattr(listing, "MOST_ORDERED", most)
        whole = store.list_ids(store.Query("personnel", "张三"))
        windows = [store.list_ids(store.Query("personnel", "张三"), 5, at) for at in range(0, 40, 5)]
        assert [key for window in windows for key in window] == whole
        assert len(set(whole)) == 36
        found = [str(row.values["name"]) for row in store.list_rows(store.Query("personnel", "张三"))]
        assert found[:12] == ["张三"] * 12
        assert all(name.startswith("张三") for name in found[:24]) or most < len(whole)


def test_a_migration_has_the_index_made_anew(person: Person, ledger: Path) -> None:
    person("曾刚")
    store.set_setting("search_index", "stale")
    with store.transaction():
        sqlite.empty_index("personnel")
    assert names("zenggang") == []
    store.open_ledger(ledger, lambda: None)
    assert names("zenggang") == ["曾刚"]
    assert "search_index" not in store.settings()
