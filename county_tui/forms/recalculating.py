"""A form's formulas worked out anew over values that came from elsewhere: the sums of several regions' forms."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from county_tui.forms.definition import FormDefinition, Layout, MarkedCell, address_of
from county_tui.forms.expressions import Amount, CellRef, Cells, Span, evaluate
from county_tui.forms.filled import amount_of, plain
from county_tui.forms.hiding import Printed
from county_tui.forms.marks import Formula
from county_tui.reports.table import Number


class Recalculator:
    """Works out each formula once; what another form or period says is not known here."""

    def __init__(self, definition: FormDefinition, layout: Layout, values: Mapping[str, Number]) -> None:
        self.definition, self.layout, self.values = definition, layout, values
        self.formulas = dict(self._formulas())
        self.fixed = {
            (spot.sheet, row, spot.column): text
            for spot, text in definition.fixed
            for row in layout.printed(spot.sheet, spot.row)
        }
        self.done: dict[Printed, Amount] = {}

    def _formulas(self) -> list[tuple[Printed, tuple[MarkedCell, int]]]:
        return [
            ((cell.spot.sheet, row, cell.spot.column), (cell, copy))
            for cell in self.definition.cells
            if cell.is_alone and isinstance(cell.marks[0], Formula)
            for copy, row in enumerate(self.layout.printed(cell.spot.sheet, cell.spot.row))
        ]

    def _address(self, place: Printed) -> str:
        return self.definition.address(place[0], address_of(place[1], place[2]))

    def amount(self, place: Printed) -> Amount:
        """The number in a printed cell as a formula counts it."""
        if place not in self.formulas:
            return amount_of(self.values.get(self._address(place), self.fixed.get(place)))
        if place not in self.done:
            self.done[place] = None  # a circle, which adding a form refuses, would end here
            self.done[place] = self._worked_out(*self.formulas[place])
        return self.done[place]

    def _worked_out(self, cell: MarkedCell, copy: int) -> Amount:
        mark = cell.marks[0]
        if not isinstance(mark, Formula):
            return None

        def spots(reference: CellRef | Span) -> list[Printed]:
            first = reference.first if isinstance(reference, Span) else reference
            sheet = self.definition.sheets.index(first.sheet) if first.sheet else cell.spot.sheet
            return self.layout.spots(cell.spot, sheet, copy, reference)

        def value(reference: CellRef) -> Amount:
            found = [] if reference.form else [self.amount(place) for place in spots(reference)]
            return sum((one or Decimal(0) for one in found), Decimal(0)) if found and None not in found else None

        cells = Cells(value, lambda span: [self.amount(place) for place in spots(span)], lambda earlier: None)
        return evaluate(mark.expression, cells)

    def all(self) -> dict[str, Number]:
        """The value of every formula by printed address."""
        return {self._address(place): plain(self.amount(place)) for place in self.formulas}
