"""A Word file as places for marks: its paragraphs, the cells of its tables, its headers and footers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from county_tui.errors import WorkbookError
from county_tui.forms.definition import Spot
from county_tui.forms.issued_files import DOCUMENT, look_inside
from county_tui.forms.marks import MARK

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
