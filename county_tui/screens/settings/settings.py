"""What the office enters about itself: names and numbers for the foot and head of its forms."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import store
from county_tui.rights import Right
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.store import CLOSED_LISTS, OFFICE_SETTINGS, ChoiceList
from county_tui.widgets.cells import fitted
from county_tui.widgets.dialogs import Prompt, Question
from county_tui.widgets.lines import Lines
from county_tui.widgets.picker import Picker

ADD = ""
"""Stands for adding among the labels that may be taken away."""


class Settings(LinesScreen[None]):
    """The settings, a line each; Enter changes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("enter", "change", "修改", tooltip="修改光标所在的一项", id="change"),
        Binding("r", "duties", "定期报", tooltip="每月、每季度、每年要报哪些表，哪天前报；首页会提醒", id="duties"),
        Binding(
            "m", "needs", "应配", tooltip="标记哪些街道、社区要有分管领导、专（兼）职、联络员、服务窗口", id="needs"
        ),
        Binding("c", "choices", "可选项", tooltip="给类别、级别这样的选项列表增加本单位要用的选项", id="choices"),
        Binding("s", "clauses", "自评标准", tooltip="写出一份自评标准，改每一条的要求和分值", id="clauses"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.lines = Lines(id="settings")

    def on_mount(self) -> None:
        """Say what they are for, and of which ledger."""
        self.title_line.show(" 设置  印在汇总表上的内容")
        self.say(f" 台账文件：{self.context.ledger.path}")

    def load(self) -> None:
        """Read them anew."""
        self.in_background(self.show)

    async def show(self) -> None:
        """A line for each."""
        self.values = values = await self.answer(store.office_settings)
        self.lines.show(
            [f" {fitted(OFFICE_SETTINGS[name], 16)}{value or '（未填）'}" for name, value in values.items()]
        )

    @on(Lines.Chosen)
    @needs(Right.SET_UP)
    @work(exit_on_error=False)
    async def action_change(self) -> None:
        """Ask for another value."""
        if not self.values:
            return
        name = list(self.values)[self.lines.cursor]
        label = OFFICE_SETTINGS[name]
        text = await self.app.push_screen_wait(Prompt(label, "清空表示不填。", self.values[name]))
        if text is not None:
            await self.answer(partial(store.set_office_setting, name, text))
            self.say(f" 已修改「{label}」。")
            self.load()

    @needs(Right.SET_UP)
    @work(exit_on_error=False)
    async def action_duties(self) -> None:
        """Ask what is reported regularly."""
        from county_tui.screens.settings.duties import set_duties

        if told := await set_duties(self):
            self.say(f" 已记下：{told}。")

    @needs(Right.SET_UP)
    @work(exit_on_error=False)
    async def action_needs(self) -> None:
        """Ask which regions must have what."""
        from county_tui.screens.settings.region_needs import set_needs

        if told := await set_needs(self):
            self.say(f" {told}。")

    @needs(Right.SET_UP)
    @work(exit_on_error=False)
    async def action_clauses(self) -> None:
        """Put a copy of what the self-assessment asks for where the office can change it."""
        from county_tui.reports.clauses import write_own_file

        self.say(f" 已写到 {await self.answer(write_own_file)}，改 asks（要求）、points（分值）两列。")

    @needs(Right.SET_UP)
    @work(exit_on_error=False)
    async def action_choices(self) -> None:
        """Ask for a list of choices and a new one, then add it once that is confirmed; or take one away."""
        lists = {one.name: one for one in await self.answer(store.choice_lists) if one.name not in CLOSED_LISTS}
        options = [(name, "、".join(one.fields)) for name, one in lists.items()]
        picked = await self.app.push_screen_wait(Picker("改哪一项的选项？", options))
        if not picked:
            return
        chosen = lists[picked[0]]
        added = [(label, f"去掉“{label}”") for label in store.added_choices(chosen)]
        if added:
            picked = await self.app.push_screen_wait(Picker(f"「{chosen.fields[0]}」", [(ADD, "增加一个选项"), *added]))
            if not picked:
                return
            if picked[0] != ADD:
                await self.answer(partial(store.remove_choice, chosen.name, picked[0]))
                self.say(f" 已去掉选项「{picked[0]}」。")
                return
        known = "、".join(label for label, _ in chosen.options)
        label = await self.app.push_screen_wait(Prompt(f"「{chosen.fields[0]}」增加一个选项", f"现有：{known}。"))
        if label:
            await self.add(chosen, label.strip())

    async def add(self, chosen: ChoiceList, label: str) -> None:
        """Add a label that will do, if it is really meant."""
        await self.answer(partial(store.check_label, chosen, label))
        text = f"用在：{'、'.join(chosen.fields)}。\n有记录用它以后就不能再去掉。"
        answers = {"yes": "增加", "no": "不增加"}
        if await self.app.push_screen_wait(Question(f"增加“{label}”？", text, answers)) == "yes":
            await self.answer(partial(store.add_choice, chosen.name, label))
            self.say(f" 已增加选项「{label}」，填表、筛选、导入都可以用了。")
