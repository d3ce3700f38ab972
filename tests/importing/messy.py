"""Sheets as offices send them, made from known records plus random mess."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

from county_tui.models import register_named
from county_tui.models.kinds import Date, Decimal, Integer, Kind, MultiChoice, PartialDate, Phone, RegionCode, Value
from county_tui.models.lookups import Lookups
from tests.importing.books import write_merged

Draw = Callable[[st.SearchStrategy], object]  # type: ignore[type-arg]
Record = Mapping[str, Value]

FIELDS = {
    "personnel": ("name", "unit", "region", "role", "post", "phone", "languages", "started_on", "trained_on", "notes"),
    "activities": (
        "title",
        "held_on",
        "kind",
        "region",
        "host_unit",
        "participants",
        "reach",
        "budget_yuan",
        "outcome",
    ),
    "service_records": ("number", "served_on", "category", "item", "region", "people_served", "outcome", "notes"),
    "work_systems": ("title", "kind", "region", "issuing_unit", "document_no", "issued_on", "status", "summary"),
}
POOL = {
    "name": ("张建国", "阿依古丽", "刘洋", "欧阳娜", "李敏", "曾刚", "扎西", "马晓燕", "王二小", "周敏"),
    "unit": ("锦官驿街道办事处", "锦江区民宗局", "大慈寺社区", "区教育局"),
    "title": (
        "坝坝宴",
        "中秋联谊会",
        "政策宣讲进社区",
        "联席会议制度",
        "信息报送办法",
        "迎新春茶话会",
        "应急预案",
        "普通话培训班",
    ),
    "item": ("工资纠纷咨询", "居住证办理指引", "医保参保登记", "就业推荐", "入学咨询"),
    "number": ("F-2026-001", "F-2026-002", "F-2026-003", "003", "F5", "锦服〔2026〕6号"),
    "issuing_unit": ("区民宗局", "街道党工委"),
    "document_no": ("锦民宗〔2026〕3号", "锦委发〔2025〕12号"),
    "post": ("科长", "四级主任科员", "网格员"),
    "host_unit": ("锦官驿街道办事处", "区文旅局"),
}
TITLES = ("锦江区民族工作情况登记表", "2026年上半年工作台账", "附件1")
ABOVE = ("填报单位：锦官驿街道办事处", "填报日期：2026年7月1日", "说明：请如实填写，不要合并单元格。")
PARENTS = ("基本情况", "工作情况", "其他情况")
SECTIONS = ("一、锦官驿街道", "二、牛市口街道", "（三）其他单位")
FOOTERS = ("填报人：某某        审核人：某某", "注：本表一式两份。", "联系电话：028-86660000")


NEEDS_ITS_DAY = ("停用", "撤销", "废止")
"""Statuses that ask for a date of their own, which these sheets do not have."""


def one_value(name: str, kind: Kind, lookups: Lookups) -> st.SearchStrategy[Value]:
    """A value a field may hold."""
    days = st.dates(datetime.date(2024, 1, 1), datetime.date(2026, 6, 30))
    if isinstance(kind, RegionCode):
        regions = lookups.regions
        named = [p.name for p in regions.by_code.values()]
        codes = [code for code, p in regions.by_code.items() if regions.is_within(code) and named.count(p.name) == 1]
        return st.sampled_from(sorted(codes))
    if isinstance(kind, MultiChoice):
        labels = lookups.choices(kind.options)
        return st.sets(st.sampled_from(labels), min_size=1).map(lambda s: tuple(one for one in labels if one in s))
    if hasattr(kind, "options"):
        return st.sampled_from([label for label in lookups.choices(kind.options) if label not in NEEDS_ITS_DAY])
    if isinstance(kind, PartialDate):
        return st.tuples(days, st.sampled_from((7, 10))).map(lambda drawn: str(drawn[0])[: drawn[1]])
    if isinstance(kind, Date):
        return days
    if isinstance(kind, Integer):
        return st.integers(1, 20000)
    if isinstance(kind, Decimal):
        return st.decimals(1, 99999, places=1)
    if isinstance(kind, Phone):
        return st.sampled_from(("13800001111", "028-86660000", "18900002222"))
    return st.sampled_from(POOL.get(name, ("按时完成", "群众反映好", "第一行，第二行")))


def records(register: str, lookups: Lookups) -> st.SearchStrategy[list[Record]]:
    """Some records with different keys."""
    model = register_named(register)
    kinds = {name: model.fields()[name] for name in FIELDS[register]}
    one = {
        name: one_value(name, kind, lookups) if kind.is_required or name in model.key
        else st.none() | one_value(name, kind, lookups)
        for name, kind in kinds.items()
    }  # fmt: skip
    return st.lists(
        st.fixed_dictionaries(one), min_size=2, max_size=8, unique_by=lambda r: tuple(r[n] for n in model.key)
    )


def dates_spelled(day: datetime.date) -> list[object]:
    """A day as people write it."""
    y, m, d = day.year, day.month, day.day
    serial = (day - datetime.date(1899, 12, 30)).days
    texts = (
        f"{y}-{m}-{d}",
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}{m:02}{d:02}",
        f"{y}年{m}月{d}日",
        f"{y} 年 {m} 月 {d} 日",
    )
    return [day, str(day), *texts, serial, float(f"{y}{m:02}{d:02}")]


def months_spelled(text: str) -> list[object]:
    """A partial date as people write it."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return dates_spelled(datetime.date(*parts))
    year, month = parts
    return [text, f"{year}年{month}月", f"{year}.{month}", f"{year}/{month}", f"{year}{month:02}"]


def numbers_spelled(number: int) -> list[object]:
    """A count as people write it."""
    wide = str(number).translate({ord("0") + at: ord("０") + at for at in range(10)})
    return [number, str(number), f"{number:,}", f" {number} ", f"{number}人次", wide]


def spelled(kind: Kind, value: Value, lookups: Lookups) -> list[object]:
    """The ways a cell may say a value."""
    if value is None:
        return [None, "", "—", "/", " "]
    if isinstance(kind, RegionCode):
        region = lookups.regions.by_code[str(value)]
        path = lookups.regions.path(str(value))
        whole = path if region.code == lookups.regions.home else f"锦江区{path}"
        return [region.code, float(region.code), region.name, path, path.replace("/", ""), whole, f"{region.name} "]
    if isinstance(kind, PartialDate):
        return months_spelled(str(value))
    if isinstance(value, datetime.date):
        return dates_spelled(value)
    if isinstance(kind, Integer) and isinstance(value, int):
        return numbers_spelled(value)
    if isinstance(kind, Decimal):
        return [float(str(value)), str(value), f"{value:,}"]
    if isinstance(kind, Phone):
        return [value, float(value) if str(value).isdigit() else value, f" {value}"]
    if isinstance(value, tuple):
        return [mark.join(value) for mark in "、,，;/ "]
    if hasattr(kind, "options"):
        return [value, f" {value}", "".join(f"{one} " for one in str(value))]
    return [value, f" {value}　"]


@dataclass
class Messy:
    """A sheet under construction."""

    columns: list[str | None]
    """The field of each column; None for one that is no field's."""
    rows: list[list[object]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    header: tuple[int, int] = (0, 0)

    def add(self, cells: Sequence[object], *, merged: bool = False) -> None:
        """One more row, its only cell merged over the whole width if asked."""
        self.rows.append([*cells, *[None] * (len(self.columns) - len(cells))])
        if merged and len(self.columns) > 1:
            at = len(self.rows) - 1
            self.merges.append((at, 0, at, len(self.columns) - 1))


def _headings(sheet: Messy, register: str, draw: Draw) -> list[str]:
    """A header text for each column: a label, an alias or a field name, set as people set them."""
    fields = register_named(register).fields()
    texts = []
    for name in sheet.columns:
        if name is None:
            texts.append("暗号" if texts else "序号")
            continue
        kind = fields[name]
        own = [kind.label, *kind.aliases[:2]]
        text = str(draw(st.sampled_from([one for one in own if one not in texts])))
        texts.append(str(draw(st.sampled_from([text, f"{text}*", f" {text}", text[:2] + "\n" + text[2:]]))))
    return texts


def _add_header(sheet: Messy, texts: Sequence[str], draw: Draw) -> None:
    """One header row, or two with parents merged over some columns, or a column-number row below."""
    first = len(sheet.rows)
    if draw(st.booleans()) and len(texts) > 5:
        start = int(str(draw(st.integers(1, 3))))
        parents = [""] * start + [PARENTS[0]] * 2 + [PARENTS[1]] * (len(texts) - start - 2)
        sheet.add([parent if parent not in parents[:at] else None for at, parent in enumerate(parents)])
        sheet.add(texts)
        for at in range(start):
            sheet.rows[first][at], sheet.rows[first + 1][at] = texts[at], None
            sheet.merges.append((first, at, first + 1, at))
        sheet.merges += [(first, start, first, start + 1), (first, start + 2, first, len(texts) - 1)]
    else:
        sheet.add(texts)
    if draw(st.booleans()):
        sheet.add(["甲", "乙", *range(1, len(texts) - 1)])
    sheet.header = (first + 1, len(sheet.rows))


def _add_data(sheet: Messy, register: str, given: Sequence[Record], lookups: Lookups, draw: Draw) -> None:
    fields = register_named(register).fields()
    for number, record in enumerate(given, start=1):
        between = draw(st.sampled_from(("", "", "", "", "blank", "section", "subtotal")))
        if between == "blank":
            sheet.add([])
        elif between == "section":
            sheet.add([draw(st.sampled_from(SECTIONS))], merged=bool(draw(st.booleans())))
        elif between == "subtotal" and number > 1:
            sheet.add(["小计"])
        cells: list[object] = []
        for name in sheet.columns:
            if name is None:
                cells.append("x" if cells else number)
            else:
                cells.append(draw(st.sampled_from(spelled(fields[name], record[name], lookups))))
        sheet.add(cells)


def messy_sheet(register: str, given: Sequence[Record], lookups: Lookups, draw: Draw) -> Messy:
    """The records as an office would send them."""
    order = list(draw(st.permutations(FIELDS[register])))  # type: ignore[call-overload]
    sheet = Messy([None, *order] if draw(st.booleans()) else [*order, None])
    if draw(st.booleans()):
        sheet.add([draw(st.sampled_from(TITLES))], merged=True)
        for text in draw(st.lists(st.sampled_from(ABOVE), unique=True, max_size=2)):  # type: ignore[attr-defined]
            sheet.add([text])
    _add_header(sheet, _headings(sheet, register, draw), draw)
    _add_data(sheet, register, given, lookups, draw)
    if draw(st.booleans()):
        sheet.add(["合计"])
    for text in draw(st.lists(st.sampled_from(FOOTERS), unique=True, max_size=2)):  # type: ignore[attr-defined]
        sheet.add([text])
    return sheet


def written(sheet: Messy, path: Path) -> Path:
    """The sheet as a workbook."""
    return write_merged(path, sheet.rows, sheet.merges)
