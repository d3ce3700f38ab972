"""What only SQLite can do: the connection's pragmas, full-text search, rows by position."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import peewee

from county_tui.models.pinyin import splits

APPLICATION_ID = 0x436F5475
"""Marks a SQLite file as a ledger of this program (`CoTu`)."""
BUSY_TIMEOUT_S = 10.0
"""How long SQLite itself waits for others; beginning a transaction waits its turn instead (`store/session.py`)."""
CACHE_KB = 8_000
"""Each of the app's threads has a connection, and all of it must stay within 70 MB."""
BULK_CACHE_KB = 64_000
"""For one connection at a time, within the 300 MB that an import may take."""

PRAGMAS = (
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("cache_size", -CACHE_KB),
)

database = peewee.SqliteDatabase(
    None, pragmas=PRAGMAS, lock_type="IMMEDIATE", autoconnect=False, timeout=BUSY_TIMEOUT_S
)


@contextmanager
def large_cache() -> Iterator[None]:
    """Hold more pages in memory meanwhile: a transaction that changes many writes each of them only once."""
    database.execute_sql(f"PRAGMA cache_size = {-BULK_CACHE_KB}")
    try:
        yield
    finally:
        database.execute_sql(f"PRAGMA cache_size = {-CACHE_KB}")


BOUNDARY = "\ue000"
"""Stands between two fields in the index, so that no phrase runs across them."""
NAME = "\ue001"
"""Begins the one token that holds all of what a record is called, so that a search tells names from other texts."""


def search_table(register: str) -> str:
    """The name of a register's full-text table."""
    return f"{register}_search"


def index_texts(register: str, rows: Iterable[tuple[int, str, str]]) -> None:
    """Add records to the index: (id, characters, initials)."""
    database.connection().executemany(
        f"INSERT INTO {search_table(register)} (rowid, characters, initials) VALUES (?, ?, ?)", rows
    )


def unindex_texts(register: str, rows: Iterable[tuple[int, str, str]]) -> None:
    """Take records out of the index; their texts must be just those that were put in."""
    table = search_table(register)
    database.connection().executemany(
        f"INSERT INTO {table} ({table}, rowid, characters, initials) VALUES ('delete', ?, ?, ?)", rows
    )


def empty_index(register: str) -> None:
    """Forget all of a register's index."""
    table = search_table(register)
    database.execute_sql(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")


def check_index(register: str) -> bool:
    """Whether the index is sound in itself."""
    table = search_table(register)
    try:
        database.execute_sql(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    except peewee.DatabaseError:
        return False
    return True


_DATE = re.compile(r"((?:19|20)\d\d)(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月|[-/.])?|年|[-/.])?")
"""A day, a month or a year, complete or half typed."""
_ONLY_DAY = re.compile(r"\d{4}[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{0,2})?")
"""What can be nothing but a day. Its digits are not looked for one by one: to find few of them all numbers are read."""
_NOT_A_CHARACTER = re.compile(r"[\W_]+")


def tokens(text: str) -> str:
    """A text as the index takes it: letters, digits and characters folded to half width, a space between each."""
    return " ".join(_NOT_A_CHARACTER.sub("", unicodedata.normalize("NFKC", text).lower()))


def match_query(text: str) -> str | None:
    """What someone typed as a full-text query: each word a phrase of its characters. None if nothing is left.

    A word may also be pinyin, or a date or the beginning of one, which the index holds as one token each.
    """
    words = [word for word in text.split() if tokens(word)]
    return " AND ".join(f"({' OR '.join(_phrases(word))})" for word in words) or None


def name_queries(text: str) -> tuple[str, str]:
    """The queries for records whose whole name is what someone typed, and for those whose name begins so."""
    token = f'"{name_token(text)}"'
    return token, f"{token} *"


def name_token(text: str) -> str:
    """What stands in the index for a whole name, or for its initials or its pinyin."""
    return NAME + tokens(text.lower()).replace(" ", "")


def day_tokens(day: str) -> str:
    """What stands in the index for a day or a part of one (ISO text): its year, its month and itself."""
    digits = day.replace("-", "")
    return " ".join(digits[:end] for end in (4, 6, 8) if len(digits) >= end)


def _phrases(word: str) -> Iterator[str]:
    """The phrases a word may stand for. None ends in a star: that would gather every find before showing the first."""
    written = _DATE.fullmatch(unicodedata.normalize("NFKC", word))
    if written is None or not _ONLY_DAY.fullmatch(word):
        yield f'"{tokens(word)}"'
    yield from (f'"{syllables}"' for syllables in splits(word))
    if written is not None:
        parts = [part for part in written.groups() if part]
        before, last = "".join(part.zfill(2) for part in parts[:-1]), parts[-1]
        yield f'"{before}{last.zfill(2)}"'
        if last in ("1", "2", "3"):  # 2026-1 may be on its way to 2026-11
            yield from (f'"{before}{last}{digit}"' for digit in range(10))


def records_of(table: str, columns: Sequence[str], ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The records of these ids as they are stored, in no order; missing ones are left out."""
    names = ", ".join(f'"{column}"' for column in columns)
    query = f'SELECT {names} FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
    return database.execute_sql(query, (json.dumps(list(ids)),)).fetchall()  # type: ignore[no-any-return]


def insert_many(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows by position, as fast as the database can."""
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    database.connection().executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
