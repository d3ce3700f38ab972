"""Damage that is known: whatever found it leaves a note beside the ledger, and while it stands the ledger is only read.

It stands beside the ledger, not in it: nothing more is to be written into a broken file.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from county_tui.errors import DamagedLedgerError, Remedy
from county_tui.models.sqlite_files import setting

_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
RESTORED_AT = "restored_at"
"""The setting that tells when a ledger was last restored."""
_LAPSES = "台账恢复于 {moment} 之后，这个文件作废。\n"
_LAPSE = re.compile(_LAPSES.format(moment=r"(\S+)").strip())
_TEXT = """县（区）民族工作台账程序在 {moment:%Y-%m-%d %H:%M} 发现旁边的台账文件已损坏，此后只能查看和导出，不能改动。
请打开程序，照它说的恢复备份；恢复后，或检查完好，这个文件自动消失。
"""


def note_of(ledger: Path) -> Path:
    """The note beside a ledger."""
    real = ledger.resolve()
    return real.with_name(f"{real.name}.damaged")


def note_damage(ledger: Path) -> None:
    """Let a ledger only be read from now on; where no note can be written, neither can the ledger."""
    if _has_lapsed(ledger):
        clear_damage(ledger)
    with suppress(OSError), note_of(ledger).open("x", encoding="utf-8") as note:
        note.write(_TEXT.format(moment=datetime.now().astimezone()))


def let_lapse(ledger: Path, moment: str) -> None:
    """Mark the damage note void once the ledger says it was restored at that moment; anyone may then remove it.

    Written before the restore, so that a kill right after it leaves no sound ledger that can only be read.
    """
    with suppress(OSError), note_of(ledger).open("r+", encoding="utf-8", errors="replace") as note:
        note.seek(0, os.SEEK_END)
        note.write(_LAPSES.format(moment=moment))


def _has_lapsed(ledger: Path) -> bool:
    """Whether a restore that the note was to lapse with is done."""
    try:
        moments = _LAPSE.findall(note_of(ledger).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return False
    return bool(moments) and setting(ledger, RESTORED_AT) in moments


def clear_damage(ledger: Path) -> None:
    """Let a ledger be written again: it was restored, or looked through and found sound."""
    with suppress(OSError):
        note_of(ledger).unlink(missing_ok=True)


def known_damage(ledger: Path) -> DamagedLedgerError | None:
    """What a person is told who wants to change a ledger known to be damaged; None for any other."""
    if not note_of(ledger).exists():
        return None
    if _has_lapsed(ledger):
        clear_damage(ledger)
        return None
    message = "台账文件已损坏，现在只能查看和导出，不能改动"
    return DamagedLedgerError(message, remedy=Remedy.FIND_GOOD_BACKUP)


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def codes(error: BaseException) -> set[int]:
    """SQLite's own codes for an error and for what it came of."""
    return {code for one in _chain(error) if (code := getattr(one, "sqlite_errorcode", None)) is not None}


def is_index_damage(error: BaseException) -> bool:
    """Whether only a search index is broken, which can be made anew."""
    return sqlite3.SQLITE_CORRUPT_VTAB in codes(error)


def is_file_damage(error: BaseException) -> bool:
    """Whether SQLite found the file itself broken."""
    return not is_index_damage(error) and any(code & 0xFF in _BROKEN for code in codes(error))
