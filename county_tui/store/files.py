"""Who may read the files the program makes: their owner, and the group where the folder is shared by setgid."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

OWNER, GROUP = 0o600, 0o660
OWNER_FOLDER, GROUP_FOLDER = 0o700, 0o2770


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
