"""`list`, `show`, `history`, `export`, `template`: what a record looks like outside the program."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from county_tui.models import REGISTERS, register_named
from tests.cli.conftest import Run
from tests.importing.books import LI, SERVICE, STAFF, ZHANG, read_xlsx, write_sheet, write_xlsx

BASE = ["便民站", "锦官驿街道/大慈寺社区", "服务窗口", "培训、教育", "是", "2023-09", 12.5]
BASES = ["名称", "所属区划", "类别", "服务事项", "有工作制度", "命名日期", "面积"]
LINES = [
    ["2026-03-02", "法律援助", "工资纠纷咨询", "大慈寺社区", 3, "便民站"],
    ["2026-03-15", "教育保障", "入学咨询", "锦官驿街道", 20, None],
    ["2026-04-01", "法律援助", "合同咨询", "牛市口街道", 5, None],
]


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    """A ledger with two people, a base and three services."""
    sheets = {"人": [STAFF, ZHANG, LI], "阵地": [BASES, BASE], "服务": [[*SERVICE, "服务阵地"], *LINES]}
    assert run("import", "auto", write_xlsx(tmp_path / "全部.xlsx", sheets)).code == 0
    return run


def items(run: Run, *words: str) -> list[str]:
    """The services a list command finds, by what was done."""
    return [row["item"] for row in run("list", "service-records", *words, "--format", "json").json["rows"]]


def test_a_record_as_json_is_as_an_import_reads_it(office: Run) -> None:
    told = office("list", "bases", "--format", "json").json
    assert set(told) == {"total", "rows"} and told["total"] == 1
    row = told["rows"][0]
    fields = register_named("bases").fields()
    assert set(row) == {"id", "version", "region_code", *fields}
    assert (row["id"], row["version"], row["name"], row["kind"]) == (1, 1, "便民站", "服务窗口")
    assert row["services"] == ["培训", "教育"] and row["named_on"] == "2023-09" and row["area_m2"] == 12.5
    assert row["region"] == "锦官驿街道/大慈寺社区居委会" and row["region_code"] == "510104017004"
    assert row["has_rules"] == "是" and row["address"] is None


def test_a_reference_is_a_name_and_a_number_a_number(office: Run) -> None:
    row = office("list", "service-records", "--search", "工资", "--format", "json").json["rows"][0]
    assert (row["base"], row["people_served"], row["served_on"]) == ("便民站", 3, "2026-03-02")
    assert row["staff"] is None


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.register_name())
def test_an_empty_register_lists_nothing(run: Run, register: type) -> None:
    name = register.register_name().replace("_", "-")  # type: ignore[attr-defined]
    assert run("list", name, "--format", "json").json == {"total": 0, "rows": []}
    assert "共 0 条" in run("list", name).err


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("region=锦官驿街道", ["入学咨询", "工资纠纷咨询"]),
        ("region=大慈寺社区", ["工资纠纷咨询"]),
        ("所属区划=锦江区", ["合同咨询", "入学咨询", "工资纠纷咨询"]),
        ("category=法律援助", ["合同咨询", "工资纠纷咨询"]),
        ("served_on=2026-03", ["入学咨询", "工资纠纷咨询"]),
        ("people_served>=5", ["合同咨询", "入学咨询"]),
        ("base=便民站", ["工资纠纷咨询"]),
        ("base=", ["合同咨询", "入学咨询"]),
        ("base!=", ["工资纠纷咨询"]),
        ("category!=法律援助", ["入学咨询"]),
        ("category=法律援助|教育保障", ["合同咨询", "入学咨询", "工资纠纷咨询"]),
        ("served_on<=2026-03", ["入学咨询", "工资纠纷咨询"]),
        ("served_on>=2026年4月", ["合同咨询"]),
        ("日期=2026-03-15", ["入学咨询"]),
        ("staff=", ["合同咨询", "入学咨询", "工资纠纷咨询"]),
    ],
)
def test_records_are_chosen_by_a_field(office: Run, where: str, found: list[str]) -> None:
    assert items(office, "--where", where) == found


@pytest.mark.parametrize(
    ("where", "is_found"),
    [
        ("services=教育", True),
        ("services=教育、培训", True),
        ("services=医疗", False),
        ("services!=", True),
        ("has_rules=是", True),
        ("has_rules=有", True),
        ("has_rules=否", False),
        ("has_window=", True),
        ("面积=12.5", True),
        ("面积（㎡）>=12.6", False),
        ("area_m2=12.5㎡", True),
        ("named_on=2023", True),
        ("named_on=2023-09", True),
        ("named_on=2023-09-01", False),
        ("named_on<=2023", True),
        ("named_on>=2023-10", False),
        ("region=510104017", True),
        ("region=锦江区/锦官驿街道", True),
        ("region=东湖街道", False),
        ("level=", True),
        ("name=便民", False),
    ],
)
def test_every_kind_of_field_chooses(office: Run, where: str, is_found: bool) -> None:
    assert office("list", "bases", "--where", where, "--format", "json").json["total"] == is_found


def test_conditions_hold_together_and_a_limit_leaves_the_total(office: Run) -> None:
    assert items(office, "--where", "category=法律援助", "--where", "region=锦官驿街道") == ["工资纠纷咨询"]
    told = office("list", "service-records", "--limit", "1", "--format", "json").json
    assert told["total"] == 3 and len(told["rows"]) == 1


def test_records_are_sorted_and_searched(office: Run) -> None:
    assert items(office, "--sort", "people_served") == ["工资纠纷咨询", "合同咨询", "入学咨询"]
    assert items(office, "--sort", "-服务人次") == ["入学咨询", "合同咨询", "工资纠纷咨询"]
    assert items(office, "--sort", "-id") == ["合同咨询", "入学咨询", "工资纠纷咨询"]
    assert items(office, "--sort", "category", "--sort", "-served_on") == ["入学咨询", "合同咨询", "工资纠纷咨询"]
    assert items(office, "--search", "htzx") == ["合同咨询"]
    assert items(office, "--search", "咨询")[0] == "合同咨询"


def test_a_list_as_csv_is_under_labels(office: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(office("list", "bases", "--format", "csv").out)))
    assert rows[0]["名称"] == "便民站" and rows[0]["服务事项"] == "培训、教育"


def test_a_table_stands_in_columns_and_says_how_many(office: Run) -> None:
    answer = office("list", "personnel")
    assert "张建国" in answer.out and "姓名" in answer.out and "共 2 条" in answer.err


def test_one_record_is_shown_with_who_touched_it(office: Run) -> None:
    told = office("show", "personnel", 1, "--json").json
    assert told["name"] == "张建国" and told["created"]["by"] == "王晓" and told["deleted"] is None
    assert "张建国" in office("show", "personnel", 1).out


@pytest.mark.parametrize(
    ("status", "named_on", "stated", "shown"),
    [
        ("命名", "2021", None, "2026推算"),
        ("命名", "2021-09", None, "2026-09推算"),
        ("命名", "2024-02-29", None, "2029-02-28推算"),
        ("命名", "2021-09", "2024-09", "2024-09"),
        ("公示", "2021-09", None, ""),
        ("命名", None, None, ""),
    ],
)
def test_a_named_units_end_is_shown_as_computed_and_stored_nowhere(
    run: Run, tmp_path: Path, status: str, named_on: str | None, stated: str | None, shown: str
) -> None:
    header = ["单位名称", "所属区划", "类型", "级别", "状态", "命名日期", "有效期至"]
    row = ["大慈寺社区", "大慈寺社区", "社区", "市级", status, named_on, stated]
    run("import", "demonstration-units", write_sheet(tmp_path / "示范.xlsx", header, row))
    line = next(line for line in run("show", "demonstration-units", 1).out.splitlines() if "有效期至" in line)
    assert line.split()[1:] == ([shown] if shown else [])
    assert ("推算" in run("list", "示范单位").out) == ("推算" in shown)
    assert run("list", "demonstration-units", "--format", "json").json["rows"][0]["valid_until"] == stated
    assert "推算" not in run("list", "demonstration-units", "--format", "csv").out


def test_history_tells_what_changed_from_what_to_what(office: Run, tmp_path: Path) -> None:
    office("import", "auto", write_sheet(tmp_path / "二.xlsx", STAFF, [*ZHANG[:3], "分管领导"]), user="李敏")
    told = office("history", "personnel", 1, "--json").json
    assert (told["register"], told["id"]) == ("personnel", 1)
    last, first = told["history"]
    assert (first["version"], first["action"], first["batch"], first["changes"]) == (1, "create", 1, [])
    assert (last["version"], last["action"], last["by"], last["batch"]) == (2, "update", "李敏", 2)
    assert last["changes"] == [{"field": "role", "label": "队伍类别", "old": "专职干部", "new": "分管领导"}]
    assert "队伍类别：专职干部 → 分管领导" in office("history", "personnel", 1).out


@pytest.mark.parametrize("name", ["出.xlsx", "出.json"])
def test_all_registers_are_exported_at_once(office: Run, tmp_path: Path, name: str) -> None:
    answer = office("export", "all", "--to", tmp_path / name)
    assert answer.code == 0 and answer.out == "" and "已导出 6 条" in answer.err
    assert (tmp_path / name).stat().st_size > 500


def test_an_export_goes_to_standard_output(office: Run) -> None:
    told = json.loads(office("export", "bases", "--to", "-", "--format", "json").out)
    assert told["rows"][0]["name"] == "便民站"
    assert office("export", "bases", "--to", "-").out.startswith("名称,所属区划")


def test_only_what_is_chosen_is_exported(office: Run, tmp_path: Path) -> None:
    file = tmp_path / "出.xlsx"
    assert office("export", "服务记录", "--to", file, "--where", "category=法律援助").code == 0
    assert len(read_xlsx(file)["服务记录"]) == 3


def test_an_exported_file_is_imported_without_a_change(office: Run, tmp_path: Path) -> None:
    for name in ("出.xlsx", "出.csv"):
        register = "all" if name.endswith("xlsx") else "service-records"
        office("export", register, "--to", tmp_path / name)
        told = office("import", "auto", tmp_path / name, "--json").json
        assert (told["new"], told["updated"], told["refused"], told["batch"]) == (0, 0, 0, None)


def test_a_template_is_written_and_says_what_next(run: Run, tmp_path: Path) -> None:
    answer = run("template", "all", "--to", tmp_path / "模板.xlsx")
    assert answer.code == 0 and "import auto 模板.xlsx" in answer.err
    told = run("import", "auto", tmp_path / "模板.xlsx", "--json").json
    assert (told["new"], told["refused"], told["batch"]) == (0, 0, None)


def test_the_log_has_a_line_for_each_change_and_each_import(office: Run) -> None:
    told = office("log", "--json").json
    assert [(one["what"], one["batch"], one["new"], one["source"]) for one in told] == [("batch", 1, 6, "全部.xlsx")]
    office("imports", "undo", "1", user="李敏")
    (undone,) = office("log", "--by", "李敏", "--json").json
    assert (undone["what"], undone["batch"], undone["records"]) == ("undone", 1, 6)
    assert "撤销第 1 批（全部.xlsx）：6 条" in office("log", "--limit", "1").out
    assert "没有符合的修改记录" in office("log", "--when", "2020").err
    assert office("log", "--when", "火星").code == 1
