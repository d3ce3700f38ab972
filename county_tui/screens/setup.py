"""The first start: which region the office works for, and what it is called."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from county_tui import store
from county_tui.screens.base import HELP_Q, FramedScreen
from county_tui.widgets.dialogs import Prompt, Question
from county_tui.widgets.picker import Picker

DEEPEST = 4
"""Regions down to towns are offered by name; a community takes its code."""
WELCOME = """
 欢迎使用城市民族工作台账。

 这台电脑上还没有台账。只要两步就能建好：

   1. 选本单位所在的地方（输入几个字或拼音首字母，如 锦江 或 jjq）
   2. 写本单位的名称（印在汇总表上）

 台账只记本单位的工作，不记任何居民的个人信息。

 台账文件将建在：
   {path}

 按 Enter 开始。
"""


class SetUp(FramedScreen[store.LedgerInfo]):
    """A short way to a new ledger; the app ends with its description, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        Binding("escape,ctrl+q,q", "leave", "退出", tooltip="不建台账，退出程序", id="leave"),
        Binding("enter", "begin", "开始", tooltip="选择地方，建立台账", id="begin"),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def body(self) -> ComposeResult:
        """What will happen."""
        yield Static(WELCOME.format(path=self.path), id="welcome", markup=False)

    def on_mount(self) -> None:
        """Say where one is."""
        self.title_line.show(" 建立台账")

    @work(exit_on_error=False, exclusive=True)
    async def action_begin(self) -> None:
        """Ask for the region and the name, then make the ledger."""
        options = await self.answer(offered_regions)
        picked = await self.app.push_screen_wait(Picker("本单位在哪里？", options))
        if not picked:
            return
        code = picked[0]
        name = dict(options)[code]
        unit = await self.app.push_screen_wait(Prompt("本单位的名称", f"{name}。可以先空着，以后在「设置」里填。"))
        if unit is None:
            return
        answers = {"yes": "建立台账", "no": "返回"}
        text = f"地方：{name}（{code}）\n单位：{unit or '（未填）'}\n文件：{self.path}"
        if await self.app.push_screen_wait(Question("这样建立台账？", text, answers)) == "yes":
            await self.answer(partial(store.create_ledger, self.path, code, unit))
            self.app.exit()

    def action_leave(self) -> None:
        """Leave the program without a ledger."""
        self.app.exit()


@cache
def offered_regions() -> list[tuple[str, str]]:
    """(code, path) of the regions offered, counties first, since most offices are theirs."""
    shipped = store.shipped_regions()
    offered = [one for one in shipped.by_code.values() if one.level <= DEEPEST]
    offered.sort(key=lambda one: ((3, 2, 1, 4).index(one.level), one.code))
    return [(one.code, shipped.path(one.code)) for one in offered]
