"""Conditions as people write them: `region=锦官驿街道`, `served_on=2026-03`, `people_served>=10`, `category=A|B`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Date, Kind, MultiChoice, PartialDate, RegionCode, first_day, last_day
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.store.listing import RECORD_FIELDS
from county_tui.store.rows import Condition, Test

_WRITTEN = re.compile(r"\s*([^=<>!]+?)\s*(!=|>=|<=|=)\s*(.*)", re.DOTALL)
AFTER_ANY = "~"
"""Sorts after every digit and dash: `2026-03~` is not before any day of March."""


def field_name(register: type[Register], text: str) -> str:
    """The field a person names, by name, label with or without its unit, or alias. Raises CountyError with them all."""
    fields = register.fields()
    wanted = "".join(text.split())
    for name, field in fields.items():
        if wanted in (name, field.label, field.label.partition("（")[0]):
            return name
    for name, field in fields.items():
        if wanted in field.aliases:
            return name
    known = "、".join(f"{name}（{field.label}）" for name, field in fields.items())
    raise CountyError(f"“{register.label}”没有“{text}”这个字段", f"，可用：{known}。")


def _dates(name: str, field: Kind, text: str, lookups: Lookups) -> list[Condition] | None:
    """From when and until when: the day, month or year given for a date field; None for any other field."""
    if not isinstance(field, Date | PartialDate) or not text:
        return None
    partial = str(PartialDate("").read(text, lookups))
    if isinstance(field, PartialDate):
        return [Condition(name, Test.AT_LEAST, partial), Condition(name, Test.AT_MOST, f"{partial}{AFTER_ANY}")]
    return [Condition(name, Test.AT_LEAST, first_day(partial)), Condition(name, Test.AT_MOST, last_day(partial))]


def _equal(name: str, field: Kind, text: str, lookups: Lookups) -> list[Condition]:
    if not text:
        return [Condition(name, Test.EMPTY)]
    ranged = _dates(name, field, text, lookups)
    if ranged is not None:
        return ranged
    if isinstance(field, RegionCode):
        return [Condition(name, Test.UNDER, field.parse(text, lookups))]
    if isinstance(field, MultiChoice):
        chosen = field.parse(text, lookups)
        return [Condition(name, Test.HAS, label) for label in chosen] if isinstance(chosen, tuple) else []
    values = tuple(field.parse(part, lookups) for part in text.split("|"))
    return [Condition(name, Test.IS, values[0]) if len(values) == 1 else Condition(name, Test.IN, values)]


def _unequal(name: str, field: Kind, text: str, lookups: Lookups) -> list[Condition]:
    if not text:
        return [Condition(name, Test.FILLED)]
    if isinstance(field, RegionCode | MultiChoice):
        raise CountyError(f"“{field.label}”不能用 != 筛选", f"，请写成 {field.label}=值，一次一个。")
    return [Condition(name, Test.IS_NOT, field.parse(text, lookups))]


def _bounded(name: str, field: Kind, sign: str, text: str, lookups: Lookups) -> list[Condition]:
    """`>=` from the first day of a month or year on, `<=` to its last; other values as they are."""
    if not text or isinstance(field, RegionCode | MultiChoice):
        raise CountyError(f"看不懂条件“{name}{sign}{text}”", f"，{sign} 后面要写日期或数。")
    ranged = _dates(name, field, text, lookups)
    if ranged is not None:
        return [ranged[0 if sign == ">=" else 1]]
    return [Condition(name, Test(sign), field.parse(text, lookups))]


def conditions(register: str, written: Sequence[str], lookups: Lookups) -> tuple[Condition, ...]:
    """Conditions from texts such as `field=value`. Raises CountyError on an unknown field or a value it cannot take."""
    model = register_named(register)
    found: list[Condition] = []
    for text in written:
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise CountyError(f"看不懂条件“{text}”", "，请写成 字段=值，如 region=锦官驿街道。")
        name = field_name(model, match[1])
        field, sign, value = model.fields()[name], match[2], match[3].strip()
        if sign == "=":
            found += _equal(name, field, value, lookups)
        elif sign == "!=":
            found += _unequal(name, field, value, lookups)
        else:
            found += _bounded(name, field, sign, value, lookups)
    return tuple(found)


def sorting(register: str, written: Sequence[str]) -> tuple[str, ...]:
    """Sort fields from texts such as `-served_on`, `-服务日期` or `id`."""
    model = register_named(register)
    bare = [text.strip().removeprefix("-") for text in written]
    names = [text if text in RECORD_FIELDS else field_name(model, text) for text in bare]
    return tuple(
        ("-" if text.strip().startswith("-") else "") + name for text, name in zip(written, names, strict=True)
    )
