"""From a TOML file to a definition; what is wrong in it becomes one sentence with file, line and key."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Choice, Date, Kind, Number, PartialDate
from county_tui.reports.definition import Column, Definition, Filter, Rows, Spot, Standing
from county_tui.reports.lines import line_of
from county_tui.reports.table import DECIMALS, NUMBER

MEASURES = {
    "count": "int",
    "sum": "int",
    "mean": "decimal1",
    "distinct": "int",
    "share": "percent",
    "growth": "percent",
}
"""The measures, and the format each has unless a column says otherwise."""
NEEDS_FIELD = ("sum", "mean", "distinct")
SPANS = ("month", "quarter", "year")

TABLE_KEYS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "title": str,
    "register": str,
    "unit": str,
    "notes": str,
    "date": str,
    "where": list,
    "standing": dict,
    "rows": dict,
    "columns": list,
    "chart": str,
    "code": str,
    "position": int,
}
ROW_KEYS: dict[str, type | tuple[type, ...]] = {"by": str, "label": str, "only": list, "blank": str}
STANDING_KEYS: dict[str, type | tuple[type, ...]] = {"since": (str, list), "until": str, "left": str, "years": int}
COLUMN_KEYS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(
        ("key", "label", "measure", "field", "format", "each", "blank", "part", "now", "before"),
        str,
    ),
    "where": list,
    "of": list,
    "head": (str, list),
    "only": list,
    "whole": (str, int, float),
    "last_year": bool,
    "ends_within_months": int,
    "hidden": bool,
}
_FILTER = re.compile(r"\s*(\w+(?:\.level)?)\s*(!=|>=|<=|=)\s*(.*?)\s*")
_TYPES = {
    str: "引号里的文字",
    list: "方括号里的列表",
    int: "整数",
    float: "数字",
    bool: "true 或 false",
    dict: "一个表",
}


def _words(wanted: type | tuple[type, ...]) -> str:
    kinds = wanted if isinstance(wanted, tuple) else (wanted,)
    return "或".join(_TYPES[kind] for kind in kinds)


def _near(name: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(name, list(known), n=1)
    return f"，是否要写“{found[0]}”" if found else f"，可用：{'、'.join(known)}"


@dataclass(frozen=True, slots=True)
class _Part:
    """One TOML table of a file: its values, and where it stands."""

    values: Mapping[str, Any]
    file: str
    text: str
    table: str = ""
    number: int = 0

    def spot(self, key: str) -> Spot:
        """Where a key of this part stands."""
        return Spot(self.file, line_of(self.text, self.table, key, self.number), key)

    def refuse(self, key: str, what: str) -> CountyError:
        """The error to raise about a key."""
        return CountyError(self.spot(key).says(what))

    def check(self, known: Mapping[str, type | tuple[type, ...]]) -> None:
        """Refuse keys nobody knows and values of the wrong type."""
        for key, value in self.values.items():
            if key not in known:
                raise self.refuse(key, f"没有这个设置{_near(key, known)}。")
            wanted = known[key]
            is_odd_bool = isinstance(value, bool) and wanted is not bool
            if is_odd_bool or not isinstance(value, wanted):
                raise self.refuse(key, f"应当是{_words(wanted)}。")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one."""
        given = self.values.get(key, [])
        listed = [given] if isinstance(given, str) else given
        if not all(isinstance(text, str) for text in listed):
            raise self.refuse(key, "列表里应当都是引号里的文字。")
        return tuple(listed)

    def filters(self, key: str, fields: Mapping[str, Kind]) -> tuple[Filter, ...]:
        """The `where` lines of a key."""
        return tuple(self._filter(key, text, fields) for text in self.texts(key))

    def _filter(self, key: str, text: str, fields: Mapping[str, Kind]) -> Filter:
        match = _FILTER.fullmatch(text)
        if match is None:
            raise self.refuse(key, f"看不懂条件“{text}”，请写成“字段=值”“字段!=值”“字段>=值”或“字段<=值”。")
        name, sign, value = match.groups()
        self.field(key, name.removesuffix(".level"), fields)
        if sign in (">=", "<=") and not value:
            raise self.refuse(key, f"条件“{text}”的“{sign}”后面要有值。")
        return Filter(name, sign, tuple(part.strip() for part in value.split("|")) if value else (), self.spot(key))

    def field(self, key: str, name: str, fields: Mapping[str, Kind]) -> Kind:
        """A field of the register. Refuses a name it does not have."""
        if name not in fields:
            raise self.refuse(key, f"台账里没有字段“{name}”{_near(name, fields)}。")
        return fields[name]

    def field_of(self, key: str, kinds: tuple[type, ...], fields: Mapping[str, Kind]) -> str:
        """The field a key names, of one of some kinds; empty if the key is not given."""
        name = str(self.values.get(key, ""))
        if name and not isinstance(self.field(key, name, fields), kinds):
            raise self.refuse(key, f"字段“{name}”（{fields[name].label}）不能用在这里。")
        return name


def filters_of(texts: Iterable[str], register: str, spot: Spot) -> tuple[Filter, ...]:
    """Conditions that stand elsewhere than in a TOML file, such as in the table of clauses."""
    part = _Part({spot.key: list(texts)}, spot.file, "")
    found = part.filters(spot.key, register_named(register).fields())
    return tuple(replace(one, spot=spot) for one in found)


def _rows(part: _Part, fields: Mapping[str, Kind], date: str) -> Rows:
    part.check(ROW_KEYS)
    by = part.values.get("by", "")
    if by in SPANS:
        if not date:
            raise part.refuse("by", "按时间分行的表要先写明 date（用哪个日期字段）。")
    elif by != "region":
        part.field_of("by", (Choice,), fields)
    if not by:
        raise part.refuse("by", "没有写明按什么分行，请写选项字段、region、month、quarter 或 year。")
    label = part.values.get("label") or (fields[by].label if by in fields else "时间")
    return Rows(by, label, part.texts("only"), part.values.get("blank", "未填写"))


def _standing(part: _Part, fields: Mapping[str, Kind]) -> Standing:
    part.check(STANDING_KEYS)
    dates = (Date, PartialDate)
    since = part.texts("since")
    for name in since:
        if not isinstance(part.field("since", name, fields), dates):
            raise part.refuse("since", f"字段“{name}”不是日期。")
    until, left = part.field_of("until", dates, fields), part.field_of("left", dates, fields)
    years = part.values.get("years", 0)
    if years and (not until or not since):
        raise part.refuse("years", "要同时写明 since 和 until。")
    return Standing(since, until, left, years)


def _measure(part: _Part, fields: Mapping[str, Kind], has_standing: bool) -> str:
    """The measure of a column, with what it needs."""
    values = part.values
    measure = str(values.get("measure", ""))
    if measure not in MEASURES:
        raise part.refuse("measure", f"没有这种算法{_near(measure, MEASURES)}。")
    if measure in NEEDS_FIELD and "field" not in values:
        raise part.refuse("measure", f"“{measure}”要写明 field（对哪个字段计算）。")
    if measure in ("sum", "mean"):
        part.field_of("field", (Number,), fields)
    elif "field" in values:
        part.field("field", values["field"], fields)
    if measure == "growth" and not ("now" in values and "before" in values):
        raise part.refuse("measure", "“growth”要写明 now 和 before（比较哪两列）。")
    if ("part" in values) != ("whole" in values):
        raise part.refuse("part", "part 和 whole 要同时写。")
    if values.get("ends_within_months") and not has_standing:
        raise part.refuse("ends_within_months", "这张表没有 [standing]，不知道何时到期。")
    return measure


def _format(part: _Part, measure: str) -> str:
    chosen = str(part.values.get("format", MEASURES[measure]))
    known = (*DECIMALS, NUMBER)
    if chosen not in known:
        raise part.refuse("format", f"没有这种格式{_near(chosen, known)}。")
    return chosen


def _column(part: _Part, fields: Mapping[str, Kind], has_standing: bool) -> Column:
    part.check(COLUMN_KEYS)
    values = part.values
    measure = _measure(part, fields, has_standing)
    each = part.field_of("each", (Choice,), fields)
    label = str(values.get("label", ""))
    if not label and not each:
        raise part.refuse("label", "每一列都要有 label（列名）。")
    plain = {name: values[name] for name in ("blank", "part", "whole", "now", "before", "last_year") if name in values}
    return Column(
        key=str(values.get("key", label)),
        label=label,
        measure=measure,
        spot=part.spot("label"),
        field=str(values.get("field", "")),
        where=part.filters("where", fields),
        of=part.filters("of", fields),
        head=part.texts("head"),
        format=_format(part, measure),
        each=each,
        only=part.texts("only"),
        ends_within_months=int(values.get("ends_within_months", 0)),
        hidden=bool(values.get("hidden", False)),
        **plain,
    )


def _check_links(columns: tuple[Column, ...], whole: _Part) -> None:
    """Refuse a column that is computed from one that is not there, or not yet, or is itself computed."""
    plain = {column.key for column in columns if not column.each and column.measure != "growth" and not column.part}
    for number, column in enumerate(columns):
        part = _Part({}, whole.file, whole.text, "columns", number)
        for key in ("part", "whole", "now", "before"):
            named = getattr(column, key)
            if isinstance(named, str) and named and named not in plain:
                raise part.refuse(key, f"没有 key（或 label）为“{named}”的列。")


def _parts(whole: _Part, key: str) -> list[_Part]:
    listed = whole.values.get(key, [])
    if not all(isinstance(one, dict) for one in listed):
        raise whole.refuse(key, "请用 [[columns]] 逐列写。")
    return [_Part(one, whole.file, whole.text, key, number) for number, one in enumerate(listed)]


def _definition(whole: _Part, stem: str, is_built_in: bool) -> Definition:
    whole.check(TABLE_KEYS)
    values = whole.values
    if not values.get("title"):
        raise whole.refuse("title", "没有写表名。")
    plain = {key: values[key] for key in ("title", "unit", "notes", "chart", "code", "position") if key in values}
    made = Definition(name=str(values.get("name", stem)), file=whole.file, is_built_in=is_built_in, **plain)
    if made.code and is_built_in:
        return made
    if made.code:
        raise whole.refuse("code", "只有随程序带来的表才能写 code。")
    register = _register(whole)
    fields = register_named(register).fields()
    date = whole.field_of("date", (Date, PartialDate), fields)
    for key in ("rows", "columns"):
        if not values.get(key):
            raise whole.refuse(key, f"缺少 {'[rows]（按什么分行）' if key == 'rows' else '[[columns]]（有哪些列）'}。")
    standing = values.get("standing")
    columns = tuple(_column(part, fields, standing is not None) for part in _parts(whole, "columns"))
    _check_links(columns, whole)
    return replace(
        made,
        register=register,
        date=date,
        where=whole.filters("where", fields),
        standing=None if standing is None else _standing(_Part(standing, whole.file, whole.text, "standing"), fields),
        rows=_rows(_Part(values["rows"], whole.file, whole.text, "rows"), fields, date),
        columns=columns,
    )


def _register(whole: _Part) -> str:
    try:
        return register_named(str(whole.values.get("register", ""))).register_name()
    except CountyError as error:
        raise whole.refuse("register", str(error)) from error


def read_definition(text: str, file: str, stem: str, *, is_built_in: bool) -> Definition:
    """The definition a TOML text holds. Raises CountyError with file, line and key."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else len(text.splitlines())
        shown = (text.splitlines() or [""])[min(line, len(text.splitlines()) or 1) - 1].strip()
        raise CountyError(f"{file} 第 {line} 行“{shown[:40]}”：不合 TOML 的写法（{error}）。") from error
    return _definition(_Part(values, file, text), stem, is_built_in)
