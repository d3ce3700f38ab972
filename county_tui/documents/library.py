"""The documents there are: those that ship, and the office's own in its ledger; taking one in, filling it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

from county_tui import store
from county_tui.documents.printing import print_document
from county_tui.documents.word import Template, check_template, read_template
from county_tui.errors import CountyError, NotFoundError
from county_tui.forms.filled import FilledForm
from county_tui.forms.issued_files import DOCUMENT, content_of, name_of
from county_tui.forms.library import Filling
from county_tui.forms.reading import FormError, Mistake
from county_tui.report_period import Period
from county_tui.reports.scope import open_scope
from county_tui.store import StoredForm

ENDING = DOCUMENT.ending
NO_WORDS: Mapping[str, str] = {}


@cache
def _shipped() -> dict[str, Template]:
    """The templates that come with the program, by name."""
    folder = files("county_tui").joinpath("data/documents")
    found = [file for file in folder.iterdir() if file.name.endswith(ENDING)]
    read = (read_template(file.read_bytes(), file.name.removesuffix(ENDING)) for file in found)
    return {template.name: replace(template, is_built_in=True) for template in sorted(read, key=lambda t: t.name)}


def documents() -> list[Template]:
    """The templates in use, the office's own first; one of its own stands for a shipped one of the same name."""
    own = {kept.name: read_template(kept.content, kept.name) for kept in store.stored_forms(store.DOCUMENT)}
    return [*own.values(), *(template for name, template in _shipped().items() if name not in own)]


def document_named(name: str) -> Template:
    """The template of a name. Raises NotFoundError with the nearest ones."""
    known = {template.name: template for template in documents()}
    wanted = name.strip().removesuffix(ENDING)
    if wanted not in known:
        near = get_close_matches(wanted, known, n=1)
        hint = f"，是不是“{near[0]}”？" if near else f"，现有：{'、'.join(known)}。"
        raise NotFoundError(f"没有名为“{name}”的文书", hint)
    return known[wanted]


def check_file(path: Path) -> tuple[Mistake, ...]:
    """All that is wrong with a template, by paragraph. Raises CountyError for a file that is none."""
    try:
        return check_template(_from_file(path, ""))
    except FormError as error:
        return error.mistakes


def _from_file(path: Path, name: str) -> Template:
    return read_template(content_of(path, DOCUMENT), name_of(path, name))


def add_document(path: Path, name: str, by: str) -> Template:
    """Take a template into the ledger; one of the same name gives way. Raises CountyError, FormError."""
    template = _from_file(path, name)
    if mistakes := check_template(template):
        raise FormError(mistakes)
    made = template.definition
    kept = StoredForm(made.name, made.title, made.fingerprint, made.content, store.now(), by, store.DOCUMENT)
    store.keep_form(kept)
    return template


def remove_document(name: str, by: str) -> str:
    """Take a template of the office's own out of use. Returns its name. Raises CountyError for a shipped one."""
    template = document_named(name)
    if template.is_built_in:
        raise CountyError(f"“{template.name}”是程序自带的文书", "，不能去掉；要改，请取出来改好，再用同一个名称添加。")
    store.remove_form(template.name, by, store.DOCUMENT)
    return template.name


def fill_document(
    template: Template, period: Period, region: str | None, today: date, more: Mapping[str, str] = NO_WORDS
) -> FilledForm:
    """A template filled for a period and a region (code or name; None for the ledger's own), dated today.

    `more` are words that stand above: what places below still owe.
    """
    dated = f"{today.year}年{today.month}月{today.day}日"
    sealed = _codes(period, open_scope(period, region).region)
    return Filling(period, region, {"报出日期": dated, "校验码": sealed, **more}).apart(template.definition)


def _codes(period: Period, region: str) -> str:
    """The codes of what was reported for a period, each return's newest version."""
    span = period.canonical_name
    return "、".join(one.code for one in store.newest_returns() if (one.period, one.region) == (span, region))


def write_document(form: FilledForm, path: Path) -> None:
    """Write a filled document, whole or not at all. Raises CountyError."""
    with store.appearing(path, ENDING) as draft:
        draft.write_bytes(print_document(form))


def write_template(template: Template, path: Path) -> None:
    """Write a template as it is, to be changed in Word. Raises CountyError."""
    with store.appearing(path, ENDING) as draft:
        draft.write_bytes(template.definition.content)
