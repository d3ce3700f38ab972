"""The marks of a form: what stands between { and } in its cells, and the rules of its checks, as plain values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from county_tui.errors import CountyError
from county_tui.forms.expressions import (
    Call,
    CellRef,
    Comparison,
    Earlier,
    Expression,
    Negative,
    Number,
    Operation,
    Span,
)

LONGEST_MARK = 500
"""Characters: far more than any mark needs, and few enough that no nesting of parentheses can exhaust the stack."""
MARK = re.compile(r"\{([^{}]*)\}")
"""A mark in the text of a cell."""
FEWEST = {"ROUND": (1, 2), "IFERROR": (2, 2)}
"""How many arguments a function takes, from and to; the others take any number from one on."""

SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/"})
"""Signs as people write them in rules, and as the grammar has them."""


class MarkError(CountyError):
    """A mark or rule that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number asked of a register: `take` is 件数, 合计, 平均, 不同, 最早 or 最晚; names as the form writes them."""

    take: str
    register: str
    field: str = ""
    where: str = ""
    shift: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A value worked out from other cells; `text` is the formula as written, without its `=`."""

    expression: Expression
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A value typed by hand: `kind` is 小数 (any number), 整数, 文字 or 日期."""

    kind: str


@dataclass(frozen=True, slots=True)
class EachRegion:
    """The row again for each region of a level: `街道（乡镇）`."""

    level: str


@dataclass(frozen=True, slots=True)
class EachRecord:
    """The row again for each record of a register that meets the conditions."""

    register: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word the ledger knows (`填报单位`), or in a repeated row a field of its record."""

    name: str


@dataclass(frozen=True, slots=True)
class OfClause:
    """What the self-assessment says of a clause: `word` is 得分, 落实情况 and the like."""

    word: str
    number: str


Mark = Measure | Formula | Typed | EachRegion | EachRecord | OfClause | Word


class _Builder(Transformer[Token, Any]):
    """Turns the grammar's trees into marks."""

    @v_args(inline=True)
    def count(self, take: Token, register: Token, where: Token | None, shift: Token | None) -> Measure:
        return Measure(str(take), str(register), "", str(where or "").strip(), str(shift or ""))

    @v_args(inline=True)
    def take(self, take: Token, field: Token, register: Token, where: Token | None, shift: Token | None) -> Measure:
        return Measure(str(take), str(register), str(field), str(where or "").strip(), str(shift or ""))

    @v_args(inline=True)
    def formula(self, expression: Expression) -> Formula:
        return Formula(expression, "")

    @v_args(inline=True)
    def typed(self, _: Token, kind: Token | None) -> Typed:
        return Typed(str(kind or "小数"))

    @v_args(inline=True)
    def each_region(self, _: Token, level: Token) -> EachRegion:
        return EachRegion(str(level))

    @v_args(inline=True)
    def each_record(self, _: Token, register: Token, where: Token | None) -> EachRecord:
        return EachRecord(str(register), str(where or "").strip())

    @v_args(inline=True)
    def clause(self, word: Token, number: Token) -> OfClause:
        return OfClause(str(word), str(number))

    @v_args(inline=True)
    def word(self, name: Token) -> Word:
        return Word(str(name))

    @v_args(inline=True)
    def comparison(self, left: Expression, sign: Token, right: Expression) -> Comparison:
        return Comparison(str(sign), left, right)

    @v_args(inline=True)
    def operation(self, left: Expression, sign: Token, right: Expression) -> Operation:
        return Operation(str(sign), left, right)

    @v_args(inline=True)
    def negative(self, part: Expression) -> Negative:
        return Negative(part)

    @v_args(inline=True)
    def number(self, text: Token) -> Number:
        return Number(Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text))

    @v_args(inline=True)
    def call(self, function: Token, *arguments: Expression | Span) -> Call:
        name = str(function).upper()
        least, most = FEWEST.get(name, (1, len(arguments)))
        if not least <= len(arguments) <= most:
            raise MarkError(f"{name} 的括号里应有 {least}{f' 到 {most}' if most > least else ''} 项", "，用逗号分开。")
        return Call(name, arguments)

    @v_args(inline=True)
    def earlier(self, shift: Token, cell: CellRef) -> Earlier:
        return Earlier(str(shift), cell)

    @v_args(inline=True)
    def span(self, first: CellRef, last: CellRef) -> Span:
        return Span(first, CellRef(last.address, first.sheet, first.form))

    @v_args(inline=True)
    def cell(self, whole: Token | None, address: Token) -> CellRef:
        plain = str(address).replace("$", "").upper()
        if whole is None:
            return CellRef(plain)
        if whole.type == "FORM":
            return CellRef(plain, form=whole[1:-1].strip())
        return CellRef(plain, sheet=whole[:-1].strip("'"))


@cache
def _parser() -> Lark:
    grammar = resources.files(__package__).joinpath("marks.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", start=["mark", "rule"], maybe_placeholders=True)


def folded(text: str) -> str:
    """A mark's text with half-width signs and single blanks; names keep their full-width brackets."""
    plain = "".join(
        char if char in "（）" and not _is_sum(text) else unicodedata.normalize("NFKC", char) for char in text
    )
    return " ".join(plain.split())


def _is_sum(text: str) -> bool:
    """Whether a text is arithmetic, where brackets group, and not a name such as 街道（乡镇）."""
    return text.lstrip().startswith(("=", "＝"))


def _parse(start: str, text: str, written: str) -> Any:
    if len(text) > LONGEST_MARK:
        raise MarkError(f"“{written[:20]}…”太长", f"，最多 {LONGEST_MARK} 个字，请分成几格。")
    try:
        return _Builder(visit_tokens=False).transform(_parser().parse(text, start=start))
    except VisitError as error:
        raise error.orig_exc from error
    except UnexpectedInput as error:
        at = max(0, min(error.pos_in_stream or 0, len(text)))
        where = f"在“{text[at : at + 12]}”处" if 0 <= at < len(text) else "后面少了内容"
        raise MarkError(f"看不懂“{written}”（{where}）", "，请对照说明里的写法。") from error


def parse_mark(text: str) -> Mark:
    """The mark that a text between { and } stands for. Raises MarkError with what is not understood."""
    plain = folded(text)
    mark: Mark = _parse("mark", plain, "{" + text + "}")
    return Formula(mark.expression, plain.lstrip("= ")) if isinstance(mark, Formula) else mark


def parse_rule(text: str) -> Comparison:
    """The rule of a check: `C5 = SUM(C6:C13)`. Raises MarkError with what is not understood."""
    plain = unicodedata.normalize("NFKC", text.translate(SIGNS))
    rule: Comparison = _parse("rule", " ".join(plain.split()), text)
    return rule
