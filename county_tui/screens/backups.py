"""The ledger's backups: make one, check one, put one back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from county_tui import backup
from county_tui.backup import BackupInfo, RestorePreview
from county_tui.models import register_named
from county_tui.screens.base import HELP_Q, LEAVE_Q, BaseScreen
from county_tui.screens.cells import fitted, grouped
from county_tui.screens.lines import Lines
from county_tui.screens.moments import local_time
from county_tui.screens.question import Notice, Question

REASONS = {
    "manual": "手动",
    "daily": "每日自动",
    "before-import": "导入前",
    "before-upgrade": "升级前",
    "before-restore": "恢复前",
}


class Backups(BaseScreen[None]):
    """All backups of this ledger, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("n", "create", "立即备份", tooltip="现在做一份备份", id="create"),
        Binding("c", "verify", "检查", tooltip="打开这份备份，逐项核对是否完好", id="verify"),
        Binding("enter", "restore", "恢复", tooltip="把台账恢复成这份备份；现在的台账会先另存一份", id="restore"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.infos: list[BackupInfo] = []
        self.lines = Lines(id="backups", empty="  还没有备份。按 n 立即备份。")

    def body(self) -> ComposeResult:
        """The backups, a line each."""
        yield self.lines

    def on_mount(self) -> None:
        """List them."""
        self.title_line.show(f" 备份  {backup.folder_of(self.desk.ledger.path)}")
        self.lines.focus()
        self.load()

    def load(self) -> None:
        """List them anew."""
        self.ask(partial(backup.list_backups, self.desk.ledger.path), self.show)

    def show(self, infos: list[BackupInfo]) -> None:
        """A line for each: when, why, by whom, how much."""
        self.infos = infos
        self.lines.show([describe(info) for info in infos])

    @property
    def current(self) -> BackupInfo | None:
        """The backup under the cursor."""
        return self.infos[self.lines.cursor] if self.infos else None

    @work(exit_on_error=False)
    async def action_create(self) -> None:
        """Make one now."""
        self.say(" 正在备份，请稍候")
        info = await self.answer(partial(backup.create, self.desk.ledger.path, by=self.desk.user))
        self.say(f" 已备份到 {info.file.name}。请时常把备份拷到别的电脑或 U 盘上。")
        self.load()

    @work(exit_on_error=False)
    async def action_verify(self) -> None:
        """Check the one under the cursor."""
        if self.current is None:
            return
        self.say(" 正在检查，请稍候")
        info = await self.answer(partial(backup.verify, self.current.file))
        self.say(" 检查完毕。")
        text = "这份备份完好，可以用来恢复。" if info.ok else "\n".join(info.problems)
        self.app.push_screen(Notice("备份完好" if info.ok else "备份有问题", text))

    @on(Lines.Chosen)
    @work(exit_on_error=False)
    async def action_restore(self) -> None:
        """Show what would change, ask, then put the backup in the ledger's place."""
        if self.current is None:
            return
        self.say(" 正在核对这份备份，请稍候")
        path = self.desk.ledger.path
        preview = await self.answer(partial(backup.preview, path, self.current.file))
        answers = {"no": "不恢复", "yes": "恢复；现在的台账先另存一份"}
        text = "\n".join(differences(preview))
        if await self.app.push_screen_wait(Question("恢复这份备份？", text, answers)) != "yes":
            self.say(" 没有恢复，台账没有改动。")
            return
        done = await self.answer(partial(backup.restore, path, preview.backup.file, self.desk.user, preview.backup))
        self.say(f" 已恢复。原来的台账存为 {done.kept.name}。" if done.kept else " 已恢复。")
        self.load()


def describe(info: BackupInfo) -> str:
    """A backup in one line."""
    size = f"{info.bytes / 2**20:.1f} MB"
    if info.manifest is None:
        return f" {fitted(info.file.name, 40)} {size:>10}  ! {''.join(info.problems)}"
    reason = REASONS.get(info.manifest.reason, info.manifest.reason)
    records = f"{grouped(sum(info.manifest.counts.values()))} 条"
    wrong = f"  ! {info.problems[0]}" if info.problems else ""
    when = local_time(info.manifest.created_at)
    return f" {when}  {fitted(reason, 10)}{fitted(info.manifest.created_by, 12)}{records:>14} {size:>10}{wrong}"


def differences(preview: RestorePreview) -> Iterator[str]:
    """What restoring would change, in sentences."""
    if preview.other_region:
        yield f"注意：这份备份属于 {preview.other_region}。"
    if preview.is_missing or preview.changes is None:
        yield "现在的台账已不在或读不出来，将由备份代替。"
        return
    changed = {name: c for name, c in preview.changes.items() if c.gained or c.lost or c.changed}
    yield "恢复后，台账回到备份时的样子：" if changed else "台账的记录与备份没有不同。"
    for name, c in changed.items():
        yield f"  {register_named(name).label}：找回 {c.gained} 条，去掉 {c.lost} 条，改回 {c.changed} 条"
