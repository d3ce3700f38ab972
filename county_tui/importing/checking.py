"""Which rows of a sheet break a rule of their register, found column by column; and refusing a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, compress

from county_tui.importing.drafts import RowDraft, SheetDraft
from county_tui.importing.plans import CellProblem, Verdict
from county_tui.importing.reading import shown
from county_tui.models import register_named
from county_tui.models.kinds import Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.models.rules import Rule

MOST_REMEMBERED = 20_000
"""Different values whose verdict is remembered: columns with more repeat little, and memory stays bounded."""

Column = Sequence[Value]


class Checker:
    """Looks at each combination of values that a rule reads only once."""

    def __init__(self, register: type[Register]) -> None:
        names = tuple(register.fields())
        self.fields = register.fields()
        self.required = [names.index(name) for name in register.required()]
        self.rules: list[tuple[list[int], Rule, dict[tuple[Value, ...], bool]]] = [
            ([names.index(name) for name in rule.reads], rule, {}) for rule in register.rules
        ]

    def suspects(self, columns: Sequence[Column]) -> set[int]:
        """The positions of the rows with something wrong, of values by column in the order of the register's fields."""
        found: set[int] = set()
        for at in self.required:
            if None in columns[at]:
                found.update(position for position, value in enumerate(columns[at]) if value is None)
        for positions, rule, known in self.rules:
            found.update(self._broken(rule, known, list(zip(*(columns[at] for at in positions), strict=True))))
        return found

    def _broken(
        self, rule: Rule, known: dict[tuple[Value, ...], bool], read: Sequence[tuple[Value, ...]]
    ) -> compress[int]:
        """The positions of the rows that break one rule."""
        if len(known) > MOST_REMEMBERED:
            known.clear()
        for values in set(read).difference(known):
            known[values] = any(rule.check(self.fields, dict(zip(rule.reads, values, strict=True))))
        return compress(range(len(read)), map(known.__getitem__, read))


def _problem(sheet: SheetDraft, row: RowDraft, name: str, message: str, lookups: Lookups) -> CellProblem:
    """A refusal at the cell of a field; where the sheet has no such column, at the row's first one."""
    kind = register_named(sheet.register).fields()[name]
    match = next((m for m in sheet.columns if m.field == name), None)
    if match is None:
        return CellProblem(None, f"{sheet.columns[0].column.letter}{row.number}", kind.label, "", message)
    if row.cells:
        at = [column.index for column in sheet.table.columns].index(match.column.index)
        text = shown(row.cells[at])
        return CellProblem(match.column.index, f"{match.column.letter}{row.number}", match.column.label, text, message)
    value = row.given.get(name)
    text = value if isinstance(value, str) and isinstance(kind, Reference) else kind.format(value, lookups)
    return CellProblem(match.column.index, f"{match.column.letter}{row.number}", match.column.label, text, message)


def refused_by_name(sheets: Iterable[SheetDraft], register: type[Register]) -> dict[Value, RowDraft]:
    """The refused rows that were to bring a register's records, by the records' names."""
    field, mine = register.name_field(), register.register_name()
    rows = chain.from_iterable(sheet.rows for sheet in sheets if sheet.register == mine)
    return {row.given.get(field): row for row in rows if row.verdict is Verdict.REFUSED}


def mend_first(register: type[Register], row: RowDraft) -> str:
    """Why a row is refused that refers to the record which another, refused row was to bring."""
    return f"它登记在本文件“{register.label}”的第 {row.number} 行，那一行不能导入，请先改正那一行。"


def refuse(lookups: Lookups, sheet: SheetDraft, row: RowDraft, name: str, message: str) -> None:
    """Refuse a row of a sheet, at a field."""
    row.verdict = Verdict.REFUSED
    row.problems = (*row.problems, _problem(sheet, row, name, message, lookups))
