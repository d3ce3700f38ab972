"""The file this program runs from, held open so that a newer one can take its place while people are at work."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from county_tui.errors import CountyError

_held: list[IO[bytes]] = []


def hold(path: str) -> str:
    """Open the one-file program for as long as it runs; what is loaded later is read from the path given back."""
    _held.append(Path(path).open("rb"))  # noqa: SIM115  # it stays open to the end
    by_number = f"/proc/self/fd/{_held[0].fileno()}"
    return by_number if Path(by_number).exists() else path


def check_unchanged() -> None:
    """Raise CountyError where another file stands in the place of a held one: a child would be of that version."""
    for file in _held:
        try:
            is_same = os.path.samestat(os.fstat(file.fileno()), Path(sys.executable).stat())
        except OSError:
            is_same = False
        if not is_same:
            raise CountyError("程序刚换成了新版", "，请退出后重新打开再做这一步；已经保存的都在。")
