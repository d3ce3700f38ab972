"""One TOML table of a definition's file: its values checked, and each key's place known for messages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Kind
from county_tui.models.register import Register
from county_tui.reports.definition import Filter, Only, Spot
from county_tui.store import read_conditions

Keys = Mapping[str, type | tuple[type, ...]]
"""The keys a table may have, and the types of their values."""
Fields = Mapping[str, Kind]
"""A register's fields by name."""

_HEADER = re.compile(r"\s*\[\[?\s*([\w\-.\"']+)\s*\]\]?")
_TYPES = {
    str: "引号里的文字",
    list: "方括号里的列表",
    int: "整数",
    float: "数字",
    bool: "true 或 false",
    dict: "一个表",
}


def line_of(text: str, table: str, key: str = "", number: int = 0) -> int:
    """The line (from 1) of a key in a table; in the number-th one where the table stands several times.

    A key of the whole file may be a table of its own. Without such a key, the line of the table's header, or 1.
    """
    lines = text.splitlines()
    current, seen, best = "", -1, 1
    for at, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header:
            current = header.group(1)
            seen += current == table
            if (current == table and seen == number) or (not table and current == key and best == 1):
                best = at
        is_here = current == table and (not table or seen == number)
        if key and is_here and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return at
    return best


def _words(wanted: type | tuple[type, ...]) -> str:
    kinds = wanted if isinstance(wanted, tuple) else (wanted,)
    return "或".join(_TYPES[kind] for kind in kinds)


def near(name: str, known: Iterable[str]) -> str:
    """The rest of a sentence about an unknown name: the nearest known one, or all of them."""
    found = difflib.get_close_matches(name, list(known), n=1)
    return f"，是否要写“{found[0]}”" if found else f"，可用：{'、'.join(known)}"


@dataclass(frozen=True, slots=True)
class Part:
    """A TOML table: `table` is its header in the file's text, `number` which one of several of that header it is."""

    values: Mapping[str, Any]
    file: str
    text: str
    table: str = ""
    number: int = 0

    def spot(self, key: str) -> Spot:
        """Where a key stands."""
        return Spot(self.file, line_of(self.text, self.table, key, self.number), key)

    def refuse(self, key: str, what: str) -> CountyError:
        """The error to raise about a key."""
        return CountyError(self.spot(key).says(what))

    def inner(self, key: str, values: Mapping[str, Any], number: int = 0) -> Part:
        """A table within this one."""
        return Part(values, self.file, self.text, key, number)

    def inner_list(self, key: str) -> list[Part]:
        """The tables of a `[[key]]`."""
        listed = self.values.get(key, [])
        if not all(isinstance(one, dict) for one in listed):
            raise self.refuse(key, f"请用 [[{key}]] 一段一段地写。")
        return [self.inner(key, one, number) for number, one in enumerate(listed)]

    def check(self, known: Keys) -> None:
        """Refuse keys nobody knows and values of the wrong type."""
        for key, value in self.values.items():
            if key not in known:
                raise self.refuse(key, f"没有这个设置{near(key, known)}。")
            is_odd_bool = isinstance(value, bool) and known[key] is not bool
            if is_odd_bool or not isinstance(value, known[key]):
                raise self.refuse(key, f"应当是{_words(known[key])}。")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one."""
        given = self.values.get(key, [])
        listed = [given] if isinstance(given, str) else given
        if not all(isinstance(text, str) for text in listed):
            raise self.refuse(key, "列表里应当都是引号里的文字。")
        return tuple(listed)

    def field(self, key: str, name: str, fields: Fields) -> Kind:
        """A field of the register. Refuses a name it does not have."""
        if name not in fields:
            raise self.refuse(key, f"台账里没有字段“{name}”{near(name, fields)}。")
        return fields[name]

    def field_of(self, key: str, kinds: tuple[type, ...], fields: Fields) -> str:
        """The field a key names, of one of some kinds; empty if the key is not given."""
        name = str(self.values.get(key, ""))
        if name and not isinstance(self.field(key, name, fields), kinds):
            raise self.refuse(key, f"字段“{name}”（{fields[name].label}）不能用在这里。")
        return name

    def filters(self, key: str, register: type[Register]) -> tuple[Filter, ...]:
        """The conditions of a key."""
        return tuple(filter_ for text in self.texts(key) for filter_ in self._filters(key, text, register))

    def _filters(self, key: str, text: str, register: type[Register]) -> Iterator[Filter]:
        spot = self.spot(key)
        try:
            read = read_conditions(register, text)
        except CountyError as error:
            raise self.refuse(key, str(error)) from error
        return (Filter(written, spot) for written in read)

    def only(self, field: str) -> Only | None:
        """The options of a choice field that `only` asks for."""
        texts = self.texts("only")
        return Only(field, texts, self.spot("only")) if texts else None


def filters_of(texts: Iterable[str], register: str, spot: Spot) -> tuple[Filter, ...]:
    """Conditions that stand elsewhere than in a TOML file, such as in the table of clauses."""
    part = Part({spot.key: list(texts)}, spot.file, "\n" * (spot.line - 1) + f"{spot.key} =")
    return part.filters(spot.key, register_named(register))
