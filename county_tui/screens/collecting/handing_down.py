"""Handing a task down, step by step: what, for when, by when, to whom; then its file."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from county_tui import collecting, forms, reports, store
from county_tui.collecting import TaskRequest
from county_tui.errors import CountyError, ValueRefusedError
from county_tui.report_period import parse_period
from county_tui.screens.base import BaseScreen
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.store import StoredTask
from county_tui.widgets.dialogs import Prompt
from county_tui.widgets.picker import Picker

ALL = ""
"""Stands for all regions one level down."""


def day_of(text: str) -> date:
    """The day someone typed. Raises ValueRefusedError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueRefusedError(f"“{text}”不是日期", "，请写成 2026-10-10。") from error


async def hand_down(screen: BaseScreen[Any]) -> StoredTask | None:
    """Ask for all of a task, keep it and write it. Returns it; None if it was given up."""
    known = await screen.answer(_sheets)
    names = await screen.app.push_screen_wait(Picker("要报哪些表？空格选，Enter 定。", known, several=True))
    if not names:
        return None
    usual = reports.period_of(screen.context.today, 3).previous().name
    span = await screen.app.push_screen_wait(Prompt("哪个期间？", "如 2026Q3、2026年三季度", usual, parse_period))
    if not span:
        return None
    due = await screen.app.push_screen_wait(Prompt("哪天以前报？", "如 2026-10-10", "", day_of))
    if not due:
        return None
    offered = await screen.answer(_regions)
    regions = await screen.app.push_screen_wait(Picker("发给谁？空格选，Enter 定。", offered, several=True))
    if not regions:
        return None
    chosen = () if ALL in regions else tuple(regions)
    request = TaskRequest(tuple(names), parse_period(span), day_of(due), chosen)
    task = await screen.answer(partial(collecting.create_task, request, screen.context.user))
    await write_task_file(screen, task)
    return task


async def write_task_file(screen: BaseScreen[Any], task: StoredTask) -> None:
    """Ask for a file, and write a task into it."""
    suggested = str(screen.context.file(f"任务-{task.period}.zip"))
    asked = FileQuestion("写成发给下级的文件", "", suggested, lambda path: store.check_ending(path, ".zip"))
    if (path := await ask_file(screen, asked)) is None:
        screen.say(" 任务已记下，文件还没有写；按 t 再写。")
        return
    await screen.answer(partial(collecting.write_task, task, path))
    screen.say(f" 已下发给 {len(task.regions)} 个下级；请把 {path} 发出去。")


def _regions() -> list[tuple[str, str]]:
    """(code, path) of the regions one level down, before them all of these; behind them those of the level below."""
    known, below = store.lookups().regions, collecting.regions_below()
    deepest = known.by_code[known.home].level + 2
    deeper = [one for one in known.by_code.values() if one.level == deepest and known.is_within(one.code)]
    listed = [*below, *sorted(deeper, key=lambda one: one.code)]
    return [(ALL, f"全部直接下级（{len(below)} 个）"), *((one.code, known.path(one.code)) for one in listed)]


def _sheets() -> list[tuple[str, str]]:
    """(name, title) of all tables and forms that can be handed down."""
    if not collecting.regions_below():
        raise CountyError("这本台账下面没有下级单位", "，下发和收报要在上一级的台账里做。")
    tables = [(one.name, one.title) for one in reports.definitions() if not one.problem]
    return [*tables, *((form.name, f"{form.name}（表样）") for form in forms.forms())]
