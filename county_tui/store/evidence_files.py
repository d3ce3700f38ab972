"""The files evidence points to: within the folder the office names, read only to take their SHA-256."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from county_tui.errors import CountyError, ValueRefusedError, reason
from county_tui.models.lookups import Lookups

FOLDER = "evidence_folder"
LARGEST_BYTES = 200 << 20
"""Larger files are films: hashing one would keep a form waiting for seconds on an old machine."""
CHUNK_BYTES = 1 << 20
"""Read at once: a file is never held whole."""


def checked_folder(text: str) -> str:
    """The folder of a setting as it is kept: whole, with links followed. Raises ValueRefusedError."""
    folder = Path(text).absolute()
    if not folder.is_dir():
        raise ValueRefusedError(f"没有文件夹 {folder}", "，请先建好，或检查路径。")
    return str(folder.resolve())


def _file(folder: str, text: str) -> Path:
    if not folder:
        raise ValueRefusedError("还没有说明电子佐证放在哪个文件夹", "，请先在设置里填“佐证文件夹”。")
    path = Path(folder)
    for part in text.split("/"):
        path = path / part
        if path.is_symlink():
            raise ValueRefusedError(f"“{text}”是链接，不是文件本身", "，请把文件放进佐证文件夹。")
    return path


def fingerprint(folder: str, text: str) -> str:
    """The SHA-256 of a file, given by its path from the folder (empty: none named). Raises ValueRefusedError."""
    path = _file(folder, text)
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:  # noqa: PTH123
            known = os.fstat(file.fileno())
            if not stat.S_ISREG(known.st_mode):
                raise ValueRefusedError(f"“{text}”不是文件", "，请写到具体的文件。")
            if known.st_size > LARGEST_BYTES:
                size = known.st_size >> 20
                hint = "，请另存一份小的，或不填“电子文件”，只写存放位置。"
                raise ValueRefusedError(f"“{text}”有 {size} MB，超过 {LARGEST_BYTES >> 20} MB", hint)
            taken = hashlib.sha256()
            while chunk := file.read(CHUNK_BYTES):
                taken.update(chunk)
            return taken.hexdigest()
    except FileNotFoundError:
        raise ValueRefusedError(f"佐证文件夹里没有“{text}”", "，请检查文件名。") from None
    except (IsADirectoryError, PermissionError) as error:
        what = "是文件夹" if path.is_dir() else f"读不了（{reason(error)}）"
        raise ValueRefusedError(f"“{text}”{what}", "，请写到具体的文件。") from error
    except OSError as error:
        raise ValueRefusedError(f"“{text}”读不了（{reason(error)}）", "，请检查路径和权限。") from error


def what_became_of(path: str, sha256: str, lookups: Lookups) -> str:
    """What is wrong with a file since it was entered, in a few words; empty for nothing."""
    try:
        return "" if lookups.fingerprint(path) == sha256 else "内容已改动"
    except CountyError as error:
        return error.message
