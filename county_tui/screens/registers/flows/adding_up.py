"""Adding up the numbers of the records that are listed, or marked."""

from __future__ import annotations

from functools import partial

from county_tui import store
from county_tui.screens.registers.flows.exporting import chosen
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.widgets.question import Notice
from county_tui.wording.records import describe_totals


async def add_up(screen: RecordScreen) -> None:
    """Show sum, mean, smallest and largest of each number."""
    ids = screen.records.marked
    count, found = await screen.answer(partial(store.totals, chosen(screen.query_, ids)))
    title = f"{'选中的' if ids else '当前看到的'} {count:,} 条"
    await screen.app.push_screen_wait(Notice(title, describe_totals(screen.register, found)))
