"""标准对照自评表. Code of its own: its rows are clauses, and each looks into other registers than the next."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from county_tui import store
from county_tui.models.regions import code_range
from county_tui.reports.clause_evidence import Found, found_of
from county_tui.reports.clauses import Clause, Evidence, clauses
from county_tui.reports.definition import Definition
from county_tui.reports.expanded_columns import begun, quotient
from county_tui.reports.scope import Scope
from county_tui.reports.table import Table, TableCell, TableColumn, TableRow, as_text
from county_tui.reports.tally import tidy
from county_tui.reports.thresholds import Judged, Seen, judge

DONE, IN_PART, NOTHING = "已落实", "部分落实", "空白"
ORDINALS = "一二三四五六七八九"
YEAR = 12
"""Months that the thresholds are meant for."""
MOST_TITLES = 3
"""Papers named beside a clause; the list behind the cell has all."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the clauses are held against: the evidence, the papers by clause, the regions marked by need."""

    found: Mapping[Evidence, Found]
    papers: Mapping[str, tuple[str, ...]]
    """The titles of the papers of each clause."""
    marked: Mapping[str, Collection[str]]


def _papers(scope: Scope) -> dict[str, tuple[str, ...]]:
    """The titles of the papers that count, by clause. Papers have no region, so that a part of the ledger has none."""
    if scope.region != scope.regions.home:
        return {}
    titles: dict[str, list[str]] = {}
    for row in store.stream_rows(_papers_query(scope)):
        held = row.values["clause"]
        for number in held if isinstance(held, tuple) else ():
            titles.setdefault(number, []).append(str(row.values["title"]))
    return {number: tuple(listed) for number, listed in titles.items()}


def _papers_query(scope: Scope, *where: store.Condition) -> store.Query:
    return store.Query("evidence", where=(*store.counting_papers(scope.period), *where))


def _parts_reached(evidence: Evidence, regions: Collection[str], scope: Scope) -> set[str]:
    """The parts of the table's region with something in them; what a region does as a whole reaches all under it."""
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
    seen: Found
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
    cells: list[TableCell] = []
    for one in clause.evidence:
        cells += [TableCell(one.words), TableCell(facts.found[one].count, (facts.found[one].query,))]
    cells += [TableCell(None)] * (2 * (most - len(clause.evidence)))
    lines = [_line(one, scope, facts) for one in clause.evidence]
    reached, parts = len(set().union(*(line.reached for line in lines))), len(scope.parts())
    cells += [TableCell(reached), TableCell(parts), TableCell(quotient(reached, parts), parts=(reached, parts))]
    asked = [line for line in lines if line.judged.met is not None]
    titles = facts.papers.get(clause.number, ())
    missing = [line.told() for line in asked if not line.is_met]
    regions = tuple(dict.fromkeys(path for line in asked if not line.is_met for path in line.judged.regions))
    holding = store.Condition("clause", store.Test.HAS, clause.number)
    behind = (_papers_query(scope, holding),) if scope.region == scope.regions.home else ()
    cells += [
        TableCell("；".join(f"{line.evidence.words}{line.judged.asked}" for line in asked) or None),
        TableCell("；".join(missing) or None, regions=regions),
        TableCell(len(titles), behind),
        TableCell(_titles(titles), behind if titles else ()),
        TableCell(_floored(sum(line.points for line in asked)), can_add=False),
        TableCell(tidy(sum(line.evidence.points for line in asked)), can_add=False),
        TableCell(_status(lines, reached, parts, len(titles))),
    ]
    return TableRow(_label(clause), tuple(cells))


def _label(clause: Clause) -> str:
    return f"{clause.number} {clause.title}"


def _titles(titles: tuple[str, ...]) -> str | None:
    """The first papers by name, and how many there are."""
    more = f"等 {len(titles)} 份" if len(titles) > MOST_TITLES else ""
    return f"{'、'.join(titles[:MOST_TITLES])}{more}" or None


def _notes(definition: Definition, rows: Iterable[TableRow], months: int) -> str:
    """What the points come to in all; that a part of a year is held against what is asked of a whole one."""
    points = [[float(cell.value or 0) for cell in row.cells[-3:-1]] for row in rows]  # 得分, 满分
    reached, possible = (sum(column) for column in zip(*points, strict=True))
    told = f"共得 {as_text(_floored(reached), 'decimal1')} 分（满分 {as_text(tidy(possible), 'number')} 分）。"
    part = f"要求是按全年定的，本表只有 {months} 个月，有的还没有到时候。" if months < YEAR else ""
    return told + part + definition.notes


def fill_standard(definition: Definition, scope: Scope, tables: Mapping[str, Definition]) -> Table:
    """One row a clause; `tables` are the built-in ones by register, which say which records count at all."""
    asked = clauses()
    with store.session():
        facts = _Facts(found_of(asked, scope, tables), _papers(scope), store.marked_regions())
    rows = tuple(_row(clause, scope, facts, _most(asked)) for clause in asked)
    return _laid_out(definition, scope, rows, _notes(definition, rows, scope.period.months))


def outline_standard(definition: Definition, scope: Scope) -> Table:
    """The clauses without cells: no record is counted."""
    return _laid_out(definition, scope, tuple(TableRow(_label(clause), ()) for clause in clauses()), definition.notes)


def _most(asked: Iterable[Clause]) -> int:
    """How many kinds of evidence the clause with the most of them has."""
    return max(len(clause.evidence) for clause in asked)


def _laid_out(definition: Definition, scope: Scope, rows: tuple[TableRow, ...], notes: str) -> Table:
    columns = _columns(_most(clauses()), scope.part_name)
    return replace(
        begun(definition, scope, "条款"),
        columns=tuple(TableColumn(label, (label,), kind) for label, kind in columns),
        rows=rows,
        unit=definition.unit,
        notes=notes,
    )
