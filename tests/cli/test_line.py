"""What says something of a resident is refused by the command line too, cell by cell, and quoted nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.importing.books import read_xlsx, write_xlsx

HEADER = ["服务日期", "服务类别", "服务事项", "所属区划", "服务人次", "备注"]
LINES = [
    ["2026-03-02", "法律援助", "阿依古丽（维吾尔族）租房纠纷 13800000000", "大慈寺社区", 1, ""],
    ["2026-03-02", "法律援助", "租房咨询", "大慈寺社区", 1, "住大慈寺路12号3单元501 信仰伊斯兰教"],
    ["2026-03-02", "法律援助", "租房咨询", "大慈寺社区", 1, "材料齐全"],
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Two rows that are refused and one that is not, in a file named after a number."""
    return write_xlsx(tmp_path / "服务13800000000.xlsx", {"服务": [HEADER, *LINES]})


def test_the_rows_are_refused_and_go_to_the_errors_workbook(run: Run, sheet: Path, tmp_path: Path) -> None:
    done = run("import", "service-records", sheet, "--errors", tmp_path / "错.xlsx", "--json")
    errors = done.json["sheets"][0]["errors"]
    assert [error["cell"] for error in errors] == ["C2", "F3"]
    assert "电话号码" in errors[0]["message"] and "住址" in errors[1]["message"]
    assert done.json["refused"] == 2 and "13800000000" not in str(errors)
    told = str(read_xlsx(tmp_path / "错.xlsx"))
    assert "电话号码" in told and "住址" in told


def test_a_batch_is_not_named_after_a_number(run: Run, sheet: Path) -> None:
    run("import", "service-records", sheet)
    assert "13800000000" not in run("imports", "list").out


@pytest.mark.parametrize("label", ["重点 人员", "黑名单", "管　控"])
def test_no_choice_of_watching(run: Run, label: str) -> None:
    assert run("choices", "add", "队伍类别", label).code == 1


def test_a_number_in_the_name_of_a_file_or_sheet_or_typed_by_mistake_is_shown_nowhere(run: Run, tmp_path: Path) -> None:
    phone, id_number = "13800000000", "510104199001011237"
    good, bad = tmp_path / f"{phone} 花名册.xlsx", tmp_path / f"又一个{phone}.xlsx"
    write_xlsx(good, {id_number: [HEADER, [*LINES[2][:4], "五人", ""], LINES[2]], phone: [["甲", "乙"], ["1", "2"]]})
    bad.write_bytes(b"")
    how = ("import", "service-records", good, "--on-error", "skip")
    answers = [
        run(*how, "--dry-run", "--json"),
        run(*how, "--errors", tmp_path / "错.xlsx"),
        run("import", "service-records", good, bad, "--json", "--dry-run"),
        run("import", "service-records", bad),
        run("import", "service-records", good, "--sheet", f"甲{phone}"),
        run("inspect", good, "--json"),
        run("imports", "list"),
        run("list", phone),
        run("list", "personnel", "--limit", f"{phone}人"),
        run("show", "personnel", phone),
    ]
    for answer in answers:
        assert phone not in answer.out + answer.err and id_number not in answer.out + answer.err
    assert "（号码，已隐去） 花名册.xlsx" in answers[1].err
