"""The keys of a screen, made from its bindings; and any action found by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from county_tui.models import REGISTERS
from county_tui.rights import Right, may
from county_tui.screens.base import LEAVE_Q, BaseScreen, FramedScreen
from county_tui.screens.routes import LABELS, right_of_place, screen_for
from county_tui.store import Query
from county_tui.widgets.bars import key_name
from county_tui.widgets.cells import fitted
from county_tui.widgets.lines import Lines
from county_tui.widgets.picker import Picker

if TYPE_CHECKING:
    from county_tui.reports import Definition

OWN = ("palette", "leave")
"""Keys that are of no use once the palette is open."""


class HelpScreen(FramedScreen[None]):
    """All keys of the screen one came from, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        LEAVE_Q,
        Binding("f1,question_mark", "leave", "关闭", show=False, id="close"),
    ]

    def __init__(self, title: str, bindings: Sequence[Binding], focused: Widget | None) -> None:
        super().__init__()
        self.about, self.bindings, self.within = title, bindings, focused

    def body(self) -> ComposeResult:
        """The list."""
        yield Lines(id="keys")

    def on_mount(self) -> None:
        """Fill it."""
        self.title_line.show(f"按键说明：{self.about.strip()}")
        self.query_one(Lines).show(list(self.texts()))
        self.query_one(Lines).focus()

    def texts(self) -> Iterator[str]:
        """A line for each binding: its key, what it does, and more of it."""
        for binding in self.bindings:
            yield self._text(binding)
        if isinstance(self.within, Lines):
            yield ""
            yield from (self._text(binding) for binding in self.within.BINDINGS if isinstance(binding, Binding))

    def _text(self, binding: Binding) -> str:
        name = binding.key_display or "、".join(key_name(key) for key in binding.key.split(","))
        return f" {fitted(name, 16)}{fitted(binding.description, 14)}{binding.tooltip}"


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
    from county_tui.screens.reports.report_list import usual_scope
    from county_tui.screens.reports.report_table import ReportTable

    return ReportTable(definition, usual_scope(screen.context))


async def choose_command(screen: BaseScreen[Any]) -> None:
    """Ask what to do, then do it."""
    from county_tui import reports

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
