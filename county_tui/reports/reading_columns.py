"""The `[[columns]]` of a definition: each checked, and the links between them."""

from __future__ import annotations

from collections.abc import Mapping

from county_tui.models.kinds import Choice, MultiChoice, Number
from county_tui.models.register import Register
from county_tui.reports.definition import Column
from county_tui.reports.parts import Fields, Keys, Part, near
from county_tui.reports.table import DECIMALS, NUMBER
from county_tui.store import NEEDS

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


def _column(part: Part, register: type[Register], has_standing: bool) -> Column:
    part.check(COLUMN_KEYS)
    values, fields = part.values, register.fields()
    measure = _measure(part, fields, has_standing)
    each = part.field_of("each", (Choice, MultiChoice), fields)
    label = str(values.get("label", ""))
    if not label and not each:
        raise part.refuse("label", "每一列都要有 label（列名）。")
    if each and (measure == "growth" or "part" in values):
        raise part.refuse("each", "由别的列算出的列不能用 each。")
    return Column(
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


def _check_links(columns: tuple[Column, ...], parts: list[Part]) -> None:
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


def read_columns(parts: list[Part], sources: Mapping[str, Source]) -> tuple[Column, ...]:
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
