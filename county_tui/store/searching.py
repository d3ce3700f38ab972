"""The search index: what of a record can be found, and keeping the index in step with the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from county_tui.models import register_named
from county_tui.models.initials import initials
from county_tui.models.kinds import Kind, Value
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.models.sqlite import BOUNDARY, empty_index, index_texts, tokens
from county_tui.store.session import records, transaction

MOST_REMEMBERED = 5_000

Texts = tuple[str, str]
"""A record's characters and their initials, as the index takes them."""


def _tokens(text: str) -> Texts:
    first = initials(text)
    return tokens(text), "" if first == text else tokens(first)


def texts_of(register: type[Register], lookups: Lookups) -> Callable[[Sequence[Value]], Texts]:
    """A function from a record's values, in field order, to its index texts."""
    searched: list[tuple[int, Kind, dict[Value, Texts]]] = [
        (at, field, {}) for at, field in enumerate(register.fields().values()) if field.is_searchable
    ]
    separator = f" {BOUNDARY} "

    def texts(values: Sequence[Value]) -> Texts:
        characters, letters = [], []
        for at, field, known in searched:
            value = values[at]
            if value is None:
                continue
            found = known.get(value)
            if found is None:
                if len(known) > MOST_REMEMBERED:
                    known.clear()
                found = known[value] = _tokens(field.format(value, lookups))
            characters.append(found[0])
            if found[1]:
                letters.append(found[1])
        return separator.join(characters), separator.join(letters)

    return texts


def read_values(register: type[Register], where: object) -> Iterator[tuple[int, list[Value]]]:
    """(id, values in field order) of the records a peewee condition chooses."""
    fields = list(register.fields().values())
    for key, *values in records(register.select(register.id, *fields).where(where)):
        yield key, values


def index_rows(
    register: type[Register], rows: Iterable[tuple[int, Sequence[Value]]], lookups: Lookups
) -> list[tuple[int, str, str]]:
    """Index entries for records given as (id, values in field order)."""
    texts = texts_of(register, lookups)
    return [(key, *texts(values)) for key, values in rows]


def rebuild(name: str, lookups: Lookups) -> int:
    """Make a register's index anew from its live records. Returns how many were indexed."""
    register = register_named(name)
    texts = texts_of(register, lookups)
    with transaction():
        empty_index(name)
        rows = ((key, *texts(values)) for key, values in read_values(register, register.deleted_at.is_null()))
        count = 0

        def counted() -> Iterator[tuple[int, str, str]]:
            nonlocal count
            for row in rows:
                count += 1
                yield row

        index_texts(name, counted())
        return count
