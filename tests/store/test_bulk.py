"""Many records at once: the same rows, history and index as one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import store
from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Value
from tests.conftest import Fields
from tests.models.test_privacy import with_check_character
from tests.store.conftest import assert_index_in_step, names

COUNTS = {"new": 0, "updated": 0, "unchanged": 0, "refused": 0}


def people(fields: Fields, count: int) -> list[list[Value]]:
    """Values of people, in field order."""
    made = []
    for number in range(count):
        values = fields(
            "personnel", name=f"干部{number}", unit="甲", region="锦官驿街道", role="专职干部", languages="彝语"
        )
        made.append([values.get(name) for name in register_named("personnel").fields()])
    return made


def inserted(fields: Fields, count: int) -> tuple[int, list[int]]:
    """A batch of so many people, and their ids."""
    with store.transaction():
        batch = store.start_batch("import", "名单.xlsx", "x", {**COUNTS, "new": count})
        return batch, store.insert_rows("personnel", people(fields, count), store.stamped("x", batch), store.lookups())


def test_rows_inserted_at_once_are_like_rows_saved_one_by_one(ledger: Path, fields: Fields) -> None:
    values = dict(zip(register_named("personnel").fields(), people(fields, 1)[0], strict=True))
    one = store.create("personnel", {**values, "name": "另一人"}, "x")
    batch, ids = inserted(fields, 5)
    rows = store.rows_by_id("personnel", ids)
    assert [row.values["name"] for row in rows] == [f"干部{number}" for number in range(5)]
    assert rows[0].values == {**one.values, "name": "干部0"}
    assert (rows[0].version, rows[0].created.by) == (1, "x")
    assert [(change.action, change.batch) for change in store.history("personnel", ids[0])] == [("create", batch)]
    assert len(names("彝语")) == 6
    with pytest.raises(store.DuplicateError):
        store.create("personnel", values, "x")
    assert_index_in_step("personnel")


def test_rows_updated_at_once_keep_history_and_index(ledger: Path, fields: Fields) -> None:
    _, ids = inserted(fields, 5)
    with store.transaction():
        batch = store.start_batch("import", "名单.xlsx", "李四", {**COUNTS, "updated": 5})
        rows = [(row, {"post": f"职务{row.id}", "languages": None}) for row in store.rows_by_id("personnel", ids)]
        store.Writer(register_named("personnel"), store.stamped("李四", batch), store.lookups()).update(rows, "update")
    row = store.get("personnel", ids[2])
    assert (row.version, row.values["post"], row.values["languages"], row.updated.by) == (
        2,
        f"职务{row.id}",
        None,
        "李四",
    )
    assert store.history("personnel", row.id)[0].changes == {
        "post": (None, f"职务{row.id}"),
        "languages": (("彝语",), None),
    }
    assert names("彝语") == [] and len(names("职务")) == 5
    assert [change[:4] for change in store.batch_changes(batch)] == [("personnel", key, 2, "update") for key in ids]
    assert_index_in_step("personnel")


def test_rows_trashed_at_once_are_gone_from_the_index(ledger: Path, fields: Fields) -> None:
    _, ids = inserted(fields, 5)
    with store.transaction():
        batch = store.start_batch("import", "x", "x", COUNTS)
        store.Writer(register_named("personnel"), store.stamped("x", batch), store.lookups()).trash(
            store.rows_by_id("personnel", ids[:3]), "undo"
        )
    assert names() == ["干部3", "干部4"]
    assert store.restore("personnel", ids[0], "x").version == 3
    assert_index_in_step("personnel")


def test_a_bulk_change_that_fails_leaves_nothing(ledger: Path, fields: Fields) -> None:
    inserted(fields, 2)
    token, batches = store.history_token(), store.batches()
    with pytest.raises(CountyError), store.transaction():
        store.start_batch("import", "x", "x", COUNTS)
        store.insert_rows("personnel", people(fields, 3)[2:], store.stamped("x", 1), store.lookups())
        raise CountyError("停")
    assert (store.history_token(), store.batches()) == (token, batches)
    assert len(names()) == 2
    assert_index_in_step("personnel")


def test_an_id_is_never_given_twice(ledger: Path, fields: Fields) -> None:
    _, ids = inserted(fields, 3)
    store.delete(("personnel", ids[-1], 1), "x")
    _, more = inserted(fields, 1)
    assert more[0] > ids[-1]


def test_keys_find_live_records_only(ledger: Path, fields: Fields) -> None:
    _, ids = inserted(fields, 3)
    register = register_named("personnel")
    keys = [register.record_key_of(row.values) for row in store.rows_by_id("personnel", ids)]
    store.delete(("personnel", ids[0], 1), "x")
    assert store.ids_by_key("personnel", [*keys, 12345]) == {keys[1]: [ids[1]], keys[2]: [ids[2]]}


def test_names_of_files_and_users_are_kept_printable_and_without_id_numbers(ledger: Path) -> None:
    number = with_check_character("51010419900101123")
    with store.transaction():
        batch = store.start_batch("import", f"张三{number}\x1b[31m.xlsx", "x", COUNTS)
    assert store.batch(batch).source == "张三（身份证号，已隐去）.xlsx"
    assert number not in store.signature(f"李四 {number}")
    assert store.signature("\x1b]0;x\x07李\u202e四\n") == "李四"
    assert store.signature("\x00") == "unknown"
    assert len(store.signature("长" * 500)) == 40
