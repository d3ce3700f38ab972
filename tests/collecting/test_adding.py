"""Sums: the counties' returns add up to the table over one ledger that holds all their records."""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from county_tui import collecting, forms, reports, returns, store
from county_tui.cli import commands
from county_tui.collecting import TaskRequest
from county_tui.collecting.packing import sealed_sheets
from county_tui.errors import CountyError
from county_tui.forms.library import fill, type_into
from county_tui.returns import Request, SealedSheet
from tests.collecting.conftest import (
    CITY,
    COUNTIES,
    DUE,
    JINJIANG,
    NAMES,
    QINGYANG,
    QUARTER,
    TODAY,
    WUHOU,
    Offices,
    Serve,
    take,
)
from tests.forms.books import formulas, save

KINDS = ("教育保障", "法律援助", "户籍管理")


def _records(dice: random.Random, region: str) -> list[dict[str, object]]:
    """Services of a county, at its towns, communities and itself, this year's quarter and last's."""
    known = store.shipped_regions(region)
    codes = sorted(code for code in known.by_code if known.is_within(code))
    return [
        {
            "category": dice.choice(KINDS),
            "item": "咨询",
            "region": dice.choice([region, *codes]),
            "served_on": date(dice.choice((2025, 2026)), dice.randint(7, 9), dice.randint(1, 28)),
            "people_served": dice.randint(1, 40),
            "satisfaction": dice.choice((None, 3, 4, 5)),
            "outcome": dice.choice(("办结", "办理中")),
        }
        for _ in range(dice.randint(0, 25))
    ]


def _put(records: list[dict[str, object]]) -> None:
    with store.transaction():
        for record in records:
            store.create("service_records", record, "测试")  # type: ignore[arg-type]


def _rows(table: reports.Table) -> dict[str, list[object]]:
    rows = [*([table.total] if table.total else []), *table.rows]
    return {row.label: [cell.value for cell in row.cells] for row in rows}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sums_equal_the_table_over_all_records(offices: Offices, task: Path, seed: int) -> None:
    dice = random.Random(seed)
    left_out = dice.choice((None, *COUNTIES))
    for region in COUNTIES:
        records = _records(dice, region)
        with offices.at(region):
            _put(records)
        file = offices.seal(region)
        if region != left_out:
            assert take(file).state == collecting.ACCEPTED
            held = collecting.standing_of(region, QUARTER).held
            assert held and tuple(sealed_sheets(held.id).values()) == returns.read_return(file).sheets
            assert returns.code_of(sealed_sheets(held.id).values()) == held.code
            _put(records)  # the city's own ledger holds them all for comparison; sums never look at it
    for name in NAMES:
        found = collecting.sum_of(name, QUARTER)
        assert found.missing == ((left_out,) if left_out else ())
        (summed,) = collecting.tables_of_sum(found)
        wanted, got = _rows(reports.fill(name, QUARTER)), _rows(summed)
        assert got.keys() == wanted.keys()
        for label, values in wanted.items():
            assert got[label] == pytest.approx(values, rel=1e-12, nan_ok=True), (name, label)


def test_a_cell_opens_to_the_regions_behind_it(offices: Offices, serve: Serve, task: Path) -> None:
    serve(JINJIANG, "510104017000", people=7)
    serve(WUHOU, WUHOU, people=9)
    for region in (JINJIANG, WUHOU):
        take(offices.seal(region))
    assert collecting.reported_behind("services", QUARTER, "法律援助/服务人次") == [(JINJIANG, 7), (WUHOU, 9)]
    assert collecting.reported_behind("services-by-town", QUARTER, "锦江区/锦官驿街道/法律援助") == [(JINJIANG, 7)]
    assert collecting.sum_of("services", QUARTER).missing == (QINGYANG,)


FEW = """
title = "流动人员服务"
register = "service_records"
date = "served_on"
[rows]
by = "region"
[[columns]]
label = "流动人次"
measure = "sum"
field = "migrants_served"
"""


def test_a_sum_says_why_small_numbers_are_hidden_and_nothing_of_this_office_s_own_records(
    offices: Offices, serve: Serve
) -> None:
    reports.own_folder(offices.folder / "x.db").mkdir()
    (reports.own_folder(offices.folder / "x.db") / "few.toml").write_text(FEW, "utf-8")
    collecting.create_task(TaskRequest(("few", "services"), QUARTER, DUE, ("锦江区",)), "市")
    serve(JINJIANG, "510104017000", people=9, migrants_served=3)
    serve(CITY, CITY, category="教育保障")
    assert take(offices.seal(JINJIANG, ("few", "services"))).state == collecting.ACCEPTED
    few, services = (collecting.tables_of_sum(collecting.sum_of(name, QUARTER))[0] for name in ("few", "services"))
    assert "＜5" in [cell.value for row in few.rows for cell in row.cells] and "不足 5 的数不列出" in few.notes
    assert "不足 5" not in services.notes
    assert [row.label for row in services.lines] == [row.label for row in reports.outline("services", QUARTER).lines]


def _renamed(sheet: SealedSheet, old: str, new: str) -> SealedSheet:
    """A sheet in which a row has another label, as a region has that knows its newer towns."""
    rows = tuple(new if row == old else row for row in sheet.rows)
    keys = (cell.key.replace(f"{old}/", f"{new}/") for cell in sheet.cells)
    return replace(sheet, rows=rows, cells=tuple(map(lambda cell, key: replace(cell, key=key), sheet.cells, keys)))


def test_towns_of_one_name_that_this_office_does_not_know_stay_apart(
    offices: Offices, serve: Serve, task: Path
) -> None:
    for region, town, people in ((JINJIANG, "510104017000", 7), (WUHOU, "510107001000", 9)):
        serve(region, town, people)
        sealed = returns.read_return(offices.seal(region))
        old = store.lookups().regions.by_code[town].name
        sheets = tuple(_renamed(one, old, "新城镇") if one.name == "services-by-town" else one for one in sealed.sheets)
        sent = replace(sealed, sheets=sheets, code=returns.code_of(sheets))
        assert collecting.take(sent, "x.zip", "市", TODAY).state == collecting.ACCEPTED
    values = {cell.key: cell.value for cell in collecting.sum_of("services-by-town", QUARTER).sheet.cells}
    assert [values[f"{place}/新城镇/法律援助"] for place in ("锦江区", "武侯区")] == [7, 9]
    assert values["合计/法律援助"] == 16 and "新城镇/法律援助" not in values
    assert collecting.reported_behind("services-by-town", QUARTER, "武侯区/新城镇/法律援助") == [(WUHOU, 9)]


def test_what_is_sent_back_takes_no_part(offices: Offices, serve: Serve, task: Path) -> None:
    serve(JINJIANG, "510104017000")
    take(offices.seal(JINJIANG))
    collecting.send_back(JINJIANG, QUARTER, "不符", "市")
    assert collecting.sum_of("services", QUARTER).parts == ()


CELLS = {
    "A1": "统计表", "A3": "件数", "B3": "{件数 服务记录}", "A4": "走访", "B4": "{填 整数}",
    "A5": "共", "B5": "{=SUM(B3:B4)}", "A6": "平均", "B6": "{平均 满意度 服务记录}", "A7": "比", "B7": "{=B4/B3}",
    "A8": "说明", "B8": "{填 文字}",
}  # fmt: skip


@pytest.fixture
def form_task(offices: Offices) -> Path:
    """A form handed down to two counties."""
    forms.add_form(save(offices.folder / "统计表.xlsx", CELLS), "", "市")
    file = offices.folder / "表样任务.zip"
    made = collecting.create_task(TaskRequest(("统计表",), QUARTER, DUE, ("锦江区", "武侯区")), "市")
    collecting.write_task(made, file)
    return file


def test_a_form_adds_up_and_its_formulas_are_worked_out_anew(
    offices: Offices, serve: Serve, form_task: Path, tmp_path: Path
) -> None:
    serve(JINJIANG, "510104017000", satisfaction=5)
    serve(JINJIANG, "510104017000", satisfaction=4)
    serve(WUHOU, WUHOU, satisfaction=3)
    for region, visits in ((JINJIANG, "4"), (WUHOU, "5")):
        with offices.at(region):
            collecting.open_task(form_task, "区")
            type_into(fill(forms.form_named("统计表"), QUARTER), {"B4": visits, "B8": "好"}, "区")
        assert take(offices.seal(region, ("统计表",))).state == collecting.ACCEPTED
    found = collecting.sum_of("统计表", QUARTER)
    values = {cell.key: cell.value for cell in found.sheet.cells}
    assert values == {"B3": 3, "B4": 9, "B5": 12, "B6": 4, "B7": 3, "B8": None}
    collecting.write_sum(found, tmp_path / "汇总.xlsx")
    assert formulas((tmp_path / "汇总.xlsx").read_bytes())["表1"]["B5"].value == "=SUM(B3:B4)"


def test_a_form_of_another_version_is_refused(offices: Offices, serve: Serve, form_task: Path) -> None:
    with offices.at(JINJIANG):
        forms.add_form(save(offices.folder / "统计表.xlsx", {**CELLS, "B3": "{件数 活动}"}), "", "区")
    assert "不是这次下发的版本" in take(offices.seal(JINJIANG, ("统计表",))).reason


@pytest.fixture
def filled_by_hand(offices: Offices, form_task: Path) -> Path:
    """The form handed down, filled in plain Excel."""
    return save(
        offices.folder / "武侯区填.xlsx",
        {**CELLS, "B3": 6, "B4": "1,200", "B5": None, "B6": 4.5, "B7": None, "B8": "—"},
    )


def test_a_form_filled_in_plain_excel_is_taken_in(offices: Offices, filled_by_hand: Path) -> None:
    outcome = collecting.collect_plain(filled_by_hand, "武侯区", "市", TODAY)
    assert (outcome.state, outcome.version, outcome.reason) == (collecting.ACCEPTED, 1, "")
    assert collecting.collect_plain(filled_by_hand, "武侯区", "市", TODAY).state == collecting.KNOWN
    values = {cell.key: cell.value for cell in collecting.sum_of("统计表", QUARTER).sheet.cells}
    assert values["B3"] == 6 and values["B4"] == 1200 and values["B5"] == 1206
    assert values["B6"] is None, "a mean without its parts cannot be added up"
    again = save(filled_by_hand, {**CELLS, "B3": 7, "B4": 1})
    assert collecting.collect_plain(again, "武侯区", "市", TODAY).version == 2


def test_a_pack_filled_by_hand_says_itself_whose_it_is(offices: Offices, form_task: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(form_task) as archive:
        packs = [name for name in archive.namelist() if name.startswith("手工填报/")]
        assert packs == ["手工填报/锦江区-统计表.xlsx", "手工填报/武侯区-统计表.xlsx"]
        book = load_workbook(io.BytesIO(archive.read(packs[1])))
    book["表1"]["B3"], book["表1"]["B4"] = 8, 2
    folder = tmp_path / "收"
    folder.mkdir()
    book.save(folder / "改了名字.xlsx")
    (folder / "照片.jpg").write_bytes(b"x")
    (outcome,) = [collecting.collect(file, "市", TODAY) for file in collecting.files_in([folder])]
    assert (outcome.state, outcome.region) == (collecting.ACCEPTED, WUHOU), outcome.reason
    values = {cell.key: cell.value for cell in collecting.sum_of("统计表", QUARTER).sheet.cells}
    assert values["B5"] == 10
    assert "没有写明是哪个单位的" in collecting.collect(save(folder / "没有身份.xlsx", CELLS), "市", TODAY).reason


def test_a_pack_whose_properties_were_lost_is_known_by_its_printed_line(
    offices: Offices, form_task: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(form_task) as archive:
        packs = [archive.read(f"手工填报/{place}-统计表.xlsx") for place in ("武侯区", "锦江区")]
    (book, other), lost = (load_workbook(io.BytesIO(pack)) for pack in packs), tmp_path / "丢了属性.xlsx"
    line = book["表1"]["A9"].value
    assert line.startswith("识别行（请勿删改）：统计表｜2026Q3｜510107000000 武侯区｜") and len(line) < 60
    other["表1"]["A9"] = line
    other.save(lost)
    assert "不是同一个单位" in collecting.collect(lost, "市", TODAY).reason
    book["表1"]["B3"], book["表1"]["B4"] = 8, 2
    del book.custom_doc_props["county_tui_region"], book.custom_doc_props["county_tui_fingerprint"]
    del book.custom_doc_props["county_tui_form"], book.custom_doc_props["county_tui_period"]
    book.save(lost)
    assert "是下发给武侯区的表" in collecting.collect_plain(lost, "锦江区", "市", TODAY).reason
    ledger = ["--db", str(offices.folder / f"{CITY}.db"), "--as", "市"]
    done = CliRunner().invoke(commands, [*ledger, "import", "auto", str(lost), "--json"])
    assert json.loads(done.stdout)["collected"] == "accepted", done.stdout
    assert collecting.sum_of("统计表", QUARTER).parts == (WUHOU,)
    book["表1"]["A9"] = line.replace("2026Q3", "2026Q2")
    book.save(lost)
    assert "不是已下发的表样" in collecting.collect(lost, "市", TODAY).reason


def test_a_pack_holds_what_the_region_reported_last_and_an_import_ticks_it_off(
    offices: Offices, form_task: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(form_task) as archive:
        pack = archive.read("手工填报/武侯区-统计表.xlsx")
    book = load_workbook(io.BytesIO(pack))
    assert book["表1"]["B4"].comment is None
    book["表1"]["B3"], book["表1"]["B4"] = 8, 2
    book.save(tmp_path / "报来.xlsx")
    ledger = ["--db", str(offices.folder / f"{CITY}.db"), "--as", "市"]
    previewed = CliRunner().invoke(commands, [*ledger, "import", "auto", str(tmp_path / "报来.xlsx"), "--dry-run"])
    assert "下发的表样" in previewed.stderr and collecting.board(QUARTER).reported == 0
    done = CliRunner().invoke(commands, [*ledger, "import", "auto", str(tmp_path / "报来.xlsx"), "--json"])
    assert done.exit_code == 0 and json.loads(done.stdout)["collected"] == "accepted"
    (held,) = [one for one in collecting.collection(QUARTER).standings if one.held]
    assert (held.region, held.state) == (WUHOU, "已报")
    again = CliRunner().invoke(commands, [*ledger, "import", "auto", str(tmp_path / "报来.xlsx")])
    assert again.exit_code == 0 and "已有，收报进度上已勾掉" in again.stderr
    following = collecting.create_task(TaskRequest(("统计表",), QUARTER.next(), DUE, ("武侯区",)), "市")
    collecting.write_task(following, tmp_path / "四季度.zip")
    with zipfile.ZipFile(tmp_path / "四季度.zip") as archive:
        sheet = load_workbook(io.BytesIO(archive.read("手工填报/武侯区-统计表.xlsx")))["表1"]
    assert sheet["B4"].comment.text == "上期报 2"
    assert [str(check.sqref) for check in sheet.data_validations.dataValidation if check.type == "whole"] == ["B4"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("六", "不是数"),
        (-3, "负数"),
        (1e20, "不是能用的数"),
        ("'=1+1", "不是数"),
        ("=1+1", "没有算出数"),
        (2.5, "不是整数"),
    ],
)
def test_values_that_are_no_counts_are_refused_by_their_cell(
    offices: Offices, form_task: Path, value: object, words: str
) -> None:
    file = save(offices.folder / "填.xlsx", {**CELLS, "B4": value})
    outcome = collecting.collect_plain(file, "武侯区", "市", TODAY)
    assert outcome.state == collecting.REFUSED and "B4" in outcome.reason and words in outcome.reason


def test_a_text_about_a_person_typed_in_plain_excel_is_refused(offices: Offices, form_task: Path) -> None:
    file = save(offices.folder / "填.xlsx", {**CELLS, "B8": "阿依古丽（维吾尔族）租房纠纷 13800000000"})
    outcome = collecting.collect_plain(file, "武侯区", "市", TODAY)
    assert outcome.state == collecting.REFUSED and "B8" in outcome.reason and "13800000000" not in outcome.reason


def test_a_sheet_that_is_not_the_form_is_refused(offices: Offices, form_task: Path) -> None:
    file = save(offices.folder / "别的.xlsx", {"A1": "别的", "B3": 3})
    assert "不是已下发的表样" in collecting.collect_plain(file, "武侯区", "市", TODAY).reason
    (offices.folder / "假.xlsx").write_bytes(b"no workbook")
    assert collecting.collect_plain(offices.folder / "假.xlsx", "武侯区", "市", TODAY).state == collecting.REFUSED


def test_collected_numbers_are_written_one_a_line(offices: Offices, serve: Serve, task: Path, tmp_path: Path) -> None:
    serve(JINJIANG, "510104017000")
    take(offices.seal(JINJIANG))
    count = collecting.write_tidy(QUARTER, tmp_path / "数.csv")
    lines = (tmp_path / "数.csv").read_text("utf-8").splitlines()
    assert lines[0] == "period,region,region_code,version,name,row,column,value"
    assert len(lines) == count + 1 and "2026Q3,锦江区,510104000000,1,services,法律援助,件数,1" in lines


def test_a_province_is_told_whom_a_citys_sum_lacks(offices: Offices, serve: Serve, task: Path) -> None:
    serve(JINJIANG, "510104017000")
    take(offices.seal(JINJIANG))
    sealed = returns.seal(Request(NAMES, QUARTER), "市", collecting.fill_sums)
    file = returns.write_return(sealed, offices.folder)
    store.create_ledger(offices.folder / "省.db", "510000000000", "四川省民委")
    collecting.create_task(TaskRequest(NAMES, QUARTER, DUE, ("成都市",)), "省")
    assert take(file).state == collecting.ACCEPTED
    found = collecting.sum_of("services", QUARTER)
    assert (found.parts, found.missing) == ((CITY,), ())
    words = "成都市的汇总数里缺 2 个单位：青羊区、武侯区。"
    assert collecting.missing_words(found) == words and words in collecting.tables_of_sum(found)[0].notes
    assert found.sheet.value("法律援助/件数").value == 1  # type: ignore[union-attr]
    upward = returns.seal(Request(("services",), QUARTER), "省", collecting.fill_sums)
    assert upward.sheets[0].layout["missing"] == words


def test_a_sum_is_sealed_upward_differs_when_a_county_amends_and_is_amended_from_what_was_collected(
    offices: Offices, serve: Serve, tmp_path: Path
) -> None:
    cells = {"A1": "统计表", "A2": "{填报单位}：汇总", "A3": "件数", "B3": "{件数 服务记录}", "A4": "校验码：{校验码}"}
    forms.add_form(save(tmp_path / "统计表.xlsx", cells, [("B3 <= 1", "", "核实")]), "", "市")
    task = collecting.create_task(TaskRequest(("services", "统计表"), QUARTER, DUE, ("锦江区", "青羊区")), "市")
    collecting.write_task(task, tmp_path / "任务.zip")
    serve(JINJIANG, "510104017000")
    with offices.at(JINJIANG):
        collecting.open_task(tmp_path / "任务.zip", "区")
    take(offices.seal(JINJIANG, ("services", "统计表")))
    request = Request(("services", "统计表"), QUARTER)
    sealed = returns.seal(request, "市", collecting.fill_sums)
    assert sealed.region == CITY and sealed.is_sum and returns.return_by_id(1) == sealed
    assert sealed.sheets[0].value("法律援助/件数").value == 1  # type: ignore[union-attr]
    assert sealed.sheets[0].layout["missing"] == "缺 1 个单位：青羊区。"
    assert returns.count_differences(returns.list_returns(), collecting.fill_sums) == [0]
    with zipfile.ZipFile(returns.write_return(sealed, tmp_path)) as archive:
        printed = load_workbook(io.BytesIO(archive.read("统计表.xlsx"))).worksheets[0]
        assert "青羊区" in archive.read("说明.txt").decode("utf-8-sig")
    assert [cell.value for cell in printed["A"]][-1] == "缺 1 个单位：青羊区。", "on the form's paper, too"
    collecting.write_sum(collecting.sum_of("services", QUARTER), tmp_path / "表.xlsx")
    collecting.write_sum(collecting.sum_of("统计表", QUARTER), tmp_path / "表样.xlsx")
    for file in ("表.xlsx", "表样.xlsx"):
        texts = [str(cell.value) for row in load_workbook(tmp_path / file).worksheets[0].iter_rows() for cell in row]
        assert any("缺 1 个单位：青羊区" in text for text in texts), file
    assert [printed[at].value for at in ("A2", "B3", "A4")] == [f"{CITY}民宗局：汇总", 1, f"校验码：{sealed.code}"]

    serve(JINJIANG, "510104017000")
    with offices.at(JINJIANG):
        amended = returns.amend(1, "补报", "区", {"B3 <= 1": "集中办理"})
        file = returns.write_return(amended, tmp_path)
    assert take(file).state == collecting.ACCEPTED
    told = {one.place: (one.sealed, one.now) for one in returns.differences_of(1, collecting.fill_sums)}
    assert told["法律援助 / 件数"] == told["B3"] == (1, 2)
    assert returns.differing_now(collecting.fill_sums)[0][1] == len(told)
    with pytest.raises(CountyError, match="B3 <= 1"):
        returns.amend(1, "区里更正", "市", None, collecting.fill_sums)
    second = returns.amend(1, "区里更正", "市", {"B3 <= 1": "集中办理"}, collecting.fill_sums)
    assert second.is_sum and second.sheets[0].value("法律援助/件数").value == 2  # type: ignore[union-attr]
    with pytest.raises(CountyError, match="请不要另选区划"):
        returns.seal(Request(("services",), QUARTER, JINJIANG), "市", collecting.fill_sums)


def test_a_sum_is_sealed_from_the_command_line(offices: Offices, serve: Serve, task: Path) -> None:
    ledger = str(store.bound_path())
    words = ["--db", ledger, "return", "seal", "services", "--period", "2026Q3", "--from-collection", "--json"]
    early = CliRunner().invoke(commands, words)
    assert early.exit_code == 1 and "还没有收到一份上报" in early.stderr
    serve(JINJIANG, "510104017000")
    take(offices.seal(JINJIANG))
    made = json.loads(CliRunner().invoke(commands, words).stdout)
    assert (made["region_code"], made["forms"]) == (CITY, ["services"])
    listed = json.loads(CliRunner().invoke(commands, ["--db", ledger, "return", "list", "--json"]).stdout)
    assert listed[0]["differs"] == 0
    amend = ["--db", ledger, "return", "amend", "1", "--reason", "核对", "--json"]
    assert json.loads(CliRunner().invoke(commands, amend).stdout)["code"] == made["code"]
