"""Moving records to the trash: one, or all that are marked as one batch."""

from __future__ import annotations

from functools import partial

from county_tui import store
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import delete_several
from county_tui.widgets.question import Question
from county_tui.wording.records import MOST_NAMED, describe_rows

TRASH = "删除的记录在回收站里（按 t），随时可以恢复。"


async def delete_records(screen: RecordScreen) -> None:
    """Ask, naming them, then delete the record under the cursor or the marked ones."""
    ids, is_several = screen.chosen_ids(), bool(screen.records.marked)
    if not ids:
        return
    name, by = screen.query_.register, screen.context.user
    rows = await screen.answer(partial(store.rows_by_id, name, ids if len(ids) == 1 else ids[:MOST_NAMED]))
    named = describe_rows(rows, len(ids), screen.lookups)
    what = f"选中的 {len(ids):,} 条记录" if is_several else "这条记录"
    question = Question(f"删除{what}？", f"{named}\n{TRASH}", {"no": "不删除", "yes": "移入回收站"})
    if await screen.app.push_screen_wait(question) != "yes":
        return
    if is_several:
        await screen.answer(partial(delete_several, name, ids, by))
    else:
        await screen.answer(partial(store.delete, rows[0].ref, by))
    screen.records.marked.clear()
    screen.reload()
    screen.say(f" 已移入回收站：{named}" if len(ids) == 1 else f" 已把{what}移入回收站。")
