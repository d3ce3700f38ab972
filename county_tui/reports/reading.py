"""From a TOML file to a definition; what is wrong in it becomes one sentence with file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Choice, Date, Integer, PartialDate, PeriodName
from county_tui.models.line import watching_in
from county_tui.models.lookups import Lookups
from county_tui.models.regions import TOWN_LEVEL
from county_tui.models.register import Register
from county_tui.report_period import parse_period
from county_tui.reports.definition import ColumnDefinition, Definition, Rows, Standing, resolve
from county_tui.reports.reading_columns import Fields, Keys, Part, near, read_columns
from county_tui.reports.scope import PART_NAMES

SPANS = ("month", "quarter", "year")
DATES = (Date, PartialDate)
DATED = (*DATES, Integer, PeriodName)
"""What says in which period a record lies: a day, a month, a year or a named period."""
TABLE_KEYS: Keys = {
    **dict.fromkeys(("name", "title", "register", "unit", "notes", "date", "chart", "code"), str),
    "where": list,
    "standing": dict,
    "sources": dict,
    "rows": dict,
    "columns": list,
    "position": int,
}
NAMING = ("name", "title", "label", "notes", "chart", "blank")
"""What names a table and its parts; conditions only choose labels, which were asked when they were made."""
ROW_KEYS: Keys = {"by": str, "label": str, "only": list, "blank": str, "level": int, "inherits": bool}
SOURCE_KEYS: Keys = {"register": str, "date": str, "where": list, "standing": dict}
STANDING_KEYS: Keys = {
    **dict.fromkeys(("until", "left"), str),
    **dict.fromkeys(("since", "begun", "present"), (str, list)),
    "years": int,
}
MISSING = {"rows": "缺少 [rows]（按什么分行）。", "columns": "缺少 [[columns]]（有哪些列）。"}
TOML_WORDS = (
    ("Illegal character '\\n'", "引号没有配对"),
    ("Invalid value", "值写得不对，文字要加英文引号"),
    ("Expected '='", "设置和值之间要有等号"),
    ("Cannot overwrite", "同一个设置写了两次"),
    ("Cannot declare", "同一个段落写了两次"),
    ("Unterminated", "引号没有配对"),
    ("Unclosed", "括号没有配对"),
    ("Illegal character", "有不能用的字符"),
)
"""What the standard library's reader says, and what it means to a clerk."""


def _level(part: Part, by: str) -> int:
    level = int(part.values.get("level", TOWN_LEVEL))
    if "level" in part.values and (by != "region" or level not in PART_NAMES):
        levels = "、".join(f"{number}（{name}）" for number, name in PART_NAMES.items())
        raise part.refuse("level", f"只有按 region 分行时才能写，可写 {levels}。")
    return level


def _rows(part: Part, fields: Fields, date: str) -> Rows:
    part.check(ROW_KEYS)
    by = str(part.values.get("by", ""))
    if not by:
        raise part.refuse("by", "没有写明按什么分行，请写选项字段、region、month、quarter 或 year。")
    if by in SPANS and not (date and isinstance(fields[date], DATES)):
        raise part.refuse("by", "按时间分行的表要先写明 date（用哪个日期字段）。")
    if by not in (*SPANS, "region"):
        part.field_of("by", (Choice,), fields)
    only = part.only(by)
    if only and by in (*SPANS, "region"):
        raise part.refuse("only", "只有按选项字段分行时才能写 only。")
    usual = "" if by == "region" else fields[by].label if by in fields else "时间"
    label = part.values.get("label", usual)
    inherits = bool(part.values.get("inherits"))
    if inherits and by != "region":
        raise part.refuse("inherits", "只有按 region 分行时才能写。")
    return Rows(by, label, only, part.values.get("blank", "未填写"), inherits, _level(part, by))


def _standing(part: Part, register: type[Register]) -> Standing:
    part.check(STANDING_KEYS)
    fields = register.fields()
    since = part.texts("since")
    for name in since:
        if not isinstance(part.field("since", name, fields), DATES):
            raise part.refuse("since", f"字段“{name}”不是日期。")
    until, left = part.field_of("until", DATES, fields), part.field_of("left", DATES, fields)
    years = int(part.values.get("years", 0))
    if years < 0 or (years and not (until and since)):
        raise part.refuse("years", "应当是正整数，并且同时写明 since 和 until。")
    if "begun" in part.values and not since:
        raise part.refuse("begun", "要同时写明 since（起始日期），它只管起始日期空白的记录。")
    if "present" in part.values and not left:
        raise part.refuse("present", "要同时写明 left（离开日期），它只管离开日期空白的记录。")
    return Standing(since, until, left, years, part.filters("begun", register), part.filters("present", register))


def _register(whole: Part) -> str:
    try:
        register = register_named(str(whole.values.get("register", "")))
    except CountyError as error:
        raise whole.refuse("register", str(error)) from error
    if "region" not in register.fields():
        raise whole.refuse("register", f"“{register.label}”的记录不写区划，不能按区划汇总，请换一本台账。")
    return register.register_name()


def _named(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, text) of whatever names the table, its rows and its columns."""
    for key, value in values.items():
        if key in NAMING and isinstance(value, str):
            yield key, value
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield from _named(part)


def _check_words(whole: Part, stem: str) -> None:
    """Refuse words of watching people in what names a table. Raises CountyError with file and line."""
    for key, text in (("name", stem), *_named(whole.values)):
        if found := watching_in(text):
            raise whole.refuse(key, f"{found.what}，{found.instead}。")


def _definition(whole: Part, stem: str, is_built_in: bool) -> Definition:
    whole.check(TABLE_KEYS)
    values = whole.values
    if not values.get("title"):
        raise whole.refuse("title", "没有写表名。")
    _check_words(whole, stem)
    plain = {key: values[key] for key in ("title", "unit", "notes", "chart", "code", "position") if key in values}
    made = Definition(name=str(values.get("name", stem)), file=whole.file, is_built_in=is_built_in, **plain)
    if not made.code:
        return _with_body(made, whole)
    if not is_built_in:
        raise whole.refuse("code", "只有随程序带来的表才能写 code。")
    return made


def _check_chart(whole: Part, columns: tuple[ColumnDefinition, ...]) -> None:
    """Refuse a chart of a column that is not there; the columns of `each` have the labels of the ledger's own lists."""
    chart = whole.values.get("chart")
    labels = [column.label for column in columns if not column.hidden]
    if chart and chart not in labels and not any(column.each for column in columns):
        raise whole.refuse("chart", f"没有叫“{chart}”的列{near(chart, labels)}。")


def _with_body(made: Definition, whole: Part) -> Definition:
    """The definition with its register, rows and columns."""
    values, made = whole.values, _with_source(made, whole)
    fields = register_named(made.register).fields()
    for key, sentence in MISSING.items():
        if not values.get(key):
            raise whole.refuse(key, sentence)
    rows = _rows(whole.inner("rows", values["rows"]), fields, made.date)
    sources = {name: _with_source(made, part) for name, part in _sources(whole, rows)}
    counted = {name: (register_named(one.register), _can_end(one)) for name, one in {"": made, **sources}.items()}
    columns = read_columns(whole.inner_list("columns"), counted)
    _check_chart(whole, columns)
    return replace(made, rows=rows, columns=columns, sources={n: replace(s, rows=rows) for n, s in sources.items()})


def _can_end(source: Definition) -> bool:
    return source.standing is not None and bool(source.standing.until)


def _sources(whole: Part, rows: Rows) -> Iterator[tuple[str, Part]]:
    """The `[sources.NAME]` of a table: other registers that some of its columns count."""
    for name, values in whole.values.get("sources", {}).items():
        part = whole.inner(f"sources.{name}", values if isinstance(values, dict) else {})
        part.check(SOURCE_KEYS)
        register = register_named(_register(part))
        if rows.by not in (*SPANS, "region") and rows.by not in register.fields():
            raise part.refuse("register", f"“{register.label}”没有分行用的字段“{rows.by}”。")
        if rows.by in SPANS and not part.values.get("date"):
            raise part.refuse("date", "按时间分行的表，每个来源都要写明 date。")
        yield name, part


def _with_source(made: Definition, part: Part) -> Definition:
    """The definition with what a table, or another source of it, counts."""
    model = register_named(_register(part))
    inner = f"{part.table}.standing" if part.table else "standing"
    standing = _standing(part.inner(inner, part.values["standing"]), model) if "standing" in part.values else None
    date = part.field_of("date", DATED, model.fields())
    where = part.filters("where", model)
    return replace(made, register=model.register_name(), date=date, where=where, standing=standing)


def read_definition(text: str, file: str, stem: str, *, is_built_in: bool) -> Definition:
    """The definition a TOML text holds. Raises CountyError with file, line and key."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CountyError(_in_words(error, text, file)) from error
    return _definition(Part(values, file, text), stem, is_built_in)


def _in_words(error: tomllib.TOMLDecodeError, text: str, file: str) -> str:
    """A sentence about a text that is no TOML."""
    lines = text.splitlines() or [""]
    found = re.search(r"line (\d+)", str(error))
    number = min(int(found.group(1)) if found else len(lines), len(lines))
    reason = next((words for mark, words in TOML_WORDS if mark in str(error)), "不合 TOML 的写法")
    return f"{file} 第 {number} 行“{lines[number - 1].strip()[:40]}”：{reason}。"


def check_labels(definition: Definition, lookups: Lookups) -> None:
    """Refuse values that no record can have: unknown options, regions, dates. Raises CountyError with file and line."""
    rows = definition.rows
    only = [rows.only.as_filter()] if rows and rows.only else []
    for source in (definition, *definition.sources.values()):
        standing = source.standing or Standing(())
        filters = [*source.where, *standing.begun, *standing.present, *only]
        for column in definition.columns:
            if definition.source(column) is source:
                filters += [*column.where, *column.of, *([column.only.as_filter()] if column.only else [])]
        if filters:
            resolve(source.register, filters, parse_period("2026"), lookups)
