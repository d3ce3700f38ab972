"""Rules across the fields of a record, as plain functions, and what they find wrong."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from county_tui.models.kinds import Kind, Value

Values = Mapping[str, Value]
"""A record's values by field name."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a record, in words for a person."""

    field: str
    message: str


Check = Callable[[Mapping[str, Kind], Values], Iterator[FieldProblem]]
"""Takes a register's fields and a record's values, yields what it finds wrong."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule across fields: what it checks, and the fields that alone decide it."""

    reads: tuple[str, ...]
    check: Check


def is_before(end: Value, start: Value) -> bool:
    """Whether a date or partial date lies before another; equal as far as the shorter one is known is not before."""
    if isinstance(end, datetime.date) and isinstance(start, datetime.date):
        return end < start
    shared = min(len(str(end)), len(str(start)))
    return str(end)[:shared] < str(start)[:shared]


def not_before(later: str, earlier: str) -> Rule:
    """A rule that one date does not come before another; partial dates are compared as far as both are known."""

    def check(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
        end, start = values.get(later), values.get(earlier)
        if end is not None and start is not None and is_before(end, start):
            yield FieldProblem(later, f"“{fields[later].label}”早于“{fields[earlier].label}”，请检查。")

    return Rule((later, earlier), check)


def needs(status: str, given: str, when: str) -> Rule:
    """A rule that a record in a status says since when: the tables of earlier periods must not change with it."""

    def check(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
        if values.get(status) == given and values.get(when) is None:
            message = f"“{fields[status].label}”为“{given}”时要填“{fields[when].label}”，可以只写到年或月。"
            yield FieldProblem(when, message)

    return Rule((status, when), check)


def not_more(part: str, whole: str) -> Rule:
    """A rule that a count is not larger than the count it is a part of."""

    def check(fields: Mapping[str, Kind], values: Values) -> Iterator[FieldProblem]:
        few, all_ = values.get(part), values.get(whole)
        if isinstance(few, int) and isinstance(all_, int) and few > all_:
            yield FieldProblem(part, f"“{fields[part].label}”（{few}）大于“{fields[whole].label}”（{all_}），请检查。")

    return Rule((part, whole), check)
