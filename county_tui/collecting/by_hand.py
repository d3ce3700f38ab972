"""Files filled by hand by an office without this program, forms and registers' templates, taken in as its return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.workbook.workbook import Workbook

from county_tui import __version__, forms, store
from county_tui.collecting.accepting import REFUSED, Outcome, collect_return, files_in, take
from county_tui.collecting.packing import sealed_sheets
from county_tui.collecting.packs import registers_of
from county_tui.collecting.states import standing_of
from county_tui.errors import CountyError, ValueRefusedError, WorkbookError
from county_tui.forms import Filling, FormDefinition
from county_tui.forms.definition import Layout, Spot
from county_tui.forms.filled import LARGEST
from county_tui.forms.identity import Identity, identity_of
from county_tui.forms.issued_files import LARGEST_FILE
from county_tui.forms.marks import EachRecord, EachRegion, Formula, Mark, Measure, OfClause, Typed, Word
from county_tui.forms.reading import open_book
from county_tui.forms.recalculating import Recalculator
from county_tui.importing import ImportPlan, Verdict
from county_tui.importing.whole import Whole
from county_tui.models import register_named
from county_tui.models.kinds import clean
from county_tui.paths import refused
from county_tui.report_period import Period, parse_period
from county_tui.returns import SealedCell, SealedReturn, SealedSheet, code_of
from county_tui.returns.sheets import fill_sheets
from county_tui.store import ISSUED, StoredTask
from county_tui.workbooks.own_files import region_and_period_of


@dataclass(frozen=True, slots=True)
class Books:
    """A filled file as it shows, and as it was written: with its formulas."""

    shown: Workbook
    written: Workbook

    def value(self, sheet: str, spot: Spot) -> Any:
        """What a cell shows. Raises ValueRefusedError for a formula that no program worked out yet."""
        shown = self.shown[sheet].cell(spot.row, spot.column).value
        written = self.written[sheet].cell(spot.row, spot.column)
        if shown is None and written.data_type == "f":
            raise ValueRefusedError(
                f"{written.coordinate}：这个公式还没有算出数", "，请用 Excel 或 WPS 打开、保存一遍再发，或直接写数。"
            )
        return shown


def _opened(path: Path) -> Books:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WorkbookError(f"“{path.name}”太大，不像一张填好的表样", "，请检查是不是选错了文件。")
        content = path.read_bytes()
        return Books(open_book(content, values_only=True), open_book(content))
    except OSError as error:
        raise refused(error) from error


def _region_of(said: Identity, asked: str, path: Path) -> str:
    """The region a file is of: as asked for, or else as it says. Raises CountyError where it says none, or another."""
    if not asked and not said.region:
        raise CountyError(f"“{path.name}”没有写明是哪个单位的", "，请写明单位再收。")
    regions = store.lookups().regions
    code = regions.resolve(asked or said.region)
    if said.region and code != said.region:
        whose = regions.path(said.region) if said.region in regions.by_code else said.region
        raise CountyError(f"“{path.name}”是下发给{whose}的表，不是{regions.path(code)}的", "，请检查是不是放错了文件。")
    return code


def _form_of(book: Workbook, said: Identity, path: Path) -> tuple[FormDefinition, Period]:
    """The form and period that a filled file is of: as it says itself, else the one task that its sheets fit."""
    tasks = [task for task in store.tasks(ISSUED) if any(kind == "form" for kind, _ in task.sheets.values())]
    for task in tasks:
        for name, (kind, fingerprint) in task.sheets.items():
            if kind != "form" or (said.period and parse_period(said.period).canonical_name != task.period):
                continue
            definition = forms.form_named(name)
            is_said = bool(said.fingerprint)
            fits = fingerprint.startswith(said.fingerprint) if is_said else _has_sheets(book, definition)
            if fits:
                return definition, parse_period(task.period)
    raise CountyError(f"“{path.name}”不是已下发的表样", "，请用下发的那份表样填写，或检查期间。")


def _has_sheets(book: Workbook, definition: FormDefinition) -> bool:
    """Whether a file without identity is the form as issued: its sheets, and the texts between the marks."""
    if not set(definition.sheets) <= set(book.sheetnames):
        return False
    texts = [(definition.sheets[spot.sheet], spot, text) for spot, text in definition.fixed]
    same = sum(clean(str(book[sheet].cell(spot.row, spot.column).value or ""), keep_lines=True) == text
               for sheet, spot, text in texts)  # fmt: skip
    return bool(texts) and same >= 0.9 * len(texts)


def _adds(mark: Mark, value: object) -> str:
    """How a cell filled by hand adds up. A mean has no parts, so a sum says nothing of it."""
    match mark:
        case Formula():
            return "formula"
        case Measure("平均"):
            return "ratio"
        case Measure("最早"):
            return "least"
        case Measure("最晚"):
            return "most"
        case Measure("不同"):
            return "none"
        case Measure() | Typed():
            return "none" if isinstance(value, str) else "sum"
        case _:
            return "none"


def _number(value: Any, mark: Mark, address: str) -> int | float | str | None:
    """What was typed into a cell. Raises ValueRefusedError where a number goes and none, or an odd one, stands."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    is_text = isinstance(mark, Word | OfClause | EachRegion | EachRecord)
    if is_text or (isinstance(mark, Typed) and mark.kind in ("文字", "日期")):
        return clean(str(value), keep_lines=True)
    if isinstance(mark, Measure) and mark.take in ("最早", "最晚"):
        return str(value)[:10]
    if isinstance(value, str):
        text = value.strip().replace(",", "").replace("，", "")
        if text in ("—", "-", "×"):
            return None
        try:
            value = float(text)
        except ValueError as error:
            raise ValueRefusedError(f"{address}：“{value[:20]}”不是数", "，请只写数字。") from error
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LARGEST:
        raise ValueRefusedError(f"{address}：“{value}”不是能用的数", "，请检查。")
    if value < 0:
        raise ValueRefusedError(f"{address}：{value} 是负数", "，这里只能写 0 或更大的数。")
    return int(value) if float(value).is_integer() else float(value)


def _cells(books: Books, definition: FormDefinition) -> Iterator[tuple[str, Mark, int | float | str | None]]:
    """The filled cells by address, formulas left open. Raises CountyError for a form with repeated rows."""
    if definition.has_repeats:
        raise CountyError(f"“{definition.name}”有按地方或记录展开的行，不能手工填报", "，请对方用程序上报。")
    for cell in definition.cells:
        address = definition.issued(cell)
        if not cell.is_alone:
            continue
        mark = cell.marks[0]
        if isinstance(mark, Formula):
            yield address, mark, None
            continue
        value = books.value(definition.sheets[cell.spot.sheet], cell.spot)
        is_left = isinstance(value, str) and value.startswith("{")
        yield address, mark, None if is_left else _number(value, mark, address)


def _sheet(books: Books, definition: FormDefinition) -> SealedSheet:
    found = list(_cells(books, definition))
    values = {address: value for address, _, value in found}
    formulas = Recalculator(definition, Layout({}), values).all()
    cells = tuple(
        SealedCell(address, formulas.get(address, value), None, _adds(mark, value)) for address, mark, value in found
    )
    return SealedSheet(
        definition.name, definition.title, "form", definition.fingerprint, cells=cells, layout={"repeats": {}}
    )


def collect_plain(path: Path, region: str, by: str, today: date) -> Outcome:
    """Take in a form filled by hand as a region's return; a filled copy that differs is its next version.

    Without a region it is that of the file itself, as a pack handed down has it.
    """
    try:
        books = _opened(path)
        book = books.shown
        said = identity_of(book)
        code = _region_of(said, region, path)
        definition, period = _form_of(book, said, path)
        sealed = return_by_hand(path.name, code, period, (_sheet(books, definition),), by)
    except CountyError as error:
        return Outcome(path.name, REFUSED, str(error))
    return take(sealed, path.name, by, today, may_lack=True)


def return_by_hand(file: str, region: str, period: Period, sheets: tuple[SealedSheet, ...], by: str) -> SealedReturn:
    """A return as if the region had sealed it: other sheets of the period that it sent before stay in it."""
    held = standing_of(region, period).held
    if held is not None:
        names = {one.name for one in sheets}
        sheets = (*sheets, *(one for name, one in sealed_sheets(held.id).items() if name not in names))
    code = code_of(sheets)
    is_same = held is not None and held.code == code
    version = 1 if held is None else held.version if is_same else held.version + 1
    name = store.lookups().regions.by_code[region].name
    reason = "" if version == 1 else f"重新填报的 {file}"
    return SealedReturn(
        None, period.canonical_name, region, name, version, code, sheets, reason=reason, by=by,
        sealed_at=store.now(), program=__version__,
    )  # fmt: skip


def collect(path: Path, by: str, today: date) -> Outcome:
    """Take in a return, or a form filled by hand that says itself whose it is."""
    if path.suffix.lower() == ".xlsx":
        return collect_plain(path, "", by, today)
    return collect_return(path, by, today)


def collect_all(paths: Iterable[Path], by: str, today: date) -> list[Outcome]:
    """Take in the files named and those in folders named, each by itself: one refused holds up no other."""
    with store.session():  # to open and close the ledger for each file takes longer than to write
        return [collect(path, by, today) for path in files_in(paths)]


def _periods(plan: ImportPlan, region: str, said: str) -> Iterator[Period]:
    """The periods of the region's tasks that a file is about: as it says, or else those its rows are of."""
    asked = dict.fromkeys(task.period for task in store.tasks(ISSUED) if region in task.regions)
    for name in asked:
        period = parse_period(name)
        if said:
            if parse_period(said).canonical_name == name:
                yield period
        elif any(_has_rows_of(plan, Whole(region, "", period))):
            yield period


def _has_rows_of(plan: ImportPlan, whole: Whole) -> Iterator[bool]:
    for sheet in plan.sheets:
        if dated_by := register_named(sheet.register).dated_by:
            for row in sheet.rows:
                if row.verdict is not Verdict.REFUSED:
                    yield whole.lies_within(row.given.get("region"), row.given.get(dated_by))


def _told(task: StoredTask, registers: frozenset[str]) -> Iterator[str]:
    """The tables of a task that count only these registers."""
    for name in task.sheets:
        counted = registers_of(name)
        if counted and counted <= registers:
            yield name


def tick_off(plan: ImportPlan, by: str, today: date) -> list[Outcome]:
    """Take what a filled template of a region brought as its return, once it was imported; one for each period."""
    region, said = region_and_period_of(plan.path)
    registers = frozenset(sheet.register for sheet in plan.sheets)
    found = []
    for period in _periods(plan, region, said) if region else ():
        tasks = [task for task in store.tasks(ISSUED, period.canonical_name) if region in task.regions]
        names = list(dict.fromkeys(name for task in tasks for name in _told(task, registers)))
        if names:
            found.append(_taken(plan.file_name, names, Filling(period, region), (by, today)))
    return found


def _taken(file: str, names: list[str], filling: Filling, how: tuple[str, date]) -> Outcome:
    by, today = how
    sheets = tuple(one.sheet for one in fill_sheets(names, filling))
    sealed = return_by_hand(file, filling.scope.region, filling.scope.period, sheets, by)
    return take(sealed, file, by, today, may_lack=True)


def ticked_words(one: Outcome) -> str:
    """What became of a region on the board, in a sentence."""
    regions = store.lookups().regions
    about = f"{regions.path(one.region)} {parse_period(one.period).title}"
    if one.state == REFUSED:
        return f"收报进度没有勾掉 {about}：{one.reason}"
    return f"收报进度上已勾掉：{about}" + (f"（{one.reason}）" if one.reason else "") + "。"
