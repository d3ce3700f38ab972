"""The whole life of a record of any register; a new register joins by existing."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import exporting, importing, store
from county_tui.exporting.templates import write_template
from county_tui.models import REGISTERS
from county_tui.models.kinds import Choice, Value
from county_tui.models.register import Register
from county_tui.store import RecordRef
from tests.conftest import Fields, Person
from tests.exporting.test_templates import filled
from tests.importing.books import counts, planned, read_xlsx, rows, take_in, write_xlsx


@pytest.fixture
def known(person: Person, fields: Fields) -> None:
    """The records that an example may have to refer to."""
    person("某某")
    target = {"year": "2025", "name": "某某", "region": "锦官驿街道", "target": "3"}
    store.create("indicators", fields("indicators", **target), "测试")


def _changed(register: type[Register], row: store.Row) -> dict[str, Value]:
    """One field of a record with another value: a text, else a choice, else a number."""
    kinds = {name: field for name, field in register.fields().items() if name not in register.key}
    if "notes" in kinds:
        return {"notes": "改过了"}
    for name, field in kinds.items():
        if isinstance(field, Choice):
            labels = store.lookups().choices(field.options)
            return {name: next(label for label in labels if label != row.values[name])}
    name = next(name for name, field in kinds.items() if field.kind in ("text", "integer", "decimal"))
    return {name: kinds[name].parse("7", store.lookups())}


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.register_name())
def test_a_record_lives_from_template_to_undo(known: None, tmp_path: Path, register: type[Register]) -> None:
    name, template, back = register.register_name(), tmp_path / "模板.xlsx", tmp_path / "导出.xlsx"
    before = {row.id for row in rows(name)}
    write_template([register], template)
    file = write_xlsx(tmp_path / "填好.xlsx", {register.label: filled(register, read_xlsx(template)[register.label])})

    taken = take_in(file)
    exporting.write([store.Query(name)], back)
    assert counts(planned(back)) == (0, 0, len(before) + 1, 0)
    assert taken.batch is not None and importing.undo(taken.batch, "测试").removed == 1

    again = take_in(file)
    (row,) = [row for row in rows(name) if row.id not in before]
    changed = store.update(RecordRef(name, row.id, row.version), _changed(register, row), "测试")
    assert changed.version == row.version + 1
    assert [one.action for one in store.history(name, row.id)] == ["update", "create"]
    assert again.batch is not None
    undone = importing.undo(again.batch, "测试")
    assert (undone.removed, len(undone.left)) == (0, 1)  # edited since: named and left alone
