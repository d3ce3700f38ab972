"""Copying a row out: to the terminal's clipboard, or to a file where the terminal does not pass it on."""

from __future__ import annotations

from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.widgets.question import Question
from county_tui.wording.records import describe_row


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
        from county_tui.screens.registers.flows.exporting import export_view

        await export_view(screen, (current.row.id,))
    elif answer is not None:
        tabbed = "\t".join(current.texts.values())
        lines = "\n".join(f"{label}：{text}" for label, text in filled)
        screen.app.copy_to_clipboard(tabbed if answer == "cells" else lines)
        screen.say(" 已送往剪贴板。若贴不出来，再按 y 选「导出成文件」。")
