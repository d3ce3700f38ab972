"""Word templates: marks in text, tables and margins filled in their type; every mistake by its paragraph."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from docx.document import Document
from openpyxl import Workbook

from county_tui import documents, returns, store
from county_tui.cli import commands
from county_tui.documents import library
from county_tui.documents.word import check_template, read_template
from county_tui.errors import CountyError
from county_tui.report_period import parse_period
from county_tui.returns.sealing import Request
from tests.conftest import Fields, Person


@pytest.fixture
def services(ledger: Path, fields: Fields) -> Path:
    """Three services at two regions, the smallest kind of ledger a letter can be written from."""
    for at, (region, people) in enumerate((("锦官驿街道", "7"), ("锦官驿街道", "8"), ("东湖街道", "10"))):
        given = {"number": f"{at}", "served_on": "2026-03-01", "category": "教育保障", "item": f"咨询{at}"}
        made = fields("service_records", region=region, people_served=people, **given)
        store.create("service_records", made, "测试")
    return ledger


def _run(ledger: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, ["--db", str(ledger), "document", *words])


def _saved(made: Document, path: Path) -> Path:
    made.save(str(path))
    return path


def _shown(ledger: Path, template: Path, to: Path) -> Document:
    assert _run(ledger, "add", str(template), "--name", "信").exit_code == 0
    assert _run(ledger, "show", "信", "--period", "2026H1", "--to", str(to)).exit_code == 0
    return docx.Document(str(to))


def test_marks_are_filled_in_text_tables_and_margins_and_keep_their_type(services: Path, tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "{填报单位}"
    line = made.add_paragraph("{期间}共")
    line.add_run("{件数 服务").bold = True  # Word breaks a mark wherever it likes
    line.add_run("记录}")
    line.add_run("件，平均{平均 服务人次 服务记录}人次，{填 文字}。").italic = True
    made.add_paragraph("{每条 服务记录 | 所属区划=锦官驿街道}（{服务人次}人次）{服务事项}")
    made.add_paragraph("{每条 服务记录 | 服务类别=户籍管理}：{服务事项}")
    table = made.add_table(rows=3, cols=3)
    texts = (
        "街道",
        "件数",
        "件均",
        "{每个 街道（乡镇）}",
        "{件数 服务记录}",
        "{=D2/B2}",
        "合计",
        "{=SUM(B2:B2)}",
        "{=1/0}",
    )
    for cell, text in zip((cell for row in table.rows for cell in row.cells), texts, strict=True):
        cell.text = text

    found = _shown(services, _saved(made, tmp_path / "信.docx"), tmp_path / "写好.docx")

    assert found.sections[0].header.paragraphs[0].text == "锦江区民宗局"
    first, *listed = (paragraph for paragraph in found.paragraphs if paragraph.text)
    assert first.text == "2026年上半年共3件，平均8.33人次，＿＿＿＿＿＿。"
    assert [(run.text, run.bold, run.italic) for run in first.runs if run.bold or run.italic] == [
        ("3", True, None),
        ("件，平均8.33人次，＿＿＿＿＿＿。", None, True),
    ]
    assert [paragraph.text for paragraph in listed] == ["（8人次）咨询1", "（7人次）咨询0", "（无）"]
    rows = [[cell.text for cell in row.cells] for row in found.tables[0].rows]
    assert rows[1] == ["锦官驿街道", "2", "0"] and len(rows) == 13
    assert rows[-1] == ["合计", "3", "—"]


MISTAKES = [
    (("{件数 服务记录}", "{件数 服物记录}"), "第 2 段“{件数 服物记录}”：没有“服物记录”这本台账", "是不是“服务记录”"),
    (("{填报单味}",), "第 1 段“{填报单味}”：不认识“{填报单味}”", "是不是“{填报单位}”"),
    (("{件数 服务记录", "}"), "第 1 段“{件数 服务记录”：", "花括号不成对"),
    (("{{ ''.__class__ }}",), "第 1 段“{{ ''.__c", "花括号不成对"),
    (("{% for x in y %}",), "第 1 段", "看不懂"),
    (("没有标记",), "文书模板里没有一个 {…} 标记", ""),
    (("{期间}重点人员名单",), "第 1 段", "重点人员"),
    (("{期间} 110101199003070054",), "第 1 段", "身份证号"),
]


@pytest.mark.parametrize(("texts", "where", "why"), MISTAKES, ids=[texts[0] for texts, *_ in MISTAKES])
def test_a_mistake_is_named_by_its_paragraph(
    ledger: Path, tmp_path: Path, texts: tuple[str, ...], where: str, why: str
) -> None:
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    path = _saved(made, tmp_path / "信.docx")
    checked = _run(ledger, "check", str(path), "--json")
    assert checked.exit_code == 1 and not json.loads(checked.stdout)["ok"]
    assert where in _run(ledger, "check", str(path)).stdout and why in checked.stdout
    added = _run(ledger, "add", str(path))
    assert added.exit_code == 1 and "Traceback" not in added.output
    assert [one.name for one in documents.documents() if not one.is_built_in] == []


def test_a_mistake_in_a_table_is_named_by_its_cell(ledger: Path, tmp_path: Path) -> None:
    made = docx.Document()
    made.add_table(rows=2, cols=2).cell(1, 1).text = "{合计 服务事项 服务记录}"
    told = _run(ledger, "check", str(_saved(made, tmp_path / "信.docx"))).stdout
    assert told.startswith("第 1 张表第 2 行第 2 列：“服务事项”不是数")


def test_a_row_to_repeat_may_hold_no_table(ledger: Path) -> None:
    made, out = docx.Document(), io.BytesIO()
    cell = made.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{每条 阵地}"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "{件数 服务记录}"
    made.save(out)
    with pytest.raises(CountyError, match="不能再套表格"):
        read_template(out.getvalue(), "信")


def test_a_letter_reads_its_own_table_of_another_period(services: Path) -> None:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("本季{=表1!A1}件，上季{=上期(表1!A1)}件")
    made.add_table(rows=1, cols=1).cell(0, 0).text = "{件数 服务记录}"
    made.save(out)
    store.keep_form(store.StoredForm("信", "", "", out.getvalue(), store.now(), "测试", store.DOCUMENT))
    for period, said in (("2026Q1", "本季3件，上季0件"), ("2026Q2", "本季0件，上季3件")):
        assert said in _run(services, "show", "信", "--period", period).stdout


def test_more_copies_than_anyone_reads_are_refused(services: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "MOST_COPIES", 1)
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("{每条 服务记录}")
    made.save(out)
    store.keep_form(store.StoredForm("信", "", "", out.getvalue(), store.now(), "测试", store.DOCUMENT))
    told = _run(services, "show", "信", "--period", "2026")
    assert told.exit_code == 1 and "正文里有一段（一行）要写 3 次，太多了，最多 1 次" in told.stderr


def test_what_is_no_word_file_is_refused_in_a_sentence(ledger: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "表.docx")
    for name, content, said in (
        ("空.docx", b"", "这不是 .docx 文书模板"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "这是旧的 .doc 文件"),
        ("表.docx", (tmp_path / "表.docx").read_bytes(), "不是 Word 文件"),
        ("大.docx", b"x" * (11 << 20), "不像文书模板"),
    ):
        (tmp_path / name).write_bytes(content)
        result = _run(ledger, "add", str(tmp_path / name))
        assert result.exit_code == 1 and said in result.stderr, name
    assert "没有" in _run(ledger, "check", str(tmp_path / "不在.docx")).stderr
    assert _run(ledger, "show", "工作总接", "--period", "2026").stderr.endswith("是不是“工作总结”？\n")


def test_the_shipped_ones_are_listed_right_and_give_way_to_the_offices_own(services: Path, tmp_path: Path) -> None:
    assert all(check_template(template) == () for template in documents.documents())
    listed = json.loads(_run(services, "list", "--json").stdout)
    names = ("工作总结", "填报说明", "更正函", "催报通知")
    assert {one["name"]: one["built_in"] for one in listed} == dict.fromkeys(names, True)
    assert "＿＿＿＿＿＿：" in _run(services, "show", "催报通知", "--period", "2026H1").stdout  # nobody was asked
    own = tmp_path / "取出.docx"
    assert _run(services, "remove", "工作总结").exit_code == 1
    assert _run(services, "template", "工作总结", "--to", str(own)).exit_code == 0
    assert _run(services, "add", str(own), "--name", "工作总结").exit_code == 0
    assert [one["built_in"] for one in json.loads(_run(services, "list", "--json").stdout)] == [False, True, True, True]
    text = _run(services, "show", "工作总结", "--period", "2026H1").stdout
    assert "期间办理服务3件（上年同期0件），服务25人次" in text and "教育保障　3　25" in text
    assert _run(services, "show", "工作总结", "--period", "2026H1", "--to", str(tmp_path / "x.doc")).exit_code == 1
    assert _run(services, "remove", "工作总结").exit_code == 0


def test_a_letter_of_correction_holds_the_code_of_what_was_sealed_last(services: Path) -> None:
    assert "（校验码：＿＿＿＿＿＿）" in _run(services, "show", "更正函", "--period", "2026Q1").stdout
    returns.seal(Request(("services",), parse_period("2026Q1")), "李敏")
    (head,) = store.newest_returns()
    store.delete(store.list_rows(store.Query("service_records"))[0].ref, "李敏")
    newest = returns.amend(head.id, "误记一条", "李敏")
    assert newest.code != head.code
    assert f"（校验码：{newest.code}）" in _run(services, "show", "更正函", "--period", "2026Q1").stdout
    assert "（校验码：＿＿＿＿＿＿）" in _run(services, "show", "更正函", "--period", "2026").stdout


def test_small_numbers_of_a_town_are_hidden_in_a_letter_too(services: Path, person: Person, fields: Fields) -> None:
    tally = {
        "month": "2026-03",
        "region": "锦官驿街道",
        "category": "教育保障",
        "minority_served": "3",
        "source": "手工填报",
    }
    store.create("service_tallies", fields("service_tallies", **tally), "测试")
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("{每个 街道（乡镇）}：少数民族群众{合计 其中少数民族群众 服务记录}人次")
    made.save(out)
    store.keep_form(store.StoredForm("信", "", "", out.getvalue(), store.now(), "测试", store.DOCUMENT))
    told = _run(services, "show", "信", "--period", "2026H1").stdout
    assert "：少数民族群众＜5人次" in told and "3人次" not in told
