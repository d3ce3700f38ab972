"""Files the program makes, for their owner (and the group of a shared folder): they appear whole or not at all.

Csv texts that a spreadsheet would run or take for an error get an apostrophe before them, off again on the way in.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from county_tui.errors import CountyError, reason
from county_tui.formula_errors import CODES
from county_tui.store.session import bound_path

OWNER, GROUP = 0o600, 0o660
OWNER_FOLDER, GROUP_FOLDER = 0o700, 0o2770
RUNNABLE = ("=", "+", "-", "@")


def is_shared(folder: Path) -> bool:
    """Whether a folder is shared by a group: new files in it belong to the group (setgid)."""
    try:
        return bool(folder.stat().st_mode & stat.S_ISGID)
    except OSError:
        return False


def make_private(path: Path) -> None:
    """Let only the owner (and the group of a shared folder) read a file, made empty if it is not there."""
    mode = GROUP if is_shared(path.parent) else OWNER
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, mode))
    with suppress(OSError):
        path.chmod(mode)


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the owner (and a shared folder's group) only."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    with suppress(OSError):
        folder.chmod(GROUP_FOLDER if is_shared(folder.parent) else OWNER_FOLDER)


def check_ending(path: Path, *endings: str) -> None:
    """Refuse a file name under which no program would open what is written. Raises CountyError."""
    if path.suffix.lower() not in endings:
        raise CountyError(f"文件名“{path.name}”的结尾不对", f"，要以 {' 或 '.join(endings)} 结尾。")


@contextmanager
def appearing(path: Path, *endings: str) -> Iterator[Path]:
    """A draft beside `path` that takes its place when the block ends well, and vanishes when not.

    Raises CountyError where it cannot be written, for the ledger itself, and for a name without one of `endings`.
    """
    if path.resolve() == bound_path().resolve():
        raise CountyError(f"{path} 是台账文件", "，不能被导出的文件代替，请换一个文件名。")
    if endings:
        check_ending(path, *endings)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise CountyError(f"{path} 不是普通文件", "，不能被代替，请换一个文件名。")
        make_private(draft)
        yield draft
        draft.replace(path)
    except OSError as error:
        hint = "，请检查文件夹是否存在、有没有写入权限，文件是否正在 Excel 中打开。"
        raise CountyError(f"写不了文件 {path}（{reason(error)}）", hint) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _is_taken_amiss(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(RUNNABLE) or bare in CODES


def guarded(text: str) -> str:
    """The text as a csv holds it."""
    return f"'{text}" if _is_taken_amiss(text) else text


def unguarded(text: str) -> str:
    """The text that a csv's text stands for; `unguarded(guarded(text)) == text`."""
    return text[1:] if text.startswith("'") and _is_taken_amiss(text) else text
