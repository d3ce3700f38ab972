"""From a file to a plan: read its sheets, give each a register, read its cells, decide its rows. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from county_tui import store
from county_tui.errors import Remark, RemarkedError, Remedy
from county_tui.importing.checking import refuse
from county_tui.importing.deciding import Decider
from county_tui.importing.drafts import SheetDraft
from county_tui.importing.folding import fold, settle
from county_tui.importing.matching import (
    check_mapping,
    fingerprint,
    fitness,
    fits,
    match_columns,
    names_of,
    vocabulary,
    with_suggestions,
)
from county_tui.importing.mending import check_replacements, mending_of
from county_tui.importing.plans import AUTO, ColumnMatch, ImportPlan, Progress, Request, SheetPlan, Verdict
from county_tui.importing.plausibility import with_warnings
from county_tui.importing.reading import SheetReader
from county_tui.importing.whole import Whole, check_dated, missing, parse_whole, refuse_outside
from county_tui.models import REGISTERS, register_named
from county_tui.models.register import Register
from county_tui.processes import without_collecting
from county_tui.workbooks import Book, Overrides, Table, open_book

LEAST_FITNESS = 0.45
"""Under this a sheet is taken for none of the registers."""
LEAST_FIELDS = 2
"""A sheet nobody said anything about needs so many known columns: 部门名称 alone may head a list of anything."""
EVERYWHERE = "notes"
"""The field all registers have: 备注 or 说明 tells nothing."""
CLEARLY_BETTER = 0.1
"""By so much another register must fit a sheet better for it to be left out of an import into this one."""

Match = tuple[type[Register], tuple[ColumnMatch, ...]]
Gone = Mapping[str, Sequence[store.Row]]


def _no_progress(stage: str, done: int, total: int) -> None:
    """No-op progress callback."""


def matches_of(register: type[Register], table: Table, request: Request) -> tuple[ColumnMatch, ...]:
    """The columns of a table held against a register, by hand, as remembered and by name."""
    remembered = store.recall_mapping(register.register_name(), fingerprint(table.columns))
    return with_suggestions(register, match_columns(register, table.columns, request.mapping, remembered))


def best_register(table: Table) -> type[Register] | None:
    """The register a table's header fits best; its sheet name or title may break a tie. None if it fits none."""
    titles = table.name + "".join(str(cell) for row in table.above for cell in row.cells if isinstance(cell, str))
    scored = []
    for register in REGISTERS:
        matches = match_columns(register, table.columns)
        is_told = sum(match.field not in (None, EVERYWHERE) for match in matches) >= LEAST_FIELDS
        if is_told and fits(register, matches):
            named = 0.05 if register.label in titles else 0.0
            scored.append((fitness(register, matches) + named, register))
    if not scored:
        return None
    score, register = max(scored, key=lambda item: item[0])
    return register if score >= LEAST_FITNESS else None


def _belongs_elsewhere(register: type[Register], table: Table) -> bool:
    """Whether a sheet's header fits another register clearly better."""
    best = best_register(table)
    if best is None or best is register:
        return False
    scores = [fitness(model, match_columns(model, table.columns)) for model in (best, register)]
    return scores[0] > scores[1] + CLEARLY_BETTER


def choose(table: Table, request: Request, table_names: Sequence[str]) -> Match | Remark:
    """The register and matches of a table, or why it is left out."""
    if table.hidden and not request.sheets:
        return Remark(f"“{table.name}”是隐藏的工作表，没有导入", Remedy.NAME_SHEET)
    if table.header_rows is None:
        return Remark(f"“{table.name}”里没有找到表头，没有导入", Remedy.NAME_HEADER)
    register = best_register(table) if request.register == AUTO else register_named(request.register)
    if register is None:
        return Remark(f"“{table.name}”的表头认不出属于哪个台账，没有导入", Remedy.NAME_REGISTER)
    is_one_of_many = len(table_names) > 1 and not request.sheets
    if is_one_of_many and request.register != AUTO and _belongs_elsewhere(register, table):
        return Remark(f"“{table.name}”更像别的台账，没有导入", Remedy.NAME_SHEET)
    matches = matches_of(register, table, request)
    filled = mending_of(register, table.columns, request).constants
    if not fits(register, matches, filled):
        given = {match.field for match in matches} | set(filled) | set(register.defaults())
        missing = [f.label for n, f in register.fields().items() if f.is_required and n not in given]
        message = f"“{table.name}”的表头里没有找到“{register.label}”的{'、'.join(missing)}，没有导入"
        return Remark(message, Remedy.MAP_COLUMNS)
    return register, matches


def _known_labels(request: Request) -> Sequence[frozenset[str]]:
    """What the table finder should look for."""
    by_hand = frozenset(header for header, _ in request.mapping)
    if request.register == AUTO:
        return vocabulary()
    return [frozenset(names_of(register_named(request.register))) | by_hand]


def _is_csv(path: Path) -> bool:
    """Whether a file is no workbook of any kind but text; told by its first bytes."""
    with path.open("rb") as file:
        head = file.read(8)
    return not head.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"\x09\x08", b"\x09\x04", b"\x09\x02"))


def _read_sheets(book: Book, request: Request, progress: Progress) -> tuple[list[SheetDraft], list[Remark]]:
    """Read and decide the sheets as they come; (the sheets, remarks on what was left out)."""
    sheets: list[SheetDraft] = []
    left_out: list[Remark] = []
    lookups, is_csv = store.lookups(), _is_csv(book.path)
    decider = Decider(lookups)
    visible = [sheet.name for sheet in book.sheets if not sheet.hidden]
    columns = []
    for table in book.tables():
        found = choose(table, request, visible)
        columns.append(table.columns)
        if isinstance(found, Remark):
            left_out.append(found)
            continue
        mending = mending_of(found[0], table.columns, request)
        reader = SheetReader(found, table, mending, is_csv=is_csv)
        sheets.append(reader.draft)
        sheet = decider.sheet(reader.draft)
        for rows in reader.chunks(lookups):
            fold(reader.draft, rows, lookups)
            sheet.decide(rows)
            progress("读取", len(reader.draft.rows), 0)
    check_mapping(request.mapping, columns)
    check_replacements(request.replacements, columns)
    decider.finish()
    left_out += map(_not_registered, decider.unknown.items())
    for one in sheets:
        settle(one, partial(refuse, lookups, one))
    return sheets, left_out


def _not_registered(found: tuple[str, Counter[str]]) -> Remark:
    """That records rows refer to are not registered yet: where many are missing, their file is to come first."""
    label, names = register_named(found[0]).label, found[1]
    what = f"“{label}”里没有表中写的 {len(names)} 个名称，所以有 {names.total()} 行不能导入"
    return Remark(f"{what}：先导入“{label}”的表，或把它们登记好，再导入这份")


def _within(whole_of: str, sheets: Sequence[SheetDraft]) -> Whole:
    """What a file is said to be all of; rows outside of it are refused."""
    lookups = store.lookups()
    whole = parse_whole(whole_of, lookups)
    check_dated(sheets)
    refuse_outside(whole, sheets, partial(refuse, lookups))
    return whole


def _gone(whole: Whole, sheets: Sequence[SheetPlan]) -> Gone | Remark:
    """What a file that is all there is does not have any more; not to be seen while some of its rows are refused."""
    if any(sheet.count(Verdict.REFUSED) for sheet in sheets):
        return Remark("有不能导入的行，还看不出台账里哪些记录是这个文件没有的；改正后再看")
    return missing(whole, sheets)


def open_file(path: Path, request: Request) -> Book:
    """The file, opened as a request asks. Raises WorkbookError."""
    return open_book(path, _known_labels(request), Overrides(request.sheets, request.header_rows))


def plan(path: Path, request: Request, progress: Progress = _no_progress) -> ImportPlan:
    """What importing a file would do, to the last row. Raises CountyError when nothing in it can be imported."""
    with store.session():
        token = store.history_token()
        with without_collecting(), open_file(path, request) as book:
            drafts, left_out = _read_sheets(book, request, progress)
            if not drafts:
                raise RemarkedError(f"“{path.name}”里没有可以导入的表", tuple(left_out))
            whole = _within(request.whole_of, drafts) if request.whole_of else None
            sheets = tuple(with_warnings([draft.planned() for draft in drafts], request.today))
        gone = _gone(whole, sheets) if whole else {}
        if isinstance(gone, Remark):
            left_out.append(gone)
            gone = {}
        return ImportPlan(path, request, sheets, token, tuple(left_out), gone)
