"""What a table's TOML file says, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.models.regions import TOWN_LEVEL
from county_tui.report_period import Period
from county_tui.store import Conditions, Written, WrittenCondition, resolve_conditions


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a definition something stands, for messages."""

    file: str
    line: int
    key: str

    def says(self, what: str) -> str:
        """A sentence that names the file, the line and the key."""
        return f"{self.file} 第 {self.line} 行“{self.key}”：{what}"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition of a `where` line, and where it stands."""

    written: WrittenCondition
    spot: Spot


@dataclass(frozen=True, slots=True)
class Only:
    """The options of a choice field that `only` asks for, and where it does."""

    field: str
    texts: tuple[str, ...]
    spot: Spot

    def as_filter(self) -> Filter:
        """That the field holds one of them."""
        return Filter(Written(self.field, "", "=", self.texts), self.spot)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands at a date: from when, and until when it is valid or on which day it left.

    `since` names date fields, the first filled one of which counts; blank counts as always, but with `begun` only for
    records that meet it. `until` is the last day, `left` the first day no longer; where `until` is blank, `years` after
    `since` counts (0: for ever). With `present`, a record whose `left` is blank counts only if it meets that.
    """

    since: tuple[str, ...]
    until: str = ""
    left: str = ""
    years: int = 0
    begun: tuple[Filter, ...] = ()
    present: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows are: a choice field, `region`, or `month`, `quarter`, `year` of the table's date.

    Without a `label`, regions are called what they are: towns, or communities.
    """

    by: str
    label: str
    only: Only | None = None
    blank: str = "未填写"
    inherits: bool = False
    """Whether a record of a region above the rows counts for each of the rows under it."""
    level: int = TOWN_LEVEL
    """Of which level the regions are, where the rows are regions."""


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """One column, or with `each` one for every option of a choice field."""

    key: str
    label: str
    measure: str
    field: str = ""
    where: tuple[Filter, ...] = ()
    of: tuple[Filter, ...] = ()
    head: tuple[str, ...] = ()
    format: str = ""
    each: str = ""
    only: Only | None = None
    blank: str = "未填写"
    part: tuple[str, ...] = ()
    whole: tuple[str, ...] | int | float = ()
    """Columns whose sum is divided, and columns whose sum (or the number) it is divided by."""
    now: str = ""
    before: str = ""
    last_year: bool = False
    ends_within_months: int = 0
    hidden: bool = False
    source: str = ""
    """Which of the table's other sources its records come from; empty for the table's own."""
    need: str = ""
    """What the office marked regions as having to have, where regions are counted and not records."""
    total: str = ""
    """How 合计 is worked out, if not from all records: the `mean` or the `sum` of the rows of regions."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One table. `problem` is a sentence about a file that could not be used; such a definition has nothing else."""

    name: str
    title: str
    file: str
    is_built_in: bool = True
    problem: str = ""
    register: str = ""
    unit: str = ""
    notes: str = ""
    date: str = ""
    where: tuple[Filter, ...] = ()
    standing: Standing | None = None
    rows: Rows | None = None
    columns: tuple[ColumnDefinition, ...] = ()
    chart: str = ""
    code: str = ""
    """The name of the function that fills it, for a table with code of its own."""
    position: int = 1000
    sources: Mapping[str, Definition] = field(default_factory=dict, hash=False)
    """Other registers some of the columns count, by name: register, date, conditions and standing of each."""

    def source(self, column: ColumnDefinition) -> Definition:
        """What a column counts."""
        return self.sources[column.source] if column.source else self

    @property
    def is_dated(self) -> bool:
        """Whether a period makes any difference to it."""
        standing = self.standing
        return bool(self.code or self.date or (standing and (standing.since or standing.until or standing.left)))


def own_folder(ledger: Path) -> Path:
    """Where an office puts its own definitions: `reports/` beside the ledger."""
    return ledger.parent / "reports"


def resolve(register: str, filters: Iterable[Filter], period: Period, lookups: Lookups) -> Conditions:
    """The conditions some `where` lines stand for. Raises CountyError with file, line and key."""
    model, found = register_named(register), Conditions()
    for given in filters:
        try:
            found += resolve_conditions(model, (given.written,), lookups, period)
        except CountyError as error:
            raise CountyError(given.spot.says(str(error))) from error
    return found
