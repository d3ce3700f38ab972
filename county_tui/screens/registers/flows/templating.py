"""Writing the template others fill in: of one register, or of all that are in use."""

from __future__ import annotations

from functools import partial
from typing import Any

from county_tui import store
from county_tui.exporting import templates
from county_tui.models import REGISTERS
from county_tui.models.register import Register
from county_tui.screens.base import BaseScreen
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.widgets.picker import Picker

HINT = "每本台账一张工作表，带下拉选项和填写说明；发下去填好，再按 i 导入。"


async def write_template(screen: BaseScreen[Any], register: type[Register] | None = None) -> None:
    """Ask which registers, unless that is said, and where to; then write the workbook."""
    chosen = [register] if register is not None else await ask_registers(screen)
    if not chosen:
        return
    label = chosen[0].label if len(chosen) == 1 else "台账"
    suggested = str(screen.context.file(f"{label}模板.xlsx"))
    path = await ask_file(
        screen, FileQuestion(f"{label}模板", HINT, suggested, lambda path: store.check_ending(path, ".xlsx"))
    )
    if path is not None:
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
