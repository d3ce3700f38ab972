"""A backup file: a zip of the ledger and a manifest that says what is in it. One file, opened by any computer."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from county_tui.backup.backup_paths import is_sealed
from county_tui.errors import LedgerError, NotFoundError, Remedy, reason
from county_tui.wording.backups import NOTE_TEXT

LEDGER, WAL, MANIFEST, NOTE = "ledger.db", "ledger.db-wal", "manifest.json", "说明.txt"
FORMAT = "county-tui backup 1"
BLOCK = 1 << 20
"""Bytes copied at a time: memory stays flat for a ledger of any size."""
GZIP_1 = 1
"""Deflate at its quickest, as `gzip -1`: a ledger shrinks to a third or less."""


UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for a file that is cut short, damaged, encrypted or no zip at all."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was recorded when the backup was made; `sha256` and `ledger_bytes` are of the ledger inside."""

    ledger: str
    sha256: str
    ledger_bytes: int
    counts: Mapping[str, int]
    history: int
    migrations: tuple[str, ...]
    region: str
    unit: str
    created_at: str
    created_by: str
    reason: str
    program: str


class DamagedBackupError(LedgerError):
    """A backup file that cannot be read, or holds something else than was recorded."""


class SealedBackupError(DamagedBackupError):
    """A backup that only its private key opens."""

    def __init__(self) -> None:
        super().__init__("这份备份已加密", remedy=Remedy.NAME_KEY_FILE)


def _add(archive: zipfile.ZipFile, name: str, source: BinaryIO) -> tuple[str, int]:
    """Compress one file into the archive while hashing it. Returns its SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as target, ThreadPoolExecutor(1) as other_core:
        while block := source.read(BLOCK):
            hashed = other_core.submit(digest.update, block)
            target.write(block)
            hashed.result()
            size += len(block)
    return digest.hexdigest(), size


def write(target: BinaryIO, ledger: Path, manifest: Mapping[str, Any], wal: Path | None = None) -> Manifest:
    """Write a backup of a ledger file nobody writes to; `manifest` holds all but the hash and size."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=GZIP_1) as archive:
        archive.writestr(zipfile.ZipInfo(NOTE), NOTE_TEXT)
        with ledger.open("rb") as source:
            sha256, size = _add(archive, LEDGER, source)
        if wal is not None:
            with wal.open("rb") as source:
                _add(archive, WAL, source)
        whole = Manifest(sha256=sha256, ledger_bytes=size, **manifest)
        text = json.dumps({"format": FORMAT, **asdict(whole)}, ensure_ascii=False, indent=1)
        archive.writestr(zipfile.ZipInfo(MANIFEST), text)
    return whole


TEXTS = ("ledger", "sha256", "region", "unit", "created_at", "created_by", "reason", "program")


def _is_garbled(error: OSError) -> bool:
    """Whether reading failed because the file points to places that cannot be, rather than for the disk's sake."""
    return error.errno in (None, errno.EINVAL)


def _typed(data: Any) -> Manifest:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("no manifest of ours")
    known: dict[str, Any] = {field.name: data[field.name] for field in fields(Manifest)}
    known |= {name: str(known[name]) for name in TEXTS}
    if datetime.fromisoformat(known["created_at"]).tzinfo is None:
        raise ValueError("a moment without its zone")
    known["counts"] = {str(name): int(count) for name, count in known["counts"].items()}
    known["migrations"] = tuple(map(str, known["migrations"]))
    known["ledger_bytes"], known["history"] = int(known["ledger_bytes"]), int(known["history"])
    return Manifest(**known)


def read_manifest(file: Path) -> Manifest:
    """What a backup file says of itself. Raises NotFoundError or DamagedBackupError."""
    if is_sealed(file) and file.is_file():
        raise SealedBackupError
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(MANIFEST).file_size > BLOCK:
                raise ValueError("manifest too long")
            manifest = _typed(json.loads(archive.read(MANIFEST)))
            if archive.getinfo(LEDGER).file_size != manifest.ledger_bytes:
                raise ValueError("another size than recorded")
            return manifest
    except FileNotFoundError:
        raise NotFoundError(f"没有找到备份文件 {file}", remedy=Remedy.LIST_BACKUPS) from None
    except (*UNREADABLE, TypeError, AttributeError, OverflowError) as error:
        raise DamagedBackupError(f"{file} 不是台账备份，或已损坏", "，请换一份备份。") from error
    except OSError as error:
        if _is_garbled(error):
            raise DamagedBackupError(f"{file} 不是台账备份，或已损坏", "，请换一份备份。") from error
        raise LedgerError(f"读不了备份文件 {file}（{reason(error)}）", "，请检查路径、权限和磁盘。") from error


def extract(file: Path, manifest: Manifest, destination: Path) -> None:
    """Unpack the ledger of a backup into a new file. Raises DamagedBackupError unless it is what was recorded."""
    digest, size = hashlib.sha256(), 0
    try:
        with zipfile.ZipFile(file) as archive, archive.open(LEDGER) as source, destination.open("wb") as target:
            while (block := source.read(BLOCK)) and size <= manifest.ledger_bytes:
                digest.update(block)
                target.write(block)
                size += len(block)
            target.flush()
            os.fsync(target.fileno())
    except UNREADABLE as error:
        raise DamagedBackupError(f"备份 {file} 已损坏，解不开", "，请换一份备份。") from error
    except OSError as error:
        if _is_garbled(error):
            raise DamagedBackupError(f"备份 {file} 已损坏，解不开", "，请换一份备份。") from error
        raise LedgerError(
            f"解开备份 {file} 时读写出错（{reason(error)}）", "，请检查磁盘空间和权限，台账没有改动。"
        ) from error
    if digest.hexdigest() != manifest.sha256:
        raise DamagedBackupError(f"备份 {file} 的内容与备份时记录的校验值不符", "，请换一份备份。")
