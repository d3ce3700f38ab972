"""Proposals for marks in a blank form: cells whose row and column labels fit registers, choices and fields."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from county_tui import store
from county_tui.forms.asking import COUNT, MEAN, SUM
from county_tui.forms.meaning import WORDS
from county_tui.forms.reading import CHECK_SHEET, open_book
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Choice, Integer, folded
from county_tui.models.kinds import Decimal as DecimalKind
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.reports import definition_named
from county_tui.reports.measures import SOURCES, Source

TOTALS = ("合计", "总计", "小计", "计")
TYPED = "{填}"
PROPOSED = PatternFill("solid", fgColor="FFF2CC")
"""Light yellow: what has to be looked at before the form is added."""
COUNTED = ("数", "件数", "场次", "个数", "总数", "数量")
"""What stands behind a register's name where its records are counted: 阵地数."""
SHIFTS = ("上年同期", "上期", "本年累计")
NOT_ASKED_BY = ("indicator_source", "clause")
"""Choice lists whose labels name other things than kinds of records."""
LARGEST_MARK_GIVEN = 100
"""A number with so low a limit is a mark someone gave, and is averaged."""
LARGEST_AREA = 200 * 60
"""Cells looked at on one sheet; forms of the offices have a few hundred."""
_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?|其中[：:]?|[（(][^（）()]*[）)]|[\s\u3000：:]")
_UNSAID = re.compile(r"[：:]\s*$")


def source_register(source: Source) -> type[Register]:
    """The register that a measure of the indicators is taken from."""
    return register_named(definition_named(source.table).register)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a label may be about: records of a register counted, or one of its numbers added up."""

    phrase: str
    take: str
    register: type[Register]
    field: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mark proposed for a cell."""

    sheet: str
    address: str
    mark: str


def _plain(text: str) -> str:
    """A label without its numbering, its 其中, its unit and its blanks."""
    return folded(_NUMBERING.sub("", text))


class Drafter:
    """Knows the words of a ledger's registers, fields and choices."""

    def __init__(self, lookups: Lookups) -> None:
        self.subjects = sorted(self._subjects(lookups), key=lambda one: -len(one.phrase))
        self.choices = sorted(self._choices(lookups), key=lambda one: -len(one[0]))

    @staticmethod
    def _subjects(lookups: Lookups) -> Iterator[Subject]:
        for phrase, source in SOURCES.items():
            register = source_register(source)
            counted = register.fields()[source.field].label if source.field else ""
            where = store.conditions_text(register, source.where, lookups)
            yield Subject(folded(phrase), SUM if counted else COUNT, register, counted, where)
        for register in REGISTERS:
            for ending in ("", *COUNTED):
                yield Subject(folded(register.label + ending), COUNT, register)
            for field in register.fields().values():
                if isinstance(field, Integer | DecimalKind) and field.name != "year":
                    take = MEAN if field.most is not None and field.most <= LARGEST_MARK_GIVEN else SUM
                    for label in (field.label, *field.aliases):
                        yield Subject(_plain(label), take, register, field.label.partition("（")[0])

    @staticmethod
    def _choices(lookups: Lookups) -> Iterator[tuple[str, type[Register], str, str]]:
        for register in REGISTERS:
            for field in register.fields().values():
                if isinstance(field, Choice) and field.options not in NOT_ASKED_BY:
                    for label in lookups.choices(field.options):
                        yield folded(label), register, field.label, label

    def mark(self, labels: Sequence[str]) -> str:
        """The mark for a cell with these labels, the nearest first; empty where nothing fits."""
        texts = [text.removeprefix("平均") for text in map(_plain, labels) if text]
        choice = next((one for text in texts for one in self.choices if one[0] == text), None)
        fitting = [one for one in self.subjects if any(one.phrase == text for text in texts)]
        if choice is not None:
            fitting = [one for one in fitting if one.register is choice[1]] or self._same_choice(choice[0], fitting)
        subject = fitting[0] if fitting else Subject("", COUNT, choice[1]) if choice else None
        if subject is None:
            return ""
        field = f" {subject.field}" if subject.field else ""
        where = "；".join(filter(None, (subject.where, self._where(texts, subject.register))))
        shift = next((f" @{one}" for one in SHIFTS if any(one in text for text in texts)), "")
        told = f"{subject.take}{field} {subject.register.label}{' | ' + where if where else ''}{shift}"
        return "{" + told + "}"

    def _same_choice(self, label: str, fitting: Sequence[Subject]) -> list[Subject]:
        """The subjects in whose register a choice of that label exists, too."""
        registers = {one[1] for one in self.choices if one[0] == label}
        return [one for one in fitting if one.register in registers]

    def _where(self, texts: Sequence[str], register: type[Register]) -> str:
        """The conditions that the labels state, one for each field."""
        found: dict[str, str] = {}
        for label, owner, field, choice in self.choices:
            if owner is register and label in texts:
                found.setdefault(field, choice)
        return "；".join(f"{field}={choice}" for field, choice in found.items())


def _labels_left(sheet: Worksheet, cell: Cell) -> list[str]:
    texts = []
    for column in range(cell.column - 1, 0, -1):
        value = sheet.cell(cell.row, column).value
        is_mark = isinstance(value, str) and value.startswith("{")
        if isinstance(value, str) and value.strip() and not value.strip().isdecimal() and not is_mark:
            texts.append(value)
    return texts


def _labels_above(sheet: Worksheet, cell: Cell) -> list[str]:
    """The texts above a cell, of merged areas too, up to the first row of its table."""
    texts, seen_text = [], False
    for row in range(cell.row - 1, 0, -1):
        value = _value_of(sheet, row, cell.column)
        is_text = isinstance(value, str) and bool(value.strip()) and "{" not in value and not _is_lone(sheet, row)
        if is_text:
            texts.append(str(value))
        elif seen_text and value is None:
            break
        seen_text = seen_text or is_text
    return texts


def _is_lone(sheet: Worksheet, row: int) -> bool:
    """Whether a row holds one text alone, as titles and notes do."""
    return sum(1 for cell in sheet[row] if cell.value is not None) <= 1


def _value_of(sheet: Worksheet, row: int, column: int) -> object:
    """What stands in a cell, or in the merged area it belongs to."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for area in sheet.merged_cells.ranges:
            if cell.coordinate in area:
                return sheet.cell(area.min_row, area.min_col).value
    return cell.value


def _is_total(labels: Sequence[str]) -> bool:
    return bool(labels) and _plain(labels[0]) in TOTALS


def _proposals(sheet: Worksheet, drafter: Drafter) -> Iterator[tuple[Cell, str]]:
    """The cells of a sheet to mark, and how: words behind their colons, numbers where labels stand left and above."""
    if sheet.max_row * sheet.max_column > LARGEST_AREA:
        return
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if isinstance(cell.value, str) and _UNSAID.search(cell.value):
                word = folded(_UNSAID.sub("", cell.value))
                if word in WORDS:
                    yield cell, f"{cell.value.rstrip()}{{{word}}}"
            elif cell.value is None:
                left, above = _labels_left(sheet, cell), _labels_above(sheet, cell)
                is_signed = any(_UNSAID.search(text.split("{")[0]) for text in left)
                if left and above and not _is_total(left) and not is_signed:
                    yield cell, drafter.mark([*left, *above]) or TYPED


def _sums(sheet: Worksheet, drafter: Drafter) -> Iterator[tuple[Cell, str]]:
    """Totals over the marks proposed right below or above them in their column; means are taken anew over all."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell) or cell.value is not None or not _is_total(_labels_left(sheet, cell)):
                continue
            below, above = _run(sheet, cell, 1), _run(sheet, cell, -1)
            span = max((below, above), key=len)
            if span and str(sheet[span[0]].value).startswith("{" + MEAN):
                yield cell, drafter.mark(_labels_above(sheet, cell))
            elif span:
                yield cell, f"{{=SUM({span[0]}:{span[-1]})}}" if len(span) > 1 else f"{{={span[0]}}}"


def _run(sheet: Worksheet, cell: Cell, step: int) -> list[str]:
    """The addresses of the marked cells next to one, in order from top to bottom."""
    found, row = [], cell.row + step
    while 0 < row <= sheet.max_row and str(sheet.cell(row, cell.column).value or "").startswith("{"):
        found.append(sheet.cell(row, cell.column).coordinate)
        row += step
    return found[::step]


def draft(content: bytes, lookups: Lookups) -> tuple[bytes, list[Proposal]]:
    """A copy of a blank form with marks proposed in coloured cells, and what was proposed. Raises WorkbookError."""
    book, drafter = open_book(content), Drafter(lookups)
    found = []
    for sheet in book.worksheets:
        if sheet.title == CHECK_SHEET:
            continue
        for propose in (_proposals, _sums):
            for cell, mark in list(propose(sheet, drafter)):
                cell.value, cell.fill = mark, PROPOSED
                found.append(Proposal(sheet.title, cell.coordinate, mark))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), found
