"""Known records, put into a sheet with all the mess of an office, come out of the import again, just those."""

from __future__ import annotations

import decimal
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import python_calamine
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from county_tui import importing, store
from county_tui.exporting.sheets import write_error_book
from county_tui.importing import Request
from county_tui.importing.refusals import refused_sheets
from county_tui.models.kinds import Value
from tests.importing.books import messages, write_merged, write_sheet
from tests.importing.messy import FIELDS, Record, messy_sheet, records, written

SOME = settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
"""No shrinking: each try reads a workbook three times, and the notes show the sheet."""


def held(register: str) -> Counter[str]:
    """What the ledger holds, blanks left out."""
    return as_counted([row.values for row in store.list_rows(store.Query(register))])


def as_counted(given: Iterable[Record]) -> Counter[str]:
    """Records as texts to compare, in whatever order."""
    return Counter(
        str({name: plain(value) for name, value in sorted(one.items()) if value is not None}) for one in given
    )


def plain(value: Value) -> str:
    """A value as text: 12.0 and 12 are one number."""
    return f"{value.normalize():f}" if isinstance(value, decimal.Decimal) else str(value)


@pytest.mark.parametrize("register", FIELDS)
@SOME
@given(data=st.data())
def test_the_records_come_back(ledger_template: Path, register: str, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.db"
        shutil.copyfile(ledger_template, ledger)
        store.bind(ledger)
        lookups = store.lookups()
        known = data.draw(records(register, lookups))
        sheet = messy_sheet(register, known, lookups, data.draw)
        for row in sheet.rows:
            note(" | ".join("" if cell is None else str(cell) for cell in row))
        file = written(sheet, Path(folder) / "台账.xlsx")
        dry = importing.plan(file, Request(register))
        note(json.dumps(importing.as_json(dry, None, applied=False), ensure_ascii=False))
        assert dry.sheets[0].header_rows == sheet.header
        assert dry.count(importing.Verdict.REFUSED) == 0
        plan = importing.plan(file, Request())
        assert importing.as_json(plan, None, applied=False) == importing.as_json(dry, None, applied=False)
        importing.apply(plan, "测试")
        assert held(register) == as_counted(known)
        assert importing.plan(file, Request()).writes == 0


WRONG = "？看不清？"


def mended(errors: Path, good: object) -> Path:
    """The error workbook with the one wrong cell put right, its merged cells kept."""
    sheet = python_calamine.CalamineWorkbook.from_path(str(errors)).get_sheet_by_index(0)
    rows = [[good if cell == WRONG else cell or None for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    return write_merged(errors.with_name("改好.xlsx"), rows, merges)


@pytest.mark.parametrize("register", ["personnel", "activities"])
@SOME
@given(data=st.data())
def test_a_wrong_cell_is_mended_in_the_error_workbook(
    ledger_template: Path, register: str, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.db"
        shutil.copyfile(ledger_template, ledger)
        store.bind(ledger)
        known = data.draw(records(register, store.lookups()))
        sheet = messy_sheet(register, known, store.lookups(), data.draw)
        column = sheet.columns.index("region")
        filled = [row for row in sheet.rows[sheet.header[1] :] if len([cell for cell in row if cell is not None]) > 2]
        row = data.draw(st.sampled_from([row for row in filled if row[column] is not None]))
        good, row[column] = row[column], WRONG
        for cells in sheet.rows:
            note(" | ".join("" if cell is None else str(cell) for cell in cells))
        plan = importing.plan(written(sheet, Path(folder) / "台账.xlsx"), Request())
        assert [problem.value for one in plan.sheets[0].rows for problem in one.problems] == [WRONG]
        importing.apply(plan, "测试", skip_refused=True)
        errors = Path(folder) / "错误.xlsx"
        assert write_error_book(list(refused_sheets(plan)), errors) == 1
        again = importing.plan(mended(errors, good), Request())
        assert messages(again) == {}
        importing.apply(again, "测试")
        assert held(register) == as_counted(known)


@pytest.mark.parametrize("last", ["信息报送办法", "应急联动预案"])
def test_rows_of_words_behind_a_section_are_no_other_table(ledger: Path, tmp_path: Path, last: str) -> None:
    header = ["制定单位", "类别", "状态", "制度名称", "适用范围"]
    rules = [
        ["区民宗局", "信息通报", "现行", "联席会议制度", "锦阳社区居委会"],
        ["街道党工委", "应急预案", "修订中", "信息报送工作制度", "锦华路街道"],
        ["（三）其他单位"],
        ["街道党工委", "组织领导", "修订中", last, "国槐社区居委会"],
    ]
    plan = importing.plan(write_sheet(tmp_path / "一.xlsx", header, *rules), Request())
    assert plan.count(importing.Verdict.NEW) == 3
    assert plan.sheets[0].problems == ()


def test_a_first_row_of_figures_with_units_is_no_note_under_the_header(ledger: Path, tmp_path: Path) -> None:
    header = ["活动名称", "活动日期", "类别", "所属区划", "参与人次", "阅读量"]
    first = ["坝坝宴", "2026-05-24", "节庆活动", "锦华路街道", "2950人次", "1899人次"]
    others = [[f"联谊{at}", "2026-02-07", "宣传教育", 510104035017, 300, 14453] for at in range(3)]
    file = write_sheet(tmp_path / "一.xlsx", header, first, *others)
    assert importing.plan(file, Request()).count(importing.Verdict.NEW) == 4
