"""A register's fields as one column to type in, with what can be picked offered underneath."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Date, Kind, MultiChoice, PartialDate, Reference, RegionCode, Text, Value
from county_tui.screens.base import HELP, BaseScreen
from county_tui.store import Row
from county_tui.widgets.candidates import JOINED, Candidates, Option, last_part, options_for
from county_tui.widgets.dialogs import LEAVE
from county_tui.widgets.form_field import FormField
from county_tui.widgets.text import Entry


class FieldColumn(VerticalScroll, can_focus=False):
    """The column of fields; it scrolls but never takes the focus itself."""


class FieldForm(BaseScreen[Row]):
    """The fields, what stands in them, and moving among them. `texts` is what to begin with instead of `values`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP,
        LEAVE,
        Binding("enter", "accept", "下一项", tooltip="选定候选项，到下一项", id="accept"),
        Binding("tab", "app.focus_next", "下一项", show=False, tooltip="不选候选项，到下一项", id="next"),
        Binding("shift+tab", "app.focus_previous", "上一项", show=False, tooltip="回到上一项", id="previous"),
        Binding("up", "step(-1)", "上移", show=False, tooltip="在候选项里上移；没有候选项时到上一项", id="up"),
        Binding("down", "step(1)", "下移", show=False, tooltip="在候选项里下移；没有候选项时到下一项", id="down"),
    ]

    def __init__(self, register: str, values: Mapping[str, Value], texts: Mapping[str, str]) -> None:
        super().__init__()
        self.register = register_named(register)
        self.lookups = store.lookups()
        self.values, self.given = values, texts
        self.fields: dict[str, FormField] = {}
        self.candidates = Candidates()
        self.offered: FormField | None = None
        self._options: dict[tuple[str, str | None], list[Option]] = {}

    def body(self) -> ComposeResult:
        """The fields, and the candidates under them."""
        for name, field in self.register.fields().items():
            text = self.given.get(name, field.format(self.values.get(name), self.lookups))
            self.fields[name] = FormField(name, field, text, self.lookups)
            self.fields[name].year = self.context.today.year
        yield FieldColumn(*self.fields.values(), id="fields")
        yield self.candidates

    def on_mount(self) -> None:
        """Begin at the first field."""
        self.focus_first()

    def focus_first(self) -> None:
        """Go to the first field that is to be filled in: a number that comes by itself can wait."""
        by_itself = self.register.key if self.register.pairs_by else ()
        next(field for name, field in self.fields.items() if name not in by_itself).editor.focus()

    def clear(self) -> None:
        """Empty all fields, and go back to the first."""
        self.look_up_anew()
        for field in self.fields.values():
            field.text = ""
            field.show_problem("")
        self.focus_first()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: field.text for name, field in self.fields.items()}

    @property
    def here(self) -> FormField | None:
        """The field one is in."""
        return field_of(self.focused)

    def on_descendant_focus(self) -> None:
        """Say what the field takes, and offer what can be picked."""
        self.offer()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Check the field one leaves; what is no value as it stands becomes the candidate under the cursor."""
        field = field_of(event.widget)
        if field is None or not (field.text or field.problem) or field.check():
            return
        if field is self.offered and self.candidates.current is not None:
            self.take(field, self.candidates.current)
            field.check()

    @on(FormField.Edited)
    def offer(self) -> None:
        """Offer the options that match what stands in the field."""
        here = self.here
        if here is not None:
            _, typed = last_part(here.field, here.text)
            at = list(self.fields).index(here.field_name) + 1
            self.candidates.position = f"第 {at}/{len(self.fields)} 项"
            self.offered = here
            options = self.options(here) if typed or not is_text(here.field) else []
            self.candidates.offer(self.hint(here), options, typed, is_free=is_date(here.field) or is_text(here.field))

    def options(self, field: FormField) -> list[Option]:
        """All that can be picked for a field, read once for each region that stands in the form."""
        key = (field.field_name, self.near if isinstance(field.field, Reference) else None)
        if key not in self._options:
            self._options[key] = self.read_options(field)
        return self._options[key]

    @property
    def near(self) -> str | None:
        """The code of the region that stands in the form."""
        regions = (field.value for field in self.fields.values() if isinstance(field.field, RegionCode))
        return next((str(code) for code in regions if code is not None), None)

    def read_options(self, field: FormField) -> list[Option]:
        """Today for a date, what was written before for a text, else all there is to choose from."""
        if is_date(field.field):
            return [Option(self.context.today.isoformat())]
        if is_text(field.field) and field.field_name not in self.register.key:
            return [Option(text) for text in store.written_before(self.register.register_name(), field.field_name)]
        return options_for(field.field, self.lookups, self.near)

    def look_up_anew(self) -> None:
        """Take in what was registered meanwhile."""
        self.lookups = store.lookups()
        self._options.clear()
        for field in self.fields.values():
            field.lookups = self.lookups

    def hint(self, here: FormField) -> str:
        """What the field takes, and what can be pressed in it."""
        if isinstance(here.field, Reference) and not self.options(here):
            return f"{here.field.label}：还没有可选的，按 Ctrl+T 当场登记；也可以空着"
        if is_date(here.field) or is_text(here.field) or not self.options(here):
            return f"{here.field.label}：{here.field.hint}"
        last = "Ctrl+T 当场登记" if isinstance(here.field, Reference) else "Enter 定"
        return f"{here.field.label}：输入几个字或拼音首字母，上下键选，{last}"

    def action_step(self, by: int) -> None:
        """Move among the candidates, or to the field before or after."""
        if self.candidates.found:
            self.candidates.step(by)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    @on(Entry.Submitted)
    def action_accept(self) -> None:
        """Take the candidate, and go to the next field; where several may be picked, stay."""
        here, chosen = self.here, self.candidates.current
        if here is not None and chosen is not None:
            self.take(here, chosen)
            if isinstance(here.field, MultiChoice):
                return
        self.focus_next()

    def take(self, field: FormField, chosen: str) -> None:
        """Write a candidate into a field, after the parts already chosen."""
        fast, _ = last_part(field.field, field.text)
        field.text = f"{fast}{chosen}{JOINED}" if isinstance(field.field, MultiChoice) else chosen

    def parsed(self) -> dict[str, Value] | None:
        """All values, or None after showing everything that is wrong and going to the first of it."""
        wrong = {name for name, field in self.fields.items() if not field.check()}
        values = {name: None if name in wrong else field.parse() for name, field in self.fields.items()}
        for problem in self.register.problems(values):
            if problem.field not in wrong:
                self.fields[problem.field].show_problem(problem.message)
                wrong.add(problem.field)
        if wrong:
            self.point_at([field for name, field in self.fields.items() if name in wrong])
        return None if wrong else values

    def point_at(self, wrong: list[FormField]) -> None:
        """Go to the first field that needs mending."""
        wrong[0].editor.focus()
        self.say(f" 有 {len(wrong)} 项要改，见 ! 后的说明。")


def field_of(widget: Widget | None) -> FormField | None:
    """The field an editor belongs to."""
    return next((node for node in widget.ancestors if isinstance(node, FormField)), None) if widget else None


def is_date(field: Kind) -> bool:
    """Whether a field holds a day: today is offered for it, but any other may be typed."""
    return isinstance(field, Date | PartialDate)


def is_text(field: Kind) -> bool:
    """Whether a field is a line of text for which what was written before is offered; a person's name is not."""
    return isinstance(field, Text) and not field.lines and not field.is_name
