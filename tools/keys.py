"""The card of keys, from the bindings of the screens."""

from __future__ import annotations

from importlib import import_module

from textual.binding import Binding

from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen
from county_tui.widgets.bars import key_name
from county_tui.widgets.lines import Lines

SCREENS = {
    "首页": "home:Home",
    "记录列表": "registers.register_list:RegisterList",
    "表单": "registers.form:RecordForm",
    "核对佐证": "registers.papers:PaperMatching",
    "分解指标": "registers.splitting:Splitting",
    "导入：选文件": "import_flow.choose_file:ImportScreen",
    "导入：预览": "import_flow.preview:ImportPreview",
    "导入记录": "import_flow.batches:Imports",
    "修改记录": "change_log:ChangeLog",
    "汇总表：选表": "reports.report_list:Reports",
    "汇总表": "reports.report_table:ReportTable",
    "表样": "reports.marked_files:FormSheet",
    "文书": "reports.marked_files:DocumentView",
    "修改历史": "registers.history:RecordHistory",
    "回收站": "registers.history:Trash",
    "草稿": "registers.drafts:Drafts",
    "备份": "backups.backup_list:Backups",
    "年终": "year_end:YearEndScreen",
    "设置": "settings.settings:Settings",
}
HEAD = """# 按键卡

每个画面最下面一行是最常用的键，按 `?`（表单里按 `F1`）看全部。全程不用鼠标。经 SSH 时 Esc 也许慢半拍，`Ctrl+Q` 一样。

| 画面 | 键 |
|---|---|
"""


def keys_of(binding: Binding) -> str:
    """The keys of a binding as a person reads them."""
    return binding.key_display or " ".join(key_name(key) for key in binding.key.split(","))


def bindings_of(place: str) -> list[Binding]:
    """The bindings of a screen that have a name, as its help lists them."""
    module, name = place.split(":")
    kind: type[BaseScreen[object]] = getattr(import_module(f"county_tui.screens.{module}"), name)
    return kind.key_bindings(kind.__new__(kind))


def line(title: str, bindings: list[Binding]) -> str:
    """A line of the card."""
    return f"| {title} | {'，'.join(f'`{keys_of(one)}` {one.description}' for one in bindings)} |\n"


def card() -> str:
    """The whole card: what is the same everywhere first."""
    moving = [one for one in Lines.BINDINGS if isinstance(one, Binding)]
    everywhere = [HELP_Q, LEAVE_Q]
    parts = [HEAD, line("**到处**", everywhere), line("**在列表里**", moving)]
    for title, place in SCREENS.items():
        own = [one for one in bindings_of(place) if one.id not in ("help", "leave")]
        parts.append(line(f"**{title}**", own))
    return "".join(parts)
