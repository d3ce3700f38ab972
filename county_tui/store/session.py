"""Sessions and transactions: the only way to the database, and where its errors become words."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import peewee

from county_tui.errors import DamagedLedgerError, LedgerError, Remedy, reason
from county_tui.models.sqlite import BUSY_TIMEOUT_S, database, large_cache
from county_tui.rights import Right, require
from county_tui.store.damage import is_file_damage, is_index_damage, known_damage, note_damage
from county_tui.store.write_lock import waited

LEAST_FREE = 64 << 10
"""With fewer bytes on the disk SQLite cannot even read: it needs room for the list of its log's pages."""
PATIENCE_S = 30.0
"""How long a writer waits for its turn."""

_WORDS = (
    ("database is locked", "台账正被别人写入，等了一会儿仍未轮到", "，请稍后再试。", None),
    ("readonly", "台账文件或它所在的文件夹是只读的，无法写入", "，请检查权限，或把台账放到可写的文件夹。", None),
    ("unable to open", "打不开台账文件", "，请检查路径和文件夹权限。", None),
    ("disk is full", "磁盘已满，这次的改动没有写入", "，请腾出空间后再试。", None),
    ("disk i/o", "读写磁盘出错", "，请检查磁盘或网络盘是否还在，并尽快备份。", None),
    ("malformed", "台账文件已损坏", "", Remedy.RESTORE_BACKUP),
    ("could not decode", "台账文件已损坏", "", Remedy.RESTORE_BACKUP),
    ("no such column", "台账文件不完整", "", Remedy.RESTORE_BACKUP),
    ("vtable", "搜索索引已损坏", "", Remedy.REPAIR_INDEX),
    ("not a database", "这个文件不是台账", "，请检查路径。", Remedy.RESTORE_BACKUP),
    ("no such table", "台账文件不完整", "", Remedy.RESTORE_BACKUP),
)


_DAMAGE = ("malformed", "could not decode", "no such column", "not a database", "no such table")
"""The marks above that tell of a broken file."""


def _told_by_the_disk(text: str) -> str:
    """Replace SQLite's generic error by disk-full or read-only, where that is what is the matter."""
    if not any(mark in text.lower() for mark in ("disk i/o", "unable to open")) or not database.database:
        return text
    folder = bound_path().parent
    try:
        if shutil.disk_usage(folder).free < LEAST_FREE:
            return "disk is full"
    except OSError:
        return text
    return text if os.access(folder, os.W_OK) else "readonly"


def in_words(error: Exception) -> LedgerError:
    """A database error as a sentence for a person."""
    if "no transaction is active" in str(error) and isinstance(error.__context__, Exception):
        return in_words(error.__context__)  # SQLite had rolled back by itself; what made it do so counts
    text = "vtable" if is_index_damage(error) else _told_by_the_disk(str(error))
    for mark, message, hint, remedy in _WORDS:
        if mark in text.lower():
            kind = DamagedLedgerError if mark in _DAMAGE else LedgerError
            return kind(message, hint, remedy)
    return LedgerError(f"台账读写出错（{text}）", remedy=Remedy.RUN_DOCTOR)


ARCHIVED = "archived"
"""The setting by which the copy of a year can only be read; its value is the year."""


def _refuse_archived() -> None:
    """Raise LedgerError for the copy of a year that has ended."""
    found = database.execute_sql("SELECT value FROM setting WHERE name = ?", (ARCHIVED,)).fetchone()
    if found is not None:
        raise LedgerError(f"这是 {found[0]} 年的只读副本，只能查看和导出，不能改动", "，请打开现在用的台账。")


def bind(path: Path) -> None:
    """Say which file is the ledger; nothing is opened yet."""
    if database.database != str(path):
        database.init(str(path))


def bound_path() -> Path:
    """The file of the ledger in use."""
    return Path(database.database)


def _must_be_there(path: Path) -> None:
    """Refuse a file that vanished: SQLite would quietly begin a new, empty one in its place."""
    try:
        path.stat()
    except FileNotFoundError:
        raise LedgerError(f"找不到台账 {path}", "，可能被移走，或它所在的磁盘、网络盘已断开，请检查。") from None
    except OSError as error:
        raise LedgerError(f"打不开台账 {path}（{reason(error)}）", "，请检查文件夹权限和磁盘。") from error


@contextmanager
def session() -> Iterator[None]:
    """A connection for this thread while the block lasts; sessions nest. Raises LedgerError in words."""
    try:
        if database.is_closed():
            _must_be_there(bound_path())
            with database.connection_context():
                yield
        else:
            yield
    except (sqlite3.DatabaseError, peewee.DatabaseError, peewee.InterfaceError) as error:
        if is_file_damage(error):
            note_damage(bound_path())
        raise in_words(error) from error
    except OverflowError as error:
        if "SQLite" not in str(error):
            raise
        raise LedgerError("这个数太大，台账里没有", "，请检查。") from error
    except UnicodeDecodeError as error:  # sqlite3 trips over its own message about a garbled schema
        if not error.object.startswith(b"malformed"):
            raise
        raise in_words(sqlite3.DatabaseError("malformed")) from error


def records(query: Any) -> Iterable[tuple[Any, ...]]:
    """The results of a peewee query as plain tuples."""
    return query.tuples()  # type: ignore[no-any-return]


def _begun() -> AbstractContextManager[Any]:
    """Begin a transaction, waiting for whoever writes just now.

    SQLite's own waiting asks ten times a second and starves some of eight busy writers; asking at random moments
    every few milliseconds does not.
    """
    begun = time.monotonic()
    while True:
        block = database.atomic()
        try:
            block.__enter__()
            return block
        except peewee.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() - begun > PATIENCE_S:
                raise
        waited(time.monotonic() - begun)
        time.sleep(random.uniform(0.001, 0.03))


@contextmanager
def transaction(right: Right = Right.ENTER) -> Iterator[None]:
    """One IMMEDIATE transaction: all of the block or nothing. Others' writes wait, their reads do not.

    Raises NotAllowedError without the right to write this, DamagedLedgerError for a ledger known to be damaged.
    """
    require(right)
    if damage := known_damage(bound_path()):
        raise damage
    with session(), ExitStack() as stack:
        if not database.in_transaction():
            _refuse_archived()
            database.execute_sql("PRAGMA busy_timeout=0")
            stack.callback(database.execute_sql, f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_S * 1000)}")
        stack.push(_begun())
        yield


@contextmanager
def bulk_transaction(right: Right = Right.ENTER) -> Iterator[None]:
    """A transaction that writes thousands of records."""
    with session(), large_cache(), transaction(right):
        yield
