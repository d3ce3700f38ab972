"""A template filled: the same .docx with values in place of its marks, or its text for a screen."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from docx.oxml.ns import qn

from county_tui.documents.word import PARAGRAPH, Element, Slot, open_document, replace_marks, set_text, slots
from county_tui.errors import CountyError
from county_tui.forms.definition import MarkedCell
from county_tui.forms.filled import UNKNOWN, FilledForm
from county_tui.forms.layout import Item, address_of
from county_tui.forms.marks import Formula, Mark, Measure, Typed, Word
from county_tui.forms.meaning import WORDS
from county_tui.reports.table import Number

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
