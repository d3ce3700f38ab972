"""Filtering by what stands in a field: choices, a region and all under it, a span of dates or numbers, blank or not."""

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
)
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import AnyOf, Condition, Conditions, Test
from county_tui.widgets.candidates import options_for
from county_tui.widgets.dialogs import Prompt
from county_tui.widgets.picker import Picker
from county_tui.wording.records import describe_condition

EMPTY, FILLED, SPAN, EXACT = "\x00empty", "\x00filled", "\x00span", "\x00exact"
DROP, ALL = "\x00drop", "\x00all"
TEXT_HINT = "要与这一项完全相同；只记得几个字时，请用 / 搜索。"
ALL_HINT = "如 所属区划=锦官驿街道；几个条件用分号隔开，| 隔开任选其一的值，写法见使用手册。"
SPAN_HINT = "写起止，中间用 .. 隔开；只写一头也可以。如 {example}"


async def filter_records(screen: RecordScreen) -> None:
    """Ask for a field and what must stand in it; conditions add up, and can be taken off one by one."""
    fields = screen.register.askable()
    now = screen.query_.where
    options = [(f"{DROP}{at}", f"去掉：{describe_condition(fields, c, screen.lookups)}") for at, c in enumerate(now)]
    options += [*((name, field.label) for name, field in fields.items()), (ALL, "写出条件")]
    picked = await screen.app.push_screen_wait(Picker("按哪一项筛选？", options))
    if not picked:
        return
    if picked[0].startswith(DROP):
        at = int(picked[0][len(DROP) :])
        apply(screen, now[:at] + now[at + 1 :])
    elif picked[0] == ALL:
        apply(screen, now + await ask_all(screen))
    else:
        found = await ask_condition(screen, picked[0], fields[picked[0]])
        if found:
            apply(screen, (*others(now, picked[0], fields[picked[0]]), *found))


async def drop_filters(screen: RecordScreen) -> None:
    """List what the list was opened for again, without the conditions added since."""
    where, title = screen.opened
    if where != screen.query_.where:
        screen.heading = title
        screen.change(replace(screen.query_, where=where))


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
    options = [(one.text, one.shown) for one in options_for(field, screen.lookups)]
    if isinstance(field, Date | PartialDate | Number):
        options.append((SPAN, "在一段范围内"))
    elif not options:
        options.append((EXACT, "整项内容是"))
    options += [] if field.is_required else [(EMPTY, "空着的"), (FILLED, "填了的")]
    several = isinstance(field, Choice | Reference | RegionCode)
    ask = Picker(f"「{field.label}」是？", options, several=several, text="空格可多选。" if several else "")
    picked = [options[0][0]] if len(options) == 1 else await screen.app.push_screen_wait(ask)
    if picked and picked[0] == SPAN:
        return await ask_span(screen, name, field)
    if picked and picked[0] == EXACT:
        return await ask_text(screen, name, field)
    return condition_of(screen, name, field, picked) if picked else ()


def condition_of(screen: RecordScreen, name: str, field: Kind, picked: list[str]) -> Conditions:
    """What was picked as conditions: one of some values or blank, or else filled."""
    if FILLED in picked:
        return () if EMPTY in picked else (Condition(name, Test.FILLED),)
    texts = [text for text in picked if text != EMPTY]
    return store.one_of(name, field, [*texts, ""] if EMPTY in picked else texts, screen.lookups)


async def ask_text(screen: RecordScreen, name: str, field: Kind) -> Conditions:
    """Exactly what is written."""
    return await ask_written(
        screen, f"「{field.label}」的内容", TEXT_HINT, lambda text: of_text(screen, name, field, text)
    )


def of_text(screen: RecordScreen, name: str, field: Kind, text: str) -> Conditions:
    """That a text stands in the field as it is, whatever marks are in it."""
    return (Condition(name, Test.IS, field.parse(text, screen.lookups)),)


async def ask_span(screen: RecordScreen, name: str, field: Kind) -> Conditions:
    """From … to …, either end open."""
    example = "2026-01..2026-06、2026-03.. 或 2026年二季度" if is_date(field) else "10..50、100.. 或 20"
    read = lambda text: span(screen, name, field, text)  # noqa: E731
    return await ask_written(screen, f"「{field.label}」的范围", SPAN_HINT.format(example=example), read)


def span(screen: RecordScreen, name: str, field: Kind, text: str) -> Conditions:
    """The conditions a typed span stands for. Raises ValueRefusedError."""
    return store.one_of(name, field, [text.replace("。。", "..").replace("至", "..")], screen.lookups)


async def ask_all(screen: RecordScreen) -> Conditions:
    """Conditions on any fields, written out."""
    read = lambda text: store.parse_conditions(screen.register, text, screen.lookups)  # noqa: E731
    return await ask_written(
        screen, "筛选条件", ALL_HINT.format(label=next(iter(screen.register.fields().values())).label), read
    )


async def ask_written(screen: RecordScreen, title: str, hint: str, read: Callable[[str], Conditions]) -> Conditions:
    """The conditions a typed text stands for, asked for until it can be read."""
    text = await screen.app.push_screen_wait(Prompt(title, hint, check=read))
    return read(text) if text else ()


def is_date(field: Kind) -> bool:
    """Whether a field holds a day, or a part of a date."""
    return isinstance(field, Date | PartialDate)
