"""The `[[columns]]` of a definition, part by part: each checked, and the links between them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Choice, Kind, MultiChoice, Number
from county_tui.models.register import Register
from county_tui.reports.definition import ColumnDefinition, Filter, Only, Spot
from county_tui.reports.table import DECIMALS, NUMBER
from county_tui.store import NEEDS, read_conditions

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
MEASURES = {
    "count": "int",
    "sum": "int",
    "mean": "decimal1",
    "distinct": "int",
    "marked": "int",
    "covered": "int",
    "missing": "int",
    "reaches": "int",
    "share": "percent",
    "growth": "percent",
}
"""The measures, and the format each has unless a column says otherwise."""
NEEDS_FIELD = ("sum", "mean", "distinct")
NEEDS_MARKS = ("marked", "covered", "missing")
"""The measures that count regions the office marked: all of them, those with a record, those without."""
TOTALS = ("", "mean", "sum")
FORMATS = (*DECIMALS, NUMBER)
Source = tuple[type[Register], bool]
"""What a column counts: a register, and whether its records' validity ends."""
LINKS = ("part", "whole", "now", "before")
"""The keys that name other columns."""
COLUMN_KEYS: Keys = {
    **dict.fromkeys(("key", "label", "measure", "field", "format", "each", "blank", "now", "before"), str),
    **dict.fromkeys(("source", "need", "total"), str),
    "where": list,
    "of": list,
    "head": (str, list),
    "only": list,
    "part": (str, list),
    "whole": (str, int, float, list),
    "last_year": bool,
    "ends_within_months": int,
    "hidden": bool,
}
AS_GIVEN = ("blank", "now", "before", "last_year", "ends_within_months", "hidden", "source", "need", "total")
"""The keys taken over as they stand."""


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


def _measure(part: Part, fields: Fields, has_standing: bool) -> str:
    """The measure of a column, with what it needs."""
    values = part.values
    measure = str(values.get("measure", ""))
    if measure not in MEASURES:
        raise part.refuse("measure", f"没有这种算法{near(measure, MEASURES)}。")
    if measure in NEEDS_FIELD and "field" not in values:
        raise part.refuse("measure", f"“{measure}”要写明 field（对哪个字段计算）。")
    if measure in ("sum", "mean"):
        part.field_of("field", (Number,), fields)
    elif "field" in values:
        part.field("field", values["field"], fields)
    if measure == "growth" and not ("now" in values and "before" in values):
        raise part.refuse("measure", "“growth”要写明 now 和 before（比较哪两列）。")
    if ("part" in values) != ("whole" in values):
        raise part.refuse("part" if "part" in values else "whole", "part 和 whole 要同时写。")
    if measure == "reaches" and "part" not in values:
        raise part.refuse("measure", "“reaches”要写明 part 和 whole（哪一列达到多少）。")
    if (measure in NEEDS_MARKS) != bool(values.get("need")) or values.get("need", NEEDS[0]) not in NEEDS:
        raise part.refuse("need", f"和 {'、'.join(NEEDS_MARKS)} 一起写，可写：{'、'.join(NEEDS)}。")
    if values.get("total", "") not in TOTALS:
        raise part.refuse("total", "可写 mean（各行平均）或 sum（各行相加）。")
    if values.get("ends_within_months") and not has_standing:
        raise part.refuse("ends_within_months", "要在 [standing] 里写明 until，才知道何时到期。")
    return measure


def _format(part: Part, measure: str) -> str:
    chosen = str(part.values.get("format", MEASURES[measure]))
    if chosen not in FORMATS:
        raise part.refuse("format", f"没有这种格式{near(chosen, FORMATS)}。")
    return chosen


def _column(part: Part, register: type[Register], has_standing: bool) -> ColumnDefinition:
    part.check(COLUMN_KEYS)
    values, fields = part.values, register.fields()
    measure = _measure(part, fields, has_standing)
    each = part.field_of("each", (Choice, MultiChoice), fields)
    label = str(values.get("label", ""))
    if not label and not each:
        raise part.refuse("label", "每一列都要有 label（列名）。")
    if each and (measure == "growth" or "part" in values):
        raise part.refuse("each", "由别的列算出的列不能用 each。")
    return ColumnDefinition(
        key=str(values.get("key", label)),
        label=label,
        measure=measure,
        field=str(values.get("field", "")),
        where=part.filters("where", register),
        of=part.filters("of", register),
        head=part.texts("head"),
        format=_format(part, measure),
        each=each,
        only=part.only(each),
        part=part.texts("part"),
        whole=values["whole"] if isinstance(values.get("whole"), int | float) else part.texts("whole"),
        **{name: values[name] for name in AS_GIVEN if name in values},
    )


def _check_links(columns: tuple[ColumnDefinition, ...], parts: list[Part]) -> None:
    """Refuse a link to a column that is not there, or is itself computed from others; and two columns of one key."""
    plain = {column.key for column in columns if not column.each and column.measure != "growth" and not column.part}
    seen: set[str] = set()
    for column, part in zip(columns, parts, strict=True):
        for key in LINKS:
            given = getattr(column, key)
            for named in (given,) if isinstance(given, str) else given if isinstance(given, tuple) else ():
                if named and named not in plain:
                    raise part.refuse(key, f"没有 key（或 label）为“{named}”的列，或者它也是由别的列算出的。")
        if not column.each and column.key in seen:
            raise part.refuse("key" if "key" in part.values else "label", f"有两列都叫“{column.key}”，请另写 key。")
        seen.add(column.key)


def read_columns(parts: list[Part], sources: Mapping[str, Source]) -> tuple[ColumnDefinition, ...]:
    """All columns of a definition; `sources` by name, the table's own as "". Raises CountyError with file and line."""
    columns = tuple(_column(part, *_source(part, sources)) for part in parts)
    _check_links(columns, parts)
    return columns


def _source(part: Part, sources: Mapping[str, Source]) -> Source:
    name = str(part.values.get("source", ""))
    if name not in sources:
        raise part.refuse(
            "source", f"没有 [sources.{name}] 这一段{near(name, [known for known in sources if known])}。"
        )
    return sources[name]
