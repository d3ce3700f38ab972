"""Forms, documents and what is typed into forms, as kept: nothing is overwritten, the newest counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from county_tui.models.tables import Form, FormEntry
from county_tui.rights import Right
from county_tui.store.ledger import now
from county_tui.store.session import session, transaction

FORM, DOCUMENT = "form", "document"
"""What a marked file is: an .xlsx as issued, or a .docx of the office."""
Entered = int | float | str | None
"""What someone typed: a number, a text or an ISO date; None where it was emptied again."""


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A form or document as kept: its name, title, fingerprint (64 hexadecimal digits), the file, when and by whom."""

    name: str
    title: str
    fingerprint: str
    content: bytes
    at: str
    by: str
    kind: str = FORM


@dataclass(frozen=True, slots=True)
class FormScope:
    """Which form, period (as the command line writes it) and region an entry belongs to."""

    form: str
    period: str
    region: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing typed into a place of a form, when and by whom."""

    place: str
    value: Entered
    at: str
    by: str


def _stored(row: Form) -> StoredForm:
    return StoredForm(row.name, row.title, row.fingerprint, bytes(row.content), row.at, row.by, row.kind)


def stored_forms(kind: str = FORM) -> list[StoredForm]:
    """The forms in use, or the documents, by name."""
    with session():
        rows = Form.select().where(Form.removed_at.is_null() & (Form.kind == kind)).order_by(Form.name)
        return [_stored(row) for row in rows]


def form_with_fingerprint(name: str, fingerprint: str) -> StoredForm | None:
    """A form of a name as it once was, removed ones too: what a sealed return was filled from."""
    with session():
        wanted = (Form.name == name) & (Form.fingerprint == fingerprint) & (Form.kind == FORM)
        row = Form.select().where(wanted).order_by(Form.id.desc()).first()
        return _stored(row) if row else None


def keep_form(form: StoredForm) -> None:
    """Keep a form in place of the one its name meant before, which stays for what was sealed."""
    with transaction(right=Right.SET_UP):
        remove_form(form.name, form.by, form.kind)
        Form.create(
            name=form.name,
            title=form.title,
            fingerprint=form.fingerprint,
            content=form.content,
            at=form.at,
            by=form.by,
            kind=form.kind,
        )


def remove_form(name: str, by: str, kind: str = FORM) -> bool:
    """Take a form or document out of use; what was typed and sealed stays. Returns whether there was one."""
    with transaction(right=Right.SET_UP):
        live = (Form.name == name) & (Form.kind == kind) & Form.removed_at.is_null()
        return bool(Form.update(removed_at=now(), removed_by=by).where(live).execute())


def form_entries(scope: FormScope) -> dict[str, Entered]:
    """The newest entry of each place; emptied ones are left out."""
    with session():
        rows = _rows(scope).order_by(FormEntry.id)
        found = {row.place: json.loads(row.value) for row in rows}
    return {place: value for place, value in found.items() if value is not None}


def _rows(scope: FormScope) -> Any:
    same = (FormEntry.form == scope.form) & (FormEntry.period == scope.period) & (FormEntry.region == scope.region)
    return FormEntry.select().where(same)


def forms_touched_since(moment: str) -> bool:
    """Whether anything was typed into a form, or a form taken in, at a moment (as `now` writes it) or later."""
    with session():
        return (
            FormEntry.select().where(FormEntry.at >= moment).exists() or Form.select().where(Form.at >= moment).exists()
        )


def form_history(scope: FormScope, place: str) -> list[Entry]:
    """All that was ever typed into a place, the newest first."""
    with session():
        rows = _rows(scope).where(FormEntry.place == place).order_by(FormEntry.id.desc())
        return [Entry(row.place, json.loads(row.value), row.at, row.by) for row in rows]


def enter(scope: FormScope, values: Mapping[str, Entered], by: str) -> int:
    """Keep what was typed, as one; what stands there already is not kept again. Returns how many places changed."""
    with transaction():
        standing = form_entries(scope)
        changed = {place: value for place, value in values.items() if standing.get(place) != value}
        for place, value in changed.items():
            written = json.dumps(value, ensure_ascii=False)
            FormEntry.create(
                form=scope.form, period=scope.period, region=scope.region, place=place, value=written, at=now(), by=by
            )
    return len(changed)
