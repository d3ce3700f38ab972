"""Moving records to the trash: one, or all that are marked as one batch."""

from __future__ import annotations

from functools import partial

from county_tui import store
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store.bulk_edit import delete_several
from county_tui.widgets.question import Question


async def delete_records(screen: RecordScreen) -> None:
    """Ask, then delete the record under the cursor or the marked ones."""
    ids = screen.chosen_ids()
    if not ids:
        return
    what = f"选中的 {len(ids)} 条记录" if screen.records.marked else "这条记录"
    answers = {"no": "不删除", "yes": "移入回收站"}
    text = "删除的记录在回收站里（按 t），随时可以恢复。"
    if await screen.app.push_screen_wait(Question(f"删除{what}？", text, answers)) != "yes":
        return
    name, by = screen.query_.register, screen.context.user
    if screen.records.marked:
        await screen.answer(partial(delete_several, name, ids, by))
    elif screen.records.current is not None:
        row = screen.records.current.row
        await screen.answer(partial(store.delete, (name, row.id, row.version), by))
    screen.records.marked.clear()
    screen.reload()
    screen.say(f" 已把{what}移入回收站。")
