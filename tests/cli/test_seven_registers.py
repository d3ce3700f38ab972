"""Every field of every register: in by a workbook as offices write it, out by `list` and `export`, back unchanged."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from county_tui.models import register_named
from tests.cli.conftest import Run
from tests.importing.books import Cells, write_xlsx

COMMUNITY, STREET = "锦官驿街道/大慈寺社区居委会", "锦官驿街道"

RECORDS: Mapping[str, list[tuple[str, str, object, object]]] = {
    "personnel": [
        ("姓名", "name", "张建国", "张建国"),
        ("工作单位", "unit", " 锦官驿街道办 ", "锦官驿街道办"),
        ("所属区划", "region", 510104017, STREET),
        ("队伍类别", "role", "专职干部", "专职干部"),
        ("职务", "post", "=科员", "=科员"),
        ("联系电话", "phone", 13800001234.0, "13800001234"),
        ("语言能力", "languages", "彝语, 普通话", ["普通话", "彝语"]),
        ("任职日期", "started_on", "2023年9月", "2023-09"),
        ("离任日期", "ended_on", "2026", "2026"),
        ("最近培训日期", "trained_on", datetime.date(2026, 3, 2), "2026-03-02"),
        ("本年培训学时", "training_hours", "12.5学时", 12.5),
        ("备注", "notes", "第一行\n第二行", "第一行\n第二行"),
    ],
    "bases": [
        ("名称", "name", "便民站", "便民站"),
        ("所属区划", "region", "成都市锦江区锦官驿街道大慈寺社区", COMMUNITY),
        ("类别", "kind", "服务窗口", "服务窗口"),
        ("级别", "level", "社区级", "社区级"),
        ("地址", "address", "红星路35号", "红星路35号"),
        ("主管单位", "managing_unit", "街道办", "街道办"),
        ("负责人", "contact", "李　敏", "李敏"),
        ("联系电话", "phone", "028—86660000", "028-86660000"),
        ("批次", "batch", "001", "001"),
        ("命名文号", "document_no", "川民〔2023〕1号", "川民〔2023〕1号"),
        ("命名日期", "named_on", 45170, "2023-09-01"),
        ("有效期至", "valid_until", "2028.9", "2028-09"),
        ("服务事项", "services", "信息登记、培训", ["培训", "信息登记"]),
        ("有工作制度", "has_rules", "√", "是"),
        ("有服务窗口", "has_window", "无", "否"),
        ("有人员服务", "has_staff", 1, "是"),
        ("有经费保障", "has_funds", "×", "否"),
        ("有专题活动", "has_events", "有", "是"),
        ("有宣传阵地", "has_publicity", "0", "否"),
        ("有成果展示", "has_results", "—", None),
        ("面积（㎡）", "area_m2", "1,200.5", 1200.5),
        ("状态", "status", "在用", "在用"),
        ("备注", "notes", "'引", "'引"),
    ],
    "demonstration_units": [
        ("单位名称", "name", "大慈寺社区", "大慈寺社区"),
        ("所属区划", "region", "锦官驿/大慈寺", COMMUNITY),
        ("类型", "sector", "县(市、区)", "县（市、区）"),
        ("级别", "level", "省级", "省级"),
        ("状态", "status", "命名", "命名"),
        ("批次", "batch", "第二批", "第二批"),
        ("命名文号", "document_no", 7, "7"),
        ("命名日期", "named_on", 2023, "2023"),
        ("有效期至", "valid_until", "-", None),
        ("复核日期", "reviewed_on", "２０２５－９－１", "2025-09-01"),
        ("特色亮点", "highlights", "@石榴籽", "@石榴籽"),
        ("联系人", "contact", "王晓", "王晓"),
        ("联系电话", "phone", "13800001234 13900001234", "13800001234、13900001234"),
        ("备注", "notes", "-无", "-无"),
    ],
    "work_systems": [
        ("制度名称", "title", "培训制度", "培训制度"),
        ("类别", "kind", "队伍培训", "队伍培训"),
        ("适用区划", "region", "锦江区", "锦江区"),
        ("制定单位", "issuing_unit", "民宗局", "民宗局"),
        ("文号", "document_no", "+1", "+1"),
        ("印发日期", "issued_on", 2023.9, "2023-09"),
        ("施行日期", "effective_on", "20240101", "2024-01-01"),
        ("下次复审", "review_due_on", "2026/12/31", "2026-12-31"),
        ("状态", "status", "现行", "现行"),
        ("内容摘要", "summary", "摘要", "摘要"),
        ("存档位置", "file_location", "1柜", "1柜"),
        ("备注", "notes", None, None),
    ],
    "service_records": [
        ("编号", "number", "F-01", "F-01"),
        ("服务日期", "served_on", "2026.3.2", "2026-03-02"),
        ("服务类别", "category", "法律援助", "法律援助"),
        ("服务事项", "item", "咨询", "咨询"),
        ("所属区划", "region", "大慈寺", COMMUNITY),
        ("服务阵地", "base", "便民站", "便民站"),
        ("经办人", "staff", "张建国", "张建国"),
        ("服务人次", "people_served", "12人次", 12),
        ("其中流动人口", "migrants_served", 0, 0),
        ("其中少数民族群众", "minority_served", "１２", 12),
        ("语言服务", "language", "彝语", "彝语"),
        ("办理结果", "outcome", "办结", "办结"),
        ("办结日期", "completed_on", "2026年3月5日", "2026-03-05"),
        ("满意度", "satisfaction", 5, 5),
        ("备注", "notes", "无", None),
    ],
    "activities": [
        ("活动名称", "title", "火把节", "火把节"),
        ("开始日期", "held_on", "2026-7-1", "2026-07-01"),
        ("结束日期", "ended_on", "2026-7-3", "2026-07-03"),
        ("类别", "kind", "节庆活动", "节庆活动"),
        ("所属计划", "plan", "各族青少年交流计划", "各族青少年交流计划"),
        ("所属区划", "region", "锦江区/锦官驿街道", STREET),
        ("活动阵地", "base", "便民站", "便民站"),
        ("主办单位", "host_unit", "民宗局", "民宗局"),
        ("参与人次", "participants", "300", 300),
        ("宣传渠道", "channel", "微博、短视频", ["微博", "短视频"]),
        ("阅读量", "reach", "1.2万", 12000),
        ("经费（元）", "budget_yuan", "5,000.50元", 5000.5),
        ("活动成效", "outcome", "好", "好"),
    ],
    "indicators": [
        ("年度", "year", "2026年", 2026),
        ("指标名称", "name", "服务数", "服务数"),
        ("对应条款", "clause", "5.7.1", "5.7.1"),
        ("适用区划", "region", "510104000000", "锦江区"),
        ("计量单位", "measured_in", "件", "件"),
        ("目标值", "target", -1.5, -1.5),
        ("取数方式", "source", "手工填报", "手工填报"),
        ("完成值", "actual", "20", 20),
        ("完成时限", "due_on", "2026-12-31 00:00:00", "2026-12-31"),
        ("责任单位", "responsible", "民宗局", "民宗局"),
        ("备注", "notes", "备注", "备注"),
    ],
}
HYPHENED = [register.replace("_", "-") for register in RECORDS]


def sheets() -> dict[str, Cells]:
    """One sheet per register: the header, then its record as written."""
    return {
        register: [[label for label, *_ in record], [cell for _, _, cell, _ in record]]
        for register, record in RECORDS.items()
    }


def summed(told: Mapping[str, Any]) -> tuple[object, ...]:
    """New, updated, unchanged, refused, batch."""
    return tuple(told[key] for key in ("new", "updated", "unchanged", "refused", "batch"))


@pytest.fixture
def full(run: Run, tmp_path: Path) -> Run:
    """A ledger with one record of each register, every field given."""
    told = run("import", "auto", write_xlsx(tmp_path / "七本.xlsx", sheets()), "--json").json
    assert [sheet["errors"] for sheet in told["sheets"]] == [[]] * 7
    assert {column["status"] for sheet in told["sheets"] for column in sheet["columns"]} == {"matched"}
    assert (told["register"], summed(told)) == ("auto", (7, 0, 0, 0, 1))
    return run


@pytest.mark.parametrize("register", RECORDS)
def test_every_field_is_listed_as_an_import_reads_it(full: Run, register: str) -> None:
    expected = {name: value for _, name, _, value in RECORDS[register]}
    (row,) = full("list", register.replace("_", "-"), "--format", "json").json["rows"]
    code = row.pop("region_code")
    assert len(code) == 12 and code.startswith("510104")
    blank = dict.fromkeys(register_named(register).fields())  # fields that came later
    assert row == {**blank, "id": 1, "version": 1, **expected}
    assert row.items() <= full("show", register, 1, "--json").json.items()


KEYS = {
    "personnel": {"姓名": "赵一", "工作单位": "别的单位"},
    "bases": {"名称": "别的站", "所属区划": "东湖街道"},
    "demonstration_units": {"单位名称": "别的单位", "级别": "市级"},
    "work_systems": {"制度名称": "别的制度", "制定单位": "别的单位"},
    "service_records": {"编号": "F-02"},
    "activities": {"活动名称": "别的活动", "开始日期": "2026-07-02"},
    "indicators": {"年度": 2027, "指标名称": "别的指标", "适用区划": "东湖街道"},
}
CHANGES = {
    "personnel": ("职务", "post", "主任"),
    "bases": ("有成果展示", "has_results", "是"),
    "demonstration_units": ("状态", "status", "到期"),
    "work_systems": ("备注", "notes", "新"),
    "service_records": ("服务人次", "people_served", 13),
    "activities": ("参与人次", "participants", 301),
    "indicators": ("目标值", "target", 5),
}


@pytest.mark.parametrize("register", RECORDS)
def test_a_record_is_known_again_by_its_key_and_by_nothing_else(full: Run, tmp_path: Path, register: str) -> None:
    header, row = sheets()[register]

    def imported(label: str, cell: object) -> object:
        changed = [cell if name == label else old for name, old in zip(header, row, strict=True)]
        file = write_xlsx(tmp_path / f"{label}.xlsx", {"表": [header, changed]})
        return summed(full("import", register, file, "--dry-run", "--json").json)

    for label, cell in KEYS[register].items():
        assert imported(label, cell) == (1, 0, 0, 0, None)
    label, name, cell = CHANGES[register]
    assert imported(label, cell) == (0, 1, 0, 0, None)
    assert imported(label, None) == (0, 0, 1, 0, None)  # a blank cell erases nothing
    full(
        "import", register, write_xlsx(tmp_path / "改.xlsx", {"表": [[*KEYS[register], label], _short(register, cell)]})
    )
    assert full("list", register, "--format", "json").json["rows"][0][name] == cell
    assert full("history", register, 1, "--json").json["history"][0]["changes"][0]["field"] == name
    assert full("imports", "undo", 2).code == 0
    assert full("list", register, "--format", "json").json["rows"][0][name] == next(
        value for _, field, _, value in RECORDS[register] if field == name
    )


def _short(register: str, cell: object) -> list[object]:
    """The key of a register's record as it was imported, and one more cell."""
    written = {label: value for label, _, value, _ in RECORDS[register]}
    return [*(written[label] for label in KEYS[register]), cell]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_changes_nothing_when_imported(full: Run, tmp_path: Path, ending: str) -> None:
    for register in HYPHENED:
        file = tmp_path / f"{register}.{ending}"
        assert full("export", register, "--to", file).code == 0
        for name in (register, "auto"):
            assert summed(full("import", name, file, "--json").json) == (0, 0, 1, 0, None)
    everything = tmp_path / "全部.xlsx"
    full("export", "all", "--to", everything)
    assert summed(full("import", "auto", everything, "--json").json) == (0, 0, 7, 0, None)


def test_json_and_csv_exports_hold_what_a_list_shows(full: Run, tmp_path: Path) -> None:
    full("export", "all", "--to", tmp_path / "全部.json")
    exported = json.loads((tmp_path / "全部.json").read_text("utf-8"))
    for register in RECORDS:
        listed = full("list", register, "--format", "json").json
        assert exported[register] == listed == json.loads(full("export", register, "--to", "-", "--format", "json").out)
        assert full("list", register, "--format", "csv").out == full("export", register, "--to", "-").out


def test_nothing_a_spreadsheet_would_run_leaves_in_a_csv(full: Run, tmp_path: Path) -> None:
    texts = [cell for register in HYPHENED for cell in full("export", register, "--to", "-").out.strip().split(",")]
    assert [text for text in texts if text[:1] in ("=", "+", "@")] == []
    assert [text for text in texts if text.startswith("-")] == ["-1.5"]
    assert {"'=科员", "'@石榴籽", "'-无", "'+1"} <= set(texts)


def test_the_same_rows_come_in_from_csv_of_either_encoding(full: Run, tmp_path: Path) -> None:
    rows = sheets()["demonstration_units"]
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        with (tmp_path / f"{encoding}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(texts)
        assert summed(full("import", "auto", tmp_path / f"{encoding}.csv", "--json").json) == (0, 0, 1, 0, None)


def test_the_ledger_may_be_named_by_the_environment(full: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from county_tui.cli import commands

    monkeypatch.setenv("COUNTY_TUI_DB", str(ledger))
    listed = CliRunner().invoke(commands, ["list", "bases", "--format", "json"])
    assert json.loads(listed.stdout)["total"] == 1
    assert CliRunner().invoke(commands, ["--db", str(ledger.with_name("没有.db")), "list", "bases"]).exit_code == 1
