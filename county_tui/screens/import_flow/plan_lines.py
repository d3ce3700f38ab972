"""A plan in lines: an overview, then its rows by verdict, each written only when it comes into view."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from rich.cells import cell_len

from county_tui.importing import (
    CellProblem,
    ErrorGroup,
    ImportPlan,
    PlannedRow,
    SheetPlan,
    Status,
    Verdict,
    error_groups,
    folded_words,
    record_name,
)
from county_tui.models import register_named
from county_tui.models.lookups import Lookups
from county_tui.widgets.cells import flowed, shortened, wrapped
from county_tui.wording.plans import (
    NOT_TAKEN,
    VERDICTS,
    change_texts,
    column_text,
    counts_text,
    problem_text,
    value_text,
)
from county_tui.wording.remedies import in_app

SHOWN_FIELDS = 5
"""Fields of a row on a line of 80 cells; Enter shows them all."""
MARGIN = 6
"""Cells of a line of the overview that its sentences leave: the indent, and room at the right."""
BOX_WIDTH = 58
"""Cells a line of a box takes."""
NAME_CELLS, QUOTE_CELLS = 16, 24
"""Cells that the name of a sheet or column, and what a cell holds, take of a refusal's line."""
REFUSED = VERDICTS["refused"]
DOUBTFUL = "改的是哪一条不止一种对法，请核对。"
QUOTE = re.compile("“[^“”]*”")
LONGEST_VALUE = 1000
"""Characters of a refused cell that are shown in full."""


class Written(Sequence[str]):
    """Texts written when asked for."""

    def __init__(self, count: int, write: Callable[[int], str]) -> None:
        self._count, self._write = count, write

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self._write(index) for index in range(*at.indices(self._count))]
        return self._write(at)


@dataclass(frozen=True, slots=True)
class Group:
    """A page of the preview: its name, its lines, and the whole of what a line tells."""

    name: str
    lines: Sequence[str]
    whole: Callable[[int], str]
    errors: Sequence[ErrorGroup] = ()
    """On the page of errors alike: what can be mended once for all, line by line."""


def _row_line(sheet: SheetPlan, row: PlannedRow, lookups: Lookups) -> str:
    """A row by its foremost fields."""
    register = register_named(sheet.register)
    fields = register.fields()
    names = [name for name in register.listed if row.given.get(name) is not None][:SHOWN_FIELDS]
    texts = [value_text(fields[name], row.given[name], lookups) for name in names]
    return f" {row.number:>6} 行  {'  '.join(texts)}"


def changes_of(sheet: SheetPlan, row: PlannedRow, lookups: Lookups) -> list[str]:
    """What an update changes, old → new, a field each."""
    return change_texts(register_named(sheet.register).fields(), row.changes or {}, lookups)


def _key(sheet: SheetPlan, row: PlannedRow, lookups: Lookups) -> str:
    register = register_named(sheet.register)
    fields = register.fields()
    return " ".join(value_text(fields[name], row.given[name], lookups) for name in register.key if row.given.get(name))


def _update_line(sheet: SheetPlan, row: PlannedRow, lookups: Lookups) -> str:
    mark = "?" if row.is_doubtful else " "
    return f" {row.number:>6} 行{mark} {_key(sheet, row, lookups)}  {'；'.join(changes_of(sheet, row, lookups))}"


def brief(problem: CellProblem) -> str:
    """The same for one line: what stands in the cell is quoted once and cut, so that the reason stays in sight."""
    label, quoted = shortened(problem.label, NAME_CELLS), _less_quoted(problem.quoted)
    message = problem.message.replace(problem.quoted, quoted, 1)
    message = QUOTE.sub(lambda quote: _less_quoted(quote[0]), message)
    return f"{label}{'' if not problem.value or message.startswith('“') else quoted}：{message}"


def _less_quoted(quote: str) -> str:
    return quote if cell_len(quote) <= QUOTE_CELLS else f"{shortened(quote[:-1], QUOTE_CELLS - 1)}”"


def _value(problem: CellProblem) -> Iterator[str]:
    """All that stands in a refused cell, where the reason quotes but the beginning of it."""
    if problem.value not in problem.quoted:
        more = f"（共 {len(problem.value)} 字）" if len(problem.value) > LONGEST_VALUE else ""
        yield f"  原文：{problem.value[:LONGEST_VALUE]}{more}"


def _in_full(sheet: SheetPlan, row: PlannedRow, lookups: Lookups) -> str:
    """All that is known of a row: where it stands, what it says, what is wrong with it or changes."""
    fields = register_named(sheet.register).fields()
    lines = [f"“{sheet.shown_name}”第 {row.number} 行"]
    lines += [line for p in row.problems for line in (f"{p.cell} {problem_text(p)}", *_value(p))]
    if row.is_doubtful:
        lines.append(DOUBTFUL)
    if row.verdict is Verdict.UPDATE:
        return "\n".join([*lines, *changes_of(sheet, row, lookups)])
    given = [f"{fields[n].label}：{value_text(fields[n], v, lookups)}" for n, v in row.given.items() if v is not None]
    return "\n".join([*lines, *flowed(given, BOX_WIDTH)])


def _rows(plan: ImportPlan, verdict: Verdict) -> list[tuple[SheetPlan, PlannedRow]]:
    return [(sheet, row) for sheet in plan.sheets for row in sheet.rows if row.verdict is verdict]


def _group(name: str, plan: ImportPlan, verdict: Verdict, lookups: Lookups) -> Group:
    found = _rows(plan, verdict)
    line = _update_line if verdict is Verdict.UPDATE else _row_line
    return Group(
        name,
        Written(len(found), lambda at: line(*found[at], lookups)),
        lambda at: _in_full(*found[at], lookups),
    )


def _refused(plan: ImportPlan, lookups: Lookups) -> Group:
    """A line for every bad cell, since a row may have several."""
    found = [(sheet, row, p) for sheet, row in _rows(plan, Verdict.REFUSED) for p in row.problems]
    several = len(plan.sheets) > 1

    def line(at: int) -> str:
        sheet, _, problem = found[at]
        where = f"{shortened(sheet.shown_name, NAME_CELLS)}!{problem.cell}" if several else problem.cell
        return f" {where:<6} {brief(problem)}"

    return Group(REFUSED, Written(len(found), line), lambda at: _in_full(*found[at][:2], lookups))


def _alike(plan: ImportPlan) -> Group:
    """A line for errors that are the same in several cells, to be mended at once."""
    found = [group for group in error_groups(plan.sheets) if group.field and (group.value or not group.header)]
    lines = []
    for group in found:
        quoted = _less_quoted(f"“{group.value}”") if group.value else ""
        lines.append(f" {len(group.cells):>6} 处  {shortened(group.label, NAME_CELLS)}{quoted}：{group.message}")
    whole = [f"{group.label}“{group.value}”：{group.message}\n{'、'.join(group.cells)}" for group in found]
    return Group("错误归类", lines, lambda at: whole[at], found)


def _to_look_at(plan: ImportPlan, lookups: Lookups) -> Group:
    """What is taken in but should be looked at: implausible values, updates that may be of another record."""
    lines = [f" {w.cell:>6}  {w.message}" for sheet in plan.sheets for w in sheet.warnings]
    doubtful = [(sheet, row) for sheet in plan.sheets for row in sheet.rows if row.is_doubtful]
    lines += [f" {row.number:>6} 行  {DOUBTFUL}{'；'.join(changes_of(s, row, lookups))}" for s, row in doubtful]
    return Group("请核对", lines, lambda at: lines[at].strip())


def _gone(plan: ImportPlan, lookups: Lookups) -> Group:
    """The records that the file, being all there is, does not have: they go to the trash."""
    lines = [
        f" {register_named(name).label}第 {row.id} 号  {record_name(row, lookups)}"
        for name, rows in plan.gone.items()
        for row in rows
    ]
    return Group("移走", lines, lambda at: f"{lines[at].strip()}\n这个文件里没有它，将移入回收站。")


def _skipped(plan: ImportPlan) -> Group:
    lines = [f" {one.row:>6} 行  {sheet.shown_name}  {one.reason}" for sheet in plan.sheets for one in sheet.skipped]
    return Group("跳过", lines, lambda at: lines[at].strip())


def told_rows(rows: tuple[int, int]) -> str:
    """The rows of a header as one writes them: 3, or 3-5."""
    return f"{rows[0]}-{rows[1]}" if rows[0] != rows[1] else str(rows[0])


def _columns(sheet: SheetPlan, room: int) -> Iterator[str]:
    """Which columns go where, and which are left out and why."""
    fields = register_named(sheet.register).fields()
    matched = [(m.column.label, fields[m.field].label) for m in sheet.columns if m.field]
    texts = [header if header == label else f"{header}→{label}" for header, label in matched]
    yield from flowed(["对应：" + "".join(texts[:1]), *texts[1:]], room, "，")
    for match in sheet.columns:
        if match.status in NOT_TAKEN or (match.note and not match.field):
            yield f"{'!' if match.status is Status.PRIVATE else '?'} {column_text(match.column.label, match.note)}"


def _overview(plan: ImportPlan, room: int) -> Iterator[str]:
    """What goes where, sheet after sheet, and what is left out."""
    for sheet in plan.sheets:
        header = "没有表头" if sheet.header_rows is None else f"表头第 {told_rows(sheet.header_rows)} 行"
        counts = counts_text({name: sheet.count(Verdict(name)) for name in VERDICTS}, with_zeros=False)
        label = register_named(sheet.register).label
        yield f" 【{sheet.shown_name}】→ {label}，{header}：{counts or '没有数据'}"
        for text in (*_columns(sheet, room), *(f"注意：{sentence}" for sentence in sheet.problems)):
            yield from (f"    {line}" for line in wrapped(text, room))
    if told := folded_words(plan):
        yield from (f" {line}" for line in wrapped(f"{told}。", room))
    for remark in plan.problems:
        yield from (f" {line}" for line in wrapped(f"注意：{in_app(remark)}", room))


def overview(plan: ImportPlan, width: int) -> Group:
    """The first page, for a screen of so many cells."""
    lines = list(_overview(plan, width - MARGIN))
    return Group("概况", lines, lambda at: lines[at].strip())


def groups(plan: ImportPlan, lookups: Lookups, width: int) -> list[Group]:
    """The pages of the preview for a screen of so many cells; verdicts nothing has are left out."""
    found = [overview(plan, width)]
    for verdict, name in ((Verdict(key), word) for key, word in VERDICTS.items()):
        if plan.count(verdict):
            found.append(
                _refused(plan, lookups) if verdict is Verdict.REFUSED else _group(name, plan, verdict, lookups)
            )
    alike = _alike(plan)
    if any(len(group.cells) > 1 for group in alike.errors):
        found.insert(-1, alike)  # before the refused cells one by one
    others = [_to_look_at(plan, lookups), _gone(plan, lookups), _skipped(plan)]
    return [*found, *(group for group in others if group.lines)]
