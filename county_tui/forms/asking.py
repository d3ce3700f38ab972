"""The numbers that a form's marks ask of the registers: all marks on the same records by one grouped query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Choice, RegionCode, YesNo
from county_tui.models.regions import Regions
from county_tui.reports.tally import counts_few, tidy
from county_tui.store import Condition, Conditions, Key, Measure, Query, Take

COUNT, SUM, MEAN, DISTINCT, EARLIEST, LATEST = "件数", "合计", "平均", "不同", "最早", "最晚"
_NUMBERS = (COUNT, SUM, MEAN, DISTINCT)
MOST_KEYS = 4
"""Fields to group by at once: with more, a million records fall into so many groups that nothing is saved."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A number wanted: what is taken of which field, over the records of `base` that meet all of `where`."""

    take: str
    field: str
    base: Query
    where: Conditions = ()
    tallied: Ask | None = None
    """What small services left in the monthly tallies, which is added."""

    @property
    def query(self) -> Query:
        """The records behind the number."""
        return Query(self.base.register, where=self.base.where + self.where)

    @property
    def is_of_few(self) -> bool:
        """Whether the number tells who came."""
        return self.take in _NUMBERS and counts_few(self.base.register, self.field, self.where)

    @property
    def queries(self) -> tuple[Query, ...]:
        """The records behind the number, and the tallies behind it if it has any."""
        if self.tallied is None:
            return (self.query,)
        filled = Condition(self.tallied.field, store.Test.ABOVE, 0)
        return self.query, Query(self.tallied.base.register, where=(*self.tallied.query.where, filled))


@dataclass(frozen=True, slots=True)
class Answer:
    """A number found; for a mean also the sum and the count it is made of."""

    value: int | float | str | None
    parts: tuple[int | float, int] | None = None


_MEASURES: Mapping[str, tuple[Take, ...]] = {
    COUNT: (Take.COUNT,),
    SUM: (Take.SUM,),
    MEAN: (Take.SUM, Take.FILLED),
    DISTINCT: (Take.COUNT,),
    EARLIEST: (Take.LEAST,),
    LATEST: (Take.MOST,),
}
"""What the store has to take for each mark; different values are counted over groups by their field."""


def _key_fields(register: str, asks: Sequence[Ask]) -> frozenset[str]:
    """The fields worth grouping by: those of few values that the most conditions test."""
    fields = register_named(register).fields()
    tested = Counter(
        condition.field
        for ask in asks
        for condition in ask.where
        if isinstance(condition, Condition)
        and isinstance(fields.get(condition.field), Choice | YesNo | RegionCode)
        and condition.test in store.ON_KEYS
    )
    return frozenset(name for name, _ in tested.most_common(MOST_KEYS))


@dataclass(frozen=True, slots=True)
class _Planned:
    """An ask with its tests on keys, and the positions of its measures in the query."""

    ask: Ask
    on_keys: tuple[Condition, ...]
    positions: tuple[int, ...]


def _planned(asks: Sequence[Ask], keys: frozenset[str]) -> tuple[list[Measure], list[_Planned]]:
    measures: dict[Measure, int] = {}
    planned = []
    for ask in asks:
        on_keys = tuple(
            c for c in ask.where if isinstance(c, Condition) and c.field in keys and c.test in store.ON_KEYS
        )
        rest = tuple(c for c in ask.where if c not in on_keys)
        wanted = [Measure(take, "" if take is Take.COUNT else ask.field, rest) for take in _MEASURES[ask.take]]
        positions = tuple(measures.setdefault(measure, len(measures)) for measure in wanted)
        planned.append(_Planned(ask, on_keys, positions))
    return list(measures), planned


def _combined(take: Take, values: Iterable[Any]) -> Any:
    """One measure over several groups."""
    if take in (Take.LEAST, Take.MOST):
        filled = [value for value in values if value]
        return (min if take is Take.LEAST else max)(filled, default=None)
    return sum(values)


Rolled = dict[tuple[Any, ...], list[Any]]


def _rolled_up(groups: Sequence[store.Group], positions: Sequence[int], measures: Sequence[Measure]) -> Rolled:
    """The groups by fewer of their keys: each smaller group's measures."""
    gathered: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for values, numbers in groups:
        gathered.setdefault(tuple(values[at] for at in positions), []).append(numbers)
    takes = [measure.take for measure in measures]
    return {
        key: [_combined(take, column) for take, column in zip(takes, zip(*rows, strict=True), strict=True)]
        for key, rows in gathered.items()
    }


def _answer(planned: _Planned, found: list[Any], measures: Sequence[Measure]) -> Answer:
    """The answer from the chosen groups' measures."""
    values = [_combined(measures[at].take, (row[at] for row in found)) for at in planned.positions]
    if planned.ask.take == MEAN:
        total, count = values
        return Answer(tidy(total / count) if count else None, (tidy(total), int(count)))
    if planned.ask.take in (EARLIEST, LATEST):
        return Answer(values[0])
    return Answer(tidy(values[0]))


def _chosen(planned: _Planned, fields: Sequence[str], rolled: Rolled, regions: Regions) -> list[Any]:
    """The measures of the groups whose keys meet the tests."""
    tests = [(fields.index(condition.field), condition) for condition in planned.on_keys]
    return [row for key, row in rolled.items() if all(store.meets(test, key[at], regions) for at, test in tests)]


def _grouped(base: Query, asks: Sequence[Ask], regions: Regions) -> dict[Ask, Answer]:
    """Answers by one query over the records of a base."""
    keys = sorted(_key_fields(base.register, asks))
    measures, planned = _planned(asks, frozenset(keys))
    groups = store.group(base, tuple(map(Key, keys)), tuple(measures))
    rolled: dict[tuple[str, ...], Rolled] = {}
    answers = {}
    for one in planned:
        fields = tuple(sorted({condition.field for condition in one.on_keys}))
        if fields not in rolled:
            rolled[fields] = _rolled_up(groups, [keys.index(name) for name in fields], measures)
        answers[one.ask] = _answer(one, _chosen(one, fields, rolled[fields], regions), measures)
    return answers


def _distinct(ask: Ask) -> Answer:
    """How many different values a field has."""
    groups = store.group(ask.query, (Key(ask.field),), (Measure(Take.COUNT),))
    return Answer(sum(1 for (value,), _ in groups if value is not None))


def answers(asks: Iterable[Ask], regions: Regions) -> dict[Ask, Answer]:
    """The answers to all asks, each different question asked once."""
    wanted = tuple(dict.fromkeys(asks))
    found = _answers((*wanted, *(ask.tallied for ask in wanted if ask.tallied)), regions)
    return {ask: _with_tallied(found[ask], found[ask.tallied] if ask.tallied else None) for ask in wanted}


def _with_tallied(answer: Answer, more: Answer | None) -> Answer:
    """An amount of the records and what the tallies add to it."""
    if more is None or not isinstance(answer.value, int | float) or not isinstance(more.value, int | float):
        return answer
    return Answer(tidy(answer.value + more.value))


def _answers(asks: Iterable[Ask], regions: Regions) -> dict[Ask, Answer]:
    by_base: dict[Query, list[Ask]] = {}
    found: dict[Ask, Answer] = {}
    with store.session():
        for ask in dict.fromkeys(asks):
            if ask.take == DISTINCT:
                found[ask] = _distinct(ask)
            else:
                by_base.setdefault(ask.base, []).append(ask)
        for base, wanted in by_base.items():
            found.update(_grouped(base, wanted, regions))
    return found
