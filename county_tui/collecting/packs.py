"""What a task brings for regions without this program: a form of their own each, and below a county the registers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from county_tui import forms, store
from county_tui.collecting.packing import collected_sheets
from county_tui.exporting.templates import template_for
from county_tui.forms import FormDefinition
from county_tui.models import REGISTERS
from county_tui.models.regions import TOWN_LEVEL
from county_tui.models.register import Register
from county_tui.report_period import Period, parse_period
from county_tui.reports import Definition
from county_tui.returns.files import safe_name
from county_tui.returns.sheets import named
from county_tui.store import StoredTask

FOLDER = "手工填报"


def is_above_records() -> bool:
    """Whether a ledger is of a province or city: records come up from streets as far as their county, no further."""
    known = store.lookups().regions
    return known.by_code[known.home].level < TOWN_LEVEL - 1


def packs(task: StoredTask, plain: Sequence[FormDefinition]) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each file to fill by hand: the forms, and the registers that the tables count."""
    known, period = store.lookups().regions, parse_period(task.period)
    above = is_above_records()
    for region in task.regions:
        name, level = known.by_code[region].name, known.by_code[region].level
        for form, content in _forms(plain, period, region):
            yield f"{FOLDER}/{safe_name(f'{name}-{form}')}.xlsx", content
        registers = [] if above or level < TOWN_LEVEL else _registers(task)
        if registers:
            content = template_for(registers, region, task.period)
            yield f"{FOLDER}/{safe_name(f'{name}-台账')}.xlsx", content


def _forms(plain: Sequence[FormDefinition], period: Period, region: str) -> Iterator[tuple[str, bytes]]:
    """The forms of a region, each with what it reported last."""
    before = store.collected(period.previous().canonical_name, region)[-1:]
    for form in plain:
        sheets = collected_sheets([one.id for one in before], form.name)
        last = {cell.key: cell.value for _, one in sheets for cell in one.sheet().cells}
        content = forms.blank_form(form, period, region, last)
        if content is not None:
            yield form.name, content


def registers_of(name: str) -> frozenset[str]:
    """The registers that a table counts; none of a form, or of a table with code of its own."""
    definition = named(name)
    if not isinstance(definition, Definition) or definition.code:
        return frozenset()
    return frozenset({definition.register, *(one.register for one in definition.sources.values())} - {""})


def _registers(task: StoredTask) -> list[type[Register]]:
    counted = frozenset().union(*map(registers_of, task.sheets))
    return [register for register in REGISTERS if register.register_name() in counted]
