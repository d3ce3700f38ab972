"""Documents: the templates an office keeps, and one filled for a period."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

from docx.oxml.ns import qn

from county_tui import store
from county_tui.documents.word import (
    PARAGRAPH,
    Element,
    Slot,
    Template,
    check_template,
    open_document,
    read_template,
    replace_marks,
    set_text,
    slots,
)
from county_tui.errors import CountyError, NotFoundError
from county_tui.forms.definition import Item, MarkedCell, address_of
from county_tui.forms.filled import UNKNOWN, FilledForm
from county_tui.forms.issued_files import DOCUMENT, content_of, name_of
from county_tui.forms.library import Filling
from county_tui.forms.marks import Formula, Mark, Measure, Typed, Word
from county_tui.forms.meaning import WORDS
from county_tui.forms.reading import FormError, Mistake
from county_tui.report_period import Period
from county_tui.reports.scope import open_scope
from county_tui.reports.table import Number
from county_tui.store import StoredForm

BLANK = "＿＿＿＿＿＿"
"""Where something is to be written by hand, in Word or on paper."""
MOST_COPIES = 2000
"""Of one paragraph or row: some sixty pages, more than Word opens without a pause and anyone reads."""
NOTHING = "（无）"
"""What stands for a paragraph or row that comes again for each of none."""
_CENT = Decimal("0.01")
"""A text tells means and shares to two decimals; who wants fewer writes ROUND."""
_IDENTITIES = (qn("w14:paraId"), qn("w14:textId"))
"""By which Word knows a paragraph of its own: two alike it may call damaged."""
ENDING = DOCUMENT.ending
NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Printed:
    """A marked place as printed: the cell it copies, and what the copy is about."""

    cell: MarkedCell
    item: Item | None

    @property
    def is_of_none(self) -> bool:
        """Whether its row comes again for nothing."""
        return self.item is not None and not self.item.name and self.item.record is None


def said(value: Number, mark: Mark) -> str:
    """A mark's value as a text tells it."""
    if isinstance(value, float):
        return f"{Decimal(repr(value)).quantize(_CENT, ROUND_HALF_UP).normalize():f}"
    if value not in (None, ""):
        return " ".join(str(value).split())
    if isinstance(mark, Typed) or (isinstance(mark, Word) and mark.name in WORDS):
        return BLANK
    return UNKNOWN if isinstance(mark, Measure | Formula) else ""


def _printed_cells(form: FilledForm) -> Mapping[tuple[int, int, int], _Printed]:
    """The marked places by sheet, row and column as printed."""
    return {
        (cell.spot.sheet, row, cell.spot.column): _Printed(cell, item)
        for cell in form.definition.cells
        for row, item in zip(
            form.layout.printed(cell.spot.sheet, cell.spot.row),
            form.layout.items(cell.spot.sheet, cell.spot.row),
            strict=True,
        )
    }


def _texts(form: FilledForm, slot: Slot, printed: _Printed) -> Iterator[str]:
    """What stands for each mark of a place."""
    address = form.definition.address(slot.spot.sheet, address_of(slot.spot.row, slot.spot.column))
    filled = form.cells[address]
    values = filled.pieces or (filled.value,)
    return (said(value, mark) for value, mark in zip(values, printed.cell.marks, strict=True))


def _repeat(found: list[Slot], form: FilledForm) -> None:
    """Put in the copies of paragraphs and rows that come again."""
    blocks = {(slot.spot.sheet, slot.spot.row): slot.block for slot in found}
    for sheet in range(len(form.definition.sheets)):
        for row, count in form.layout.repeated(sheet):
            if count > MOST_COPIES:
                title = form.definition.sheets[sheet]
                raise CountyError(
                    f"{title}里有一段（一行）要写 {count} 次，太多了", f"，最多 {MOST_COPIES} 次，请加条件少列一些。"
                )
            block = blocks[sheet, row]
            for _ in range(count - 1):
                block.addnext(_copied(block))


def _copied(block: Element) -> Element:
    made = copy.deepcopy(block)
    for node in made.iter():
        for name in _IDENTITIES:
            node.attrib.pop(name, None)
    return made


def _fill(slot: Slot, form: FilledForm, printed: _Printed, is_first: bool) -> None:
    """Write a place's values; a row that comes again for nothing says so once."""
    if printed.is_of_none:
        for at, paragraph in enumerate(slot.paragraphs):
            set_text(paragraph, NOTHING if is_first and at == 0 else "")
        return
    texts = _texts(form, slot, printed)
    for paragraph in slot.paragraphs:
        replace_marks(paragraph, texts)


def _filled(form: FilledForm) -> tuple[Element, list[Slot]]:
    """The document with its values, and its places."""
    document = open_document(form.definition.content)
    _repeat(list(slots(document)), form)
    printed, rows, found = _printed_cells(form), set(), list(slots(document))
    for slot in found:
        spot = slot.spot
        if one := printed.get((spot.sheet, spot.row, spot.column)):
            _fill(slot, form, one, (spot.sheet, spot.row) not in rows)
            rows.add((spot.sheet, spot.row))
    return document, found


def print_document(form: FilledForm) -> bytes:
    """The .docx with its values."""
    document, _ = _filled(form)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def lines_of(form: FilledForm) -> list[str]:
    """A filled document as text in reading order: a line for each paragraph and each row of a table."""
    document, found = _filled(form)
    order = {id(node): at for at, node in enumerate(document.element.body.iter(PARAGRAPH))}
    lines: dict[tuple[int, int], list[str]] = {}
    for slot in sorted(found, key=lambda slot: order.get(id(slot.paragraphs[0]), len(order))):
        lines.setdefault((slot.spot.sheet, slot.spot.row), []).append(" ".join(slot.text.split("\n")).strip())
    return ["　".join(texts).rstrip() for texts in lines.values() if any(texts)]


def blanks_in(form: FilledForm) -> int:
    """How many places of a filled document are left to be written by hand."""
    return sum(line.count(BLANK) for line in lines_of(form))


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

    `more` are words that stand above: what regions below still owe.
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
