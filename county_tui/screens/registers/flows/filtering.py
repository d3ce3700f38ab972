"""Filtering by what stands in a field: choices, a place and all under it, a span of dates or numbers, blank or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from county_tui import store
from county_tui.models.kinds import (
    Choice,
    Date,
    Kind,
    MultiChoice,
    Number,
    PartialDate,
    Reference,
    RegionCode,
    Value,
    YesNo,
    first_day,
    last_day,
)
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import AnyOf, Condition, Test
from county_tui.widgets.candidates import options_for
from county_tui.widgets.picker import Picker
from county_tui.widgets.prompt import Prompt
from county_tui.wording.conditions import describe_condition

EMPTY, FILLED, SPAN, EXACT = "\x00empty", "\x00filled", "\x00span", "\x00exact"
DROP = "\x00drop"
Conditions = tuple[Condition | AnyOf, ...]
TEXT_HINT = "要与这一项完全相同；只记得几个字时，请用 / 搜索。"
SPAN_HINT = "写起止，中间用 .. 隔开；只写一头也可以。如 {example}"


async def filter_records(screen: RecordScreen) -> None:
    """Ask for a field and what must stand in it; conditions add up, and can be taken off one by one."""
    fields = screen.register.fields()
    now = screen.query_.where
    options = [(f"{DROP}{at}", f"去掉：{describe_condition(fields, c, screen.lookups)}") for at, c in enumerate(now)]
    options += [(name, field.label) for name, field in fields.items()]
    picked = await screen.app.push_screen_wait(Picker("按哪一项筛选？", options))
    if not picked:
        return
    if picked[0].startswith(DROP):
        at = int(picked[0][len(DROP) :])
        apply(screen, now[:at] + now[at + 1 :])
    else:
        found = await ask_condition(screen, picked[0], fields[picked[0]])
        if found:
            apply(screen, (*others(now, picked[0], fields[picked[0]]), *found))


def others(where: Conditions, name: str, field: Kind) -> Conditions:
    """The conditions that stay when a field gets a new one: those on other fields; several choices add up."""
    if isinstance(field, MultiChoice):
        return where
    return tuple(one for one in where if not is_about(one, name))


def is_about(condition: Condition | AnyOf, name: str) -> bool:
    """Whether a condition is on one field and no other."""
    if isinstance(condition, AnyOf):
        return all(one.field == name for way in condition.ways for one in way)
    return condition.field == name


def apply(screen: RecordScreen, where: Conditions) -> None:
    """List what meets these conditions."""
    screen.heading = ""
    screen.change(replace(screen.query_, where=where))


async def ask_condition(screen: RecordScreen, name: str, field: Kind) -> Conditions:
    """What must stand in the field."""
    options = [(text, text) for text in options_for(field, screen.lookups)]
    if isinstance(field, Date | PartialDate | Number):
        options.append((SPAN, "在一段范围内"))
    elif not options:
        options.append((EXACT, "整项内容是"))
    options += [] if field.is_required else [(EMPTY, "空着的"), (FILLED, "填了的")]
    several = isinstance(field, Choice | Reference)
    ask = Picker(f"「{field.label}」是？", options, several=several, text="空格可多选。" if several else "")
    picked = [options[0][0]] if len(options) == 1 else await screen.app.push_screen_wait(ask)
    if picked and picked[0] == SPAN:
        return await ask_span(screen, name, field)
    if picked and picked[0] == EXACT:
        return await ask_text(screen, name, field)
    return (condition_of(screen, name, field, picked),) if picked else ()


def condition_of(screen: RecordScreen, name: str, field: Kind, picked: list[str]) -> Condition | AnyOf:
    """The condition that what was picked stands for."""
    tests = [Condition(name, Test.EMPTY if one == EMPTY else Test.FILLED) for one in picked if one in (EMPTY, FILLED)]
    texts = [text for text in picked if text not in (EMPTY, FILLED)]
    if texts:
        tests.insert(0, holding(name, field, tuple(field.parse(text, screen.lookups) for text in texts), texts))
    return tests[0] if len(tests) == 1 else AnyOf(tuple((test,) for test in tests))


def holding(name: str, field: Kind, values: tuple[Value, ...], texts: list[str]) -> Condition:
    """That one of these values stands in the field."""
    match field:
        case MultiChoice():
            return Condition(name, Test.HAS, texts[0])
        case RegionCode():
            return Condition(name, Test.UNDER, values[0])
        case YesNo():
            return Condition(name, Test.IS, values[0])
    return Condition(name, Test.IN, values)


async def ask_text(screen: RecordScreen, name: str, field: Kind) -> Conditions:
    """Exactly what is written."""
    ask = Prompt(f"「{field.label}」的内容", TEXT_HINT, check=lambda text: field.parse(text, screen.lookups))
    text = await screen.app.push_screen_wait(ask)
    return (Condition(name, Test.IS, field.parse(text, screen.lookups)),) if text else ()


async def ask_span(screen: RecordScreen, name: str, field: Kind) -> Conditions:
    """From … to …, either end open."""
    hint = SPAN_HINT.format(example="2026-01..2026-06、2026-03.. 或 2026" if is_date(field) else "10..50、100.. 或 20")
    ask = Prompt(f"「{field.label}」的范围", hint, check=lambda text: span(screen, name, field, text))
    text = await screen.app.push_screen_wait(ask)
    return span(screen, name, field, text) if text else ()


def span(screen: RecordScreen, name: str, field: Kind, text: str) -> tuple[Condition, ...]:
    """The conditions a typed span stands for. Raises ValueRefusedError."""
    first, dots, last = text.replace("。。", "..").replace("至", "..").partition("..")
    ends = ((Test.AT_LEAST, first), (Test.AT_MOST, last if dots else first))
    read = (lambda part, test: day_of(part, test, field)) if is_date(field) else field_reader(screen, field)
    found = [(test, read(part, test)) for test, part in ends]
    return tuple(Condition(name, test, value) for test, value in found if value is not None)


def is_date(field: Kind) -> bool:
    """Whether a field holds a day, or a part of a date."""
    return isinstance(field, Date | PartialDate)


def field_reader(screen: RecordScreen, field: Kind) -> Callable[[str, Test], Value]:
    """A function that reads an end of a span as the field itself does."""
    return lambda part, _: field.parse(part, screen.lookups)


def day_of(part: str, test: Test, field: Kind) -> Value:
    """The day an end of a span of dates means: the first one of what is written, or the last."""
    written = PartialDate(field.label).parse(part, store.lookups())
    if written is None:
        return None
    day = first_day(str(written)) if test is Test.AT_LEAST else last_day(str(written))
    if isinstance(field, Date):
        return day
    return str(written) if test is Test.AT_LEAST else day.isoformat()
