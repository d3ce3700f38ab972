"""标准对照自评表. Code of its own: its rows are clauses, and each looks into other registers than the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Choice
from county_tui.reports.clauses import Clause, Evidence, clauses
from county_tui.reports.conditions import resolve
from county_tui.reports.definition import Definition, Standing
from county_tui.reports.dimensions import choice_key, region_key
from county_tui.reports.expanded_columns import quotient
from county_tui.reports.scope import Scope, base
from county_tui.reports.table import Cell, Table, TableColumn, TableRow
from county_tui.reports.tally import Amount, tally
from county_tui.store import Conditions

DONE, IN_PART, NOTHING = "已落实", "部分落实", "空白"
ORDINALS = "一二三四五六七八九"


@dataclass(slots=True)
class _Evidence:
    """How much of one kind of evidence there is, and in which towns."""

    query: store.Query
    count: int = 0
    towns: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One kind of evidence as conditions: those all records of its table meet, and its own."""

    base: Conditions
    own: Conditions


def _wanted(evidence: Evidence, scope: Scope, tables: Mapping[str, Definition]) -> _Wanted:
    """What counts: the records of the register's own table (in the period, or standing at its end) that meet a clause.

    A clause that asks for another status than the table does is about records that do not stand (units in the making);
    then only its own conditions count. An indicator counts in its year.
    """
    own = resolve(evidence.register, evidence.filters, scope.period, scope.lookups)
    if evidence.register == "indicators":
        year = store.Condition("year", store.Test.IS, scope.period.last.year)
        return _Wanted((year, *scope.within_region()), own)
    definition = tables[evidence.register]
    standing = definition.standing or Standing(())
    usual = {given.written for given in (*definition.where, *standing.begun, *standing.present)}
    asked = {given.written for given in evidence.filters}
    if _fields_of(asked - usual) & _fields_of(usual):
        return _Wanted(scope.within_region(), own)
    return _Wanted(base(definition, scope, scope.period), own)


def _fields_of(conditions: Iterable[store.WrittenCondition]) -> set[str]:
    """The fields that conditions ask about, leaving groups of ways aside."""
    return {one.field for one in conditions if isinstance(one, store.Written)}


def _keys(register: str, wanted: list[_Wanted], scope: Scope) -> tuple[store.Key, ...]:
    """The region, and the required choice the clauses ask for, if any: an index may be in that order."""
    fields = register_named(register).fields()
    asked = {test.field for one in wanted for test in one.own if isinstance(test, store.Condition)}
    for name, kind in fields.items():
        if name in asked and isinstance(kind, Choice) and kind.is_required:
            return region_key(scope), choice_key(register, name, scope)
    return (region_key(scope),)


def _gather(register: str, where: Conditions, asked: Mapping[Amount, _Evidence], scope: Scope) -> None:
    """Count the kinds of evidence of one register that share the same records, by one grouped query."""
    wanted = [_Wanted(where, amount.where) for amount in asked]
    query = store.Query(register, where=where)
    parts = {place.code for place in scope.parts()}
    for found in tally(query, _keys(register, wanted, scope), tuple(asked), scope.places):
        evidence = asked[found.amount]
        evidence.count += found.value
        part = scope.part_of(found.keys["region"])
        if part in parts:
            evidence.towns.add(part)


def _found(asked: list[Clause], scope: Scope, tables: Mapping[str, Definition]) -> dict[Evidence, _Evidence]:
    """All evidence of all clauses."""
    groups: dict[tuple[str, Conditions], dict[Amount, _Evidence]] = {}
    by_evidence = {}
    for clause in asked:
        for evidence in clause.evidence:
            wanted = _wanted(evidence, scope, tables)
            amounts = groups.setdefault((evidence.register, wanted.base), {})
            query = store.Query(evidence.register, where=wanted.base + wanted.own)
            by_evidence[evidence] = amounts.setdefault(Amount(store.Take.COUNT, where=wanted.own), _Evidence(query))
    with store.session():
        for (register, where), amounts in groups.items():
            _gather(register, where, amounts, scope)
    return by_evidence


def _columns(most: int, part_name: str) -> list[tuple[str, str]]:
    pairs = [(f"佐证{ORDINALS[at]}", f"数量{ORDINALS[at]}") for at in range(most)]
    named = [(label, kind) for pair in pairs for label, kind in zip(pair, ("text", "int"), strict=True)]
    return [
        *named,
        (f"覆盖{part_name}", "int"),
        (f"{part_name}总数", "int"),
        ("覆盖率", "percent"),
        ("落实情况", "text"),
    ]


def _status(counts: list[int]) -> str:
    return DONE if all(counts) else IN_PART if any(counts) else NOTHING


def _row(clause: Clause, found: Mapping[Evidence, _Evidence], parts: int, most: int) -> TableRow:
    cells: list[Cell] = []
    for one in clause.evidence:
        cells += [Cell(one.words), Cell(found[one].count, (found[one].query,))]
    cells += [Cell(None)] * (2 * (most - len(clause.evidence)))
    evidence = [found[one] for one in clause.evidence if not one.is_aside]
    reached = len(set().union(*(counted.towns for counted in evidence)))
    cells += [Cell(reached), Cell(parts), Cell(quotient(reached, parts), parts=(reached, parts))]
    return TableRow(f"{clause.number} {clause.title}", (*cells, Cell(_status([counted.count for counted in evidence]))))


def fill_standard(definition: Definition, scope: Scope, tables: Mapping[str, Definition]) -> Table:
    """One row a clause; `tables` are the built-in ones by register, which say which records count at all."""
    asked = [clause.with_asides(tables) for clause in clauses()]
    found = _found(asked, scope, tables)
    most = max(len(clause.evidence) for clause in asked)
    parts = len(scope.parts())
    return Table(
        name=definition.name,
        title=definition.title,
        period=scope.period,
        region=scope.region,
        region_name=scope.region_name,
        head="条款",
        columns=tuple(TableColumn(label, (label,), kind) for label, kind in _columns(most, scope.part_name)),
        rows=tuple(_row(clause, found, parts, most) for clause in asked),
        total=None,
        unit=definition.unit,
        notes=definition.notes,
        chart=definition.chart,
    )
