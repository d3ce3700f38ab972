"""Tables and forms as sealed sheets, and a sealed table as the table it was, to be printed again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from county_tui import forms, reports, store
from county_tui.errors import CountyError, NotFoundError
from county_tui.forms import FilledForm, Filling, Finding, FormDefinition
from county_tui.forms.marks import Formula, Measure, Typed, Word
from county_tui.report_period import parse_period
from county_tui.reports import TOTAL, Definition, Table, TableCell, TableColumn, TableRow
from county_tui.returns.sealed import SealedCell, SealedReturn, SealedSheet
from county_tui.wording.time_and_size import local_day

SEAL_WORDS = frozenset({"校验码", "报出日期", "单位负责人", "审核人", "填报人", "联系电话"})
"""Words of a form that tell of the seal and its signers: the code is not taken over them."""


def fingerprint_of(definition: Definition) -> str:
    """SHA-256 over what a definition asks; where it stands in its file plays no part."""
    plain = (
        definition.name,
        definition.title,
        definition.register,
        definition.date,
        definition.code,
        [repr(one.written) for one in definition.where],
        repr(definition.rows and (definition.rows.by, definition.rows.level, definition.rows.inherits)),
        [(n, s.register, s.date, [repr(one.written) for one in s.where]) for n, s in definition.sources.items()],
        [
            (c.label, c.measure, c.field, c.each, c.part, c.whole, c.now, c.before, c.last_year,
             c.source, c.need, c.total,
             [repr(one.written) for one in (*c.where, *c.of)])
            for c in definition.columns
        ],
    )  # fmt: skip
    return hashlib.sha256(repr(plain).encode()).hexdigest()


def _unique(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels, the second and later of one name with their number behind it: a cell's key names one cell."""
    seen: dict[str, int] = {}
    found = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label}（{seen[label]}）")
    return tuple(found)


def _adds(cell: TableCell) -> str:
    if cell.parts is not None:
        return "ratio"
    return "none" if isinstance(cell.value, str) or not cell.can_add else "sum"


def sheet_of_table(table: Table, definition: Definition) -> SealedSheet:
    """A filled table as a sheet."""
    rows = _unique(row.label for row in table.lines)
    labels = _unique(column.label for column in table.columns)
    cells = tuple(
        SealedCell(f"{row}/{label}", cell.value, cell.parts, _adds(cell))
        for row, filled in zip(rows, table.lines, strict=True)
        for label, cell in zip(labels, filled.cells, strict=True)
    )
    layout = {
        "paths": [list(column.path) for column in table.columns],
        "unit": table.unit,
        "notes": table.notes,
        "is_dated": table.is_dated,
    }
    columns, formats = (table.head, *labels), tuple(column.format for column in table.columns)
    return SealedSheet(
        table.name, table.title, "table", fingerprint_of(definition), columns, rows, formats, cells, layout
    )


def table_of_sheet(sheet: SealedSheet, sealed: SealedReturn) -> Table:
    """A sealed table as a table again, with the code it was sealed under."""
    paths = sheet.layout.get("paths") or [[label] for label in sheet.columns[1:]]
    shown = zip(sheet.columns[1:], paths, sheet.formats, strict=True)
    columns = tuple(TableColumn(label, tuple(map(str, path)), kind) for label, path, kind in shown)
    width = len(columns)
    cells = [TableCell(cell.value, (), cell.parts) for cell in sheet.cells]
    rows = [TableRow(label, tuple(cells[at * width : (at + 1) * width])) for at, label in enumerate(sheet.rows)]
    has_total = bool(rows) and rows[0].label == TOTAL
    return Table(
        name=sheet.name,
        title=sheet.title,
        period=parse_period(sealed.period),
        region=sealed.region,
        region_name=sealed.region_name,
        head=sheet.columns[0],
        columns=columns,
        rows=tuple(rows[1:] if has_total else rows),
        total=rows[0] if has_total else None,
        unit=str(sheet.layout.get("unit", "")),
        notes=str(sheet.layout.get("notes", "")),
        is_dated=bool(sheet.layout.get("is_dated", True)),
        seal=seal_line(sealed),
    )


def seal_line(sealed: SealedReturn) -> str:
    """What stands at the foot of a printed sheet, to be held against the file by eye."""
    return f"校验码：{sealed.code}　第{sealed.version}版　{local_day(sealed.sealed_at)} 上报"


def _form_cells(form: FilledForm) -> Iterator[SealedCell]:
    """Every marked cell of a form by its printed address."""
    marks = _marks(form)
    for address, cell in form.cells.items():
        mark = marks.get(address)
        value = None if isinstance(mark, Word) and mark.name in SEAL_WORDS else cell.value
        yield SealedCell(address, value, cell.parts, _form_adds(mark, value, has_parts=cell.parts is not None))


def _marks(form: FilledForm) -> dict[str, object]:
    """The one mark of each printed cell that is a mark and nothing else."""
    found: dict[str, object] = {}
    for cell in form.definition.cells:
        if cell.is_alone:
            for row in form.layout.printed(cell.spot.sheet, cell.spot.row):
                column = cell.address.rpartition("!")[2].rstrip("0123456789")
                found[form.definition.address(cell.spot.sheet, f"{column}{row}")] = cell.marks[0]
    return found


def _form_adds(mark: object, value: object, *, has_parts: bool) -> str:
    if isinstance(mark, Formula):
        return "formula"
    if isinstance(mark, Measure) and mark.take in ("最早", "最晚"):
        return "least" if mark.take == "最早" else "most"
    if has_parts:
        return "ratio"
    can_add = isinstance(mark, Measure | Typed) and not isinstance(value, str)
    return "none" if not can_add or (isinstance(mark, Measure) and mark.take in ("不同", "平均")) else "sum"


def sheet_of_form(form: FilledForm) -> SealedSheet:
    """A filled form as a sheet; `layout` names the item of each repeated row's copies."""
    definition = form.definition
    items = {
        definition.address(cell.spot.sheet, str(cell.spot.row)): [item.name if item else "" for item in copies]
        for cell in definition.cells
        if (copies := form.layout.items(cell.spot.sheet, cell.spot.row)) != (None,)
    }
    return SealedSheet(
        definition.name,
        definition.title,
        "form",
        definition.fingerprint,
        cells=tuple(_form_cells(form)),
        layout={"repeats": items},
    )


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet as filled now, and the queries behind each of its cells; of a form the checks that fail, and itself."""

    sheet: SealedSheet
    queries: Mapping[str, tuple[store.Query, ...]]
    findings: tuple[Finding, ...] = ()
    form: FilledForm | None = None


Filler = Callable[[Sequence[str], Filling], list[Filled]]
"""Fills the tables and forms of some names: from the ledger's records, or by adding up what was collected."""


def named(name: str) -> Definition | FormDefinition:
    """The table or form of a name. Raises NotFoundError that names tables and forms."""
    try:
        return reports.definition_named(name)
    except NotFoundError as no_table:
        try:
            return forms.form_named(name)
        except NotFoundError:
            known = "、".join(f"{one.title}（{one.name}）" for one in reports.definitions() if not one.problem)
            others = "、".join(one.name for one in forms.forms())
            hint = f"，汇总表有：{known}" + (f"；表样有：{others}。" if others else "。")
            raise NotFoundError(f"没有名为“{name}”的汇总表或表样", hint) from no_table


def _filled_table(definition: Definition, filling: Filling) -> Filled:
    table = reports.fill(definition, filling.scope.period, filling.scope.region)
    sheet = sheet_of_table(table, definition)
    cells = [cell for row in table.lines for cell in row.cells]
    behind = zip(sheet.cells, cells, strict=True)
    return Filled(sheet, {sealed.key: cell.queries for sealed, cell in behind if cell.queries})


def _filled_form(definition: FormDefinition, filling: Filling) -> Filled:
    form = filling.form(definition)
    queries = {address: cell.queries for address, cell in form.cells.items() if cell.queries}
    return Filled(sheet_of_form(form), queries, filling.audit(definition), form)


def fill_sheets(names: Sequence[str], filling: Filling) -> list[Filled]:
    """All sheets of some names, each once, in their order. Raises CountyError for one that cannot be filled."""
    wanted = {definition.name: definition for definition in map(named, names)}
    if not wanted:
        raise CountyError("没有说要上报哪些表", "，请写汇总表或表样的名称。")
    with store.session():
        return [
            _filled_form(one, filling) if isinstance(one, FormDefinition) else _filled_table(one, filling)
            for one in wanted.values()
        ]
