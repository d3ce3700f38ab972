"""Splitting the indicator under a list's cursor to the places below it."""

from __future__ import annotations

from county_tui.screens.registers.record_screen import RecordScreen


async def split_current(screen: RecordScreen) -> None:
    """Preview the parts of the indicator under the cursor, and write them if that is wanted."""
    from county_tui.screens.registers.splitting import Splitting

    if screen.query_.register != "indicators":
        screen.say(" 只有指标台账里的指标可以分解。")
    elif screen.records.current is not None:
        done = await screen.app.push_screen_wait(Splitting(screen.records.current.row))
        if done:
            screen.say(f" 已分解：{done}")
