"""Writing just the records that are listed, or marked, to a file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from county_tui import exporting
from county_tui.errors import ValueRefusedError
from county_tui.screens.prompt import Prompt
from county_tui.screens.question import Question
from county_tui.screens.register_list import RegisterList
from county_tui.store import Condition, Query, Test

FORMATS = ("xlsx", "csv", "json")


def chosen(screen: RegisterList) -> Query:
    """The marked records in the list's order, or all that is listed."""
    marked = screen.records.marked
    if not marked:
        return screen.query_
    return replace(screen.query_, where=(*screen.query_.where, Condition("id", Test.IN, tuple(sorted(marked)))))


def check_path(text: str) -> None:
    """Refuse a name whose ending says no format."""
    if Path(text.strip()).suffix.lstrip(".").lower() not in FORMATS:
        raise ValueRefusedError("文件名要以 .xlsx、.csv 或 .json 结尾", "，由结尾决定格式。")


async def export_view(screen: RegisterList) -> None:
    """Ask for a file, then write the records into it."""
    suggested = str(Path.cwd() / f"{screen.register.label}-{screen.desk.today:%Y%m%d}.xlsx")
    what = f"选中的 {len(screen.records.marked)} 条" if screen.records.marked else "当前看到的全部记录"
    prompt = Prompt(f"导出{what}", "写到哪个文件？结尾 .xlsx、.csv 或 .json 决定格式。", suggested, check_path)
    text = await screen.app.push_screen_wait(prompt)
    if not text:
        return
    path = Path(text.strip()).expanduser()
    answers = {"no": "换个名字再来", "yes": "覆盖它"}
    if path.exists() and await screen.app.push_screen_wait(Question("文件已存在", str(path), answers)) != "yes":
        return
    screen.say(" 正在导出，请稍候")
    count = await screen.answer(partial(exporting.write, [chosen(screen)], path))
    screen.say(f" 已导出 {count} 条到 {path}")
