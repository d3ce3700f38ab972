"""Choosing the column a list is sorted by."""

from __future__ import annotations

from dataclasses import replace

from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.widgets.picker import Picker

USUAL = ""


async def sort_records(screen: RecordScreen) -> None:
    """Ask for a column and a direction; the usual order is there too."""
    fields = screen.register.fields()
    names = [*screen.register.listed, *(name for name in fields if name not in screen.register.listed)]
    options = [(USUAL, "恢复通常的顺序")]
    for name in names:
        options += [(name, f"{fields[name].label}  从小到大"), (f"-{name}", f"{fields[name].label}  从大到小")]
    picked = await screen.app.push_screen_wait(Picker("按哪一列排序？", options))
    if picked:
        screen.change(replace(screen.query_, sort=(picked[0],) if picked[0] != USUAL else ()))
