"""Records of any register as hypothesis makes them, with the texts that have broken exports before."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from county_tui import exporting, store
from county_tui.errors import CountyError
from county_tui.models import REGISTERS, register_named
from county_tui.models.kinds import (
    Choice,
    Date,
    Decimal,
    Integer,
    Kind,
    MultiChoice,
    PartialDate,
    PeriodName,
    Phone,
    Reference,
    RegionCode,
    Value,
    YesNo,
)
from county_tui.models.lookups import Lookups

Texts = Mapping[str, str | None]
"""A record as typed: text by field name."""
Book = Mapping[str, Sequence[Texts]]
"""Records by register."""

NASTY = (
    "=1+1", "+86", "-5", "@SUM(A1)", "'", "'=1", "''=1", "'引", "001", "0123456789", "1E5", "1.0", "TRUE", "2026-01-02",
    "１２", '"引"', 'a"b', "a,b", "a;b", "a\tb", "甲，乙；丙", '=HYPERLINK("http://x")', "http://example.com",
    "mailto:a@b", "-无", "—5", "#REF!", "#N/A", "合 计 表", "是", "否", "0", "<b>", "&amp;", "_x000D_", "{=1}", "%",
    "㎡", "👪", "𠮷", "甲/乙", "甲（乙）", "(甲)", "_x0041_",
)  # fmt: skip
LINES = ("第一行\n第二行", "a\n\nb", "=1\n=2", "'a\n'b", "一;\n二;\n三;\n四;", '引"\n"号')
PLAIN = st.text("甲乙丙丁街道社区服务民族团结abcXYZ019 .,;:()（）—“”'\"=+-@/\\", min_size=1, max_size=10)
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)).map(str)


def texts_for(field: Kind, lookups: Lookups) -> st.SearchStrategy[str]:
    """What a clerk may type into a field."""
    if isinstance(field, Choice):
        return st.sampled_from(lookups.choices(field.options))
    if isinstance(field, MultiChoice):
        return st.lists(st.sampled_from(lookups.choices(field.options)), min_size=1, max_size=4).map("、".join)
    if isinstance(field, RegionCode):
        regions = lookups.regions
        return st.sampled_from([code for code in sorted(regions.by_code) if regions.is_within(code)])
    if isinstance(field, Reference):
        return st.integers(0, 9).map(str)
    if isinstance(field, Integer):
        return st.integers(field.least or 0, min(field.most or 10**12, 10**12)).map(str)
    if isinstance(field, Decimal):
        return st.decimals(0, 10**9, places=2).map(lambda number: f"{number:f}")
    if isinstance(field, PartialDate):
        return st.tuples(DAYS, st.sampled_from((4, 7, 10))).map(lambda drawn: drawn[0][: drawn[1]])
    if isinstance(field, Date):
        return DAYS
    if isinstance(field, PeriodName):
        return st.sampled_from(("2026", "2026H1", "2026年三季度", "2026-09", "2026年1—9月", "2025Q3..2026Q2"))
    if isinstance(field, YesNo):
        return st.sampled_from(("是", "否"))
    if isinstance(field, Phone):
        return st.from_regex(r"0[0-9]{2,3}-[0-9]{7,8}|1[3-9][0-9]{9}", fullmatch=True)
    return st.one_of(PLAIN, st.sampled_from(NASTY + (LINES if getattr(field, "lines", False) else ())))


def books(lookups: Lookups, most: int = 3) -> st.SearchStrategy[Book]:
    """Some records of every register."""

    def typed(register: str) -> st.SearchStrategy[Sequence[Texts]]:
        fields = register_named(register).fields()
        one = {
            name: texts_for(field, lookups) if field.is_required else st.none() | texts_for(field, lookups)
            for name, field in fields.items()
        }
        return st.lists(st.fixed_dictionaries(one), max_size=most)

    return st.fixed_dictionaries({r.register_name(): typed(r.register_name()) for r in REGISTERS})


def enter(book: Book) -> int:
    """Save what the rules allow, as the forms would. Returns how many were saved."""
    saved = 0
    with store.transaction():
        for register, records in book.items():
            lookups = store.lookups()
            for texts in records:
                try:
                    store.create(register, _parsed(register, texts, lookups), "测试")
                    saved += 1
                except CountyError:
                    continue
    return saved


def _parsed(register: str, texts: Texts, lookups: Lookups) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, field in register_named(register).fields().items():
        text = texts[name]
        if isinstance(field, Reference) and text is not None:
            known = sorted(lookups.names(field.register).names)
            text = lookups.names(field.register).name(known[int(text) % len(known)]) if known else None
        values[name] = field.parse(text, lookups)
    return values


def everything() -> dict[str, Counter[str]]:
    """All live records as JSON without their numbers, by register."""
    lookups = store.lookups()
    return {
        query.register: Counter(
            str({**exporting.as_json(row, lookups), "id": 0, "version": 0}) for row in store.list_rows(query)
        )
        for query in exporting.queries_for("all")
    }
