"""`backup`: create, list, verify, restore, prune."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import REFUSED, Options, as_json, echo, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right
from county_tui.wording.backups import reason_text
from county_tui.wording.time_and_size import local_time, size_text

if TYPE_CHECKING:
    from county_tui.backup import BackupInfo, RestorePreview

YES = frozenset(("y", "yes", "是", "恢复", "确认", "好"))

to_key = click.option(
    "--to-key", "key", metavar="公钥", help="加密到这把公钥（age1…）；用 --to 时默认用设置里的备份公钥。"
)
identity = click.option(
    "--identity", metavar="私钥文件", type=click.Path(path_type=Path, dir_okay=False), help="打开加密的备份要用的私钥。"
)
a_file = click.argument("file", metavar="备份文件", type=click.Path(path_type=Path))


def _plain(info: BackupInfo) -> dict[str, Any]:
    """A backup as JSON; the hash is that of the ledger inside, `bytes` the size of the file."""
    recorded = info.manifest
    return {
        "file": str(info.file),
        "sha256": recorded.sha256 if recorded else None,
        "bytes": info.bytes,
        "ledger_bytes": recorded.ledger_bytes if recorded else None,
        "counts": dict(recorded.counts) if recorded else {},
        "created_at": recorded.created_at if recorded else None,
        "created_by": recorded.created_by if recorded else None,
        "reason": recorded.reason if recorded else None,
        "program": recorded.program if recorded else None,
        "ok": info.ok,
        "problems": list(info.problems),
    }


def _state(info: BackupInfo) -> str:
    """What a list says of a backup that was not opened."""
    from county_tui import backup as service

    if info.manifest is None:
        return "已加密" if service.is_sealed(info.file) else "已损坏"
    return "原样存档，不能直接恢复" if info.manifest.reason.endswith("damaged") else "完好"


@click.group(help="备份与恢复台账。")
def backup() -> None:
    """Back up and restore."""


@backup.command(help="马上做一份备份，默认放在台账旁边的 backups 文件夹。")
@click.option("--to", "folder", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False), help="备份到别处。")
@to_key
@as_json
@needs(Right.BACK_UP)
@pass_options
def create(options: Options, folder: Path | None, key: str | None, as_json: bool) -> None:
    """Back up now."""
    from county_tui import backup as service
    from county_tui import store

    path = options.ledger.path
    key = key or (store.office_settings()["backup_key"] if folder else "")
    if key:
        info = service.create_sealed(path, key, options.user, folder)
    else:
        info = service.create(path, "manual", options.user, folder)
    if folder and service.is_same_disk(options.path, info.file.parent):
        echo_err("注意：这个文件夹和台账在同一块磁盘上，磁盘坏了会一起丢失，请另选 U 盘或别的磁盘。")
    if as_json:
        return echo_json(_plain(info))
    echo(str(info.file))
    echo_err(f"已备份 {info.total} 条记录（{size_text(info.bytes)}）{'，已加密，恢复时要用私钥' if key else ''}。")


@backup.command("new-key", help="生成一对加密备份用的密钥：私钥写进文件，公钥打印出来。")
@click.argument("file", metavar="私钥文件", type=click.Path(path_type=Path, dir_okay=False))
@needs(Right.SET_UP)
@pass_options
def make_key(_options: Options, file: Path) -> None:
    """Make a key pair; the ledger is not touched."""
    from county_tui import backup as service

    public = service.new_key(file)
    echo(public)
    echo_err(f"私钥在 {file}：请拷到单位保险柜里的 U 盘，不要和备份放在一起；丢了它，加密的备份谁也打不开。")
    echo_err(f"以后备份到别处都加密：county-tui settings set backup_key {public}")


@backup.command("list", help="列出备份，最新的在前。")
@as_json
@needs(Right.LOOK)
@pass_options
def list_backups(options: Options, as_json: bool) -> None:
    """List backups; the ledger itself need not be there or sound."""
    from county_tui import backup as service

    found = service.list_backups(options.path)
    if as_json:
        return echo_json([_plain(info) for info in found])
    if not found:
        return echo_err(f"{service.folder_of(options.path)} 里还没有备份，请运行 county-tui backup create。")
    from tabulate import tabulate

    rows = [
        (
            info.file.name,
            local_time(info.manifest.created_at) if info.manifest else "",
            reason_text(info.manifest.reason) if info.manifest else "",
            info.total,
            size_text(info.bytes),
            _state(info),
        )
        for info in found
    ]
    headers = ("文件", "时间", "原因", "记录数", "大小", "状态")
    echo(tabulate(rows, headers, tablefmt="plain", disable_numparse=True))


@contextmanager
def _readable(options: Options, file: Path, identity: Path | None) -> Iterator[Path]:
    """A backup as a file that can be read: itself, or what the private key makes of it while the block lasts."""
    from county_tui import backup as service

    if identity is None:
        if service.is_sealed(file):
            raise service.SealedBackupError
        yield file
    else:
        with service.unsealed(file, identity, service.folder_of(options.path)) as plain:
            yield plain


@backup.command(help="打开一份备份，核对内容和备份时记下的是否一致。")
@a_file
@identity
@as_json
@needs(Right.LOOK)
@pass_options
def verify(options: Options, file: Path, identity: Path | None, as_json: bool) -> None:
    """Verify a backup; exit code 1 if it is not good."""
    from county_tui import backup as service

    chosen = service.found(options.path, file)
    with _readable(options, chosen, identity) as plain:
        info = replace(service.verify(plain), file=chosen, bytes=chosen.stat().st_size)
    if as_json:
        echo_json(_plain(info))
    elif info.ok:
        echo_err(f"{info.file} 完好：{info.total} 条记录，校验值、完整性、各登记册条数都与备份时一致。")
    else:
        echo_err(f"{info.file} 不能用：{'；'.join(info.problems)}")
    if not info.ok:
        raise SystemExit(REFUSED)


def _echo_preview(seen: RestorePreview) -> None:
    """What a restore would change, in words, on standard error."""
    from county_tui.models import register_named

    recorded = seen.backup.manifest
    if recorded:
        echo_err(
            f"备份 {seen.backup.file.name}，{local_time(recorded.created_at)}，{seen.backup.total} 条记录，核对完好。"
        )
    if seen.other_region:
        echo_err(f"注意：这份备份来自另一本台账（{seen.other_region}）。")
    if seen.is_missing:
        return echo_err("现在没有台账，将从备份建立。")
    if seen.changes is None:
        return echo_err("现在的台账已损坏，读不出内容；恢复前会原样存一份。")
    for name, change in seen.changes.items():
        if change.gained or change.lost or change.changed:
            label = register_named(name).label
            echo_err(f"  {label}：恢复 {change.gained} 条，失去 {change.lost} 条，{change.changed} 条退回备份时的内容")
    if not any(change.gained or change.lost or change.changed for change in seen.changes.values()):
        echo_err("  各登记册的记录与现在相同。")


def _is_agreed() -> bool:
    """Ask; an answer may come from a pipe. No answer is a no."""
    echo_err("恢复后台账就是备份时的样子；现在的台账会先另存一份。要恢复吗？（是/否）")
    return sys.stdin.readline().strip().lower() in YES


def _restored_plain(seen: RestorePreview, kept: Path | None) -> dict[str, Any]:
    changes = seen.changes or {}
    counts = {
        name: {"gained": change.gained, "lost": change.lost, "changed": change.changed}
        for name, change in changes.items()
    }
    return {**_plain(seen.backup), "changes": counts, "safety_copy": str(kept) if kept else None}


@backup.command(help="用一份备份恢复台账；现在的台账会先另存一份。")
@a_file
@click.option("--yes", is_flag=True, help="不再询问。")
@identity
@as_json
@needs(Right.RESTORE)
@pass_options
def restore(options: Options, file: Path, yes: bool, identity: Path | None, as_json: bool) -> None:
    """Restore a backup; the present ledger may be damaged or missing."""
    from county_tui import backup as service

    file = service.found(options.path, file)
    with _readable(options, file, identity) as chosen:
        seen = service.preview(options.path, chosen)
        _echo_preview(seen)
        if not yes and not _is_agreed():
            echo_err("没有恢复，台账没有改动。")
            raise SystemExit(REFUSED)
        done = service.restore(options.path, chosen, options.user, seen.backup)
    if as_json:
        echo_json({**_restored_plain(seen, done.kept), "file": str(file)})
    where = f"原来的台账存在 {done.kept}" if done.kept else ""
    echo_err(f"已恢复，{seen.backup.total} 条记录。{where}")


@backup.command(help="清理旧备份：留最近 14 天、8 周、12 个月各一份；两天内的和 30 天内的安全备份不动。")
@as_json
@needs(Right.RESTORE)
@pass_options
def prune(options: Options, as_json: bool) -> None:
    """Remove what the rule lets go."""
    from county_tui import backup as service

    removed = service.prune(options.path)
    if as_json:
        return echo_json({"removed": [str(file) for file in removed]})
    for file in removed:
        echo(str(file))
    echo_err(f"已清理 {len(removed)} 份旧备份。" if removed else "没有可以清理的旧备份。")
