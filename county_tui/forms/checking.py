"""Reading a form's marks against the ledger: what they name must be there, and no formula may need itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from county_tui.errors import CountyError
from county_tui.forms.definition import FormDefinition, MarkedCell, address_of, split_address
from county_tui.forms.expressions import CellRef, Earlier, Span, parts_of
from county_tui.forms.marks import MARK, EachRecord, EachRegion, Formula, Mark, Measure, OfClause, Word
from county_tui.forms.meaning import Meaning, check_clause
from county_tui.forms.reading import CHECK_SHEET, Mistake
from county_tui.models.line import watching_in
from county_tui.report_period import period_of
from county_tui.reports.scope import open_scope

ANY_DAY = date(2026, 1, 1)
"""Names mean the same in every period, so any will do to try them."""

Node = tuple[int, int, int]


def check_form(definition: FormDefinition) -> tuple[Mistake, ...]:
    """Everything in a form that this ledger cannot answer, by cell in order."""
    meaning = Meaning(definition, open_scope(period_of(ANY_DAY, 3), None))
    found = [mistake for cell in definition.cells for mistake in _of_cell(cell, meaning)]
    found += _of_rules(definition)
    found += _of_words(definition)
    return tuple(found) or tuple(_circles(definition))


def _of_words(definition: FormDefinition) -> Iterator[Mistake]:
    """The texts a form prints that make a list of persons watched: its name, its title, what stands in its cells."""
    heads = [("表名", definition.name), ("标题", definition.title)]
    cells = [
        (definition.address(spot.sheet, address_of(spot.row, spot.column)), text) for spot, text in definition.fixed
    ]
    around = [(definition.issued(cell), MARK.sub("", cell.text)) for cell in definition.cells]
    for where, text in [*heads, *cells, *around]:
        if found := watching_in(text):
            yield Mistake(where, f"{found.what}，{found.instead}。")


def _of_cell(cell: MarkedCell, meaning: Meaning) -> Iterator[Mistake]:
    address = meaning.definition.issued(cell)
    repeat = meaning.definition.repeat_of(cell.spot.sheet, cell.spot.row)
    for mark in cell.marks:
        try:
            _try(mark, cell, repeat, meaning)
        except CountyError as error:
            yield Mistake(address, str(error))


def _try(mark: Mark, cell: MarkedCell, repeat: EachRegion | EachRecord | None, meaning: Meaning) -> None:
    """Ask for the meaning of one mark. Raises CountyError for what is not there."""
    match mark:
        case Measure():
            meaning.ask(mark, None)
            if repeat is not None:
                meaning.check_about(mark, repeat)
        case EachRegion() | EachRecord():
            meaning.check_repeat(mark)
        case OfClause():
            check_clause(mark.number)
        case Word():
            meaning.check_word(mark.name, repeat)
        case Formula():
            for part in parts_of(mark.expression):
                _check_part(part, cell.spot.sheet, meaning.definition)
        case _:
            return


def _check_part(part: CellRef | Span | Earlier, sheet: int, definition: FormDefinition) -> None:
    """That a reference names a sheet there is, and no single cell of a row that is repeated."""
    first = part.cell if isinstance(part, Earlier) else part.first if isinstance(part, Span) else part
    if first.sheet and first.sheet not in definition.sheets:
        raise CountyError(f"表样里没有工作表“{first.sheet}”", f"，可用：{'、'.join(definition.sheets)}。")


def _of_rules(definition: FormDefinition) -> Iterator[Mistake]:
    for check in definition.checks:
        for part in parts_of(check.comparison):
            try:
                _check_part(part, 0, definition)
            except CountyError as error:
                yield Mistake(CHECK_SHEET, f"规则“{check.rule}”：{error}")


def _needs(cell: MarkedCell, definition: FormDefinition) -> Iterator[Node]:
    """The cells, as issued, that a cell's formula reads."""
    for mark in cell.marks:
        for part in parts_of(mark.expression) if isinstance(mark, Formula) else ():
            if isinstance(part, Earlier) or (isinstance(part, CellRef) and part.form):
                continue
            first, last = (part.first, part.last) if isinstance(part, Span) else (part, part)
            sheet = definition.sheets.index(first.sheet) if first.sheet else cell.spot.sheet
            (top, left), (bottom, right) = split_address(first.address), split_address(last.address)
            yield from (
                (sheet, row, column)
                for row in range(min(top, bottom), max(top, bottom) + 1)
                for column in range(min(left, right), max(left, right) + 1)
            )


def _circles(definition: FormDefinition) -> Iterator[Mistake]:
    """Cells whose formulas need themselves, named with the way round; each circle once."""
    cells = {(cell.spot.sheet, cell.spot.row, cell.spot.column): cell for cell in definition.cells}
    needs = {place: [n for n in _needs(cell, definition) if n in cells] for place, cell in cells.items()}
    done: set[Node] = set()
    for start in needs:
        way: list[Node] = []
        waiting = [(start, iter(needs[start]))] if start not in done else []
        way += [start] if waiting else []
        while waiting:
            place, rest = waiting[-1]
            following = next(rest, None)
            if following is None:
                waiting.pop()
                way.pop()
                done.add(place)
            elif following in way:
                names = [cells[one].address for one in [*way[way.index(following) :], following]]
                yield Mistake(names[0], f"公式互相引用：{' → '.join(names)}，请改掉其中一格。")
                return
            elif following not in done:
                waiting.append((following, iter(needs[following])))
                way.append(following)
