"""What people leave in the ledger for themselves: views, drafts, and many records changed at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import CountyError
from county_tui.store import AnyOf, Condition, Query, Test
from county_tui.store.bulk_edit import bring_back, change_several, delete_several
from county_tui.store.kept import Draft, drafts_of, drop_view, forget_draft, keep_draft, keep_view, kept_views
from tests.importing.books import ID_NUMBER

PERSON = {"unit": "民宗局", "region": "510104000000", "role": "宣传员"}


def person(name: str, **more: str) -> int:
    return store.create("personnel", {**PERSON, "name": name, **more}, "李敏").id


@pytest.mark.parametrize(
    "query",
    [
        Query("personnel"),
        Query("service_records", "法律", (Condition("served_on", Test.AT_LEAST, date(2026, 1, 1)),), ("-served_on",)),
        Query("service_records", where=(Condition("outcome", Test.IN, ("办理中", "未办结")),)),
        Query("service_records", where=(Condition("base", Test.EMPTY), Condition("staff", Test.IS, 3))),
        Query("bases", where=(Condition("services", Test.HAS, "法律援助"), Condition("has_rules", Test.IS, True))),
        Query("bases", where=(Condition("area_m2", Test.AT_MOST, Decimal("120.5")),)),
        Query("bases", where=(store.in_batch(3), Condition("has_rules", Test.IS, True))),
        Query("bases", where=(Condition("valid_until", Test.ENDS_BEFORE, "2026-12-31"),)),
        Query(
            "work_systems",
            where=(AnyOf(((Condition("status", Test.IS, "现行"),), (Condition("region", Test.LEVEL, (4, 5)),))),),
        ),
    ],
)
def test_a_view_is_the_query_it_was_kept_as(ledger: Path, query: Query) -> None:
    keep_view("我的视图", query, "王晓")
    assert kept_views(query.register) == {"我的视图": query}
    drop_view(query.register, "我的视图")
    assert kept_views(query.register) == {}


def test_a_view_kept_again_takes_the_others_place(ledger: Path) -> None:
    keep_view("视图", Query("personnel", "甲"), "王晓")
    keep_view("视图", Query("personnel", "乙"), "李敏")
    assert kept_views("personnel")["视图"].search == "乙"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (ID_NUMBER, Query("personnel")),
        ("某人", Query("personnel", f"  {ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}")),
        ("某人", Query("personnel", where=(Condition("notes", Test.HAS, f"①{ID_NUMBER}"),))),
    ],
)
def test_a_view_that_holds_an_id_number_is_not_kept(ledger: Path, name: str, query: Query) -> None:
    with pytest.raises(CountyError, match="身份证号"):
        keep_view(name, query, "李敏")
    assert kept_views("personnel") == {}


def test_a_draft_is_kept_once_and_forgotten(ledger: Path) -> None:
    key = keep_draft(Draft("personnel", None, 0, {"name": "张"}, "王晓"))
    assert keep_draft(Draft("personnel", None, 0, {"name": "张三"}, "王晓", id=key)) == key
    assert [draft.texts for draft in drafts_of("王晓")] == [{"name": "张三"}]
    assert drafts_of("李敏") == []
    forget_draft(key)
    forget_draft(key)
    assert drafts_of("王晓") == []


def test_an_id_number_never_reaches_the_file(ledger: Path) -> None:
    keep_draft(Draft("personnel", None, 0, {"name": "张三", "notes": "证件 110105194912310"}, "王晓"))
    assert drafts_of("王晓")[0].texts == {"name": "张三"}
    with store.session():
        held = b"".join(path.read_bytes() for path in ledger.parent.glob("ledger.db*"))
    assert b"110105194912310" not in held


def test_many_records_are_changed_or_none(ledger: Path) -> None:
    ids = [person("甲"), person("乙", role="调解员"), person("丙", role="调解员")]
    assert change_several("personnel", ids, {"role": "调解员"}, ("王晓", "批量修改：队伍类别")) == 1
    with pytest.raises(CountyError, match=r"“甲，民宗局，.*”不能这样改"):
        change_several("personnel", ids, {"name": None}, ("王晓", "批量修改：姓名"))
    with pytest.raises(CountyError, match="相同"):
        change_several("personnel", ids, {"name": "甲"}, ("王晓", "批量修改：姓名"))
    assert [store.get("personnel", key).version for key in ids] == [2, 1, 1]
    assert [info.updated for info in store.batches()] == [1]


def test_changed_records_are_found_by_their_new_words(ledger: Path) -> None:
    ids = [person("甲"), person("乙")]
    change_several("personnel", ids, {"post": "联络站长"}, ("王晓", "批量修改：职务"))
    assert store.count_rows(Query("personnel", "联络站长")) == 2


def test_records_in_use_are_not_deleted_and_then_none_is(ledger: Path) -> None:
    free, used = person("甲"), person("乙")
    service = {"category": "法律援助", "item": "咨询", "region": PERSON["region"], "people_served": 1, "staff": used}
    store.create("service_records", {**service, "served_on": date(2026, 1, 1)}, "李敏")
    with pytest.raises(CountyError, match="还被别的记录用到"):
        delete_several("personnel", [free, used], "王晓")
    assert store.count_rows(Query("personnel")) == 2


def test_deleted_records_come_back_as_one_batch_but_for_those_restored_since(ledger: Path) -> None:
    ids = [person("甲"), person("乙"), person("丙")]
    assert delete_several("personnel", ids, "王晓") == 3
    store.restore("personnel", ids[0], "王晓")
    batch = store.batches()[0]
    assert bring_back(batch.id, "王晓") == 2
    assert store.count_rows(Query("personnel")) == 3
    assert store.batches()[0].undone
