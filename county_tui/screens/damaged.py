"""The start on a damaged ledger: what is wrong, the newest good backup, and the way back to it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from county_tui import backup
from county_tui.backup import BackupInfo
from county_tui.errors import CountyError, MissingLedgerError
from county_tui.models import register_named
from county_tui.rights import Right, may
from county_tui.screens.backups.backup_list import SAME, differences
from county_tui.screens.base import HELP_Q, FramedScreen, needs
from county_tui.widgets.dialogs import Question
from county_tui.wording.backups import reason_text
from county_tui.wording.time_and_size import local_time

RESTORE = "按 Enter 恢复它。现在的台账文件会先原样存一份，以后还可以找人抢救。"
RESTORE_GONE = "按 Enter 恢复它。如果台账只是被移走了，请退出，把文件放回原处再打开。"
ASK_HEAD = "请找负责人恢复它。"
PARTLY_READ = "现在的台账有损坏：读不出来的部分没有算在内，恢复后都以备份为准。"


class Choice(Enum):
    """What a person chose before a damaged ledger."""

    RESTORED = auto()
    READ = auto()
    LEAVE = auto()


class Damaged(FramedScreen[None]):
    """Restore the newest good backup, read what can be read, or leave: the app ends each time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        Binding("escape,ctrl+q,q", "leave", "退出", tooltip="不作改动，退出程序", id="leave"),
        Binding("enter", "restore", "恢复备份", tooltip="把台账恢复成这份备份；现在的文件会先原样存一份", id="restore"),
        Binding("v", "read", "只读打开", tooltip="打开还读得出来的部分，只能查看和导出", id="read"),
    ]

    def __init__(self, path: Path, user: str, error: CountyError, is_readable: bool) -> None:
        self.is_readable = is_readable
        super().__init__()
        self.path, self.user, self.error = path, user, error
        self.is_gone = isinstance(error, MissingLedgerError)
        self.good: BackupInfo | None = None
        self.told = Static(id="damage", markup=False)

    def key_bindings(self) -> list[Binding]:
        """All keys; a ledger that does not open at all is not offered to be read."""
        return [binding for binding in super().key_bindings() if self.is_readable or binding.id != "read"]

    def body(self) -> ComposeResult:
        """What is wrong, and what can be done."""
        yield self.told

    def on_mount(self) -> None:
        """Say what is wrong; look for the newest backup that is good, which takes a moment."""
        self.title_line.show(" 台账不见了" if self.is_gone else " 台账已损坏")
        self.tell("正在找最近一份完好的备份，并逐项核对，请稍候。")
        self.in_background(self.offer)

    def tell(self, *lines: str) -> None:
        """The damage, and what follows from it."""
        what = "" if self.is_readable or self.is_gone else "打不开台账："
        told = ("", f"{what}{self.error.message}。", f"台账文件：{self.path}", "", *lines, *self.ways())
        self.told.update("\n".join(f" {line}" for line in told))

    def ways(self) -> Iterator[str]:
        """The ways on that do not depend on a backup."""
        if self.is_readable:
            yield "按 v 只读打开：还读得出来的记录可以查看、导出。"
        yield "按 Esc 退出，不作任何改动。"

    async def offer(self) -> None:
        """Say what the newest good backup holds and what Enter does."""
        self.good = good = await self.answer(partial(backup.newest_good, self.path))
        if good is None:
            self.tell("没有找到完好的备份。请保留这些文件，找技术人员抢救。", "")
        else:
            way = RESTORE_GONE if self.is_gone else RESTORE
            self.tell(*described(good), way if may(Right.RESTORE) else ASK_HEAD)

    @needs(Right.RESTORE)
    @work(exit_on_error=False, exclusive=True)
    async def action_restore(self) -> None:
        """Show what would change, ask, then put the backup in the ledger's place."""
        if self.good is None:
            return
        preview = await self.answer(partial(backup.preview, self.path, self.good.file))
        kept = "恢复" if self.is_gone else "恢复；现在的台账文件先原样存一份"
        answers = {"no": "不恢复", "yes": kept}
        told = differences(preview)
        text = "\n".join([*(line for line in told if line != SAME), PARTLY_READ] if self.is_readable else told)
        if await self.app.push_screen_wait(Question("恢复这份备份？", text, answers)) == "yes":
            self.say(" 正在恢复，请稍候")
            await self.answer(partial(backup.restore, self.path, self.good.file, self.user, preview.backup))
            self.app.exit(Choice.RESTORED)

    def action_read(self) -> None:
        """Go on to what can be read, of a ledger that opens."""
        if self.is_readable:
            self.app.exit(Choice.READ)

    def action_leave(self) -> None:
        """Leave the program; nothing was changed."""
        self.app.exit(Choice.LEAVE)


def described(good: BackupInfo) -> Iterator[str]:
    """A backup in a few lines: when and why it was made, what it holds."""
    if good.manifest is None:
        return
    reason = reason_text(good.manifest.reason)
    held = {register_named(name).label: count for name, count in good.manifest.counts.items() if count}
    yield f"最近一份完好的备份：{local_time(good.manifest.created_at)}（{reason}）"
    yield f"文件：{good.file.name}"
    yield f"共 {good.total} 条记录：" + "、".join(f"{label} {count} 条" for label, count in held.items())
    yield ""
