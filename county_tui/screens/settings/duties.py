"""What an office reports regularly: asked for step by step."""

from __future__ import annotations

from functools import partial
from typing import Any

from county_tui import returns
from county_tui.errors import ValueRefusedError
from county_tui.returns import RHYTHMS
from county_tui.screens.base import BaseScreen
from county_tui.screens.reports.return_sealing import choose_sheets
from county_tui.widgets.dialogs import Prompt
from county_tui.widgets.picker import Picker
from county_tui.wording.duties import duty_text

WORKDAY = "工作日"
USUAL = "10"
DAY_HINT = "写次月几日前，如 10（遇节假日顺延）；或第几个工作日前，如 5个工作日。"


def read_day(text: str) -> tuple[int, bool]:
    """(day, whether it counts working days). Refuses what is neither, and a day no month has."""
    plain = text.strip().removeprefix("第").removesuffix("前")
    number = plain.removesuffix(WORKDAY).removesuffix("个").removesuffix("日").strip()
    if not number.isdecimal():
        raise ValueRefusedError("请写一个数", "，如 10 或 5个工作日。")
    found = int(number), plain.endswith(WORKDAY)
    returns.check_day(found[0], is_workday=found[1])
    return found


async def set_duties(screen: BaseScreen[Any]) -> str:
    """Ask how often, which tables and forms, by which day. Returns what was kept, in words; empty if nothing was."""
    known = {one.months: one for one in await screen.answer(returns.duties)}
    options = [
        (months, f"每{word}" + (f"（现有 {len(known[months].names)} 张）" if months in known else ""))
        for months, word in RHYTHMS.items()
    ]
    picked = await screen.app.push_screen_wait(Picker("多久报一次？", options))
    if not picked:
        return ""
    months, now = picked[0], known.get(picked[0])
    names = await choose_sheets(screen, now.names if now else ())
    if not names:
        return ""
    usual = f"{now.day}{'个工作日' if now.is_workday else ''}" if now else USUAL
    text = await screen.app.push_screen_wait(Prompt("哪天前报？", DAY_HINT, usual, read_day))
    if text is None:
        return ""
    day, is_workday = read_day(text)
    await screen.answer(partial(returns.set_duty, months, names, day, is_workday=is_workday))
    return f"{duty_text(RHYTHMS[months], day, is_workday=is_workday)}报 {len(names)} 张表"
