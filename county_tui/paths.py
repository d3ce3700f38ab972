"""What a person means by a path, and the folders that may not be there."""

from __future__ import annotations

import os
from pathlib import Path

from county_tui.errors import CountyError, Remedy, reason
from county_tui.printable import printable


def home() -> Path:
    """The folder of the account. Raises CountyError for an account that has none."""
    try:
        return Path.home()
    except RuntimeError:
        raise CountyError("这个账号没有自己的文件夹（HOME）", remedy=Remedy.NAME_LEDGER) from None


def here() -> Path:
    """The folder the program was started in; the account's own where that is gone."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return home()


def meant(text: str) -> Path:
    """The path of a typed text: `~` is the account's folder; a `~` that means nobody stays."""
    return Path(os.path.expanduser(text.strip()))  # noqa: PTH111  # Path.expanduser raises where there is no such account


def is_file(path: Path) -> bool:
    """Whether a file is there; one that must not be looked at, or has no possible name, is not."""
    return os.path.isfile(path)  # noqa: PTH113  # Path.is_file raises


def is_folder(path: Path) -> bool:
    """Whether a folder is there, in the same sense."""
    return os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises


def is_within(path: Path, folder: Path) -> bool:
    """Whether a path, its links followed, lies in a folder; a name no file can have lies nowhere."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except ValueError:
        return False


def usable(path: Path) -> Path:
    """The path, if there is a file of that name or could be one. Raises CountyError."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise refused(error) from error
    except ValueError:  # a NUL, or half a surrogate pair
        raise CountyError("文件名里有不能用的字符", "，请换一个文件名。") from None
    return path


def refused(error: OSError) -> CountyError:
    """What the system would not do with a file, in words."""
    name = printable(str(error.filename or "文件"))
    return CountyError(f"读写不了 {name}（{reason(error)}）", "，请检查路径和权限。")
