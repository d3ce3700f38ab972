"""What a form's marks mean in this ledger: registers and fields by their names, conditions, periods, regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from county_tui import reports, store
from county_tui.errors import CountyError, NotFoundError
from county_tui.forms.asking import COUNT, MEAN, SUM, Ask
from county_tui.forms.definition import FormDefinition, Item
from county_tui.forms.marks import EachRecord, EachRegion, Measure
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import Decimal as DecimalKind
from county_tui.models.kinds import Integer
from county_tui.models.register import Register
from county_tui.models.service_records import ServiceRecords
from county_tui.models.service_tallies import ServiceTallies
from county_tui.report_period import Period
from county_tui.reports import TableCell, taking_part
from county_tui.reports.clauses import clauses
from county_tui.reports.scope import LOWEST_LEVEL, PART_NAMES, Scope, lies_under
from county_tui.reports.table import Number
from county_tui.reports.tally import TALLIES, Amount, in_tallies, named_in
from county_tui.store import Condition, Conditions, Query, Test, reference_of

TABLE = "standard"
COLUMNS: Mapping[str, str] = {
    "落实情况": "落实情况",
    "得分": "得分",
    "满分": "满分",
    "要求": "要求",
    "缺口": "缺口",
    "覆盖率": "覆盖率",
    "佐证": "材料名称",
}
"""The column of the self-assessment that each word reads."""
NAME = "名称"
"""The word for the name of a row's region or record."""
REGION = "region"
"""The field that says where a record is."""
WORDS = (
    *("填报单位", "期间", "区划", "单位负责人", "审核人", "填报人", "联系电话", "报出日期", "校验码"),
    *("报送时限", "应报报表", "未报单位", "退回单位"),
)
"""The words any cell may ask for; the last four are known where regions below report, and to documents alone."""
_TAKEN = {COUNT: store.Take.COUNT, SUM: store.Take.SUM}
"""The measures that the tallies can add to."""
_KNOWN_WORDS = f"，可用的词：{'、'.join(WORDS)}。"


def check_clause(number: str) -> None:
    """Raise CountyError for a clause that the table of clauses does not have."""
    known = {clause.number: clause.title for clause in clauses()}
    if number not in known:
        near = "、".join(f"{one} {title}" for one, title in known.items())
        raise CountyError(f"自评标准里没有条款“{number}”", f"，可用：{near}。")


@dataclass(slots=True)
class Assessment:
    """The self-assessment of a form's period and region, worked out when a mark first asks for it."""

    scope: Scope
    _rows: dict[str, dict[str, TableCell]] = field(default_factory=dict)

    def cell(self, word: str, number: str) -> TableCell:
        """What a word says of a clause."""
        check_clause(number)
        if not self._rows:
            table = reports.fill(TABLE, self.scope.period, self.scope.region)
            labels = [column.label for column in table.columns]
            self._rows = {row.label.split(" ")[0]: dict(zip(labels, row.cells, strict=True)) for row in table.rows}
        return self._rows[number][COLUMNS[word]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A form's marks read against the ledger, for one period and region."""

    definition: FormDefinition
    scope: Scope

    def repeats(self) -> Mapping[tuple[int, int], tuple[Item, ...]]:
        """The items of each repeated row."""
        return {
            (cell.spot.sheet, cell.spot.row): tuple(self._items(mark))
            for cell in self.definition.cells
            for mark in cell.marks
            if isinstance(mark, EachRegion | EachRecord)
        }

    def check_repeat(self, mark: EachRegion | EachRecord) -> None:
        """Refuse a repeated row whose level, register or conditions are not there."""
        if isinstance(mark, EachRegion):
            _level_of(mark)
        else:
            self._where(_register(mark.register), mark.where)

    def check_about(self, mark: Measure, repeat: EachRegion | EachRecord) -> None:
        """Refuse a number of a repeated row whose records cannot be told apart by the row's regions or records."""
        register = _register(mark.register)
        if isinstance(repeat, EachRecord):
            of = _register(repeat.register)
            if reference_of(register, of):
                return
            if REGION not in of.fields():
                raise CountyError(f"“{register.label}”不写是哪一条“{of.label}”的", "，请移出这一行，或换一本台账。")
        lies_under(register, self.scope.region)

    def check_word(self, name: str, repeat: EachRegion | EachRecord | None) -> None:
        """Refuse a word that neither the ledger nor the record of a repeated row knows."""
        if name in WORDS or (repeat is not None and name == NAME):
            return
        if isinstance(repeat, EachRecord):
            store.field_name(_register(repeat.register), name)
            return
        near = get_close_matches(name, WORDS, n=1)
        raise CountyError(f"不认识“{{{name}}}”", f"，是不是“{{{near[0]}}}”？" if near else _KNOWN_WORDS)

    def _items(self, mark: EachRegion | EachRecord) -> Iterator[Item]:
        if isinstance(mark, EachRegion):
            level = _level_of(mark)
            regions = (self.scope.regions.by_code[code] for code in self.scope.codes())
            yield from (Item(region.name, region.code) for region in regions if region.level == level)
            return
        register = _register(mark.register)
        called = register.name_field()
        for row in store.stream_rows(self._records(register, mark.where, self.scope.period)):
            yield Item(register.text(called, row.values, self.scope.lookups), record=row)

    def _records(self, register: type[Register], where: str, period: Period) -> Query:
        name = register.register_name()
        return Query(name, where=self._base(register, period) + self._where(register, where))

    def _base(self, register: type[Register], period: Period) -> Conditions:
        return taking_part(register, period, self.scope)

    def _where(self, register: type[Register], where: str) -> Conditions:
        return store.parse_conditions(register, where, self.scope.lookups, self.scope.period)

    def ask(self, mark: Measure, item: Item | None) -> Ask:
        """The question that a mark asks in a row about an item. Raises CountyError for what is not in the ledger."""
        register = _register(mark.register)
        field = store.field_name(register, mark.field) if mark.field else ""
        if mark.take in (SUM, MEAN) and not isinstance(register.fields()[field], Integer | DecimalKind):
            raise CountyError(f"“{register.fields()[field].label}”不是数，不能求{mark.take}", f"，可改用 {COUNT}。")
        base = Query(register.register_name(), where=self._base(register, self._shifted(mark.shift)))
        about = _about(register, item) if item else ()
        where = about + self._where(register, mark.where)
        return Ask(mark.take, field, base, where, self._tallied(mark, Amount(_TAKEN.get(mark.take, ""), field, where)))

    def _tallied(self, mark: Measure, amount: Amount) -> Ask | None:
        """What small services left of a measure in the monthly tallies; None where they know nothing of it."""
        part = in_tallies(amount) if _register(mark.register) is ServiceRecords else None
        if part is None:
            return None
        base = Query(TALLIES, where=self._base(ServiceTallies, self._shifted(mark.shift)))
        return Ask(SUM, part.field, base, part.where)

    def item_level(self, item: Item) -> int:
        """The level of a repeated row's region; a record's own numbers are of less than any region."""
        return self.scope.regions.by_code[item.region].level if item.region else LOWEST_LEVEL + 1

    def level_of(self, ask: Ask, item: Item | None) -> tuple[int, Conditions]:
        """The level of the region a number is of, and what is asked beside the region."""
        where = ask.where[1:] if item else ask.where
        regions = [one for test in where for one in named_in(test) if one.field == "region"]
        codes = [code for one in regions for code in (one.value if isinstance(one.value, tuple) else (one.value,))]
        known = self.scope.regions.by_code
        levels = [known[str(code)].level for code in codes if str(code) in known]
        own = self.item_level(item) if item else self.scope.level
        return max(own, *levels, own), tuple(test for test in where if all(c.field != "region" for c in named_in(test)))

    def _shifted(self, shift: str) -> Period:
        period = self.scope.period
        match shift:
            case "上年同期":
                return period.last_year()
            case "上期":
                return period.previous()
            case "本年累计":
                return Period(date(period.last.year, 1, 1), period.last)
            case _:
                return period

    def word(self, name: str, item: Item | None, words: Mapping[str, str]) -> Number:
        """A word of the ledger's, or in a repeated row what a field of its record says."""
        if name in words:
            return words[name]
        if item is not None and name == NAME:
            return item.name or None
        if item is not None and item.record is not None:
            register = register_named(item.record.register)
            field = store.field_name(register, name)
            value = item.record.values.get(field)
            if isinstance(value, int | float) and isinstance(register.fields()[field], Integer | DecimalKind):
                return value
            return register.text(field, item.record.values, self.scope.lookups) or None
        if item is not None and not item.region:
            return None
        raise CountyError(f"不认识“{{{name}}}”", _KNOWN_WORDS)


def _register(name: str) -> type[Register]:
    """The register of a name. Raises CountyError with the nearest one."""
    try:
        return register_named(name)
    except NotFoundError as error:
        near = get_close_matches(name, [register.label for register in REGISTERS], n=1)
        if not near:
            raise
        raise CountyError(f"没有“{name}”这本台账", f"，是不是“{near[0]}”？") from error


def _level_of(mark: EachRegion) -> int:
    """The level a repeated row is for. Raises CountyError with the levels there are."""
    for level, name in PART_NAMES.items():
        if _is_same(name, mark.level):
            return level
    raise CountyError(f"没有“{mark.level}”这一级", f"，可用：{'、'.join(PART_NAMES.values())}。")


def _is_same(name: str, given: str) -> bool:
    """街道（乡镇） is also 街道 or 乡镇."""
    whole = name.replace("（", "(").replace("）", ")")
    wanted = given.replace("（", "(").replace("）", ")")
    return wanted == whole or wanted in whole.replace(")", "").replace("、", "(").split("(")


def _about(register: type[Register], item: Item) -> Conditions:
    """That a record is about a row's item: under its region, or naming its record; else under that record's region."""
    if item.record is None:
        return lies_under(register, item.region)
    if named := reference_of(register, register_named(item.record.register)):
        return (Condition(named, Test.IS, item.record.id),)
    return lies_under(register, str(item.record.values[REGION]))
