"""Sheets built from known records and random mess: the finder must give the records back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from county_tui.workbooks.cells import Cell
from county_tui.workbooks.formats.source import LoadedSheet, SheetFacts
from county_tui.workbooks.pipe.protocol import unpack_column
from county_tui.workbooks.pipe.streaming import stream_sheet
from county_tui.workbooks.tables import Merge, SheetInfo

PLACES = ["锦官驿街道", "春熙路街道", "双桂路街道", "牛市口街道", "成龙路街道"]
NAMES = ["大慈寺之家", "春熙驿站", "东湖书屋", "沙河驿站", "三圣花乡中心", "水井坊会客厅"]
PEOPLE = ["阿依古丽", "扎西多吉", "王小敏", "陈立", "何大志", "苏小梅"]
COLUMNS: dict[str, st.SearchStrategy[Cell]] = {
    "阵地名称": st.sampled_from(NAMES),
    "所属街道": st.sampled_from(PLACES),
    "负责人": st.sampled_from(PEOPLE),
    "类别": st.sampled_from(["教育基地", "服务窗口", "宣传阵地"]),
    "面积（㎡）": st.floats(10, 900).map(lambda area: round(area, 1)),
    "建成时间": st.sampled_from(["2020年5月", "2021-06", "2019.9"]),
    "服务人次": st.integers(1, 5000).map(float),
    "地址": st.sampled_from(["大慈寺路1号", "东大街12号", "芷泉街3号附2号"]),
    "联系电话": st.sampled_from(["13800000001", "028-84440001"]),
    "备注": st.sampled_from([None, None, "借用", "拟搬迁"]),
}
TITLES = ["民族团结进步阵地情况统计表", "附件1：", "锦江区民族工作阵地台账", "（2026年上半年）"]
METAS = [["填报单位：锦江区民宗局", "单位：人次"], ["填报时间：2026年6月30日"], ["编制单位（盖章）：", "2026年6月30日"]]
FOOTERS = [["填报人：张三", None, "审核人：李四"], ["注：本表由各街道填报。"], ["数据来源：各街道上报"]]


@dataclass
class Built:
    """A sheet on its way: rows, merges, and what must be found on it."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    header: tuple[int, int] = (0, 0)
    paths: list[str] = field(default_factory=list)
    data: list[tuple[int, list[Cell]]] = field(default_factory=list)

    def add_banner(self, text: str, width: int, is_merged: bool) -> None:
        """Add one text over the sheet."""
        self.rows.append([text] + [None] * (width - 1))
        if is_merged and width > 1:
            self.merges.append(Merge(len(self.rows), 0, len(self.rows), width - 1))


@st.composite
def messy_sheets(draw: st.DrawFn) -> Built:
    """Draw a sheet with titles, a header of one or two rows, records with sections and totals, and footers."""
    names = draw(st.lists(st.sampled_from(list(COLUMNS)), min_size=3, max_size=8, unique=True))
    width = len(names) + 1
    built = Built()
    for title in draw(st.lists(st.sampled_from(TITLES), max_size=2, unique=True)):
        built.add_banner(title, width, draw(st.booleans()))
    for meta in draw(st.lists(st.sampled_from(METAS), max_size=1)):
        built.rows.append([*meta[:1], *([None] * (width - len(meta))), *meta[1:]])
    if built.rows and draw(st.booleans()):
        built.rows.append([None] * width)
    _add_header(draw, built, ["序号", *names])
    records = draw(st.lists(st.tuples(*(COLUMNS[name] for name in names)), min_size=2, max_size=12))
    for serial, record in enumerate(records, start=1):
        if draw(st.integers(0, 5)) == 0:
            built.add_banner(draw(st.sampled_from(["一、城区", "（二）近郊", "锦官驿街道（3个）"])), width, True)
        if draw(st.integers(0, 9)) == 0:
            built.rows.append([None] * width)
        built.rows.append([float(serial), *record])
        built.data.append((len(built.rows), [float(serial), *record]))
        if draw(st.integers(0, 9)) == 0:
            built.rows.append([None, "小计", *([None] * (width - 3)), 12.0])
    if draw(st.booleans()):
        built.rows.append(["合计", *([None] * (width - 2)), 99.0])
    for footer in draw(st.lists(st.sampled_from(FOOTERS), max_size=2, unique_by=lambda row: row[0])):
        built.rows.append(list(footer))
    return built


def _add_header(draw: st.DrawFn, built: Built, labels: list[str]) -> None:
    """Add the header: flat, or with one parent merged over some columns; and perhaps a row of column numbers."""
    first = len(built.rows) + 1
    width = len(labels)
    built.paths = list(labels)
    if draw(st.booleans()):
        start = draw(st.integers(1, width - 2))
        end = draw(st.integers(start + 1, width - 1))
        top: list[Cell] = [*labels[:start], "基本情况", *([None] * (end - start)), *labels[end + 1 :]]
        below: list[Cell] = [None] * start + list(labels[start : end + 1]) + [None] * (width - end - 1)
        built.rows += [top, below]
        built.merges.append(Merge(first, start, first, end))
        outside = [column for column in range(width) if not start <= column <= end]
        built.merges += [Merge(first, column, first + 1, column) for column in outside]
        for column in range(start, end + 1):
            built.paths[column] = f"基本情况/{labels[column].replace(' ', '')}"
    else:
        built.rows.append(list(labels))
    if draw(st.integers(0, 3)) == 0:
        built.rows.append(["甲", *map(float, range(1, width))])
    built.header = (first, len(built.rows))


def found_on(built: Built) -> tuple[dict[str, Any], list[tuple[int, list[Cell]]]]:
    """Return the table and the data rows that the finder gives."""
    facts = SheetFacts(merges=list(built.merges))
    loaded = LoadedSheet(SheetInfo("表", False), iter([list(row) for row in built.rows]), facts)
    table, *rest = stream_sheet(loaded, (), None)
    data: list[tuple[int, list[Cell]]] = []
    for message in rest[:-1]:
        columns = [unpack_column(column) for column in message[2]]
        data += [(number, list(cells)) for number, *cells in zip(message[1], *columns, strict=True)]
    return table[1], data


@settings(max_examples=150, deadline=None)
@given(messy_sheets())
def test_a_messy_sheet_gives_its_records_back(built: Built) -> None:
    table, data = found_on(built)
    assert table["header_rows"] == built.header
    assert [column[3] for column in table["columns"]][: len(built.paths)] == built.paths
    assert [(number, cells[: len(built.paths)]) for number, cells in data] == built.data
