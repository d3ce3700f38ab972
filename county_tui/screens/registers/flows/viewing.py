"""How a list is looked at: kept views, order, a place in it, sums; the past of a record, and what was deleted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from county_tui import store
from county_tui.errors import ValueRefusedError
from county_tui.rights import Right, may
from county_tui.screens.registers.flows.exporting import chosen
from county_tui.screens.registers.record_screen import RecordScreen
from county_tui.store import Query, drop_view, keep_view, kept_views
from county_tui.widgets.dialogs import Notice, Prompt
from county_tui.widgets.picker import Picker
from county_tui.wording.records import describe_totals

SAVE = ("save", "")
WHOLE = ("whole", "")
USUAL_ORDER = ""


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


async def sort_records(screen: RecordScreen) -> None:
    """Ask for a column and a direction; the usual order is there too."""
    fields = screen.register.fields()
    names = [*screen.register.listed, *(name for name in fields if name not in screen.register.listed)]
    options = [(USUAL_ORDER, "恢复通常的顺序")]
    for name in names:
        options += [(name, f"{fields[name].label}  从小到大"), (f"-{name}", f"{fields[name].label}  从大到小")]
    picked = await screen.app.push_screen_wait(Picker("按哪一列排序？", options))
    if picked:
        screen.change(replace(screen.query_, sort=(picked[0],) if picked[0] != USUAL_ORDER else ()))


async def jump(screen: RecordScreen) -> None:
    """Ask for the place: a number, or a share of the whole such as 50%."""
    count = screen.records.count

    def place(text: str) -> int:
        number = text.strip().removesuffix("%")
        if not number.isdecimal():
            raise ValueRefusedError("请写数字", f"，如 500，或 50%（共 {count} 条）。")
        at = int(number) * count // 100 if text.strip().endswith("%") else int(number)
        return max(0, min(at, count) - 1)

    text = await screen.app.push_screen_wait(Prompt("到第几条？", f"共 {count} 条；也可以写 50%。", check=place))
    if text:
        screen.records.move_to(place(text))


async def add_up(screen: RecordScreen) -> None:
    """Show sum, mean, smallest and largest of each number."""
    ids = screen.records.marked
    count, found = await screen.answer(partial(store.totals, chosen(screen.query_, ids)))
    title = f"{'选中的' if ids else '当前看到的'} {count:,} 条"
    await screen.app.push_screen_wait(Notice(title, describe_totals(screen.register, found)))


async def open_history(screen: RecordScreen) -> None:
    """Open the history of the record under the cursor."""
    if screen.records.current is not None:
        from county_tui.screens.registers.history import RecordHistory

        screen.app.push_screen(RecordHistory(screen.query_.register, screen.records.current.row.id))


async def open_trash(screen: RecordScreen) -> None:
    """Open the register's trash."""
    from county_tui.screens.registers.history import Trash

    screen.app.push_screen(Trash(Query(screen.query_.register, deleted=True)))
