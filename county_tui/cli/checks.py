"""What `doctor` looks at: the ledger file, what is in it, its backups, and the terminal it is shown on."""

from __future__ import annotations

import locale
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from county_tui import __version__, backup, error_log, store
from county_tui.cli.launch import described, has_chinese
from county_tui.cli.options import Options
from county_tui.cli.settings import UNMARK
from county_tui.errors import CountyError, DamagedLedgerError
from county_tui.models import REGISTERS
from county_tui.models.sqlite_files import damage_in, integrity_problems
from county_tui.returns.sealing import return_of
from county_tui.store import history_problems, index_problems
from county_tui.wording.duties import vanished_words
from county_tui.wording.remedies import on_command_line
from county_tui.wording.time_and_size import clock_text, size_text

STALE_DAYS = 7
"""A week's work is the most an office should lose; an error older than that is no longer news."""
ROOM_FACTOR = 3
"""Free space, in sizes of the ledger, below which a backup or a restore may fail."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. One that is `ok` may still carry a hint."""

    name: str
    ok: bool
    message: str
    hint: str = ""


def _found(name: str, problems: list[str], fine: str, hint: str) -> Check:
    return Check(name, False, "；".join(problems), hint) if problems else Check(name, True, fine)


def _way_back(path: Path) -> str:
    """The newest good backup as a command to type."""
    good = backup.newest_good(path)
    if good is None:
        return "没有找到完好的备份，请保留这个文件，找技术人员抢救。"
    return f"请运行 county-tui backup restore {good.file.name} 恢复最近一份完好的备份。"


def opened(options: Options) -> Check:
    """Whether the ledger opens."""
    try:
        info = options.ledger
    except CountyError as error:
        is_broken = isinstance(error, DamagedLedgerError)
        hint = on_command_line(error).removeprefix(error.message).lstrip("，；")
        return Check("file", False, error.message, _way_back(options.path) if is_broken else hint)
    return Check("file", True, f"台账 {info.path}（{info.region_name}，{size_text(info.path.stat().st_size)}）可以打开")


def permissions(path: Path) -> Check:
    """Whether the ledger and its folder can be written, and by whom it can be read."""
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        return Check("permissions", False, "台账文件或它的文件夹不可写", "请检查权限，或把台账移到可写的文件夹。")
    if path.stat().st_mode & 0o007:
        return Check("permissions", True, "这台电脑上的其他用户也能读台账", f"请运行 chmod o-rwx {path}")
    return Check("permissions", True, "台账文件可读写，其他用户读不到")


def integrity(path: Path) -> Check:
    """SQLite's own checks of pages and references. A damaged file is only read from then on, a sound one written."""
    problems = integrity_problems(path)
    is_known = store.known_damage(path) is not None
    if not problems:
        store.clear_damage(path)
    elif not is_known and damage_in(path):
        store.note_damage(path)
    hint = f"{_way_back(path)}在恢复之前，台账只能查看和导出。" if problems else ""
    return _found("integrity", problems[:3], "文件结构和记录间的引用完好", hint)


def search_index(repair: bool) -> Check:
    """The search index against the tables; made anew if asked to."""
    lookups = store.lookups()
    problems = {r.register_name(): index_problems(r.register_name(), lookups) for r in REGISTERS}
    broken = [name for name, found in problems.items() if found]
    if repair and broken:
        for name in broken:
            store.rebuild(name, lookups)
        return Check("search-index", True, "搜索索引已重建")
    wrong = [text for found in problems.values() for text in found]
    return _found("search-index", wrong, "搜索索引与记录一致", "请运行 county-tui doctor --repair 重建。")


def history() -> Check:
    """The records against their history."""
    wrong = [text for register in REGISTERS for text in history_problems(register.register_name())]
    return _found("history", wrong, "记录与修改历史一致", "台账可能被别的程序改过，请与最近的备份对照。")


def line() -> Check:
    """Which records hold texts that would be refused today, by their ids. They stay: nothing is lost unasked."""
    found = {register.label: store.crossings(register.register_name()) for register in REGISTERS}
    told = "；".join(f"{label} {_listed(ids)}" for label, ids in found.items() if ids)
    if not told:
        return Check("line", True, "没有写着居民个人情况的旧记录", "")
    hint = "请打开这些记录，把写着个人情况的文字改成办了什么事：改好以后，修改历史里也不再留。新写的会被拒收。"
    return Check("line", True, f"以前的记录里有像是居民个人情况的文字：{told}", hint)


def _listed(ids: list[int]) -> str:
    """How many records, and the first of them by id."""
    first = "、".join(map(str, ids[:5]))
    return f"{len(ids)} 条（ID {first}{' 等' if len(ids) > 5 else ''}）"


def marks() -> Iterator[Check]:
    """Regions marked as having to have something that are no longer there; nothing where there are none."""
    if told := vanished_words(store.vanished_marks()):
        yield Check("marks", True, told, UNMARK)


def evidence() -> Check:
    """The files of evidence that are gone, moved or changed since they were entered."""
    rows = store.list_rows(store.Query("evidence"))
    became = store.became_of(rows)
    titles = {row.id: row.values["title"] for row in rows}
    wrong = [f"佐证材料“{titles[key]}”：{told}" for key, told in became.items()]
    held = sum(bool(row.values["path"]) for row in rows)
    hint = "请把文件放回佐证文件夹，或打开那条佐证材料，重新填“电子文件”。"
    return _found("evidence", wrong, f"佐证材料的 {held} 个电子文件都在，没有改动", hint)


def sealed_returns() -> Check:
    """Every sealed return against its code."""
    wrong = []
    for stored in store.stored_returns():
        try:
            return_of(stored)
        except CountyError as error:
            wrong.append(error.message)
    return _found("returns", wrong, "封存的上报与校验码一致", "请从备份恢复台账。")


def backups(path: Path) -> Check:
    """How old the newest readable backup is."""
    made = [info.manifest.created_at for info in backup.list_backups(path) if info.manifest]
    if not made:
        is_empty = all(store.count_rows(store.Query(r.register_name())) == 0 for r in REGISTERS)
        return Check("backups", is_empty, "还没有备份", "请运行 county-tui backup create。")
    days = max((datetime.now(UTC) - datetime.fromisoformat(made[0])).days, 0)
    said = f"共 {len(made)} 份备份，最近一份是 {days} 天前的" if days else f"共 {len(made)} 份备份，最近一份是今天的"
    return Check("backups", days <= STALE_DAYS, said, "请运行 county-tui backup create。" if days > STALE_DAYS else "")


def clock(path: Path) -> Check:
    """Whether the computer's clock goes: nothing in the ledger can be of a day to come."""
    moments = [info.manifest.created_at for info in backup.list_backups(path) if info.manifest]
    latest = max([*moments, store.last_change_at() or ""])
    behind = (datetime.fromisoformat(latest) - datetime.now(UTC)).days if latest else -1
    if behind < 1:
        return Check("clock", True, f"时钟 {clock_text(datetime.now(UTC))}")
    said = f"时钟比台账里最晚的修改或备份早 {behind} 天"
    return Check("clock", False, said, "请校准这台电脑的日期和时间，不然每日备份和到期提醒会出错。")


def outside() -> Check:
    """Whether a backup stands on another disk."""
    last = backup.last_outside()
    hint = "请插上 U 盘或移动硬盘，运行 county-tui backup create --to 那里的文件夹。"
    if last is None:
        return Check("outside-backup", True, "还没有在别的盘上备份过", hint)
    said = f"上次备份到 {last.folder} 是 {max(last.days, 0)} 天前"
    return Check("outside-backup", True, said, hint if last.is_overdue else "")


def errors_logged() -> Check:
    """When the program last failed unexpectedly, and where that is written."""
    try:
        file = error_log.log_file()
    except CountyError as error:
        return Check("error-log", True, f"没有地方记错误日志：{error.message}", "请给这个账号一个可写的文件夹。")
    if not file.exists():
        return Check("error-log", True, f"没有意外错误；如有，会记在 {file}")
    found = file.stat()
    last = datetime.fromtimestamp(found.st_mtime, UTC)
    is_recent = (datetime.now(UTC) - last).days < STALE_DAYS
    said = f"最近一次意外错误在 {clock_text(last)}，错误日志 {file}（{size_text(found.st_size)}）"
    return Check("error-log", True, said, "请把这个文件交给技术人员，里面没有台账内容。" if is_recent else "")


def free_space(path: Path) -> Check:
    """Room for a backup and a restore."""
    folder = next(parent for parent in path.resolve().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    size = path.stat().st_size if path.exists() else 0
    is_enough = free > ROOM_FACTOR * size + (64 << 20)
    hint = "" if is_enough else "请清理磁盘，否则备份和恢复会失败。"
    return Check("free-space", is_enough, f"磁盘剩余 {free / 2**30:.1f} GB", hint)


def program() -> Check:
    """Which build this is, and the libraries it runs on."""
    return Check("program", True, f"程序 {__version__}，{described()}，SQLite {sqlite3.sqlite_version}")


def language() -> Check:
    """Whether Chinese text can be written."""
    said = locale.getpreferredencoding(False)
    stream = sys.stdout.encoding or "?"
    is_readable = has_chinese(said) and has_chinese(stream)
    hint = "" if is_readable else "请运行 export LANG=zh_CN.UTF-8（或 C.UTF-8）后再打开，并把终端的编码设为 UTF-8。"
    return Check(
        "locale", is_readable, f"字符编码 {said}，终端输出 {stream}，LANG={os.environ.get('LANG', '未设')}", hint
    )


def terminal() -> Check:
    """How large the terminal is."""
    columns, lines = shutil.get_terminal_size()
    small = columns < 80 or lines < 24
    hint = "窗口小于 80×24，界面会显示不全，请把窗口拉大。" if small else ""
    return Check("terminal", True, f"终端 {columns}×{lines}，TERM={os.environ.get('TERM', '未设')}", hint)


def all_checks(options: Options, repair: bool) -> Iterator[Check]:
    """Every check, in order; what is inside the ledger is looked at only if it opens."""
    first = opened(options)
    yield first
    path = options.path
    if first.ok:
        yield permissions(path)
        sound = integrity(path)
        yield sound
        if sound.ok:
            yield search_index(repair)
            yield history()
            yield line()
            yield from marks()
            yield evidence()
            yield sealed_returns()
        yield backups(path)
        yield outside()
        yield clock(path)
    yield errors_logged()
    yield free_space(path)
    yield program()
    yield language()
    yield terminal()
