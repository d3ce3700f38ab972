"""Records of before whose texts would be refused today: they may be put back as they stood, never written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import importing, store
from county_tui.cli.checks import line
from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.store.rows import InvalidRecordError
from tests.conftest import Fields

OLD = "阿依古丽（维吾尔族）租房纠纷"


def old_record(fields: Fields) -> store.Row:
    """A service of before, as an old version of the program let it in."""
    values = fields(
        "service_records",
        served_on="2026-03-02",
        category="法律援助",
        item="租房纠纷",
        region="大慈寺社区",
        people_served="1",
    )
    values["item"] = OLD
    whole: list[Value] = [values.get(name) for name in register_named("service_records").fields()]
    with store.transaction():
        (key,) = store.insert_rows("service_records", [whole], store.stamped("x"), store.lookups())
    return store.get("service_records", key)


def test_what_was_deleted_comes_back_by_undo_and_out_of_the_trash(ledger: Path, fields: Fields) -> None:
    row = old_record(fields)
    store.delete_several("service_records", [row.id], "x")
    undone = importing.undo(store.batches()[0].id, "x")
    assert (undone.restored, undone.left) == (1, [])
    back = store.get("service_records", row.id)
    store.delete(back.ref, "x")
    assert store.restore("service_records", row.id, "x").values["item"] == OLD


def test_nothing_of_that_kind_is_written_anew(ledger: Path, fields: Fields) -> None:
    row = old_record(fields)
    with pytest.raises(InvalidRecordError, match="民族"):
        store.create("service_records", {**row.values, "number": None}, "x")
    with pytest.raises(InvalidRecordError, match="民族"):
        store.update(row.ref, {"notes": OLD}, "x")
    with pytest.raises(CountyError, match="民族"):
        store.change_several("service_records", [row.id], {"notes": OLD}, ("x", "批量修改"))
    changed = store.update(row.ref, {"people_served": 2}, "x")
    assert changed.values["item"] == OLD


def test_doctor_counts_them_and_quotes_none(ledger: Path, fields: Fields) -> None:
    assert not line().hint
    row = old_record(fields)
    found = line()
    assert found.ok and f"服务记录 1 条（ID {row.id}）" in found.message and OLD not in found.message + found.hint


def test_what_a_person_mends_is_not_told_by_history_either(ledger: Path, fields: Fields) -> None:
    row = old_record(fields)
    again = store.update(row.ref, {"item": "租房纠纷调解", "notes": "已答复"}, "x")
    (mended, made) = store.history("service_records", row.id)
    assert mended.changes["item"] == ("（个人情况，已隐去）", "租房纠纷调解") and not made.changes
    assert mended.changes["notes"] == (None, "已答复")
    assert store.revert("service_records", row.id, again.version, "x").values["item"] == "租房纠纷调解"
    assert not line().hint
