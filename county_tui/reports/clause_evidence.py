"""How much there is of each kind of evidence that the clauses name, where, and the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Choice, PeriodName
from county_tui.reports.clauses import Clause, Evidence
from county_tui.reports.definition import Definition, Standing, resolve
from county_tui.reports.dimensions import choice_key, region_key
from county_tui.reports.scope import Scope, base, lies_under, placed_by
from county_tui.reports.tally import Amount, tally
from county_tui.reports.thresholds import Asks
from county_tui.store import Conditions


@dataclass(slots=True)
class Found:
    """How much of one kind of evidence there is, in which regions, and of which of the options asked for."""

    query: store.Query
    count: int = 0
    regions: set[str] = field(default_factory=set)
    options: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One kind of evidence as conditions: those all records of its table meet, and its own."""

    base: Conditions
    own: Conditions


def _wanted(evidence: Evidence, scope: Scope, tables: Mapping[str, Definition]) -> _Wanted:
    """What counts: the records of the register's own table (in the period, or standing at its end) that meet a clause.

    A clause that asks for another status than the table does is about records that do not stand (units in the making);
    then only its own conditions count.
    """
    own = resolve(evidence.register, evidence.filters, scope.period, scope.lookups)
    definition = tables.get(evidence.register)
    if definition is None:
        here = () if scope.region == scope.regions.home else lies_under(register_named(evidence.register), scope.region)
        return _Wanted((*_dated(evidence.register, scope), *here), own)
    standing = definition.standing or Standing(())
    usual = {given.written for given in (*definition.where, *standing.begun, *standing.present)}
    asked = {given.written for given in evidence.filters}
    if _fields_of(asked - usual) & _fields_of(usual):
        return _Wanted(scope.within_region(), own)
    return _Wanted(base(definition, scope, scope.period), own)


def _dated(register: str, scope: Scope) -> Conditions:
    """That a record of a register without a table is of the period; one kept by year or named period, of its year."""
    fields, name = register_named(register).fields(), register_named(register).dated_by
    year = scope.period.last.year
    for kept in (kept for kept, kind in fields.items() if isinstance(kind, PeriodName)):
        # Names of periods begin with their year.
        return (store.Condition(kept, store.Test.AT_LEAST, str(year)), _before(kept, year + 1))
    if register == "indicators":
        return (store.Condition("year", store.Test.IS, year),)
    return store.within_period(name, fields[name], scope.period) if name else ()


def _before(name: str, year: int) -> store.Condition:
    return store.Condition(name, store.Test.BELOW, str(year))


def _fields_of(conditions: Iterable[store.WrittenCondition]) -> set[str]:
    """The fields that conditions ask about, leaving groups of ways aside."""
    return {one.field for one in conditions if isinstance(one, store.Written)}


def _region_key(register: str, is_whole: bool, scope: Scope) -> tuple[store.Key, Callable[[Any], str]]:
    """The field that tells a record's region, and how: by itself, or by the record that it names."""
    if placed := placed_by(register_named(register)):
        name, other = placed
        regions = {row.id: str(row.values["region"]) for row in store.stream_rows(store.Query(other))}
        return store.Key(name), lambda key: regions.get(key, scope.regions.home)
    # A rule of a region above holds here too, so that its region is none of those below.
    return store.Key("region") if is_whole else region_key(scope), str


def _choices(register: str, asked: Mapping[Amount, list[Evidence]], scope: Scope) -> tuple[store.Key, ...]:
    """The required choice the clauses ask for, if any (an index may be in that order), and whose options must each be
    there."""
    fields = register_named(register).fields()
    named = {test.field for amount in asked for test in amount.where if isinstance(test, store.Condition)}
    chosen = [name for name, kind in fields.items() if name in named and isinstance(kind, Choice) and kind.is_required]
    lines = (one for listed in asked.values() for one in listed)
    each = [one.threshold.name for one in lines if one.threshold.asks is Asks.EACH]
    return tuple(choice_key(register, name, scope) for name in dict.fromkeys((*chosen[:1], *each)))


def _gather(
    register: str, where: Conditions, asked: Mapping[Amount, list[Evidence]], scope: Scope
) -> dict[Evidence, Found]:
    """Count the kinds of evidence of one register that share the same records, by one grouped query."""
    found = {
        one: Found(store.Query(register, where=where + amount.where))
        for amount, lines in asked.items()
        for one in lines
    }
    query = store.Query(register, where=where)
    key, region_of = _region_key(register, any(one.is_whole for one in found), scope)
    for group in tally(query, (key, *_choices(register, asked, scope)), tuple(asked), scope.regions):
        for one in asked[group.amount]:
            evidence = found[one]
            evidence.count += group.value
            evidence.regions.add(region_of(group.keys[key.field]))
            if one.threshold.asks is Asks.EACH:
                evidence.options.add(str(group.keys[one.threshold.name]))
    return found


def found_of(asked: Iterable[Clause], scope: Scope, tables: Mapping[str, Definition]) -> dict[Evidence, Found]:
    """All evidence of all clauses."""
    groups: dict[tuple[str, Conditions], dict[Amount, list[Evidence]]] = {}
    for evidence in (one for clause in asked for one in clause.evidence):
        wanted = _wanted(evidence, scope, tables)
        amounts = groups.setdefault((evidence.register, wanted.base), {})
        amounts.setdefault(Amount(store.Take.COUNT, where=wanted.own), []).append(evidence)
    found: dict[Evidence, Found] = {}
    for (register, where), amounts in groups.items():
        found.update(_gather(register, where, amounts, scope))
    return found
