"""Writing just the records that are listed, or marked, to a file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

from county_tui import exporting
from county_tui.errors import ValueRefusedError
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import Condition, Query, Test

FORMATS = ("xlsx", "csv", "json")


def chosen(query: Query, ids: Collection[int]) -> Query:
    """The records of these ids in the list's order; without any, all that is listed."""
    if not ids:
        return query
    return replace(query, where=(*query.where, Condition("id", Test.IN, tuple(sorted(ids)))))


def check_path(path: Path) -> None:
    """Refuse a name whose ending says no format."""
    if path.suffix.lstrip(".").lower() not in FORMATS:
        raise ValueRefusedError("文件名要以 .xlsx、.csv 或 .json 结尾", "，由结尾决定格式。")


async def export_view(screen: RecordScreen, only: Collection[int] = ()) -> None:
    """Ask for a file, then write into it the records of these ids, or the marked ones, or all that is listed."""
    ids = only or screen.records.marked
    suggested = str(screen.context.file(f"{screen.register.label}-{screen.context.today:%Y%m%d}.xlsx"))
    what = "这一条" if only else f"选中的 {len(ids)} 条" if ids else "当前看到的全部记录"
    ask = "写到哪个文件？结尾 .xlsx、.csv 或 .json 决定格式。"
    path = await ask_file(screen, FileQuestion(f"导出{what}", ask, suggested, check_path))
    if path is None:
        return
    screen.say(" 正在导出，请稍候")
    count = await screen.answer(partial(exporting.write, [chosen(screen.query_, ids)], path))
    screen.say(f" 已导出 {count} 条到 {path}")
