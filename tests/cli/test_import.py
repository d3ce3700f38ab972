"""`import` and `imports`: exit codes, JSON, words, effect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.cli.conftest import Run
from tests.importing.books import ID_NUMBER, LI, SERVICE, STAFF, ZHANG, read_xlsx, write_csv, write_sheet, write_xlsx

BAD = ["周敏", "大慈寺社区", "大慈寺社区", "老板"]


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    """Two people."""
    return write_sheet(tmp_path / "花名册.xlsx", STAFF, ZHANG, LI)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """One good row, one bad."""
    return write_sheet(tmp_path / "有错.xlsx", STAFF, ZHANG, BAD)


def listed(run: Run, register: str = "personnel") -> list[dict[str, Any]]:
    """The records of a register by the command line."""
    rows: list[dict[str, Any]] = run("list", register, "--format", "json").json["rows"]
    return rows


def test_import_takes_rows_in_and_says_how_to_take_them_back(run: Run, staff: Path) -> None:
    done = run("import", "personnel", staff)
    assert done.code == 0
    assert "新增 2，修改 0，相同 0，不能导入 0，跳过 0 行" in done.out
    assert "imports undo 1" in done.err
    assert {row["name"] for row in listed(run)} == {"张建国", "李敏"}


def test_import_json_has_the_keys_of_the_contract(run: Run, mixed: Path) -> None:
    told = run("import", "personnel", mixed, "--dry-run", "--json").json
    assert set(told) >= {"register", "sheets", "new", "updated", "unchanged", "refused", "applied", "batch"}
    sheet = told["sheets"][0]
    counted = {"new", "updated", "unchanged", "refused", "skipped"}
    assert set(sheet) >= {"name", "columns", "errors"} | counted
    assert set(sheet["columns"][0]) >= {"label", "field", "status"}
    assert all(set(error) == {"cell", "label", "value", "message"} for error in sheet["errors"])
    assert sheet["errors"][0] | {"message": ""} == {"cell": "D3", "label": "队伍类别", "value": "老板", "message": ""}
    assert (told["register"], told["applied"], told["batch"]) == ("personnel", False, None)


def test_a_file_undone_is_told_and_imported_again_like_any_other(run: Run, staff: Path) -> None:
    told = run("import", "personnel", staff, "--json").json
    run("imports", "undo", "1")
    assert run("import", "personnel", staff, "--dry-run", "--json").json == told | {"applied": False, "batch": None}
    assert run("import", "personnel", staff, "--json").json == told | {"batch": 2}
    listing = {row["name"] for row in listed(run)}
    assert listing == {"张建国", "李敏"}
    assert [batch["new"] for batch in run("imports", "list", "--json").json["imports"]] == [2, 2]
    assert run("imports", "undo", "2").code == 0 and listed(run) == []


@pytest.mark.parametrize("register", ["personnel", "工作队伍", "auto", "PERSONNEL"])
def test_a_register_goes_by_its_name_its_chinese_name_or_auto(run: Run, staff: Path, register: str) -> None:
    told = run("import", register, staff, "--json").json
    assert (told["register"], told["new"], told["applied"], told["batch"]) == ("personnel", 2, True, 1)


def test_hyphens_name_a_register(run: Run, tmp_path: Path) -> None:
    assert run("list", "service-records").code == 0
    assert run("list", "demonstration-units").code == 0


def test_a_dry_run_tells_the_real_run_and_writes_nothing(run: Run, staff: Path) -> None:
    dry = run("import", "auto", staff, "--dry-run", "--json")
    assert dry.code == 0 and listed(run) == [] and run("imports", "list", "--json").json == {"imports": []}
    real = run("import", "auto", staff, "--json")
    assert real.json == {**dry.json, "applied": True, "batch": 1}


def test_the_preview_tells_what_changes_and_what_is_left_out(run: Run, staff: Path, tmp_path: Path) -> None:
    run("import", "auto", staff)
    rows = [["花名册"], ["填报单位：锦江区"], [*STAFF, "爱好"], [*ZHANG[:3], "分管领导", "棋"], LI, LI, ["合计", 2]]
    told = run("import", "auto", write_sheet(tmp_path / "改.xlsx", *rows), "--dry-run")
    assert "第 4 行修改第 1 号：队伍类别：专职干部 → 分管领导" in told.out
    assert "跳过（表头以上）：第 1—2 行" in told.out and "跳过（合计行）：第 7 行" in told.out
    assert "跳过（与前面的行相同）：第 6 行" in told.out
    assert "“爱好”列没有导入，没有对应的字段" in told.out
    assert "改.xlsx：这是预览" in told.err


def test_a_refused_row_refuses_the_file(run: Run, mixed: Path) -> None:
    refused = run("import", "auto", mixed)
    assert refused.code == 1
    assert "D3 队伍类别“老板”" in refused.out
    assert "整个文件都没有导入" in refused.err and "--on-error skip" in refused.err
    assert listed(run) == []


def test_skipping_takes_the_good_rows_in_part(run: Run, mixed: Path) -> None:
    done = run("import", "auto", mixed, "--on-error", "skip", "--json")
    assert done.code == 3
    assert (done.json["applied"], done.json["batch"], done.json["new"], done.json["refused"]) == (True, 1, 1, 1)
    assert [row["name"] for row in listed(run)] == ["张建国"]


def test_the_second_import_has_nothing_to_write(run: Run, staff: Path) -> None:
    run("import", "auto", staff)
    again = run("import", "auto", staff, "--json")
    assert again.code == 0
    assert (again.json["unchanged"], again.json["applied"], again.json["batch"]) == (2, True, None)
    assert len(run("imports", "list", "--json").json["imports"]) == 1


def test_errors_are_written_ready_to_mend(run: Run, mixed: Path, tmp_path: Path) -> None:
    errors = tmp_path / "错误.xlsx"
    refused = run("import", "auto", mixed, "--errors", errors)
    assert refused.code == 1 and "1 行已写到" in refused.err
    header, bad = read_xlsx(errors)["Sheet1"]
    assert header[-1] == "原因" and bad[:4] == BAD
    good = write_sheet(errors, header, ["周敏", "大慈寺社区", "大慈寺社区", "调解员", bad[4]])
    assert run("import", "auto", good).code == 0
    assert [row["role"] for row in listed(run)] == ["调解员"]


def test_without_refused_rows_no_error_file_is_written(run: Run, staff: Path, tmp_path: Path) -> None:
    assert run("import", "auto", staff, "--errors", tmp_path / "错误.xlsx").code == 0
    assert not (tmp_path / "错误.xlsx").exists()


def test_several_files_have_an_error_file_each(run: Run, mixed: Path, tmp_path: Path) -> None:
    other = write_sheet(tmp_path / "另一个.xlsx", STAFF, [*BAD[:3], "老师"], LI)
    run("import", "auto", mixed, other, "--errors", tmp_path / "错误.xlsx")
    told = {path.name: read_xlsx(path)["Sheet1"][1][3] for path in tmp_path.glob("错误*.xlsx")}
    assert told == {"错误-有错.xlsx": "老板", "错误-另一个.xlsx": "老师"}


def test_the_error_file_never_takes_the_place_of_the_file_itself(run: Run, mixed: Path) -> None:
    before = mixed.read_bytes()
    answer = run("import", "auto", mixed, "--on-error", "skip", "--errors", mixed)
    assert answer.code == 1 and "就是要导入的文件" in answer.err
    assert mixed.read_bytes() == before and listed(run) == []


@pytest.mark.parametrize(
    "words", [("export", "all"), ("export", "personnel", "--format", "csv"), ("template", "all")], ids=" ".join
)
def test_nothing_written_takes_the_place_of_the_ledger(run: Run, ledger: Path, words: tuple[str, ...]) -> None:
    before = ledger.read_bytes()
    more = () if "--format" in words or words[0] == "template" else ("--format", "xlsx")
    answer = run(*words, "--to", ledger, *more)
    assert answer.code == 1 and "是台账文件" in answer.err
    assert ledger.read_bytes() == before


def test_sheets_are_chosen_by_name(run: Run, tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "两张.xlsx", {"甲": [STAFF, ZHANG], "乙": [STAFF, LI]})
    assert run("import", "auto", file, "--sheet", "乙").code == 0
    assert [row["name"] for row in listed(run)] == ["李敏"]


def test_a_sheet_that_is_not_there_is_named(run: Run, staff: Path) -> None:
    refused = run("import", "auto", staff, "--sheet", "没有")
    assert refused.code == 1 and "没有" in refused.err and "Sheet1" in refused.err


def test_columns_are_mapped_and_left_out_by_hand(run: Run, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "暗号", "联系电话"], [*ZHANG, "科长", "看不清"])
    assert run("import", "auto", file, "--map", "暗号=post", "--map", "联系电话=-").code == 0
    assert (listed(run)[0]["post"], listed(run)[0]["phone"]) == ("科长", None)
    run("imports", "undo", 1)
    again = run("import", "auto", file, "--json")
    assert [c["field"] for c in again.json["sheets"][0]["columns"]][4:] == ["post", None]


@pytest.mark.parametrize("mapping", ["暗号", "=post", "没有这列=post", "姓名=没有这个字段"])
def test_a_wrong_mapping_is_told_in_words(run: Run, staff: Path, mapping: str) -> None:
    answer = run("import", "auto", staff, "--map", mapping)
    assert answer.code in (1, 2) and answer.err and listed(run) == []


@pytest.mark.parametrize("rows", ["0", "五", "4-2", "-"])
def test_wrong_header_rows_are_wrong_use(run: Run, staff: Path, rows: str) -> None:
    assert run("import", "auto", staff, "--header-rows", rows).code == 2


def test_several_files_end_with_a_summary_and_one_bad_file_stops_no_other(
    run: Run, staff: Path, mixed: Path, tmp_path: Path
) -> None:
    answer = run("import", "auto", mixed, tmp_path / "没有.xlsx", staff)
    assert answer.code == 3
    assert "找不到文件" in answer.err
    assert answer.out.count("未导入") == 2 and len(listed(run)) == 2


def test_several_files_as_json(run: Run, staff: Path, mixed: Path) -> None:
    told = run("import", "auto", staff, mixed, "--json").json
    assert [one["applied"] for one in told["files"]] == [True, False]


def test_all_files_refused_is_refused(run: Run, mixed: Path, tmp_path: Path) -> None:
    assert run("import", "auto", mixed, tmp_path / "没有.xlsx").code == 1


def test_an_id_number_is_shown_nowhere(run: Run, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "备注"], ZHANG, [*LI, f"证件{ID_NUMBER}"])
    errors = tmp_path / "错误.xlsx"
    for how in ((), ("--json",), ("--errors", errors), ("--on-error", "skip")):
        answer = run("import", "auto", file, *how)
        assert ID_NUMBER not in answer.out + answer.err
        assert answer.code in (1, 3)
    assert ID_NUMBER not in str(read_xlsx(errors))
    assert ID_NUMBER not in run("inspect", file, "--json").out
    assert ID_NUMBER.encode() not in b"".join(p.read_bytes() for p in tmp_path.glob("ledger.db*"))


def test_private_columns_are_named_with_the_reason(run: Run, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", [*STAFF, "民族"], [*ZHANG, "汉族"])
    answer = run("import", "auto", file)
    assert answer.code == 0 and "“民族”列没有导入：属于居民或个人身份信息" in answer.out


def test_undo_takes_back_a_batch_once(run: Run, staff: Path) -> None:
    run("import", "auto", staff)
    done = run("imports", "undo", 1, "--json")
    assert done.code == 0
    assert done.json == {"batch": 1, "removed": 2, "restored": 0, "left": []}
    assert listed(run) == []
    again = run("imports", "undo", 1)
    assert again.code == 1 and "已经撤销过" in again.err


def test_undo_names_rows_edited_since_and_is_done_in_part(run: Run, tmp_path: Path) -> None:
    run("import", "auto", write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI))
    run("import", "auto", write_sheet(tmp_path / "二.xlsx", STAFF, [*ZHANG[:3], "分管领导"]), user="李敏")
    done = run("imports", "undo", 1)
    assert done.code == 3
    assert "工作队伍“张建国 锦官驿街道办事处 分管领导”（第 1 号）：导入后又被 李敏 修改过，没有撤销。" in done.out
    assert [row["name"] for row in listed(run)] == ["张建国"]


def test_an_undo_that_can_take_nothing_back_is_refused_and_stays_open(run: Run, tmp_path: Path) -> None:
    run("import", "auto", write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG))
    run("import", "auto", write_sheet(tmp_path / "二.xlsx", STAFF, [*ZHANG[:3], "分管领导"]), user="李敏")
    refused = run("imports", "undo", 1, "--json")
    assert refused.code == 1 and (refused.json["removed"], len(refused.json["left"])) == (0, 1)
    assert "没有撤销" in run("imports", "undo", 1).err
    assert run("imports", "show", 1, "--json").json["undone"] is None
    assert run("imports", "undo", 2).code == 0 and listed(run)[0]["role"] == "专职干部"


def test_imports_show_and_list_tell_a_batch(run: Run, staff: Path) -> None:
    run("import", "auto", staff)
    told = run("imports", "show", 1, "--json").json
    assert (told["id"], told["source"], told["by"], told["new"], told["undone"]) == (1, "花名册.xlsx", "王晓", 2, None)
    assert [(r["register"], r["id"], r["action"]) for r in told["records"]] == [
        ("personnel", 1, "create"),
        ("personnel", 2, "create"),
    ]
    assert "花名册.xlsx" in run("imports", "list").out
    assert "新建" in run("imports", "show", 1).out
    assert run("imports", "show", 9).code == 1


def test_what_a_batch_changed_is_told_and_its_records_are_listed_and_exported(run: Run, tmp_path: Path) -> None:
    run("import", "auto", write_sheet(tmp_path / "一.xlsx", STAFF, ZHANG, LI))
    wang = ["王芳", "春熙路街道办事处", "春熙路街道", "调解员"]
    run("import", "auto", write_sheet(tmp_path / "二.xlsx", STAFF, [*ZHANG[:3], "分管领导"], wang))
    told = run("imports", "show", 2, "--json").json["records"]
    assert [(one["id"], one["action"], one["changes"]) for one in told] == [
        (1, "update", [{"field": "role", "label": "队伍类别", "old": "专职干部", "new": "分管领导"}]),
        (3, "create", []),
    ]
    shown = run("imports", "show", 2)
    assert "张建国，锦官驿街道办事处" in shown.out and "队伍类别：专职干部 → 分管领导" in shown.out
    assert "county-tui list personnel --batch 2" in shown.err
    listed_now = run("list", "personnel", "--batch", 2, "--format", "json").json
    assert [row["name"] for row in listed_now["rows"]] == ["张建国", "王芳"] and listed_now["total"] == 2
    assert "共 0 条" in run("list", "bases", "--batch", 2).err
    assert run("export", "personnel", "--batch", 2, "--where", "role=调解员", "--to", tmp_path / "出.csv").code == 0
    assert "王芳" in (text := (tmp_path / "出.csv").read_text(encoding="utf-8-sig")) and "张建国" not in text
    assert run("list", "personnel", "--batch", 9).code == 1
    assert run("export", "all", "--batch", 2, "--to", tmp_path / "全.xlsx").code == 2
    run("imports", "undo", 2)
    assert [row["name"] for row in run("list", "personnel", "--batch", 2, "--format", "json").json["rows"]] == [
        "张建国"
    ]


def test_inspect_shows_the_first_rows_and_names_error_cells(run_at: Run, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "花名册.xlsx")
    sheet = book.add_worksheet()
    for at, row in enumerate([[*STAFF, "证件"], [*ZHANG, ID_NUMBER], LI]):
        sheet.write_row(at, 0, row)
    sheet.write_formula(2, 3, "=A99/0", None, "#DIV/0!")
    book.close()
    told = run_at(tmp_path / "没有.db", "inspect", tmp_path / "花名册.xlsx")
    assert told.code == 0 and "张建国" in told.out and "表头第 1 行，数据 2 行" in told.out
    assert "D3 是公式错误 #DIV/0!" in told.out and ID_NUMBER not in told.out
    as_json = run_at(tmp_path / "没有.db", "inspect", tmp_path / "花名册.xlsx", "--json")
    assert as_json.json["sheets"][0]["problems"] == ["D3 是公式错误 #DIV/0!。"]
    assert "张建国" not in as_json.out


def test_inspect_json_has_the_keys_of_the_contract_and_needs_no_ledger(run_at: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "花名册.csv", ["花名册"], ["序号", *STAFF], [1, *ZHANG], [2, *LI], ["合计", 2])
    told = run_at(tmp_path / "没有.db", "inspect", file, "--json").json
    assert set(told) == {"sheets"}
    sheet = told["sheets"][0]
    facts = {"name", "hidden", "header_rows", "first_data_row", "columns", "data_rows", "skipped", "problems"}
    assert set(sheet) >= facts | {"register"}
    assert (sheet["header_rows"], sheet["first_data_row"], sheet["data_rows"]) == ([2, 2], 3, 2)
    assert sheet["columns"][1] == {"letter": "B", "label": "姓名", "path": "姓名"} | sheet["columns"][1]
    assert sheet["register"] == "personnel"
    assert [one["row"] for one in sheet["skipped"]] == [1, 5]
    assert "工作队伍" in run_at(tmp_path / "没有.db", "inspect", file).out


LINE = ["2026-03-02", "法律援助", "咨询", "锦官驿街道", 3]


def test_a_file_that_is_all_there_is_takes_away_what_it_lacks(run: Run, tmp_path: Path) -> None:
    run("import", "auto", write_sheet(tmp_path / "一.xlsx", SERVICE, LINE, ["2026-03-09", *LINE[1:]]))
    file = write_sheet(tmp_path / "二.xlsx", SERVICE, LINE)
    whole = ("import", "auto", file, "--whole-of", "锦官驿街道@2026-03")
    told = run(*whole, "--dry-run")
    assert "有 1 条是这个文件没有的，将移入回收站" in told.out and "2026-03-09" in told.out
    dry = run(*whole, "--dry-run", "--json").json
    assert (dry["gone"], dry["gone_records"]) == (1, [{"register": "service_records", "id": 2}])
    assert run(*whole, "--json").json == {**dry, "applied": True, "batch": 2}
    assert [row["id"] for row in listed(run, "service-records")] == [1]
    assert run("imports", "list", "--json").json["imports"][0]["gone"] == 1
    assert "删除" in run("imports", "show", 2).out
    assert run("imports", "undo", 2).code == 0 and len(listed(run, "service-records")) == 2


def test_rows_outside_of_the_whole_refuse_the_file_whatever_may_be_skipped(run: Run, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", SERVICE, LINE, ["2026-04-09", *LINE[1:]])
    told = run("import", "auto", file, "--whole-of", "锦官驿街道@2026-03", "--on-error", "skip")
    assert told.code == 1 and "A3 服务日期" in told.out and "都没有导入" in told.err
    assert listed(run, "service-records") == []


def test_values_to_be_looked_at_again_are_named_and_taken(run: Run, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "一.xlsx", SERVICE, ["2099-03-02", *LINE[1:]])
    assert [warning["cell"] for warning in run("import", "auto", file, "--dry-run", "--json").json["warnings"]] == [
        "A2"
    ]
    assert "请核对 A2：2099-03-02 在今天" in run("import", "auto", file).out
    assert len(listed(run, "service-records")) == 1


def test_the_preview_names_no_record_that_is_not_there_yet(run: Run, tmp_path: Path) -> None:
    run("import", "auto", write_sheet(tmp_path / "一.xlsx", ["编号", *SERVICE], ["F1", *LINE]))
    sheets = {"人": [STAFF, ZHANG], "事": [["编号", *SERVICE, "经办人"], ["F1", *LINE, ZHANG[0]]]}
    told = run("import", "auto", write_xlsx(tmp_path / "二.xlsx", sheets), "--dry-run")
    assert "经办人：空 → （本文件新增的记录）" in told.out and "已删除的记录" not in told.out
