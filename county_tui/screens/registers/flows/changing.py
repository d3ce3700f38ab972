"""Changing all marked records at once: one value in one field, or moving them to the trash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.models import register_named
from county_tui.models.kinds import Value
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import change_several, delete_several
from county_tui.widgets.candidates import options_for
from county_tui.widgets.dialogs import Prompt, Question
from county_tui.widgets.picker import Picker
from county_tui.wording.records import MOST_NAMED, describe_rows

CLEAR = ""
BLANK = "（空）"
MOST_SHOWN = 3
"""As many of the records are named, so that what stands in them now has room on 24 lines too."""
MOST_TOLD = 5
"""As many of the texts that will be written over are told."""
TRASH = "删除的记录在回收站里（按 t），随时可以恢复。"


async def change_field(screen: RecordScreen) -> None:
    """Ask for the field and the value, show what will change, then change it as one batch that can be undone."""
    ids = screen.records.chosen_ids()
    if not ids:
        return
    fields = screen.register.fields()
    picked = await screen.app.push_screen_wait(
        Picker(f"改 {len(ids)} 条记录的哪一项？", [(name, field.label) for name, field in fields.items()])
    )
    if not picked:
        return
    text = await ask_value(screen, picked[0])
    if text is None:
        return
    field = fields[picked[0]]
    value = field.parse(text, screen.lookups)
    shown = field.format(value, screen.lookups) or BLANK
    now = await screen.answer(partial(standing, screen.query_.register, ids, picked[0]))
    answers = {"no": "不改", "yes": f"改 {len(ids)} 条"}
    some = await screen.answer(partial(store.rows_by_id, screen.query_.register, ids[:MOST_SHOWN]))
    told = [
        f"{len(ids)} 条记录的「{field.label}」都改成：{shown}",
        describe_rows(some, len(ids), screen.lookups),
        "现在是：",
        *(f"  {line}" for line in in_words(now)),
    ]
    question = Question("批量修改？", "\n".join(told), answers)
    if await screen.app.push_screen_wait(question) == "yes":
        await change(screen, ids, picked[0], value)


def standing(register: str, ids: list[int], name: str) -> Counter[str]:
    """How many of the records have which text in a field now."""
    field, lookups = register_named(register).fields()[name], store.lookups()
    return Counter(field.format(row.values[name], lookups) or BLANK for row in store.rows_by_id(register, ids))


def in_words(now: Counter[str]) -> Iterator[str]:
    """The texts that stand there most, and how many others there are."""
    told = now.most_common(MOST_TOLD)
    for text, count in told:
        yield f"  {' '.join(text.split())}：{count} 条"
    if len(now) > len(told):
        rest = now.total() - sum(count for _, count in told)
        yield f"  另有 {len(now) - len(told)} 种内容，共 {rest} 条"


async def change(screen: RecordScreen, ids: list[int], field: str, value: Value) -> None:
    """Change the records and tell how many were changed."""
    source = f"批量修改：{screen.register.fields()[field].label}"
    work = partial(change_several, screen.query_.register, ids, {field: value}, (screen.context.user, source))
    changed = await screen.answer(work)
    screen.records.marked.clear()
    screen.reload()
    screen.say(f" 已改 {changed} 条。要撤销，回首页按 l。" if changed else " 内容本来就是这样，没有改动。")


async def ask_value(screen: RecordScreen, name: str) -> str | None:
    """The text to write: picked where there are options, else typed."""
    field = screen.register.fields()[name]
    options = options_for(field, screen.lookups)
    if options:
        clear = [] if field.is_required else [(CLEAR, "（清空）")]
        picked = await screen.app.push_screen_wait(
            Picker(f"「{field.label}」改成？", clear + [(one.text, one.shown) for one in options])
        )
        return picked[0] if picked else None

    def check(text: str) -> None:
        if field.parse(text, screen.lookups) is None and field.is_required:
            raise ValueRefusedError(f"「{field.label}」必须填写", "。")

    return await screen.app.push_screen_wait(Prompt(f"「{field.label}」改成？", field.hint, check=check))


async def delete_records(screen: RecordScreen) -> None:
    """Ask, naming them, then delete the record under the cursor or the marked ones."""
    ids, is_several = screen.records.chosen_ids(), bool(screen.records.marked)
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
