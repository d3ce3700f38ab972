"""Saving, deleting and restoring one record: versions, refusals, history and index."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import CountyError, NotFoundError
from tests.conftest import Fields, Person
from tests.store.conftest import assert_index_in_step, names


def test_a_save_raises_the_version_and_says_who(person: Person) -> None:
    row = person("张三")
    after = store.update(("personnel", row.id, 1), {"post": "主任"}, "李四")
    assert (after.version, after.updated.by, after.created.by) == (2, "李四", "测试")
    assert after.values == {**row.values, "post": "主任"}


def test_a_save_that_changes_nothing_writes_nothing(person: Person) -> None:
    row = person("张三")
    token = store.history_token()
    assert store.update(("personnel", row.id, 1), dict(row.values), "李四") == row
    assert store.history_token() == token


def test_a_stale_save_is_refused_with_both_versions(person: Person) -> None:
    row = person("张三")
    store.update(("personnel", row.id, 1), {"post": "主任"}, "李四")
    with pytest.raises(store.StaleRecordError, match="刚被 李四 改过") as stale:
        store.update(("personnel", row.id, 1), {"post": "科长"}, "王五")
    assert stale.value.mine == {"post": "科长"}
    assert stale.value.theirs.values["post"] == "主任"
    assert store.get("personnel", row.id).values["post"] == "主任"


def test_a_deleted_record_cannot_be_changed_or_deleted_again(person: Person) -> None:
    row = person("张三")
    store.delete(("personnel", row.id, 1), "李四")
    for change in (lambda: store.update(("personnel", row.id, 2), {"post": "x"}, "王五"),
                   lambda: store.delete(("personnel", row.id, 2), "王五")):  # fmt: skip
        with pytest.raises(store.StaleRecordError):
            change()


def test_deleting_moves_to_the_trash_and_restoring_brings_all_back(person: Person) -> None:
    row = person("张三", phone="13800000000")
    store.delete(("personnel", row.id, 1), "李四")
    gone = store.get("personnel", row.id)
    assert gone.deleted is not None and gone.deleted.by == "李四"
    assert names() == [] and names(deleted=True) == ["张三"] and names("张三") == []
    back = store.restore("personnel", row.id, "王五")
    assert back.values == row.values and back.deleted is None and back.version == 3
    assert names("1380") == ["张三"]
    assert [change.action for change in store.history("personnel", row.id)] == ["restore", "delete", "create"]
    assert_index_in_step("personnel")


def test_a_second_record_of_one_key_is_refused_and_named(person: Person) -> None:
    row = person("张三")
    with pytest.raises(store.DuplicateError, match="姓名\\+工作单位") as twice:
        person("张三", role="调解员")
    assert twice.value.other == row.id
    other = person("张三", unit="别的单位")
    with pytest.raises(store.DuplicateError):
        store.update(("personnel", other.id, 1), {"unit": "锦江区民宗局"}, "x")


def test_a_key_given_to_another_meanwhile_keeps_the_trash_shut(person: Person) -> None:
    row = person("张三")
    store.delete(("personnel", row.id, 1), "x")
    person("张三")
    with pytest.raises(store.DuplicateError):
        store.restore("personnel", row.id, "x")


def test_service_records_without_a_number_may_stand_twice(ledger: Path, fields: Fields) -> None:
    texts = {"served_on": "2026-5-1", "category": "教育保障", "item": "咨询", "region": "锦官驿", "people_served": "3"}
    values = fields("service_records", **texts)
    first, second = store.create("service_records", values, "x"), store.create("service_records", values, "x")
    assert first.id != second.id
    numbered = {**values, "number": "FW1"}
    store.create("service_records", numbered, "x")
    with pytest.raises(store.DuplicateError):
        store.create("service_records", numbered, "x")


def test_a_record_that_breaks_rules_is_refused_with_every_problem(ledger: Path, fields: Fields) -> None:
    with pytest.raises(store.InvalidRecordError) as refused:
        store.create("personnel", fields("personnel", name="张三", started_on="2026", ended_on="2025"), "x")
    assert [problem.field for problem in refused.value.problems] == ["unit", "region", "role", "ended_on"]
    assert store.count_rows(store.Query("personnel")) == 0
    assert store.history_token() == 0


def test_a_record_that_others_use_cannot_be_deleted(person: Person, fields: Fields) -> None:
    row = person("张三")
    texts = {"served_on": "2026-5-1", "category": "教育保障", "item": "咨询", "region": "锦官驿", "people_served": "3"}
    service = store.create("service_records", fields("service_records", **texts, staff="张三"), "x")
    with pytest.raises(CountyError, match="还有 1 条服务记录用到"):
        store.delete(("personnel", row.id, 1), "x")
    store.delete(("service_records", service.id, 1), "x")
    store.delete(("personnel", row.id, 1), "x")


def test_a_record_never_comes_to_point_into_the_trash(person: Person, fields: Fields) -> None:
    row = person("张三")
    texts = {"served_on": "2026-5-1", "category": "教育保障", "item": "咨询", "region": "锦官驿", "people_served": "3"}
    values = fields("service_records", **texts, staff="张三")
    service = store.create("service_records", values, "x")
    store.delete(("service_records", service.id, 1), "x")
    store.delete(("personnel", row.id, 1), "x")
    with pytest.raises(store.InvalidRecordError, match="经办人"):
        store.restore("service_records", service.id, "x")
    with pytest.raises(store.InvalidRecordError, match="经办人"):
        store.create("service_records", values, "x")
    store.restore("personnel", row.id, "x")
    assert store.restore("service_records", service.id, "x").values == service.values


def test_what_is_not_there_is_said_in_words(ledger: Path) -> None:
    with pytest.raises(NotFoundError, match="没有编号为 7 的记录"):
        store.get("personnel", 7)
    with pytest.raises(NotFoundError):
        store.history("personnel", 7)
    with pytest.raises(NotFoundError, match="没有第 3 批"):
        store.batch(3)


def test_a_service_after_its_handler_left_is_refused_by_name_and_date(person: Person, fields: Fields) -> None:
    row = person("张三", ended_on="2026-03")
    texts = {"category": "法律援助", "item": "咨询", "region": "锦官驿街道", "people_served": "6", "staff": "张三"}
    with pytest.raises(store.InvalidRecordError, match="张三已于 2026-03 离任，“服务日期”2026-04-01在那以后"):
        store.create("service_records", fields("service_records", served_on="2026-04-01", **texts), "李四")
    kept = store.create("service_records", fields("service_records", served_on="2026-03-31", **texts), "李四")
    with pytest.raises(store.InvalidRecordError, match="张三已于"):
        store.update(kept.ref, fields("service_records", served_on="2026-04-02"), "李四")
    with pytest.raises(CountyError, match="张三已于"):
        store.change_several(
            "service_records", [kept.id], fields("service_records", served_on="2026-04-02"), ("李四", "批量修改")
        )
    assert row.values["ended_on"] == "2026-03"


def test_a_service_stays_editable_when_its_handler_left_later(person: Person, fields: Fields) -> None:
    row = person("张三")
    texts = {"category": "法律援助", "item": "咨询", "region": "锦官驿街道", "people_served": "6", "staff": "张三"}
    kept = store.create("service_records", fields("service_records", served_on="2026-04-01", **texts), "李四")
    store.update(row.ref, {"ended_on": "2026-03"}, "李四")
    assert store.update(kept.ref, {"notes": "已归档"}, "李四").values["notes"] == "已归档"
