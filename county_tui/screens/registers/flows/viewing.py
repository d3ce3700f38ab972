"""Keeping a search, filter and order under a name, and opening it again."""

from __future__ import annotations

from functools import partial

from county_tui.errors import ValueRefusedError
from county_tui.rights import Right, may
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import drop_view, keep_view, kept_views
from county_tui.widgets.picker import Picker
from county_tui.widgets.prompt import Prompt

SAVE = ("save", "")
WHOLE = ("whole", "")


def named(text: str) -> None:
    """Refuse an empty name."""
    if not text.strip():
        raise ValueRefusedError("请写一个名称", "，如：未办结的法律援助。")


async def use_view(screen: RecordScreen) -> None:
    """Open a kept view, keep the present one, or drop one."""
    name = screen.query_.register
    kept = await screen.answer(partial(kept_views, name))
    options = [(("open", view), view) for view in kept]
    options.append((WHOLE, "看全部记录"))
    if may(Right.ENTER):
        options.insert(-1, (SAVE, "把现在的搜索、筛选和排序保存为视图"))
        options += [(("drop", view), f"删除视图：{view}") for view in kept]
    picked = await screen.app.push_screen_wait(Picker("视图", options))
    if not picked:
        return
    what, view = picked[0]
    if picked[0] == SAVE:
        await keep_present(screen)
    elif what == "drop":
        await screen.answer(partial(drop_view, name, view))
        screen.say(f" 已删除视图「{view}」。")
    else:
        screen.heading = view
        screen.change(kept[view] if what == "open" else type(screen.query_)(name))


async def keep_present(screen: RecordScreen) -> None:
    """Ask for a name and keep what is listed now under it."""
    view = await screen.app.push_screen_wait(Prompt("视图的名称", check=named))
    if view:
        await screen.answer(partial(keep_view, view.strip(), screen.query_, screen.context.user))
        screen.heading = view.strip()
        screen.show_title()
        screen.say(f" 已保存视图「{view.strip()}」，按 v 随时打开。")
