"""A Word file as places for marks, and its marks read: paragraphs, cells of tables, headers and footers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from county_tui.errors import WorkbookError
from county_tui.forms.checking import check_form
from county_tui.forms.definition import FormDefinition, MarkedCell, Spot, address_of
from county_tui.forms.issued_files import DOCUMENT, look_inside
from county_tui.forms.marks import MARK, EachRecord, EachRegion, Mark, MarkError, parse_mark
from county_tui.forms.reading import FormError, Mistake
from county_tui.models.privacy import holds_id_number

Element = Any
"""A node of the file's XML: lxml comes without types."""
TEXT, MARGINS = "正文", "页眉页脚"
"""What the text and the headers and footers are called where formulas name a sheet; a table is 表1, 表2 …"""
PARAGRAPH, _TEXT, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("p", "t", "tbl", "tr", "tc"))
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_QUOTED = 10
"""Characters of a paragraph that are quoted to say which one it is."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A paragraph, or a cell of a table: where it is, in words too, and what comes again when its row does."""

    spot: Spot
    where: str
    paragraphs: tuple[Element, ...]
    block: Element

    @property
    def text(self) -> str:
        """What stands in it, a line for each paragraph."""
        return "\n".join(map(text_of, self.paragraphs))


def open_document(content: bytes) -> Document:
    """The document in a .docx, looked at before it is unpacked. Raises WorkbookError."""
    look_inside(content, DOCUMENT)
    try:
        return docx.Document(io.BytesIO(content))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, OSError) as error:
        raise WorkbookError("打不开这个文书模板，文件已损坏，或不是 Word 文件", DOCUMENT.save_again) from error


def _own(node: Element, tag: str, owner: str) -> Iterator[Element]:
    """The nodes of a tag within a node, without those of another owner inside it: a table in a cell, a text box."""
    return (one for one in node.iter(tag) if next(one.iterancestors(owner), None) is node)


def text_of(paragraph: Element) -> str:
    """The text of a paragraph; Word breaks it into runs wherever it likes."""
    return "".join(node.text or "" for node in _own(paragraph, _TEXT, PARAGRAPH))


def _lines(paragraphs: Iterable[Element], sheet: int, where: str) -> Iterator[Slot]:
    """Paragraphs with something in them, counted as a reader counts."""
    filled = (one for one in paragraphs if text_of(one).strip())
    for number, paragraph in enumerate(filled, 1):
        text = text_of(paragraph).strip()
        quoted = text[:_QUOTED] + ("…" if len(text) > _QUOTED else "")
        yield Slot(Spot(sheet, number, 1), f"{where}第 {number} 段“{quoted}”", (paragraph,), paragraph)


def _cells(table: Element, sheet: int) -> Iterator[Slot]:
    """The cells of a table; a cell over several columns stands in the first of them."""
    for number, row in enumerate(_own(table, _ROW, _TABLE), 1):
        column = 1 + row.grid_before
        for cell in _own(row, _CELL, _ROW):
            paragraphs = tuple(_own(cell, PARAGRAPH, _CELL))
            yield Slot(Spot(sheet, number, column), f"第 {sheet} 张表第 {number} 行第 {column} 列", paragraphs, row)
            column += cell.grid_span


def sheets_of(document: Document) -> tuple[str, ...]:
    """The names of a document's parts, as formulas say them."""
    tables = document.element.body.iter(_TABLE)
    return (TEXT, *(f"表{number}" for number, _ in enumerate(tables, 1)), MARGINS)


def slots(document: Document) -> Iterator[Slot]:
    """All places of a document in order: the text, each table, headers and footers."""
    body = document.element.body
    yield from _lines((one for one in body.iter(PARAGRAPH) if next(one.iterancestors(_TABLE), None) is None), 0, "")
    tables = list(body.iter(_TABLE))
    for number, table in enumerate(tables, 1):
        yield from _cells(table, number)
    parts = sorted(document.part.package.iter_parts(), key=lambda part: str(part.partname))
    margins = (part for part in parts if str(part.partname).startswith(("/word/header", "/word/footer")))
    lines = (one for part in margins for one in part.element.iter(PARAGRAPH))
    yield from _lines(lines, len(tables) + 1, MARGINS)


def replace_marks(paragraph: Element, texts: Iterator[str]) -> None:
    """Put texts in place of a paragraph's marks, each in the type of its mark's first character."""
    nodes = list(_own(paragraph, _TEXT, PARAGRAPH))
    starts, length = [], 0
    for node in nodes:
        starts.append(length)
        length += len(node.text or "")
    found = [(match.span(), text) for match, text in zip(MARK.finditer(text_of(paragraph)), texts, strict=False)]
    lengths = [len(node.text or "") for node in nodes]
    for (first, last), text in reversed(found):  # from the end: what stands before keeps its place
        left = text
        for node, start, size in zip(nodes, starts, lengths, strict=True):
            if start < last and first < start + size:
                held = node.text or ""
                node.text = held[: max(first - start, 0)] + left + held[last - start :] * (last < start + size)
                node.set(_PRESERVE, "preserve")
                left = ""


def set_text(paragraph: Element, text: str) -> None:
    """Put one text in place of all that a paragraph says."""
    for node in _own(paragraph, _TEXT, PARAGRAPH):
        node.text, text = text, ""


@dataclass(frozen=True, slots=True)
class Template:
    """A Word template: its definition, and where each of its places is in words."""

    definition: FormDefinition
    where: Mapping[str, str]
    is_built_in: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.definition.name


def _marks(slot: Slot, mistakes: list[Mistake]) -> Iterator[Mark]:
    for match in MARK.finditer(slot.text):
        try:
            yield parse_mark(match[1])
        except MarkError as error:
            mistakes.append(Mistake(slot.where, str(error)))


def _faults(slot: Slot) -> Iterator[Mistake]:
    """What is wrong with the text around a place's marks."""
    rest = MARK.sub("", slot.text)
    if "{" in rest or "}" in rest:
        yield Mistake(slot.where, "花括号不成对，请写成 {…}，一个标记不要跨段。")
    if holds_id_number(rest):
        yield Mistake(slot.where, "里面有身份证号，居民的个人信息不收，请删去。")


def _torn(found: Sequence[Slot], cells: Sequence[MarkedCell]) -> Iterator[Mistake]:
    """Rows to repeat that hold a table or a text box: what is inside could not be told from its copies."""
    again = {(cell.spot.sheet, cell.spot.row) for cell in cells if _is_repeated(cell)}
    blocks = {id(slot.block): slot for slot in found if (slot.spot.sheet, slot.spot.row) in again}
    for slot in found:
        outer = (blocks.get(id(node)) for paragraph in slot.paragraphs for node in paragraph.iterancestors())
        for holder in filter(None, outer):
            if holder.block is not slot.block:
                yield Mistake(holder.where, "要重复的一段（一行）里不能再套表格或文本框，请移到外面。")
                return


def _is_repeated(cell: MarkedCell) -> bool:
    return any(isinstance(mark, EachRegion | EachRecord) for mark in cell.marks)


def read_template(content: bytes, name: str) -> Template:
    """The template in a .docx. Raises WorkbookError for a file that is none, FormError with every mistake."""
    document = open_document(content)
    names, found = sheets_of(document), list(slots(document))
    mistakes: list[Mistake] = []
    cells, fixed, where = [], [], {}
    for slot in found:
        bare = address_of(slot.spot.row, slot.spot.column)
        address = bare if slot.spot.sheet == 0 else f"{names[slot.spot.sheet]}!{bare}"
        where[address] = slot.where
        mistakes += _faults(slot)
        if marks := tuple(_marks(slot, mistakes)):
            is_alone = MARK.fullmatch(slot.text.strip()) is not None
            cells.append(MarkedCell(slot.spot, address, slot.text, marks, is_alone))
        elif slot.text.strip():
            fixed.append((slot.spot, slot.text))
    mistakes += _torn(found, cells)
    if not cells and not mistakes:
        mistakes.append(Mistake("", "文书模板里没有一个 {…} 标记，请先在要填的地方写上标记。"))
    if mistakes:
        raise FormError(tuple(mistakes))
    title = found[0].text.strip()
    title = title if found[0].spot.sheet == 0 and "{" not in title else name
    return Template(FormDefinition(name, title, names, tuple(cells), tuple(fixed), (), content), where)


def check_template(template: Template) -> tuple[Mistake, ...]:
    """Everything in a template that this ledger cannot answer, by paragraph in order."""
    found = check_form(template.definition)
    return tuple(Mistake(template.where.get(one.cell, one.cell), one.message) for one in found)
