"""Arithmetic over cells: what a formula or a rule of a form is made of, and working it out. No names, no calls out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DecimalException

Amount = Decimal | None
"""A number; None where it cannot be worked out, as after a division by zero."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell by address, of this sheet unless `sheet` names another one, of this form unless `form` does."""

    address: str
    sheet: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The cells of a rectangle, from its first to its last."""

    first: CellRef
    last: CellRef


@dataclass(frozen=True, slots=True)
class Earlier:
    """A cell's value in another period: `上期` or `上年同期`."""

    shift: str
    cell: CellRef


@dataclass(frozen=True, slots=True)
class Negative:
    """A part with its sign turned."""

    part: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts joined by `+ - * /`."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions a form may use: SUM, MIN, MAX, ROUND, IFERROR."""

    function: str
    arguments: tuple[Expression | Span, ...]


Expression = Number | CellRef | Earlier | Negative | Operation | Call


@dataclass(frozen=True, slots=True)
class Comparison:
    """A rule of a check: two sides and the sign that must hold between them."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Cells:
    """Where values come from: a cell (a blank one counts as zero, as in spreadsheets), a span, another period."""

    value: Callable[[CellRef], Amount]
    span: Callable[[Span], Sequence[Amount]]
    earlier: Callable[[Earlier], Amount]


def evaluate(expression: Expression, cells: Cells) -> Amount:
    """The value of an expression; None where a division by zero, or something that is no number, stands in the way."""
    match expression:
        case Number(value):
            return value
        case CellRef():
            return cells.value(expression)
        case Earlier():
            return cells.earlier(expression)
        case Negative(part):
            inner = evaluate(part, cells)
            return None if inner is None else -inner
        case Operation():
            return _operate(expression, cells)
        case Call():
            return _call(expression, cells)


def _operate(operation: Operation, cells: Cells) -> Amount:
    left, right = evaluate(operation.left, cells), evaluate(operation.right, cells)
    if left is None or right is None:
        return None
    try:
        match operation.sign:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case _:
                return left / right
    except DecimalException:
        return None


def _arguments(call: Call, cells: Cells) -> Iterator[Amount]:
    for argument in call.arguments:
        if isinstance(argument, Span):
            yield from cells.span(argument)
        else:
            yield evaluate(argument, cells)


def _call(call: Call, cells: Cells) -> Amount:
    given = list(_arguments(call, cells))
    if call.function == "IFERROR":
        return given[1] if given[0] is None else given[0]
    numbers = [value for value in given if value is not None]
    if len(numbers) < len(given):
        return None
    match call.function:
        case "SUM":
            return sum(numbers, Decimal(0))
        case "MIN":
            return min(numbers, default=Decimal(0))
        case "MAX":
            return max(numbers, default=Decimal(0))
        case _:
            return _rounded(numbers)


def _rounded(numbers: Sequence[Decimal]) -> Amount:
    """ROUND as spreadsheets do: half away from zero, to a number of digits that may be left out."""
    digits = int(numbers[1]) if len(numbers) > 1 else 0
    try:
        return numbers[0].quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    except DecimalException:
        return numbers[0]


def holds(rule: Comparison, left: Decimal, right: Decimal) -> bool:
    """Whether a rule holds between the values of its two sides."""
    match rule.sign:
        case "=" | "==":
            return left == right
        case "!=" | "<>":
            return left != right
        case ">=":
            return left >= right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left < right


def parts_of(expression: Expression | Span | Comparison) -> Iterator[CellRef | Span | Earlier]:
    """The cells, spans and earlier values an expression reads."""
    match expression:
        case CellRef() | Span() | Earlier():
            yield expression
        case Negative(part):
            yield from parts_of(part)
        case Operation(_, left, right) | Comparison(_, left, right):
            yield from parts_of(left)
            yield from parts_of(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from parts_of(argument)
        case Number():
            return
