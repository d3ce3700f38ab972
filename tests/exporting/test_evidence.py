"""Evidence points to papers and files: within the office's folder, never to lists of persons."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from county_tui import exporting, importing, reports, store
from county_tui.cli import commands
from county_tui.errors import CountyError
from county_tui.exporting.evidence_index import index_lines, write_index
from county_tui.report_period import parse_period
from county_tui.store.papers import names_document
from tests.conftest import Fields, Person
from tests.importing.books import counts, planned, read_xlsx

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"


@pytest.fixture
def folder(ledger: Path, tmp_path: Path) -> Path:
    """The office's folder of evidence, with one file."""
    folder = tmp_path / "佐证"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "总结.txt").write_text("甲", "utf-8")
    store.set_office_setting("佐证文件夹", str(folder))
    return folder


def test_a_file_is_taken_down_when_entered_and_found_out_when_it_changes(
    folder: Path, fields: Fields, person: Person, tmp_path: Path
) -> None:
    who = person("张三")
    given = {"title": "半年总结", "kind": "总结", "clause": "6.1.2、6.3", "dated_on": "2026-06", "pages": "3"}
    link = f"工作队伍#{who.id}"
    row = store.create("evidence", fields("evidence", path="2026/总结.txt", record=link, **given), "测试")
    assert row.values["sha256"] == hashlib.sha256("甲".encode()).hexdigest()
    assert row.values["record"] == f"personnel:{who.id}"
    exporting.write([store.Query("evidence")], tmp_path / "导出.xlsx")
    assert counts(planned(tmp_path / "导出.xlsx")) == (0, 0, 1, 0)
    lines = index_lines("all", parse_period("2026"))
    assert [(line.clause, line.wrong) for line in lines] == [("6.1.2", ""), ("6.3", "")]
    (folder / "2026" / "总结.txt").write_text("乙", "utf-8")
    assert [line.wrong for line in index_lines("6.3", parse_period("2026H1"))] == ["内容已改动"]
    (folder / "2026" / "总结.txt").unlink()
    (line,) = index_lines("6.3", parse_period("2026"))
    assert "没有“2026/总结.txt”" in line.wrong
    (folder / "总结.txt").write_text("甲", "utf-8")
    (moved,) = index_lines("6.3", parse_period("2026"))
    assert moved.wrong == "移到了 总结.txt"
    assert index_lines("6.3", parse_period("2025")) == []
    store.delete(who.ref, "测试")
    assert fields("evidence", record=link) == {"record": f"personnel:{who.id}"}  # the trash keeps its number
    write_index([line], "佐证目录", tmp_path / "目录.xlsx")
    sheet = read_xlsx(tmp_path / "目录.xlsx")["佐证目录"]
    assert sheet[2][0] == "条款 6.3" and sheet[3][:2] == ["1", "半年总结"]


def test_what_may_not_be_pointed_to_is_refused_in_a_sentence(folder: Path, fields: Fields, tmp_path: Path) -> None:
    (tmp_path / "外面.txt").write_text("甲")
    (folder / "链接.txt").symlink_to(tmp_path / "外面.txt")
    with (folder / "大.bin").open("wb") as file:
        file.truncate(2 << 30)
    wrong = {"没有.txt": "没有“没有.txt”", "链接.txt": "是链接", "2026": "是文件夹|不是文件", "大.bin": "2048 MB"}
    for path, told in wrong.items():
        with pytest.raises(CountyError, match=told):
            store.create("evidence", fields("evidence", title="甲", kind="文件", path=path), "测试")
    for path in ("../外面.txt", "/etc/passwd", "C:\\台账.txt", "~/a"):
        with pytest.raises(CountyError, match="不在佐证文件夹里"):
            fields("evidence", path=path)
    for title in ("活动签到表", "服务对象花名册", "慰问对象名单"):
        with pytest.raises(CountyError, match="不作佐证"):
            store.create("evidence", fields("evidence", title=title, kind="文件"), "测试")
    for link in ("服务记录", "没有的台账#1", "服务记录#99"):
        with pytest.raises(CountyError):
            fields("evidence", record=link)
    with pytest.raises(CountyError, match="固定的"):
        store.add_choice("evidence_kind", "签到表")
    assert store.count_rows(store.Query("evidence")) == 0


def test_a_list_of_files_without_their_sums_comes_in(folder: Path, fields: Fields, tmp_path: Path) -> None:
    heads = "材料名称,类别,对应条款,日期,电子文件,所属记录"
    rows = (
        "一,总结,6.1.2,2026-01,2026/总结.txt,",
        "二,文件,6.1.2,2026-01,../外面.txt,",
        "三,文件,6.1.2,2026-01,没有.txt,",
        "四,文件,6.1.2,2026-01,2026,",
        "五,文件,6.1.9,2026-01,,",
        "六,文件,6.1.2,2026-01,,没有的台账#4",
        "签到表,文件,6.1.2,2026-01,,",
    )
    file = tmp_path / "目录.csv"
    file.write_text("\n".join((heads, *rows)), "utf-8")
    plan = planned(file, "evidence")
    assert counts(plan) == (1, 0, 0, 6)
    file.write_text("\n".join((heads, rows[0])), "utf-8")
    importing.apply(planned(file, "evidence"), "测试")
    (row,) = store.list_rows(store.Query("evidence"))
    assert row.values["sha256"] == hashlib.sha256("甲".encode()).hexdigest()
    (folder / "2026" / "总结二.txt").write_text("乙", "utf-8")
    file.write_text("\n".join((heads, rows[0].replace("总结.txt", "总结二.txt"))), "utf-8")
    importing.apply(planned(file, "evidence"), "测试")
    (row,) = store.list_rows(store.Query("evidence"))
    assert row.values["sha256"] == hashlib.sha256("乙".encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "number", "held"),
    [
        ("锦民宗发[2026]3号 关于印发方案的通知", "锦民宗发〔2026〕3号", True),
        ("关于印发锦民宗发 2026-03号方案", "锦民宗发〔2026〕第3号", True),
        ("锦民宗发〔2026〕13号", "锦民宗发〔2026〕3号", False),
        ("锦民宗发〔2026〕3号", "锦民宗发〔2026〕31号", False),
        ("2026年总结", "2026", False),
        ("会议纪要", "会议纪要", False),
    ],
)
def test_a_file_names_a_document_however_its_brackets_are_written(name: str, number: str, held: bool) -> None:
    assert names_document(name, number) is held


def test_a_folder_is_matched_by_document_number_and_undone_as_one(folder: Path, fields: Fields) -> None:
    meeting = {"title": "领导小组会议", "held_on": "2026-03-05", "kind": "领导小组会议", "region": "锦江区"}
    held = store.create("meetings", fields("meetings", document_no="锦民纪〔2026〕1号", **meeting), "测试")
    known = fields("evidence", title="方案", kind="方案", document_no="锦民发〔2026〕2号", clause="6.1.2")
    paper = store.create("evidence", known, "测试")
    for name in ("锦民纪[2026]1号.pdf", "锦民发〔2026〕2号 方案.pdf", "别的.pdf", "锦民纪〔2026〕1号签到表.pdf"):
        (folder / name).write_text(name, "utf-8")
    plan = store.plan_papers(None, reports.clauses_of)
    told = {Path(paper.path).name: (paper.outcome.value, paper.said) for paper in plan.papers}
    assert told["锦民纪[2026]1号.pdf"][0] == "new" and "领导小组会议" in told["锦民纪[2026]1号.pdf"][1]
    assert "条款 6.1.1、6.1.4.1（按自评标准）" in told["锦民纪[2026]1号.pdf"][1]
    assert told["锦民发〔2026〕2号 方案.pdf"] == ("updated", "“方案”")
    assert told["别的.pdf"] == told["总结.txt"] == ("unmatched", "没有记录写着它的文号")
    assert told["锦民纪〔2026〕1号签到表.pdf"][0] == "refused"
    assert store.count_rows(store.Query("evidence")) == 1
    batch = store.apply_papers(plan, "测试")
    made = next(row for row in store.list_rows(store.Query("evidence")) if row.id != paper.id)
    assert made.values["record"] == f"meetings:{held.id}" and made.values["dated_on"] == "2026-03-05"
    assert (made.values["kind"], made.values["document_no"]) == ("纪要", "锦民纪〔2026〕1号")
    assert made.values["clause"] == ("6.1.1", "6.1.4.1")
    assert store.list_rows(store.papers_of(held)) == [made]
    assert store.get("evidence", paper.id).values["path"] == "锦民发〔2026〕2号 方案.pdf"
    assert store.plan_papers(None, reports.clauses_of).counts == {"new": 0, "updated": 0, "unchanged": 2, "refused": 0}
    with pytest.raises(CountyError, match="再预览一次"):
        store.apply_papers(plan, "测试")
    assert batch is not None
    importing.undo(batch, "测试")
    assert store.get("evidence", paper.id).values["path"] is None
    assert store.count_rows(store.Query("evidence")) == 1


def test_a_folder_elsewhere_is_not_looked_into(folder: Path, tmp_path: Path) -> None:
    for wrong, told in ((tmp_path, "不在佐证文件夹"), (folder / "没有", "没有文件夹")):
        with pytest.raises(CountyError, match=told):
            store.plan_papers(wrong, reports.clauses_of)
    store.set_office_setting("佐证文件夹", "")
    with pytest.raises(CountyError, match="还没有说明"):
        store.plan_papers(None, reports.clauses_of)


def test_the_index_says_which_clauses_have_no_paper(folder: Path, fields: Fields, tmp_path: Path) -> None:
    store.create("evidence", fields("evidence", title="方案", kind="方案", clause="6.1.2", dated_on="2026-02"), "测试")
    words = [
        "--db",
        str(store.bound_path()),
        "evidence",
        "index",
        "--period",
        "2026",
        "--to",
        str(tmp_path / "目录.xlsx"),
    ]
    told = CliRunner().invoke(commands, words).stderr
    assert "1 份材料" in told and "还没有材料的条款：4.4.5 量化推动、5.1 立足社区、" in told and "6.1.2" not in told


def test_the_command_tells_what_it_did_as_json(folder: Path) -> None:
    result = CliRunner().invoke(commands, ["--db", str(store.bound_path()), "evidence", "match", "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 0 and told["batch"] is None and told["new"] == told["updated"] == 0
    assert told["unmatched"] == [{"file": "2026/总结.txt", "reason": "没有记录写着它的文号"}]


def test_every_clause_has_a_paper_in_the_demo(ledger: Path) -> None:
    importing.apply(planned(next(DEMO.glob("24-*.xlsx")), "evidence"), "测试")
    table = reports.fill("standard", parse_period("2026"))
    at = [column.label for column in table.columns].index("佐证材料")
    assert [row.label for row in table.rows if not row.cells[at].value] == []
    assert {line.clause for line in index_lines("all", parse_period("2026"))} == {
        r.label.split()[0] for r in table.rows
    }
