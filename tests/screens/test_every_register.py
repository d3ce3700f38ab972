"""The whole life of a record of any register; a new register joins by existing."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import exporting, importing, store
from county_tui.exporting.templates import write_template
from county_tui.models import REGISTERS
from county_tui.models.kinds import Choice
from county_tui.models.register import Register
from county_tui.screens.registers.form import RecordForm
from county_tui.store import RecordRef
from county_tui.widgets.form_field import FormField
from tests.conftest import Fields, Person
from tests.exporting.test_templates import filled
from tests.importing.books import counts, planned, read_xlsx, rows, take_in, write_xlsx
from tests.screens.conftest import Clerk, Start, settle


@pytest.fixture
def known(person: Person, fields: Fields) -> None:
    """The records that an example may have to refer to."""
    person("某某")
    target = {"year": "2025", "name": "某某", "region": "锦官驿街道", "target": "3"}
    store.create("indicators", fields("indicators", **target), "测试")


def _change(register: type[Register], row: store.Row) -> tuple[str, str]:
    """A field outside the key, and another value for it as one types it: notes, else a choice, else a number."""
    kinds = {name: field for name, field in register.fields().items() if name not in register.key}
    if "notes" in kinds:
        return "notes", "改过了"
    for name, field in kinds.items():
        if isinstance(field, Choice):
            labels = store.lookups().choices(field.options)
            return name, next(label for label in labels if label != row.values[name])
    return next(name for name, field in kinds.items() if field.kind in ("text", "integer", "decimal")), "7"


def _taken_in(register: type[Register], folder: Path) -> tuple[int, store.Row]:
    """A record by way of the template, exported and imported again without a change, undone, and imported for good."""
    name, template, back = register.register_name(), folder / f"{register.label}模板.xlsx", folder / "导出.xlsx"
    before = {row.id for row in rows(name)}
    write_template([register], template)
    sheet = filled(register, read_xlsx(template)[register.label])
    file = write_xlsx(folder / f"{register.label}.xlsx", {register.label: sheet})
    taken = take_in(file)
    exporting.write([store.Query(name)], back)
    assert counts(planned(back, name)) == (0, 0, len(before) + 1, 0), name
    assert taken.batch is not None and importing.undo(taken.batch, "测试").removed == 1, name
    again = take_in(file, name)
    (row,) = [row for row in rows(name) if row.id not in before]
    assert again.batch is not None
    return again.batch, row


async def _edited(clerk: Clerk, register: type[Register], row: store.Row) -> None:
    """The record changed in its form."""
    name, text = _change(register, row)
    clerk.app.push_screen(RecordForm(register.register_name(), row))
    await settle(clerk.pilot)
    clerk.app.screen.query_one(f"#field-{name.replace('_', '-')}", FormField).editor.focus()
    await clerk.press("ctrl+u")
    await clerk.write(text)
    await clerk.press("ctrl+s")
    (changed,) = [one for one in rows(register.register_name()) if one.id == row.id]
    assert text in register.text(name, changed.values, store.lookups()), register.label
    assert [one.action for one in store.history(register.register_name(), row.id)] == ["update", "create"]


async def test_a_record_of_any_register_lives_from_template_to_undo(known: None, start: Start, tmp_path: Path) -> None:
    async with start() as clerk:
        for register in REGISTERS:
            batch, row = _taken_in(register, tmp_path)
            await _edited(clerk, register, row)
            undone = importing.undo(batch, "测试")
            assert (undone.removed, len(undone.left)) == (0, 1), register.label  # edited since: named and left alone
            store.delete(RecordRef(register.register_name(), row.id, row.version + 1), "测试")
