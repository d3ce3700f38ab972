"""A form filled for a period and a region: repeated rows laid out, numbers asked, formulas worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from county_tui import store
from county_tui.errors import CountyError
from county_tui.forms.asking import Answer, Ask, answers
from county_tui.forms.definition import FormDefinition, Item, Layout, MarkedCell, address_of
from county_tui.forms.expressions import Amount, CellRef, Cells, Earlier, Expression, Span, evaluate, parts_of
from county_tui.forms.filled import FilledCell, FilledForm, amount_elsewhere, amount_of, plain
from county_tui.forms.hiding import Few, Figures, Place, Printed, Reading, hidden_marks
from county_tui.forms.marks import MARK, EachRecord, EachRegion, Formula, Mark, Measure, OfClause, Typed, Word
from county_tui.forms.meaning import Assessment, Meaning
from county_tui.models.regions import TOWN_LEVEL
from county_tui.reports.scope import Scope
from county_tui.reports.table import Number, as_text

LAST_YEAR = "上年同期"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a form's values depend on beside the registers: typed values by address, words, other periods' values."""

    typed: Mapping[str, Number] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    earlier: Callable[[str, str], Number] = lambda shift, address: None
    """The value that an address had in another period: `上期`, `上年同期`."""
    reported: Callable[[str], Number] = lambda address: None
    """The value that an address had a year before, as it was sealed; None where nothing was."""
    other_form: Callable[[str, str], Number] = lambda form, address: None
    """The value of an address of another form."""


@dataclass(slots=True)
class _Copy:
    """One cell as printed, before its value is known."""

    cell: MarkedCell
    item: Item | None
    number: int
    """Which copy of its row this is, from 0."""


def _worded(copy: _Copy, pieces: Sequence[Number]) -> str:
    """A cell's text with the values in place of the marks."""
    texts = map(as_text, pieces)
    return MARK.sub(lambda match: next(texts), copy.cell.text).strip()


class _Filler:
    """Works a form's values out, each cell once."""

    def __init__(self, meaning: Meaning, layout: Layout, around: Surroundings) -> None:
        self.meaning, self.layout, self.around = meaning, layout, around
        self.definition = meaning.definition
        self.assessment = Assessment(meaning.scope)
        self.copies = {self._printed(copy): copy for copy in self._copies()}
        self.fixed = dict(self._fixed())
        self.asks: dict[tuple[Printed, int], Ask] = dict(self._asks())
        self.asked = {
            copy.cell.marks[0]: place
            for place, copy in self.copies.items()
            if copy.cell.is_alone and copy.item is None and isinstance(copy.cell.marks[0], Measure)
        }
        """Where each number is asked for that stands in a row of its own, by its mark."""
        self.answers: Mapping[Ask, Answer] = answers(self.asks.values(), meaning.scope.regions)
        self.done: dict[Printed, FilledCell] = {}
        self.open: list[Printed] = []

    def _copies(self) -> Iterator[_Copy]:
        for cell in self.definition.cells:
            for number, item in enumerate(self.layout.items(cell.spot.sheet, cell.spot.row)):
                yield _Copy(cell, item, number)

    def _printed(self, copy: _Copy) -> Printed:
        spot = copy.cell.spot
        return spot.sheet, self.layout.first_printed(spot.sheet, spot.row) + copy.number, spot.column

    def _fixed(self) -> Iterator[tuple[Printed, str]]:
        """The texts that stay, where they are printed; a number issued in a cell can be reckoned with."""
        for spot, text in self.definition.fixed:
            for row in self.layout.printed(spot.sheet, spot.row):
                yield (spot.sheet, row, spot.column), text

    def _asks(self) -> Iterator[tuple[tuple[Printed, int], Ask]]:
        for place, copy in self.copies.items():
            for at, mark in enumerate(copy.cell.marks):
                if isinstance(mark, Measure) and not (copy.item and not copy.item.name):
                    yield (place, at), self.meaning.ask(mark, copy.item)

    def cell(self, place: Printed) -> FilledCell:
        """The value of a printed cell with marks, worked out when first needed. Refuses cells that need themselves."""
        if place in self.done:
            return self.done[place]
        if place in self.open:
            circle = " → ".join(self.name(one) for one in [*self.open[self.open.index(place) :], place])
            raise CountyError(f"公式互相引用：{circle}", "，请改掉其中一格的公式。")
        self.open.append(place)
        self.done[place] = self._filled(place, self.copies[place])
        self.open.pop()
        return self.done[place]

    def name(self, place: Printed) -> str:
        """How a printed cell is called."""
        sheet, row, column = place
        return self.definition.address(sheet, address_of(row, column))

    def key(self, copy: _Copy) -> str:
        """What is typed into a cell is kept under its issued address, in a repeated row with what the copy is about."""
        cell = copy.cell
        issued = self.definition.address(cell.spot.sheet, address_of(cell.spot.row, cell.spot.column))
        if copy.item is None:
            return issued
        return f"{issued}@{copy.item.region}" if copy.item.record is None else f"{issued}#{copy.item.record.id}"

    def _filled(self, place: Printed, copy: _Copy) -> FilledCell:
        if copy.cell.is_alone:
            return self._valued(place, copy, 0, copy.cell.marks[0])
        pieces = self._pieces(place, copy, {})
        return FilledCell(_worded(copy, pieces), pieces=pieces)

    def _pieces(self, place: Printed, copy: _Copy, hidden: Mapping[Place, str]) -> tuple[Number, ...]:
        """What stands for each mark of a cell."""
        return tuple(
            hidden.get((place, at)) or self._valued(place, copy, at, mark).value
            for at, mark in enumerate(copy.cell.marks)
        )

    def _valued(self, place: Printed, copy: _Copy, at: int, mark: Mark) -> FilledCell:
        match mark:
            case Measure():
                ask = self.asks.get((place, at))
                if (reported := self._reported(copy, mark)) is not None:
                    return FilledCell(reported)
                found = self.answers[ask] if ask else Answer(None)
                return FilledCell(found.value, found.parts, ask.queries if ask else ())
            case Formula():
                value = plain(self._evaluated(mark.expression, copy))
                return FilledCell(value, is_unknown=value is None)
            case Typed():
                return FilledCell(self.around.typed.get(self.key(copy)))
            case OfClause():
                said = self.assessment.cell(mark.word, mark.number)
                return FilledCell(said.value, queries=said.queries)
            case Word():
                return FilledCell(self.meaning.word(mark.name, copy.item, self.around.words))
            case EachRegion() | EachRecord():
                alone = copy.cell.is_alone and copy.item
                return FilledCell(copy.item.name or None if alone and copy.item else None)

    def _reported(self, copy: _Copy, mark: Measure) -> Number:
        """What last year's return said where this form asks the same of its own period; None where it does not."""
        if mark.shift != LAST_YEAR or copy.item is not None:
            return None
        twin = self.asked.get(replace(mark, shift=""))
        return self.around.reported(self.name(twin)) if twin is not None else None

    def _evaluated(self, expression: Expression, copy: _Copy) -> Amount:
        def value(reference: CellRef) -> Amount:
            if reference.form:
                return amount_elsewhere(self.around.other_form(reference.form, reference.address))
            return self._amount_at(*self._spots(copy, reference))

        def span(reference: Span) -> Sequence[Amount]:
            return [self._amount_at(spot) for spot in self._spots(copy, reference)]

        def earlier(reference: Earlier) -> Amount:
            return amount_elsewhere(self.around.earlier(reference.shift, self._spelled(copy, reference.cell)))

        return evaluate(expression, Cells(value, span, earlier))

    def _spots(self, copy: _Copy, reference: CellRef | Span) -> list[Printed]:
        first = reference.first if isinstance(reference, Span) else reference
        sheet = self.definition.sheets.index(first.sheet) if first.sheet else copy.cell.spot.sheet
        return self.layout.spots(copy.cell.spot, sheet, copy.number, reference)

    def _spelled(self, copy: _Copy, reference: CellRef) -> str:
        return self.name(self._spots(copy, reference)[0])

    def _amount_at(self, *places: Printed) -> Amount:
        """The number in a cell, or in all copies of a repeated one; blank counts as zero, a text as nothing to add."""
        total: Amount = Decimal(0)
        for place in places:
            cell = self.cell(place) if place in self.copies else FilledCell(self.fixed.get(place))
            amount = None if cell.is_unknown else amount_of(cell.value)
            total = None if total is None or amount is None else total + amount
        return total

    def all(self) -> dict[str, FilledCell]:
        """Every marked cell by its printed address, what is small among them hidden."""
        cells = {place: self.cell(place) for place in sorted(self.copies)}
        figures = self._figures()
        hidden = hidden_marks(figures)
        for (place, _), mark in hidden.items():
            copy, cell = self.copies[place], cells[place]
            if copy.cell.is_alone:
                cells[place] = replace(cell, value=mark, parts=None, exact=cell.value or 0)
            else:
                pieces = self._pieces(place, copy, hidden)
                cells[place] = replace(cell, value=_worded(copy, pieces), pieces=pieces, exact=cell.value)
        concealed = {place for place, _ in hidden}
        for (place, _), reading in figures.formulas.items():
            if place not in concealed and not concealed.isdisjoint(reading.reads):
                cells[place] = replace(cells[place], reads_hidden=True)
        return {self.name(place): cell for place, cell in cells.items()}

    def _figures(self) -> Figures:
        """The numbers that tell who came, and the formulas that may read them."""
        few: dict[Place, Few] = {}
        columns: dict[tuple[object, ...], list[Place]] = {}
        for place, ask in self.asks.items():
            if not ask.is_of_few:
                continue
            copy = self.copies[place[0]]
            level, rest = self.meaning.level_of(ask, copy.item)
            found = self.answers[ask]
            columns.setdefault((level, ask.take, ask.field, ask.base, rest), []).append(place)
            if level >= TOWN_LEVEL:
                value = found.value if isinstance(found.value, int | float) else 0
                few[place] = Few(value, found.parts, copy.item is not None)
        own = self.meaning.scope.level
        shown = [
            found
            for (level, *key), found in columns.items()
            if level != own
            and any(total not in few or not few[total].is_small for total in columns.get((own, *key), ()))
        ]
        return Figures(few, dict(self._readings()) if few else {}, shown)

    def _readings(self) -> Iterator[tuple[Place, Reading]]:
        is_low = self.meaning.scope.level >= TOWN_LEVEL
        for place, copy in self.copies.items():
            for at, mark in enumerate(copy.cell.marks):
                if isinstance(mark, Formula):
                    parts = [part for part in parts_of(mark.expression) if not isinstance(part, Earlier)]
                    here = [part for part in parts if isinstance(part, Span) or not part.form]
                    reads = frozenset(spot for part in here for spot in self._spots(copy, part))
                    value = plain(self._evaluated(mark.expression, copy))
                    low = is_low or (copy.item is not None and self.meaning.item_level(copy.item) >= TOWN_LEVEL)
                    yield (place, at), Reading(value, reads, low, copy.item is not None)


def fill_form(definition: FormDefinition, scope: Scope, around: Surroundings) -> FilledForm:
    """The form filled. Raises FormError or CountyError for a mark that the ledger cannot answer."""
    meaning = Meaning(definition, scope)
    layout = Layout(meaning.repeats())
    with store.session():
        filler = _Filler(meaning, layout, around)
        cells = filler.all()
    typed = {
        filler.name(place): filler.key(copy)
        for place, copy in sorted(filler.copies.items())
        if any(isinstance(mark, Typed) for mark in copy.cell.marks)
    }
    fixed = {filler.name(place): text for place, text in filler.fixed.items()}
    unfilled = tuple(address for address in typed if cells[address].value is None)
    return FilledForm(definition, scope.period, scope.region, scope.region_name, cells, typed, unfilled, layout, fixed)


def word_texts(definition: FormDefinition, layout: Layout, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The text of each cell that holds no mark but words of the office, by printed address."""
    for cell in definition.cells:
        names = [mark.name for mark in cell.marks if isinstance(mark, Word)]
        if len(names) == len(cell.marks) and set(names) <= words.keys():
            told = iter([words[name] for name in names])
            text = MARK.sub(lambda _, told=told: next(told), cell.text)  # type: ignore[misc]
            for row in layout.printed(cell.spot.sheet, cell.spot.row):
                yield definition.address(cell.spot.sheet, address_of(row, cell.spot.column)), text


def form_of_values(
    definition: FormDefinition,
    scope: Scope,
    repeats: Mapping[str, Sequence[str]],
    values: Mapping[str, Number],
    words: Mapping[str, str],
) -> FilledForm:
    """A form with values that came from elsewhere; `repeats` names the items of each repeated row (`4`, `表2!4`)."""
    items: dict[tuple[int, int], tuple[Item, ...]] = {}
    for place, names in repeats.items():
        title, _, row = place.rpartition("!")
        items[(definition.sheets.index(title) if title else 0), int(row)] = tuple(Item(name) for name in names)
    layout = Layout(items)
    fixed = {
        definition.address(spot.sheet, address_of(row, spot.column)): text
        for spot, text in definition.fixed
        for row in layout.printed(spot.sheet, spot.row)
    }
    told = {**values, **dict(word_texts(definition, layout, words))}
    cells = {address: FilledCell(value) for address, value in told.items()}
    return FilledForm(definition, scope.period, scope.region, scope.region_name, cells, {}, (), layout, fixed)
