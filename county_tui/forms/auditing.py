"""The checks of a form held against its values: what fails, with the cells that make it fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from county_tui.forms.definition import MUST, Check, address_of
from county_tui.forms.expressions import (
    Amount,
    CellRef,
    Cells,
    Comparison,
    Earlier,
    Expression,
    Span,
    evaluate,
    holds,
    parts_of,
)
from county_tui.forms.filled import FilledForm, amount_elsewhere, plain
from county_tui.reports.hiding import PLAIN
from county_tui.reports.table import Number, as_text


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that does not hold: which, how much it weighs, the values of its cells, and why it may be so."""

    form: str
    rule: str
    level: str
    values: Mapping[str, Number]
    message: str
    explained: str | None

    @property
    def stops(self) -> bool:
        """Whether nothing may be sealed before this is settled."""
        return self.level == MUST or self.explained is None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Values outside the form: in other forms by name and address, and its own in another period."""

    other_form: Callable[[str, str], Number]
    earlier: Callable[[str, str], Number]


def _places(form: FilledForm, reference: CellRef | Span) -> list[str]:
    """The printed addresses that a rule's reference means; rules speak of cells as issued."""
    first = reference.first if isinstance(reference, Span) else reference
    sheet = form.definition.sheets.index(first.sheet) if first.sheet else 0
    spots = form.layout.spots(None, sheet, 0, reference)
    return [form.definition.address(at, address_of(row, column)) for at, row, column in spots]


def _cells(form: FilledForm, elsewhere: Elsewhere) -> Cells:
    def amount(address: str) -> Amount:
        return form.amount(address)

    def value(reference: CellRef) -> Amount:
        if reference.form:
            return amount_elsewhere(elsewhere.other_form(reference.form, reference.address))
        found = [amount(address) for address in _places(form, reference)]
        return None if None in found else sum((one for one in found if one is not None), Decimal(0))

    def span(reference: Span) -> Sequence[Amount]:
        return [amount(address) for address in _places(form, reference)]

    def earlier(reference: Earlier) -> Amount:
        return amount_elsewhere(elsewhere.earlier(reference.shift, _places(form, reference.cell)[0]))

    return Cells(value, span, earlier)


def _values(form: FilledForm, comparison: Comparison, cells: Cells) -> dict[str, Number]:
    """The cells a rule reads, with what stands in them."""
    found: dict[str, Number] = {}
    for part in parts_of(comparison):
        if isinstance(part, Earlier):
            found[f"{part.shift}({part.cell.address})"] = plain(cells.earlier(part))
        elif isinstance(part, CellRef) and part.form:
            found[f"[{part.form}]{part.address}"] = plain(cells.value(part))
        else:
            found |= {address: form.value(address) for address in _places(form, part)}
    return found


def _side(expression: Expression, cells: Cells) -> str:
    value = plain(evaluate(expression, cells))
    return "—" if value is None else as_text(value, "number")


def _sentence(check: Check, cells: Cells, *, is_hidden: bool) -> str:
    """What a failed check says: the office's own words first, then both sides in numbers, unless they are hidden."""
    if is_hidden:
        told = f"应有 {check.rule}，现在不是；其中有不列出的小数，请到清单里核对。"
        return f"{check.message.rstrip('。')}：{told}" if check.message else told
    left, right = _side(check.comparison.left, cells), _side(check.comparison.right, cells)
    told = f"应有 {check.rule}，现在左边是 {left}，右边是 {right}。"
    return f"{check.message.rstrip('。')}：{told}" if check.message else told


def _fails(comparison: Comparison, cells: Cells) -> bool:
    """Whether a rule is broken. One side that cannot be worked out, as a first period's 上期, breaks nothing."""
    left, right = evaluate(comparison.left, cells), evaluate(comparison.right, cells)
    return left is not None and right is not None and not holds(comparison, left, right)


def audit(form: FilledForm, explained: Mapping[str, str], elsewhere: Elsewhere) -> tuple[Finding, ...]:
    """The checks that do not hold, in their order; `explained` says why by rule."""
    cells = _cells(form, elsewhere)
    return tuple(
        Finding(
            form.definition.name,
            check.rule,
            check.level,
            values,
            _sentence(check, cells, is_hidden=any(value in PLAIN for value in values.values())),
            explained.get(check.rule),
        )
        for check in form.definition.checks
        if _fails(check.comparison, cells)
        for values in (_values(form, check.comparison, cells),)
    )
