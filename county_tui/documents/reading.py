"""A Word template read into the definition that forms have; every mistake is named by its paragraph, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from county_tui.documents.word import Slot, open_document, sheets_of, slots
from county_tui.forms.checking import check_form
from county_tui.forms.definition import FormDefinition, MarkedCell
from county_tui.forms.layout import address_of
from county_tui.forms.marks import MARK, EachRecord, EachRegion, Mark, MarkError, parse_mark
from county_tui.forms.reading import FormError, Mistake
from county_tui.models.privacy import holds_id_number


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
