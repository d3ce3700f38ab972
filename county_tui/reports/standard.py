"""标准对照自评表. Code of its own: its rows are clauses, and each looks into other registers than the next."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from county_tui import store
from county_tui.models import register_named
from county_tui.models.evidence import Evidence as Papers
from county_tui.models.kinds import Choice, PeriodName
from county_tui.models.regions import code_range
from county_tui.reports.clauses import Clause, Evidence, clauses
from county_tui.reports.conditions import resolve
from county_tui.reports.definition import Definition, Standing
from county_tui.reports.dimensions import choice_key, region_key
from county_tui.reports.expanded_columns import quotient
from county_tui.reports.scope import Scope, base
from county_tui.reports.table import Cell, Table, TableColumn, TableRow, as_text
from county_tui.reports.tally import Amount, tally, tidy
from county_tui.reports.thresholds import Asks, Judged, Seen, judge
from county_tui.store import Conditions

DONE, IN_PART, NOTHING = "已落实", "部分落实", "空白"
ORDINALS = "一二三四五六七八九"
MOST_TITLES = 3
"""Papers named beside a clause; the list behind the cell has all."""


@dataclass(slots=True)
class _Evidence:
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


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the clauses are held against: the evidence, the papers by clause, the regions marked by need."""

    found: Mapping[Evidence, _Evidence]
    papers: Mapping[str, tuple[str, ...]]
    """The titles of the papers of each clause."""
    marked: Mapping[str, Collection[str]]


def _wanted(evidence: Evidence, scope: Scope, tables: Mapping[str, Definition]) -> _Wanted:
    """What counts: the records of the register's own table (in the period, or standing at its end) that meet a clause.

    A clause that asks for another status than the table does is about records that do not stand (units in the making);
    then only its own conditions count.
    """
    own = resolve(evidence.register, evidence.filters, scope.period, scope.lookups)
    definition = tables.get(evidence.register)
    if definition is None:
        return _Wanted((*_dated(evidence.register, scope), *scope.within_region()), own)
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


def _keys(register: str, asked: Mapping[Amount, list[Evidence]], scope: Scope) -> tuple[store.Key, ...]:
    """The region, the required choice the clauses ask for, if any (an index may be in that order), and whose options
    must each be there."""
    fields = register_named(register).fields()
    named = {test.field for amount in asked for test in amount.where if isinstance(test, store.Condition)}
    chosen = [name for name, kind in fields.items() if name in named and isinstance(kind, Choice) and kind.is_required]
    lines = [one for listed in asked.values() for one in listed]
    each = [one.threshold.name for one in lines if one.threshold.asks is Asks.EACH]
    # A rule of a place above holds here too, so that its region is none of those below.
    region = store.Key("region") if any(one.is_whole for one in lines) else region_key(scope)
    return region, *(choice_key(register, name, scope) for name in dict.fromkeys((*chosen[:1], *each)))


def _gather(
    register: str, where: Conditions, asked: Mapping[Amount, list[Evidence]], scope: Scope
) -> dict[Evidence, _Evidence]:
    """Count the kinds of evidence of one register that share the same records, by one grouped query."""
    found = {
        one: _Evidence(store.Query(register, where=where + amount.where))
        for amount, lines in asked.items()
        for one in lines
    }
    query = store.Query(register, where=where)
    for group in tally(query, _keys(register, asked, scope), tuple(asked), scope.places):
        for one in asked[group.amount]:
            evidence = found[one]
            evidence.count += group.value
            evidence.regions.add(group.keys["region"])
            if one.threshold.asks is Asks.EACH:
                evidence.options.add(str(group.keys[one.threshold.name]))
    return found


def _found(asked: Iterable[Clause], scope: Scope, tables: Mapping[str, Definition]) -> dict[Evidence, _Evidence]:
    """All evidence of all clauses."""
    groups: dict[tuple[str, Conditions], dict[Amount, list[Evidence]]] = {}
    for evidence in (one for clause in asked for one in clause.evidence):
        wanted = _wanted(evidence, scope, tables)
        amounts = groups.setdefault((evidence.register, wanted.base), {})
        amounts.setdefault(Amount(store.Take.COUNT, where=wanted.own), []).append(evidence)
    found: dict[Evidence, _Evidence] = {}
    for (register, where), amounts in groups.items():
        found.update(_gather(register, where, amounts, scope))
    return found


def _papers(scope: Scope) -> dict[str, tuple[str, ...]]:
    """The titles of the period's papers by clause. Papers have no place, so that a part of the ledger has none."""
    if scope.region != scope.places.home:
        return {}
    titles: dict[str, list[str]] = {}
    for row in store.stream_rows(_papers_query(scope)):
        held = row.values["clause"]
        for number in held if isinstance(held, tuple) else ():
            titles.setdefault(number, []).append(str(row.values["title"]))
    return {number: tuple(listed) for number, listed in titles.items()}


def _papers_query(scope: Scope, *where: store.Condition) -> store.Query:
    dated = store.within_period("dated_on", Papers.fields()["dated_on"], scope.period)
    return store.Query("evidence", where=(*dated, *where))


def _parts_reached(evidence: Evidence, regions: Collection[str], scope: Scope) -> set[str]:
    """The parts of the table's region with something in them; what a place does as a whole reaches all under it."""
    parts = {part.code for part in scope.parts()}
    reached = {part for code in regions if (part := scope.part_of(code)) in parts}
    if evidence.is_whole:
        for first, last in (code_range(code) for code in regions):
            reached |= {part for part in parts if first <= part <= last}
    return reached


@dataclass(frozen=True, slots=True)
class _Line:
    """One kind of evidence held against what is asked of it."""

    evidence: Evidence
    seen: _Evidence
    reached: Collection[str]
    judged: Judged

    @property
    def is_met(self) -> bool:
        """Whether nothing more is asked."""
        return self.judged.met is None or self.judged.met >= 1

    def told(self) -> str:
        """What is missing of it, and what it gets."""
        points = f"（{as_text(self.points, 'decimal1')}/{as_text(self.evidence.points, 'number')} 分）"
        return f"{self.evidence.words} {self.seen.count}，要求{self.judged.asked}，{self.judged.missing}{points}"

    @property
    def points(self) -> float:
        """The points reached, in proportion to how far the threshold is met."""
        return self.evidence.points * (self.judged.met or 0)


def _line(evidence: Evidence, scope: Scope, facts: _Facts) -> _Line:
    seen = facts.found[evidence]
    reached = _parts_reached(evidence, seen.regions, scope)
    judged = judge(evidence.threshold, Seen(seen.count, seen.regions, reached, seen.options), scope, facts.marked)
    return _Line(evidence, seen, reached, judged)


def _columns(most: int, part_name: str) -> list[tuple[str, str]]:
    pairs = [(f"佐证{ORDINALS[at]}", f"数量{ORDINALS[at]}") for at in range(most)]
    named = [(label, kind) for pair in pairs for label, kind in zip(pair, ("text", "int"), strict=True)]
    return [
        *named,
        (f"覆盖{part_name}", "int"),
        (f"{part_name}总数", "int"),
        ("覆盖率", "percent"),
        ("要求", "text"),
        ("缺口", "text"),
        ("佐证材料", "int"),
        ("材料名称", "text"),
        ("得分", "decimal1"),
        ("满分", "number"),
        ("落实情况", "text"),
    ]


def _status(lines: list[_Line], reached: int, parts: int, papers: int) -> str:
    """已落实 needs every threshold met, and somewhere that the work reached; one record anywhere is 部分落实."""
    asked = [line for line in lines if line.judged.met is not None]
    if asked and all(line.is_met for line in asked) and (reached or not parts):
        return DONE
    return IN_PART if papers or any(line.seen.count for line in lines) else NOTHING


def _floored(points: float) -> float:
    """Points to one decimal, never up: what is not met in full must not read so."""
    return math.floor(points * 10 + 1e-6) / 10


def _row(clause: Clause, scope: Scope, facts: _Facts, most: int) -> TableRow:
    cells: list[Cell] = []
    for one in clause.evidence:
        cells += [Cell(one.words), Cell(facts.found[one].count, (facts.found[one].query,))]
    cells += [Cell(None)] * (2 * (most - len(clause.evidence)))
    lines = [_line(one, scope, facts) for one in clause.evidence]
    reached, parts = len(set().union(*(line.reached for line in lines))), len(scope.parts())
    cells += [Cell(reached), Cell(parts), Cell(quotient(reached, parts), parts=(reached, parts))]
    asked = [line for line in lines if line.judged.met is not None]
    titles = facts.papers.get(clause.number, ())
    missing = [line.told() for line in asked if not line.is_met]
    places = tuple(dict.fromkeys(path for line in asked if not line.is_met for path in line.judged.places))
    holding = store.Condition("clause", store.Test.HAS, clause.number)
    behind = (_papers_query(scope, holding),) if scope.region == scope.places.home else ()
    cells += [
        Cell("；".join(f"{line.evidence.words}{line.judged.asked}" for line in asked) or None),
        Cell("；".join(missing) or None, places=places),
        Cell(len(titles), behind),
        Cell(_titles(titles), behind if titles else ()),
        Cell(_floored(sum(line.points for line in asked)), can_add=False),
        Cell(tidy(sum(line.evidence.points for line in asked)), can_add=False),
        Cell(_status(lines, reached, parts, len(titles))),
    ]
    return TableRow(f"{clause.number} {clause.title}", tuple(cells))


def _titles(titles: tuple[str, ...]) -> str | None:
    """The first papers by name, and how many there are."""
    more = f"等 {len(titles)} 份" if len(titles) > MOST_TITLES else ""
    return f"{'、'.join(titles[:MOST_TITLES])}{more}" or None


def _notes(definition: Definition, rows: Iterable[TableRow]) -> str:
    """What the points come to in all."""
    points = [[float(cell.value or 0) for cell in row.cells[-3:-1]] for row in rows]  # 得分, 满分
    reached, possible = (sum(column) for column in zip(*points, strict=True))
    told = f"共得 {as_text(_floored(reached), 'decimal1')} 分（满分 {as_text(tidy(possible), 'number')} 分）。"
    return told + definition.notes


def fill_standard(definition: Definition, scope: Scope, tables: Mapping[str, Definition]) -> Table:
    """One row a clause; `tables` are the built-in ones by register, which say which records count at all."""
    asked = clauses()
    with store.session():
        facts = _Facts(_found(asked, scope, tables), _papers(scope), store.marked_regions())
    most = max(len(clause.evidence) for clause in asked)
    rows = tuple(_row(clause, scope, facts, most) for clause in asked)
    return Table(
        name=definition.name,
        title=definition.title,
        period=scope.period,
        region=scope.region,
        region_name=scope.region_name,
        head="条款",
        columns=tuple(TableColumn(label, (label,), kind) for label, kind in _columns(most, scope.part_name)),
        rows=rows,
        total=None,
        unit=definition.unit,
        notes=_notes(definition, rows),
        chart=definition.chart,
    )
