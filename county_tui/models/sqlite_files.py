"""What only SQLite can do with whole ledger files: copy one online, check it, compare two, overwrite one in place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from county_tui.models.sqlite import APPLICATION_ID

PAGES_A_STEP = 4096
"""Pages copied at a time, 16 MB at 4 KB each; between them `_Patience` may stop it."""
TRIES, PAUSE_S = 40, 0.25
"""How often, and how long apart, a busy file is asked again: ten seconds in all."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a ledger file: live records by register, lines of history, migrations applied, settings."""

    counts: dict[str, int]
    history: int
    migrations: tuple[str, ...]
    settings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """How one register would change: live records it would gain and lose, and those that would read otherwise."""

    gained: int
    lost: int
    changed: int


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """A plain connection to a file that must be there.

    For reading, a file that may be written is opened so, too: after a crash its log must be read in first.
    """
    real = path.resolve()
    only_reads = mode == "ro"
    if only_reads and os.access(real, os.W_OK) and os.access(real.parent, os.W_OK):
        mode = "rw"
    uri = f"{real.as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=TRIES * PAUSE_S, isolation_level=None)
    if only_reads:
        connection.execute("PRAGMA query_only=1")
    return connection


@contextmanager
def opened(path: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """The file, open while the block lasts; raises sqlite3's errors as they are."""
    with closing(_connect(path, mode)) as connection:
        try:
            yield connection
        except UnicodeDecodeError as error:  # sqlite3 trips over its own message about a garbled schema
            raise sqlite3.DatabaseError("database disk image is malformed") from error


class BusyError(sqlite3.OperationalError):
    """Someone else held the file for too long."""


_NOT_DAMAGE = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
    )
)


def is_damage(error: BaseException | None) -> bool:
    """Whether an error says that the file itself is broken, rather than busy, full, missing or not allowed."""
    if not isinstance(error, sqlite3.DatabaseError) or isinstance(error, BusyError):
        return False
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _NOT_DAMAGE


class _Patience:
    """Ends a copy that has been busy too long; calls `begun` once the copy holds its locks."""

    def __init__(self, begun: Callable[[], None] | None = None) -> None:
        self.tries, self.begun = 0, begun

    def __call__(self, status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self.tries += 1
            if self.tries >= TRIES:
                raise BusyError("database is locked")
        elif self.begun is not None:
            self.begun()
            self.begun = None


def copy_online(source: Path, destination: Path) -> None:
    """Copy a ledger, as of now, while others go on reading and writing it. The copy is one file, not yet synced."""
    with opened(source, "rw") as ledger, opened(destination, "rwc") as copy:
        copy.execute("PRAGMA synchronous=off")
        ledger.backup(copy, pages=-1, progress=_Patience(), sleep=PAUSE_S)
        copy.execute("PRAGMA journal_mode=delete")


def overwrite(source: Path, ledger: Path, still_same: Callable[[], None]) -> None:
    """Replace all of a ledger by another file's content, in one transaction that others see whole or not at all.

    `still_same` is called when no one else can write any more; it stops everything by raising.
    """
    with opened(source) as copy, opened(ledger, "rw") as live:
        live.execute("PRAGMA synchronous=full")
        half = copy.execute("PRAGMA page_count").fetchone()[0] // 2  # two steps at least: the last one commits
        pages = max(1, min(PAGES_A_STEP, half))
        copy.backup(live, pages=pages, progress=_Patience(still_same), sleep=PAUSE_S)
        live.execute("PRAGMA journal_mode=wal")
        live.execute("PRAGMA busy_timeout=0")  # a reader may keep the log alive; nobody waits for that
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def damage_in(path: Path) -> list[str]:
    """The damaged pages SQLite's own check finds in a file. Empty if it is sound; raises what is no damage."""
    try:
        with opened(path) as connection:
            return [row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        return [str(error)]


def integrity_problems(path: Path) -> list[str]:
    """What SQLite's own checks find wrong in a file: damaged pages, broken references. Empty if sound."""
    try:
        with opened(path) as connection:
            dangling = [f"{row[0]} {row[1]} → {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
        return damage_in(path) + dangling
    except sqlite3.Error as error:
        return [str(error)]


def data_version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection changes the file."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def is_ledger(connection: sqlite3.Connection) -> bool:
    """Whether the file is a ledger of this program."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def contents(path: Path, registers: Iterable[str]) -> Contents:
    """What stands in a file. Raises sqlite3.DatabaseError for one that is no ledger."""
    with opened(path) as connection:
        if not is_ledger(connection):
            raise sqlite3.DatabaseError("file is not a database")
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        counts = {
            register: connection.execute(f"SELECT count(*) FROM {register} WHERE deleted_at IS NULL").fetchone()[0]
            for register in registers
            if register in tables
        }
        history = connection.execute("SELECT count(*) FROM history").fetchone()[0]
        migrations = tuple(row[0] for row in connection.execute("SELECT name FROM schema_migration ORDER BY name"))
        return Contents(counts, history, migrations, dict(connection.execute("SELECT name, value FROM setting")))


def _missing(register: str, here: str, there: str) -> str:
    """Counts live records of one file that are not live in the other; a record is its id and when it was made."""
    return (
        f"SELECT count(*) FROM {here}.{register} AS a WHERE a.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM "
        f"{there}.{register} AS b WHERE b.id = a.id AND b.created_at = a.created_at AND b.deleted_at IS NULL)"
    )


def differences(present: Path, other: Path, registers: Iterable[str]) -> dict[str, Difference]:
    """How each register would change if `other` took the place of `present`. Raises sqlite3's errors."""
    found = {}
    with opened(present) as connection:
        connection.execute("ATTACH ? AS other", (f"{other.resolve().as_uri()}?mode=ro",))
        for register in registers:
            changed = (
                f"SELECT count(*) FROM main.{register} AS a JOIN other.{register} AS b ON b.id = a.id "
                "WHERE b.created_at = a.created_at AND b.version <> a.version "
                "AND a.deleted_at IS NULL AND b.deleted_at IS NULL"
            )
            queries = (_missing(register, "other", "main"), _missing(register, "main", "other"), changed)
            found[register] = Difference(*(connection.execute(query).fetchone()[0] for query in queries))
    return found


def setting(path: Path, name: str) -> str | None:
    """One setting of a ledger file; None where there is none, or none that can be read."""
    with suppress(sqlite3.Error), opened(path) as connection:
        row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])
    return None


def carry_settings(path: Path, settings: dict[str, str]) -> None:
    """Write settings into a copy that is about to take a ledger's place."""
    with opened(path, "rw") as connection:
        connection.executemany("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", settings.items())
