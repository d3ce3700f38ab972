"""Exports as files: text stays text, a file appears whole or not at all."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from county_tui import exporting, importing, store
from county_tui.errors import CountyError
from county_tui.formula_errors import CODES
from county_tui.models import REGISTERS
from tests.conftest import Fields, Person
from tests.importing.books import read_xlsx

RUN = ["=1+1", "+86", "-5元", "@SUM(A1)", "'=1", "''=2", '=HYPERLINK("http://x")']


@pytest.fixture
def written(ledger: Path, fields: Fields) -> list[str]:
    """Staff whose posts a spreadsheet would run, or lose the zeros of."""
    posts = [*RUN, "007", "'引号", "2026-01-02", "http://example.com", "一\r\n二"]
    for at, post in enumerate(posts):
        given = fields("personnel", name=f"职员{at}", unit="某单位", region="锦江区", role="宣传员", post=post)
        store.create("personnel", given, "测试")
    return posts


def staff_csv(path: Path) -> list[dict[str, str]]:
    """An exported csv as any program reads it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_no_formula_leaves_in_an_xlsx(written: list[str], tmp_path: Path) -> None:
    file = tmp_path / "出.xlsx"
    exporting.write(exporting.queries_for("all"), file)
    with zipfile.ZipFile(file) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets and not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    posts = [row[4] for row in read_xlsx(file)["工作队伍"][1:]]
    assert sorted(map(str, posts)) == sorted(post.replace("\r\n", " ") for post in written)


def test_in_a_csv_what_a_spreadsheet_would_run_gets_an_apostrophe(written: list[str], tmp_path: Path) -> None:
    file = tmp_path / "出.csv"
    exporting.write(exporting.queries_for("personnel"), file)
    posts = {row["姓名"]: row["职务"] for row in staff_csv(file)}
    assert [posts[f"职员{at}"] for at in range(len(RUN))] == [f"'{text}" for text in RUN]
    assert not any(post.startswith(("=", "+", "-", "@")) for post in posts.values())
    assert posts["职员7"] == "007"


@pytest.mark.parametrize("text", [*RUN, "007", "'引号", "", "'", "''", "'''=1", "甲=乙", "'甲=乙", "#REF!", "'#N/A"])
def test_the_apostrophe_goes_on_and_off(text: str) -> None:
    assert store.unguarded(store.guarded(text)) == text
    assert not store.guarded(text).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("day", ["1900-01-01", "1900-02-28", "1900-03-01", "2026-02-28", "2100-12-31"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_day_is_the_same_day_in_a_file(person: Person, day: str, ending: str, tmp_path: Path) -> None:
    person("张三", trained_on=day)
    file = tmp_path / f"出.{ending}"
    exporting.write(exporting.queries_for("personnel"), file)
    plan = importing.plan(file, importing.Request("personnel"))
    assert plan.count(importing.Verdict.UNCHANGED) == 1
    if ending == "xlsx":
        assert date.fromisoformat(day) in read_xlsx(file)["工作队伍"][1]


def test_texts_that_look_like_failed_formulas_come_back_from_a_csv(person: Person, tmp_path: Path) -> None:
    for code in sorted(CODES):
        person(f"职员{code}", post=code)
    file = tmp_path / "出.csv"
    exporting.write(exporting.queries_for("personnel"), file)
    assert importing.plan(file, importing.Request("personnel")).count(importing.Verdict.UNCHANGED) == len(CODES)


def test_a_workbook_of_all_has_a_sheet_per_register_with_its_labels(written: list[str], tmp_path: Path) -> None:
    file = tmp_path / "出.xlsx"
    assert exporting.write(exporting.queries_for("all"), file) == len(written)
    book = read_xlsx(file)
    assert list(book) == [register.label for register in REGISTERS]
    for register in REGISTERS:
        assert book[register.label][0] == list(register.labels().values())


def test_json_holds_values_by_field_name(written: list[str], tmp_path: Path) -> None:
    file = tmp_path / "出.json"
    exporting.write(exporting.queries_for("personnel"), file)
    told = json.loads(file.read_text("utf-8"))
    assert told["total"] == len(written) == len(told["rows"])
    assert told["rows"][0]["region"] == "锦江区" and told["rows"][0]["region_code"] == "510104000000"
    assert told["rows"][0]["languages"] is None


def test_json_of_all_registers_is_by_register(written: list[str], tmp_path: Path) -> None:
    file = tmp_path / "出.json"
    exporting.write(exporting.queries_for("all"), file)
    told = json.loads(file.read_text("utf-8"))
    assert list(told) == [register.register_name() for register in REGISTERS]
    assert told["bases"] == {"total": 0, "rows": []}


def test_only_what_a_query_chooses_is_written(written: list[str], tmp_path: Path) -> None:
    file = tmp_path / "出.csv"
    assert exporting.write([store.Query("personnel", search="职员3")], file) == 1
    assert [row["姓名"] for row in staff_csv(file)] == ["职员3"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("出.docx", "不能导出为“docx”"), ("出", "不能导出为"), ("没有/出.xlsx", "请检查文件夹是否存在")],
)
def test_a_place_that_cannot_be_written_is_refused_in_words(
    ledger: Path, tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(CountyError, match=words):
        exporting.write(exporting.queries_for("personnel"), tmp_path / name)


def test_all_registers_do_not_go_into_one_csv(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(CountyError, match="csv 一次只能导出一个台账"):
        exporting.write(exporting.queries_for("all"), tmp_path / "出.csv")
    assert not list(tmp_path.glob("*出*"))


def test_an_export_that_breaks_off_leaves_the_old_file(written: list[str], tmp_path: Path) -> None:
    file = tmp_path / "出.csv"
    file.write_text("旧", "utf-8")
    with pytest.raises(KeyError):
        exporting.write([store.Query("personnel", sort=("没有",))], file)
    assert file.read_text("utf-8") == "旧"
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_a_sheet_comes_with_a_filter_and_its_print_set_up(written: list[str], tmp_path: Path) -> None:
    file = tmp_path / "出.xlsx"
    exporting.write(exporting.queries_for("personnel"), file)
    with zipfile.ZipFile(file) as parts:
        sheet, book = (parts.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "workbook"))
    columns = len(REGISTERS[0].fields())
    assert f'<autoFilter ref="A1:{chr(64 + columns)}{len(written) + 1}"' in sheet
    assert 'paperSize="9"' in sheet and 'orientation="landscape"' in sheet and 'fitToHeight="0"' in sheet
    assert "_xlnm.Print_Titles" in book and 'state="frozen"' in sheet


def test_what_is_worked_out_goes_out_and_does_not_come_in(ledger: Path, fields: Fields, tmp_path: Path) -> None:
    given = {"year": "2025", "name": "场次", "source": "活动场次", "target": "4", "region": "锦江区"}
    row = store.create("indicators", fields("indicators", **given), "测试")
    held = {"title": "甲", "held_on": "2025-03-01", "kind": "节庆活动", "region": "锦江区"}
    store.create("activities", fields("activities", **held), "测试")
    for ending in ("csv", "xlsx"):
        file = tmp_path / f"指标.{ending}"
        exporting.write(exporting.queries_for("indicators"), file)
        plan = importing.plan(file, importing.Request("indicators"))
        assert (plan.writes, plan.count(importing.Verdict.UNCHANGED)) == (0, 1)
        left = {match.column.label: match.note for match in plan.sheets[0].columns if match.field is None}
        assert left == dict.fromkeys(("现完成值", "完成率"), "由系统计算，不用导入")
    (found,) = staff_csv(tmp_path / "指标.csv")
    assert (found["完成值"], found["现完成值"], found["完成率"]) == ("", "1", "25.0%")
    assert read_xlsx(tmp_path / "指标.xlsx")["指标台账"][1][-2:] == [1, 0.25]
    assert exporting.worked_out_json(row) == {"reached": 1, "share": 0.25}
    assert exporting.text_rows([row], ["name", "share"], store.lookups()) == [["场次", "25.0%"]]
