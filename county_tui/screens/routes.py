"""The screens one goes to from home, loaded when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from textual.screen import Screen

from county_tui.rights import Right

SCREENS = {
    "importing": ("county_tui.screens.import_flow.choose_file", "ImportScreen"),
    "finding": ("county_tui.screens.finding", "Finding"),
    "reports": ("county_tui.screens.reports.report_list", "Reports"),
    "collecting": ("county_tui.screens.collecting.board", "CollectingBoard"),
    "returns": ("county_tui.screens.reports.return_list", "ReturnList"),
    "backups": ("county_tui.screens.backups.backup_list", "Backups"),
    "imports": ("county_tui.screens.import_flow.batches", "Imports"),
    "changes": ("county_tui.screens.change_log", "ChangeLog"),
    "drafts": ("county_tui.screens.registers.drafts", "Drafts"),
    "year-end": ("county_tui.screens.year_end", "YearEndScreen"),
    "settings": ("county_tui.screens.settings.settings", "Settings"),
}

LABELS = {
    "importing": "导入",
    "finding": "查找全部台账",
    "reports": "汇总表",
    "collecting": "收报",
    "returns": "上报",
    "backups": "备份",
    "imports": "导入记录",
    "changes": "修改记录",
    "drafts": "草稿",
    "year-end": "年终",
    "settings": "设置",
}


def right_of_place(place: str) -> Right:
    """What one must be allowed to have anything to do there."""
    return Right.ENTER if place in ("importing", "drafts") else Right.LOOK


def screen_for(place: str) -> Screen[Any]:
    """A new screen of that name."""
    module, name = SCREENS[place]
    screen: Screen[Any] = getattr(import_module(module), name)()
    return screen
