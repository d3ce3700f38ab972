"""What a form's marks mean in this ledger: registers and fields by their names, conditions, periods, places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from county_tui import store
from county_tui.errors import CountyError, ValueRefusedError
from county_tui.forms.asking import COUNT, MEAN, SUM, Ask
from county_tui.forms.definition import FormDefinition
from county_tui.forms.layout import Item
from county_tui.forms.marks import EachRecord, EachRegion, Measure
from county_tui.models import register_named
from county_tui.models.kinds import Decimal as DecimalKind
from county_tui.models.kinds import Integer, Reference
from county_tui.models.register import Register
from county_tui.report_period import Period
from county_tui.reports import taking_part
from county_tui.reports.conditions import Conditions
from county_tui.reports.scope import PART_NAMES, Scope
from county_tui.reports.table import Number
from county_tui.store import Condition, Query, Test

NAME = "名称"
"""The word for the name of a row's place or record."""


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

    def _items(self, mark: EachRegion | EachRecord) -> Iterator[Item]:
        if isinstance(mark, EachRegion):
            level = next((level for level, name in PART_NAMES.items() if _is_same(name, mark.level)), None)
            if level is None:
                raise CountyError(f"没有“{mark.level}”这一级", f"，可用：{'、'.join(PART_NAMES.values())}。")
            regions = (self.scope.places.by_code[code] for code in self.scope.codes())
            yield from (Item(region.name, region.code) for region in regions if region.level == level)
            return
        register = register_named(mark.register)
        first = register.listed[0]
        for row in store.stream_rows(self._records(register, mark.where, self.scope.period)):
            yield Item(register.text(first, row.values, self.scope.lookups), record=row)

    def _records(self, register: type[Register], where: str, period: Period) -> Query:
        name = register.register_name()
        return Query(name, where=self._base(register, period) + self._where(register, where))

    def _base(self, register: type[Register], period: Period) -> Conditions:
        return taking_part(register, period, self.scope)

    def _where(self, register: type[Register], where: str) -> Conditions:
        texts = [text.strip() for text in where.replace("；", ";").split(";") if text.strip()]
        return store.conditions(register.register_name(), texts, self.scope.lookups)

    def ask(self, mark: Measure, item: Item | None) -> Ask:
        """The question that a mark asks in a row about an item. Raises CountyError for what is not in the ledger."""
        register = register_named(mark.register)
        field = store.field_name(register, mark.field) if mark.field else ""
        if mark.take in (SUM, MEAN) and not isinstance(register.fields()[field], Integer | DecimalKind):
            raise CountyError(f"“{register.fields()[field].label}”不是数，不能求{mark.take}", f"，可改用 {COUNT}。")
        base = Query(register.register_name(), where=self._base(register, self._shifted(mark.shift)))
        about = _about(register, item) if item else ()
        return Ask(mark.take, field, base, about + self._where(register, mark.where))

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
        known = "、".join(words)
        raise ValueRefusedError(f"不认识“{{{name}}}”", f"，可用的词：{known}。")


def _is_same(name: str, given: str) -> bool:
    """街道（乡镇） is also 街道 or 乡镇."""
    whole = name.replace("（", "(").replace("）", ")")
    wanted = given.replace("（", "(").replace("）", ")")
    return wanted == whole or wanted in whole.replace(")", "").replace("、", "(").split("(")


def _about(register: type[Register], item: Item) -> Conditions:
    """That a record is about a row's item: under its place, or naming its record; else under that record's place."""
    if item.record is None:
        return (Condition("region", Test.UNDER, item.region),)
    for name, field in register.fields().items():
        if isinstance(field, Reference) and field.register == item.record.register:
            return (Condition(name, Test.IS, item.record.id),)
    return (Condition("region", Test.UNDER, item.record.values["region"]),)
