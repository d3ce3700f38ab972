"""Writing filled summary tables to a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from county_tui import store
from county_tui.reports import Table, files
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.screens.reports.report_scope import ExtentScreen

ASK = "写到哪个文件？结尾 .xlsx 可打印，.csv、.json、.md 为数据。"


async def export_tables(screen: ExtentScreen, title: str, fill: Callable[[], list[Table]]) -> Path | None:
    """Ask for a file, then fill the tables and write them into it. Returns the file, None if it was given up."""
    extent, ledger = screen.extent, screen.context.ledger
    place = "" if extent.region == ledger.region else f"-{extent.region_name.replace('/', '')}"
    suggested = str(screen.context.file(f"{title}-{extent.period.name}{place}.xlsx"))
    path = await ask_file(screen, FileQuestion(f"导出{title}", ASK, suggested, check_name))
    if path is None:
        return None
    screen.say(" 正在导出，请稍候")
    tables = await screen.answer(fill)
    await screen.answer(partial(files.write, tables, path))
    screen.say(f" 已导出到 {path}")
    return path


def check_name(path: Path) -> None:
    """Refuse a name whose ending says no format."""
    store.check_ending(path, *files.ENDINGS)
