"""What can be done with a list's records, as dialogues: each is a function of the list, one a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from county_tui.screens.registers.flows.changing import change_field, delete_records
from county_tui.screens.registers.flows.exporting import copy_row, export_view
from county_tui.screens.registers.flows.filtering import drop_filters, filter_records
from county_tui.screens.registers.flows.viewing import add_up, jump, open_history, open_trash, sort_records, use_view
from county_tui.screens.registers.papers import match_papers, point_to_current
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.screens.registers.splitting import split_current

FLOWS: Mapping[str, Callable[[RecordScreen], Awaitable[None]]] = {
    "adding-up": add_up,
    "changing": change_field,
    "copying": copy_row,
    "deleting": delete_records,
    "exporting": export_view,
    "filtering": filter_records,
    "history": open_history,
    "jumping": jump,
    "matching": match_papers,
    "pointing": point_to_current,
    "sorting": sort_records,
    "splitting": split_current,
    "trash": open_trash,
    "unfiltering": drop_filters,
    "viewing": use_view,
}
