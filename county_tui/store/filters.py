"""Conditions as people write them: `region=锦官驿街道`, `served_on=2026-03`, `people_served>=10`, `category=A|B`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from county_tui.errors import CountyError
from county_tui.models import register_named
from county_tui.models.kinds import Date, Kind, MultiChoice, PartialDate, RegionCode, first_day, last_day
from county_tui.models.lookups import Lookups
from county_tui.models.register import Register
from county_tui.store.rows import Condition, Test

_WRITTEN = re.compile(r"\s*([^=<>!]+?)\s*(!=|>=|<=|=)\s*(.*)", re.DOTALL)
AFTER_ANY = "~"
"""Sorts after every digit and dash: `2026-03~` is not before any day of March."""


def field_name(register: type[Register], text: str) -> str:
    """The field a person names, by name or label. Raises CountyError with what there is."""
    for name, field in register.fields().items():
        if text in (name, field.label):
            return name
    known = "、".join(f"{name}（{field.label}）" for name, field in register.fields().items())
    raise CountyError(f"“{register.label}”没有“{text}”这个字段", f"，可用：{known}。")


def _dates(name: str, field: Kind, text: str, lookups: Lookups) -> list[Condition] | None:
    """A month or a year for a date field, as the range it covers; None for any other field."""
    if not isinstance(field, Date | PartialDate):
        return None
    partial = PartialDate("").read(text, lookups)
    if isinstance(field, PartialDate):
        return [Condition(name, Test.AT_LEAST, partial), Condition(name, Test.AT_MOST, f"{partial}{AFTER_ANY}")]
    first, last = first_day(str(partial)), last_day(str(partial))
    return [Condition(name, Test.AT_LEAST, first), Condition(name, Test.AT_MOST, last)]


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


def conditions(register: str, written: Sequence[str], lookups: Lookups) -> tuple[Condition, ...]:
    """Conditions from texts such as `field=value`. Raises CountyError on an unknown field or a value it cannot take."""
    model = register_named(register)
    found: list[Condition] = []
    for text in written:
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise CountyError(f"看不懂条件“{text}”", "，请写成 字段=值，如 region=锦官驿街道。")
        name = field_name(model, match[1])
        field, test, value = model.fields()[name], match[2], match[3].strip()
        if test == "=":
            found += _equal(name, field, value, lookups)
        elif test == "!=":
            found.append(
                Condition(name, Test.IS_NOT, field.parse(value, lookups)) if value else Condition(name, Test.FILLED)
            )
        else:
            found.append(Condition(name, Test(test), field.parse(value, lookups)))
    return tuple(found)


def sorting(register: str, written: Sequence[str]) -> tuple[str, ...]:
    """Sort fields from texts such as `-served_on` or `-服务日期`."""
    model = register_named(register)
    return tuple(("-" if text.startswith("-") else "") + field_name(model, text.lstrip("-")) for text in written)
