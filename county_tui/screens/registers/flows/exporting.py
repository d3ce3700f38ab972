"""Taking records out: to a file, to the clipboard; and the template others fill in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from county_tui import exporting, store
from county_tui.errors import ValueRefusedError
from county_tui.models import REGISTERS
from county_tui.models.register import Register
from county_tui.screens.base import BaseScreen
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import Condition, Query, Test
from county_tui.widgets.dialogs import Question
from county_tui.widgets.picker import Picker
from county_tui.wording.records import describe_row

FORMATS = ("xlsx", "csv", "json")
TEMPLATE_HINT = "每本台账一张工作表，带下拉选项和填写说明；发下去填好，再按 i 导入。"


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


async def copy_row(screen: RecordScreen) -> None:
    """Ask how, then copy the row's fields, label and value."""
    current = screen.records.current
    if current is None:
        return
    labels = screen.register.labels()
    filled = [(labels[name], text) for name, text in current.texts.items() if text]
    answers = {
        "cells": "拷到剪贴板：一行，用制表符隔开（可贴进 Excel）",
        "text": "拷到剪贴板：每项一行",
        "file": "导出成文件（有的终端不支持剪贴板）",
    }
    answer = await screen.app.push_screen_wait(
        Question("拷出这一行", describe_row(current.row, screen.lookups), answers)
    )
    if answer == "file":
        await export_view(screen, (current.row.id,))
    elif answer is not None:
        tabbed = "\t".join(current.texts.values())
        lines = "\n".join(f"{label}：{text}" for label, text in filled)
        screen.app.copy_to_clipboard(tabbed if answer == "cells" else lines)
        screen.say(" 已送往剪贴板。若贴不出来，再按 y 选「导出成文件」。")


async def write_template(screen: BaseScreen[Any], register: type[Register] | None = None) -> None:
    """Ask which registers, unless that is said, and where to; then write the workbook."""
    chosen = [register] if register is not None else await ask_registers(screen)
    if not chosen:
        return
    label = chosen[0].label if len(chosen) == 1 else "台账"
    suggested = str(screen.context.file(f"{label}模板.xlsx"))
    path = await ask_file(
        screen, FileQuestion(f"{label}模板", TEMPLATE_HINT, suggested, lambda path: store.check_ending(path, ".xlsx"))
    )
    if path is not None:
        from county_tui.exporting import templates

        await screen.answer(partial(templates.write_template, chosen, path))
        screen.say(f" 模板已写到 {path}")


async def ask_registers(screen: BaseScreen[Any]) -> list[type[Register]]:
    """The registers picked; none when it was given up."""
    options = [(register, register.label) for register in REGISTERS]
    usual = [register for register in REGISTERS if register.is_usual]
    text = "打 * 的各一张工作表；按空格增减。"
    picked = await screen.app.push_screen_wait(
        Picker("哪些台账的模板？", options, several=True, marked=usual, text=text)
    )
    return picked or []
