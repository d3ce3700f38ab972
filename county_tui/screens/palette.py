"""All that can be done, found by typing a few letters of it: this screen's keys, and every other screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from county_tui import reports
from county_tui.models import REGISTERS
from county_tui.reports import Definition
from county_tui.rights import Right, may
from county_tui.screens.base import BaseScreen
from county_tui.screens.routes import LABELS, right_of_place, screen_for
from county_tui.store import Query
from county_tui.widgets.bars import key_name
from county_tui.widgets.cells import fitted
from county_tui.widgets.picker import Picker

OWN = ("palette", "leave")
"""Keys that are of no use once the palette is open."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do: how it is called, and either an action of the screen or another screen to open."""

    text: str
    action: str = ""
    opens: Callable[[], Screen[Any]] | None = None


def of_screen(bindings: list[Binding]) -> Iterator[Command]:
    """The screen's own keys."""
    for binding in bindings:
        if binding.id not in OWN:
            key = binding.key_display or key_name(binding.key.split(",")[0])
            yield Command(f"{fitted(binding.description, 12)}{fitted(key, 10)}{binding.tooltip}", binding.action)


def elsewhere() -> Iterator[Command]:
    """Every register and every other screen."""
    for register in REGISTERS:
        name = register.register_name()
        yield Command(f"打开{register.label}", opens=partial(list_of, name))
        if may(Right.ENTER):
            yield Command(f"新建{register.label}", opens=partial(form_for, name))
    for place, label in LABELS.items():
        if may(right_of_place(place)):
            yield Command(f"去{label}", opens=partial(screen_for, place))


def tables(definitions: list[Definition], screen: BaseScreen[Any]) -> Iterator[Command]:
    """Every summary table."""
    for definition in (one for one in definitions if not one.problem):
        yield Command(definition.title, opens=partial(table_of, definition, screen))


def list_of(register: str) -> Screen[Any]:
    """A register's list."""
    from county_tui.screens.registers.register_list import RegisterList

    return RegisterList(Query(register))


def form_for(register: str) -> Screen[Any]:
    """A form for a new record."""
    from county_tui.screens.registers.form import RecordForm

    return RecordForm(register, None)


def table_of(definition: Definition, screen: BaseScreen[Any]) -> Screen[Any]:
    """A summary table for the present half-year and the whole ledger."""
    from county_tui.screens.reports.report_list import usual_extent
    from county_tui.screens.reports.report_table import ReportTable

    return ReportTable(definition, usual_extent(screen.context))


async def choose_command(screen: BaseScreen[Any]) -> None:
    """Ask what to do, then do it."""
    found = [*of_screen(screen.key_bindings()), *elsewhere()]
    found += tables(await screen.answer(reports.definitions), screen)
    commands: Mapping[int, Command] = dict(enumerate(found))
    picked = await screen.app.push_screen_wait(Picker("做什么？", [(at, c.text) for at, c in commands.items()]))
    if not picked:
        return
    command = commands[picked[0]]
    if command.opens is not None:
        screen.app.push_screen(command.opens())
    else:
        await screen.run_action(command.action)
