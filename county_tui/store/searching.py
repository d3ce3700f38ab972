"""The search index: what of a record can be found, and keeping the index in step with the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import peewee

from county_tui.models import register_named
from county_tui.models.kinds import Kind, Reference, Value
from county_tui.models.lookups import Lookups
from county_tui.models.pinyin import initials, syllables
from county_tui.models.register import DATES, Register
from county_tui.models.sqlite import BOUNDARY, day_tokens, empty_index, index_texts, name_token, tokens
from county_tui.rights import Right
from county_tui.store.session import bulk_transaction, records

MOST_REMEMBERED = 5_000
"""Different values of a field kept taken apart: a field with more repeats little, and memory stays bounded."""
CHUNK = 2_000
"""Records indexed at a time: bounds the memory a rebuild takes."""
SEPARATOR = f" {BOUNDARY} "

Entry = tuple[int, str, str]
"""A record's id and texts."""


Columns = Sequence[Sequence[Value]]
"""The values of some records by column, in the order of the register's fields."""


class FieldTexts:
    """The index texts of one field's values, each after a boundary: every value is taken apart once."""

    def __init__(self, field: Kind, lookups: Lookups, *, is_name: bool = False) -> None:
        self.field, self.lookups = field, lookups
        self.is_person = getattr(field, "is_name", False) or (isinstance(field, Reference) and _names_people(field))
        self.is_name = is_name
        self.is_read = not getattr(field, "lines", False)
        self.characters: dict[Value, str] = {}
        self.initials: dict[Value, str] = {}

    def _learn(self, value: Value) -> None:
        text = self.field.format(value, self.lookups)
        if self.field.kind in DATES:
            self.characters[value] = SEPARATOR + day_tokens(text) if text else ""
            self.initials[value] = ""
            return
        letters = initials(text, is_name=self.is_person)
        read = syllables(text, is_name=self.is_person) if self.is_read and letters != text else ""
        named = [text, *([letters, read] if letters != text else [])] if self.is_name and text else []
        names = " ".join(map(name_token, dict.fromkeys(named)))
        self.characters[value] = SEPARATOR + tokens(text) + (SEPARATOR + names if names else "") if text else ""
        self.initials[value] = (SEPARATOR + tokens(letters) if letters != text else "") + (read and SEPARATOR + read)

    def of(self, column: Sequence[Value]) -> tuple[Iterator[str], Iterator[str]]:
        """The characters and the initials of a column of values."""
        if len(self.characters) > MOST_REMEMBERED:
            self.characters.clear()
            self.initials.clear()
        for value in set(column).difference(self.characters):
            self._learn(value)
        return map(self.characters.__getitem__, column), map(self.initials.__getitem__, column)


def _names_people(field: Reference) -> bool:
    """Whether the records that a reference names are called by persons' names."""
    target = register_named(field.register)
    return bool(getattr(target.fields()[target.name_field()], "is_name", False))


class Indexer:
    """Makes the index texts of a register's records, column by column."""

    def __init__(self, register: type[Register], lookups: Lookups) -> None:
        name = register.name_field()
        self.searched = [
            (at, FieldTexts(field, lookups, is_name=field.name == name))
            for at, field in enumerate(register.fields().values())
            if field.is_searchable or field.kind in DATES
        ]

    def texts(self, columns: Columns) -> tuple[list[str], list[str]]:
        """The characters and the initials of each record."""
        parts = [known.of(columns[at]) for at, known in self.searched]
        characters, letters = (list(map(_joined, zip(*some, strict=True))) for some in zip(*parts, strict=True))
        return characters, letters

    def entries(self, rows: Sequence[tuple[int, Sequence[Value]]]) -> list[Entry]:
        """What the index takes for records given as (id, values in field order)."""
        if not rows:
            return []
        keys, values = zip(*rows, strict=True)
        return list(zip(keys, *self.texts(list(zip(*values, strict=True))), strict=True))


def _joined(parts: tuple[str, ...]) -> str:
    """The texts of a record's fields in a row. There is always a boundary: by it all records of an index are listed."""
    text = "".join(parts)[len(SEPARATOR) :]
    return text if BOUNDARY in text else text + SEPARATOR


def read_values(register: type[Register], where: object) -> Iterator[tuple[int, list[Value]]]:
    """(id, values in field order) of the records a peewee condition chooses."""
    fields = list(register.fields().values())
    for key, *values in records(register.select(register.id, *fields).where(where)):
        yield key, values


def index_rows(register: type[Register], rows: Sequence[tuple[int, Sequence[Value]]], lookups: Lookups) -> list[Entry]:
    """What the index takes for records given as (id, values in field order)."""
    return Indexer(register, lookups).entries(rows)


def rebuild(name: str, lookups: Lookups) -> int:
    """Make a register's index anew from its live records. Returns how many were indexed."""
    register = register_named(name)
    indexer, count = Indexer(register, lookups), 0
    with bulk_transaction(right=Right.LOOK):  # upkeep: it says nothing that the records do not
        empty_index(name)
        for few in peewee.chunked(read_values(register, register.deleted_at.is_null()), CHUNK):
            index_texts(name, indexer.entries(few))
            count += len(few)
    return count
