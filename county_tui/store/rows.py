"""What the store hands out: frozen rows, and the questions that choose them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from county_tui.errors import CountyError
from county_tui.models.kinds import Value, clean
from county_tui.models.privacy import masked
from county_tui.models.rules import FieldProblem

LONGEST_NAME = 40
"""Characters of a user's name in history: any real name and unit fits, a pasted paragraph does not."""
ID = "id"
"""Stands for a record's number in a condition, where else the name of a field does."""
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
"""How moments are stored: UTC, to the second."""
RECORD_FIELDS = (ID, "created_at", "updated_at")
"""What any record can be sorted by, beside its register's own fields."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When (UTC, ISO text), by whom, and as a part of which batch, if of one."""

    at: str
    by: str
    batch: int | None = None


class RecordRef(NamedTuple):
    """A record as someone saw it: in which register, its number, and the version that was seen."""

    register: str
    id: int
    version: int


def signature(name: str) -> str:
    """A user's name as history keeps it: printable, short, and no ID number."""
    return clean(masked(name), keep_lines=False)[:LONGEST_NAME] or "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its values by field name, typed as its kinds type them."""

    register: str
    id: int
    version: int
    values: Mapping[str, Value]
    created: Stamp
    updated: Stamp
    deleted: Stamp | None = None

    @property
    def ref(self) -> RecordRef:
        """The record as this row shows it."""
        return RecordRef(self.register, self.id, self.version)


class Test(StrEnum):
    """How a condition compares a field with its value."""

    __test__ = False

    IS = "="
    IS_NOT = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    IN = "in"
    UNDER = "under"
    """A region in the subtree of the value."""
    EMPTY = "empty"
    FILLED = "filled"
    HAS = "has"
    """A multi-choice that holds the value."""
    LASTS = "lasts"
    """A date whose last day is the value (ISO text) or later: `2026-06` lasts to 2026-06-30."""
    ENDS_BEFORE = "ends before"
    """A date whose last day is before the value (ISO text)."""
    LEVEL = "level"
    """A region of the level, or of one of the levels, given (1 province … 5 community)."""
    DATED_IN = "dated in"
    """A record that live ones of another register refer to, dated in a span: the value is that register, its
    reference, its date field, the first and the last day (ISO texts)."""
    IN_BATCH = "in batch"
    """A record that a batch did something to: the value is its number, then the actions that count."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on one field; `value` is typed as the field's kind types it (a tuple of such for IN)."""

    field: str
    test: Test
    value: Value | tuple[Value, ...] = None


Way = tuple[Condition, ...]
"""One way in which several may hold: plain conditions that hold together."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several ways holds; a way is conditions that hold together."""

    ways: tuple[Way, ...]


Conditions = tuple[Condition | AnyOf, ...]
"""Conditions that hold together."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which records of a register, in which order. `sort` names fields, `-` before one sorts downwards."""

    register: str
    search: str = ""
    where: Conditions = ()
    sort: tuple[str, ...] = ()
    deleted: bool = field(default=False)
    """The trash instead of the live records."""


class InvalidRecordError(CountyError):
    """A record that breaks its register's rules; `problems` says where."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__("；".join(problem.message.rstrip("。") for problem in problems), "。")
        self.problems = problems


class DuplicateError(InvalidRecordError):
    """A record whose key another live record already has; `other` is that record's id."""

    def __init__(self, problem: FieldProblem, other: int) -> None:
        super().__init__([problem])
        self.other = other


class StaleRecordError(CountyError):
    """Someone else saved the record meanwhile: `mine` is what was to be saved, `theirs` what stands now."""

    def __init__(self, mine: Mapping[str, Value], theirs: Row) -> None:
        super().__init__(f"这条记录刚被 {theirs.updated.by} 改过", "，请对照两个版本后再保存。")
        self.mine, self.theirs = mine, theirs
