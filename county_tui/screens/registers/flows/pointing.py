"""Entering a paper that shows what a record says: the form of evidence, with the record filled in."""

from __future__ import annotations

from functools import partial
from typing import Any

from county_tui import reports
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.screens.base import BaseScreen
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import Row

GUESSED = " “对应条款”是按自评标准填的，请核对。"


def beginning(row: Row, clauses: tuple[str, ...]) -> dict[str, Value]:
    """What is known of a record's paper: whose it is, the document number, and the clauses it is evidence of."""
    return {
        "title": row.values[register_named(row.register).name_field()],
        "document_no": row.values.get("document_no"),
        "clause": clauses or None,
        "record": f"{row.register}:{row.id}",
    }


async def point_to_paper(screen: BaseScreen[Any], row: Row) -> None:
    """Fill in a paper of a record; say so once it is saved."""
    from county_tui.screens.registers.form import RecordForm

    if row.register == "evidence":
        screen.say(" 这条就是佐证材料；到它所说的那条记录上按 w。")
        return
    clauses = (await screen.answer(partial(reports.clauses_of, [row])))[row.register, row.id]
    form = RecordForm("evidence", None, beginning(row, clauses))
    form.remark = GUESSED if clauses else ""
    saved = await screen.app.push_screen_wait(form)
    if saved is not None:
        screen.say(f" 已登记佐证材料「{saved.values['title']}」。")


async def point_to_current(screen: RecordScreen) -> None:
    """The same for the record under a list's cursor."""
    if screen.records.current is not None:
        await point_to_paper(screen, screen.records.current.row)
