"""The ledger's backups: make one, check one, put one back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from county_tui import backup, store
from county_tui.backup import BackupInfo, Restored, RestorePreview
from county_tui.errors import ValueRefusedError
from county_tui.models import register_named
from county_tui.paths import is_file, is_folder
from county_tui.rights import Right, may
from county_tui.screens.base import HELP_Q, LEAVE_Q, needs
from county_tui.screens.lines_screen import LinesScreen
from county_tui.widgets.cells import fitted, grouped
from county_tui.widgets.dialogs import Notice, Prompt, Question
from county_tui.widgets.lines import Lines
from county_tui.wording.backups import reason_text
from county_tui.wording.time_and_size import local_time, size_text

OUTSIDE = "写 U 盘或别的磁盘上的文件夹，如 /media/usb。设置里有备份公钥的，会加密。"
SAME_DISK = "注意：它和台账在同一块磁盘上，磁盘坏了会一起丢失，请另选 U 盘或别的磁盘。"
SAME = "台账的记录与备份没有不同。"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A backup of a ledger, and the file of the private key that opens it, where it is sealed."""

    ledger: Path
    file: Path
    keys: Path | None = None


@contextmanager
def readable(chosen: Chosen) -> Iterator[Path]:
    """The backup as a file that can be read, while the block lasts."""
    if chosen.keys is None:
        yield chosen.file
    else:
        with backup.unsealed(chosen.file, chosen.keys, backup.folder_of(chosen.ledger)) as plain:
            yield plain


def verified(chosen: Chosen) -> BackupInfo:
    """Whether the backup is good."""
    with readable(chosen) as plain:
        return backup.verify(plain)


def previewed(chosen: Chosen) -> RestorePreview:
    """What restoring it would change."""
    with readable(chosen) as plain:
        return backup.preview(chosen.ledger, plain)


def restored(chosen: Chosen, by: str, known: BackupInfo) -> Restored:
    """Put it in the ledger's place."""
    with readable(chosen) as plain:
        return backup.restore(chosen.ledger, plain, by, known)


def made_outside(ledger: Path, folder: Path, by: str) -> tuple[BackupInfo, bool]:
    """Back up to a second place, sealed where the office has a key. Returns also whether it is on the same disk."""
    key = store.office_settings()["backup_key"]
    make = partial(backup.create_sealed, ledger, key) if key else partial(backup.create, ledger, "manual")
    info = make(by, folder)
    return info, backup.is_same_disk(ledger, info.file.parent)


def usual_outside() -> str:
    """The folder backed up to last, for the person to keep or change."""
    outside = backup.last_outside()
    return str(outside.folder) if outside is not None else ""


class Backups(LinesScreen[None]):
    """All backups of this ledger in its own folder or in another, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HELP_Q,
        LEAVE_Q,
        Binding("n", "create", "立即备份", tooltip="现在做一份备份，放在台账旁边", id="create"),
        Binding("t", "outside", "备份到别处", tooltip="备份到 U 盘或别的磁盘上", id="outside"),
        Binding("c", "verify", "检查", tooltip="打开这份备份，逐项核对是否完好", id="verify"),
        Binding("enter", "restore", "恢复", tooltip="把台账恢复成这份备份；现在的台账会先另存一份", id="restore"),
        Binding("o", "folder", "看别处的", tooltip="列出 U 盘或别的文件夹里的备份，可以检查、恢复", id="folder"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.infos: list[BackupInfo] = []
        self.folder: Path | None = None
        self.outside = ""
        """The folder typed last, to be kept or changed the next time."""
        ways = "按 n 立即备份，" if may(Right.BACK_UP) else ""
        self.lines = Lines(id="backups", empty=f"  这里还没有备份。{ways}按 o 看别的文件夹。")

    def load(self) -> None:
        """List them anew."""
        self.title_line.show(f" 备份  {self.folder or backup.folder_of(self.context.ledger.path)}")
        self.in_background(self.show)

    async def show(self) -> None:
        """A line for each: when, why, by whom, how much."""
        self.infos = await self.answer(partial(backup.list_backups, self.context.ledger.path, self.folder))
        self.lines.show([describe(info) for info in self.infos])

    @property
    def current(self) -> BackupInfo | None:
        """The backup under the cursor."""
        return self.infos[self.lines.cursor] if self.infos else None

    @needs(Right.BACK_UP)
    @work(exit_on_error=False)
    async def action_create(self) -> None:
        """Make one now."""
        self.say(" 正在备份，请稍候")
        info = await self.answer(partial(backup.create, self.context.ledger.path, by=self.context.user))
        self.say(f" 已备份到 {info.file.name}。请时常按 t 备份到 U 盘或别的磁盘。")
        self.folder = None
        self.load()

    @needs(Right.BACK_UP)
    @work(exit_on_error=False)
    async def action_outside(self) -> None:
        """Make one in a second place."""
        files = self.context.files
        hint = OUTSIDE if files is None else f"写 {files} 里的文件夹，如 {files}/备份。设置里有备份公钥的，会加密。"
        folder = await self.ask_folder("备份到哪个文件夹？", hint)
        if folder is None:
            return
        self.say(" 正在备份，请稍候")
        work = partial(made_outside, self.context.ledger.path, folder, self.context.user)
        info, is_same_disk = await self.answer(work)
        self.say(f" 已备份到 {info.file}")
        if is_same_disk:
            self.app.push_screen(Notice("已备份", f"{info.file}\n{SAME_DISK}"))

    @work(exit_on_error=False)
    async def action_folder(self) -> None:
        """List the backups of another folder; whoever comes by SSH restores none that they brought themselves."""
        if self.context.files is not None:
            self.say(" 这里只能用台账旁边的备份；别处的请管理员恢复。")
            return
        folder = await self.ask_folder("看哪个文件夹里的备份？", "清空就是台账旁边的。")
        if folder is not None:
            self.folder = None if folder == self.context.file("") else folder
            self.load()

    async def ask_folder(self, title: str, text: str) -> Path | None:
        """Ask for a folder that is there."""
        usual = self.outside or ("" if self.context.files else await self.answer(usual_outside))
        typed = await self.app.push_screen_wait(
            Prompt(title, text, usual, lambda name: check_folder(self.context.file(name)))
        )
        self.outside = typed or self.outside
        return None if typed is None else self.context.file(typed)

    async def ask_key(self, info: BackupInfo) -> Chosen | None:
        """The backup, and for a sealed one the file of its private key."""
        if not backup.is_sealed(info.file):
            return Chosen(self.context.ledger.path, info.file)
        prompt = Prompt(
            "这份备份已加密", "写出私钥文件的路径。", check=lambda name: check_file(self.context.file(name))
        )
        typed = await self.app.push_screen_wait(prompt)
        return None if typed is None else Chosen(self.context.ledger.path, info.file, self.context.file(typed))

    @work(exit_on_error=False)
    async def action_verify(self) -> None:
        """Check the one under the cursor."""
        chosen = await self.ask_key(self.current) if self.current is not None else None
        if chosen is None:
            return
        self.say(" 正在检查，请稍候")
        info = await self.answer(partial(verified, chosen))
        self.say(" 检查完毕。")
        text = "这份备份完好，可以用来恢复。" if info.ok else "\n".join(info.problems)
        self.app.push_screen(Notice("备份完好" if info.ok else "备份有问题", text))

    @on(Lines.Chosen)
    @needs(Right.RESTORE)
    @work(exit_on_error=False)
    async def action_restore(self) -> None:
        """Show what would change, ask, then put the backup in the ledger's place."""
        chosen = await self.ask_key(self.current) if self.current is not None else None
        if chosen is None:
            return
        self.say(" 正在核对这份备份，请稍候")
        preview = await self.answer(partial(previewed, chosen))
        answers = {"no": "不恢复", "yes": "恢复；现在的台账先另存一份"}
        text = "\n".join(differences(preview))
        if await self.app.push_screen_wait(Question("恢复这份备份？", text, answers)) != "yes":
            self.say(" 没有恢复，台账没有改动。")
            return
        done = await self.answer(partial(restored, chosen, self.context.user, preview.backup))
        self.say(f" 已恢复。原来的台账存为 {done.kept.name}。" if done.kept else " 已恢复。")
        self.load()


def check_folder(folder: Path) -> None:
    """Refuse what is no folder."""
    if not is_folder(folder):
        raise ValueRefusedError(f"没有 {folder} 这个文件夹", "，请先插好 U 盘或连上磁盘，再改一改路径。")


def check_file(file: Path) -> None:
    """Refuse what is no file."""
    if not is_file(file):
        raise ValueRefusedError(f"没有 {file} 这个文件", "，请改一改路径。")


def describe(info: BackupInfo) -> str:
    """A backup in one line that fits in 60 cells; what is wrong with it may stand beyond, so a mark stands first."""
    size = size_text(info.bytes)
    if info.manifest is None:
        return f" {fitted(info.file.name, 40)} {size:>10}  ! {''.join(info.problems)}"
    reason = reason_text(info.manifest.reason)
    records = f"{grouped(sum(info.manifest.counts.values()))} 条"
    mark, wrong = ("!", f"  {info.problems[0]}") if info.problems else (" ", "")
    counts = f"{fitted(records, 12, right=True)} {fitted(size, 8, right=True)}"
    when = local_time(info.manifest.created_at)
    return f"{mark}{when}  {fitted(reason, 10)}{fitted(info.manifest.created_by, 10)}{counts}{wrong}"


def differences(preview: RestorePreview) -> Iterator[str]:
    """What restoring would change, in sentences."""
    if preview.other_region:
        yield f"注意：这份备份属于 {preview.other_region}。"
    if preview.is_missing or preview.changes is None:
        yield "现在的台账已不在或读不出来，将由备份代替。"
        return
    changed = {name: c for name, c in preview.changes.items() if c.gained or c.lost or c.changed}
    yield "恢复后，台账回到备份时的样子：" if changed else SAME
    for name, c in changed.items():
        yield f"  {register_named(name).label}：找回 {c.gained} 条，去掉 {c.lost} 条，改回 {c.changed} 条"
