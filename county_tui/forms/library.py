"""The forms a ledger holds: taking one in, finding it by name, filling it for a period, typing into it."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from county_tui import store
from county_tui.errors import NotFoundError, ValueRefusedError
from county_tui.forms.checking import check_form
from county_tui.forms.definition import FormDefinition
from county_tui.forms.filling import FilledForm, Surroundings, fill_form
from county_tui.forms.reading import FormError, read_form
from county_tui.models.kinds import clean
from county_tui.paths import refused
from county_tui.report_period import Period
from county_tui.reports.scope import Scope, open_scope
from county_tui.store import Entered, FormScope, StoredForm

LONGEST_NAME = 40
EXPLAINED = "="
"""Stands before a rule where an explanation is kept in place of a cell's value."""


def form_from_file(path: Path, name: str = "") -> FormDefinition:
    """The form in a marked .xlsx, named after the file unless told otherwise. Raises CountyError, FormError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise refused(error) from error
    wanted = clean(name or path.stem, keep_lines=False)
    if not wanted or len(wanted) > LONGEST_NAME:
        raise ValueRefusedError(
            f"表名“{wanted[:LONGEST_NAME]}”不合适", f"，请用 1 到 {LONGEST_NAME} 个字，用 --name 写明。"
        )
    return read_form(content, wanted)


def add_form(path: Path, name: str, by: str) -> FormDefinition:
    """Take a form into the ledger; one of the same name gives way and stays for what was sealed from it."""
    definition = form_from_file(path, name)
    mistakes = check_form(definition)
    if mistakes:
        raise FormError(mistakes)
    known = {form.name: form.fingerprint for form in store.stored_forms()}
    if known.get(definition.name) != definition.fingerprint:
        kept = StoredForm(
            definition.name, definition.title, definition.fingerprint, definition.content, store.now(), by
        )
        store.keep_form(kept)
    return definition


def forms() -> list[FormDefinition]:
    """The forms in use, by name."""
    return [read_form(form.content, form.name) for form in store.stored_forms()]


def form_named(name: str) -> FormDefinition:
    """The form of a name or title. Raises NotFoundError with the nearest ones."""
    known = store.stored_forms()
    for form in known:
        if name.strip() in (form.name, form.title):
            return read_form(form.content, form.name)
    names = [form.name for form in known]
    near = get_close_matches(name, names, n=1)
    hint = f"，是不是“{near[0]}”？" if near else f"，现有：{'、'.join(names)}。" if names else "，还没有添加表样。"
    raise NotFoundError(f"没有名为“{name}”的表样", hint)


def entry_scope(definition: FormDefinition, scope: Scope) -> FormScope:
    """Where what is typed into a form is kept."""
    return FormScope(definition.name, scope.period.name, scope.region)


def words(scope: Scope) -> dict[str, str]:
    """The words a form may ask for, by their names; 校验码 is known only to a seal."""
    office = store.office_settings()
    return {
        "填报单位": office["unit"],
        "期间": scope.period.title,
        "区划": scope.region_name,
        "单位负责人": office["leader"],
        "审核人": office["reviewer"],
        "填报人": office["reporter"],
        "联系电话": office["phone"],
        "报出日期": "",
        "校验码": "",
    }


def fill(definition: FormDefinition, period: Period, region: str | None = None) -> FilledForm:
    """A form filled from the ledger for a period and a region (code or name; the ledger's own by default)."""
    scope = open_scope(period, region)
    return fill_form(definition, scope, surroundings(definition, scope))


def surroundings(definition: FormDefinition, scope: Scope) -> Surroundings:
    """What was typed, and the office's words."""
    entries = store.form_entries(entry_scope(definition, scope))
    return Surroundings(entries, words(scope))


def typed_value(kind: str, text: str, address: str) -> Entered:
    """What someone wrote for a typed cell, as its kind has it; empty text is None. Raises ValueRefusedError."""
    written = text.strip()
    if not written:
        return None
    if kind == "文字":
        return clean(written, keep_lines=True)
    if kind == "日期":
        return str(_day(written, address))
    try:
        number = float(written.replace(",", "").replace("，", ""))
    except ValueError as error:
        raise ValueRefusedError(f"{address}：“{written}”不是数", "，请只写数字。") from error
    if kind == "整数" and number != int(number):
        raise ValueRefusedError(f"{address}：“{written}”不是整数", "，请只写整数。")
    if abs(number) > 1e15:
        raise ValueRefusedError(f"{address}：“{written}”太大", "，请检查。")
    return int(number) if number == int(number) else number


def _day(text: str, address: str) -> date:
    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in re.split(r"[-/.年月日]", text) if part))
    except ValueError as error:
        raise ValueRefusedError(f"{address}：“{text}”不是日期", "，请写成 2026-09-30。") from error
