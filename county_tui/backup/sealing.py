"""Backups sealed to a public key (age): whoever finds the file reads nothing without the private key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from county_tui.backup.archive import DamagedBackupError
from county_tui.backup.backup_paths import SEALED, discard, folder_of, new_name, part_of, publish, ready
from county_tui.backup.making import BackupInfo, made, target_of
from county_tui.backup.outside import remember_outside
from county_tui.errors import CountyError, LedgerError, NotFoundError, Remedy, reason
from county_tui.store import make_private

PRIVATE = "AGE-SECRET-KEY-"


def _age() -> Any:
    """The library. Raises CountyError in words where it is not installed."""
    try:
        import pyrage
    except ImportError:
        raise CountyError("没有安装加密组件", "，请运行 pip install 'county-tui[encryption]'。") from None
    return pyrage


def recipient(key: str) -> Any:
    """The public key that a text stands for. Raises CountyError."""
    age = _age()
    try:
        return age.x25519.Recipient.from_str(key.strip())
    except age.RecipientError:
        raise CountyError("这不是可用的备份公钥", "，公钥以 age1 开头，共 62 个字符。", Remedy.MAKE_KEY) from None


def new_key(file: Path) -> str:
    """Write a new private key to a file that is not there yet, for its owner alone. Returns the public key."""
    identity = _age().x25519.Identity.generate()
    if file.exists():
        raise CountyError(f"{file} 已经存在", "，请换一个文件名；覆盖旧私钥，用它加密的备份就再也打不开了。")
    try:
        make_private(file)
        file.write_text(f"# public key: {identity.to_public()}\n{identity}\n", "utf-8")
    except OSError as error:
        raise CountyError(f"写不了私钥文件 {file}（{reason(error)}）", "，请检查路径和权限。") from error
    return str(identity.to_public())


def _identities(file: Path) -> list[Any]:
    """The private keys in a file, one a line, as age-keygen writes them. Raises CountyError."""
    age = _age()
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        found = [age.x25519.Identity.from_str(line) for line in lines if line.startswith(PRIVATE)]
    except FileNotFoundError:
        raise NotFoundError(f"没有找到私钥文件 {file}", "，请检查路径。") from None
    except OSError as error:
        raise CountyError(f"读不了私钥文件 {file}（{reason(error)}）", "，请检查权限。") from error
    except (UnicodeDecodeError, age.IdentityError):
        found = []
    if not found:
        raise CountyError(f"{file} 里没有可用的私钥", f"，私钥是以 {PRIVATE} 开头的一行。")
    return found


def _sealed(info: BackupInfo, file: Path, to: Any) -> BackupInfo:
    """Encrypt a backup into `file`, which appears whole or not at all. Raises LedgerError."""
    ready(file.parent, info.bytes)
    part = part_of(file)
    try:
        make_private(part)
        with info.file.open("rb") as source, part.open("wb") as target:
            _age().encrypt_io(source, target, [to])
        named = publish(part, file)
        return replace(info, file=named, bytes=named.stat().st_size)
    except (OSError, _age().EncryptError) as error:
        hint = "，请检查磁盘空间和权限；台账没有改动。"
        raise LedgerError(f"无法在 {file.parent} 里写加密的备份", hint) from error
    finally:
        discard(part)


@contextmanager
def room(folder: Path, name: str) -> Iterator[Path]:
    """A hidden folder for a backup that is not sealed, there while the block lasts, its owner's alone."""
    place = part_of(folder / name)
    try:
        place.mkdir(mode=0o700)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def create_sealed(ledger: Path, key: str, by: str = "", folder: Path | None = None) -> BackupInfo:
    """Back a ledger up into a file that only the private key of `key` opens; what is not sealed stays beside it.

    Raises CountyError in words; then no file has appeared.
    """
    to, ledger = recipient(key), ledger.resolve()
    target = target_of(ledger, folder)
    file = new_name(ledger, target, "manual", datetime.now().astimezone())
    ready(folder_of(ledger), 0)
    with room(folder_of(ledger), file.name) as place:
        info = _sealed(made(ledger, place / file.name, "manual", by), file.with_name(file.name + SEALED), to)
    remember_outside(ledger, target)
    return info


@contextmanager
def unsealed(file: Path, keys: Path, folder: Path) -> Iterator[Path]:
    """A sealed backup as a plain one in `folder` while the block lasts. Raises CountyError, DamagedBackupError."""
    identities = _identities(keys)
    ready(folder, file.stat().st_size)
    with room(folder, file.name) as place:
        plain = place / file.name.removesuffix(SEALED)
        make_private(plain)
        try:
            with file.open("rb") as source, plain.open("wb") as target:
                _age().decrypt_io(source, target, identities)
        except (OSError, _age().DecryptError) as error:
            hint = "：私钥不是加密时那一把，或文件已损坏。请换私钥文件或换一份备份，台账没有改动。"
            raise DamagedBackupError(f"解不开加密的备份 {file}", hint) from error
        yield plain
