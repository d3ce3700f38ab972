"""The forms that ship with the demo, and a form as issued that nobody marked before."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from county_tui.forms.checking import check_form
from county_tui.forms.library import Filling, fill, form_from_file, type_into
from county_tui.forms.printing import print_form
from county_tui.report_period import parse_period
from fixtures.issued_forms import FOLDER, FORMS, STATISTICS
from tests.forms.books import form, values

YEAR = parse_period("2026")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_the_demo_can_be_filled_and_printed(ledger: Path, name: str) -> None:
    made = form_from_file(FOLDER / f"{name}.xlsx")
    assert check_form(made) == ()
    filled = fill(made, YEAR)
    assert not any("{" in str(cell.value) for row in values(print_form(filled)).worksheets[0].rows for cell in row)
    assert all(finding.level for finding in Filling(YEAR).audit(made))


def test_the_statistics_form_has_24_coded_rows() -> None:
    assert [row[2] for row in STATISTICS[1:]] == [f"{number:02}" for number in range(1, 25)]


ROWS = [f"{number:02}" for number in range(1, 25)]


def test_a_form_of_coded_rows_with_balances_between_rows_and_forms(ledger: Path) -> None:
    """Rows 01 to 24 typed by hand: 01 ≥ 02, 05 = 06 + … + 13, 15 ≥ 16 + 17 + 18, and 05 ≥ two rows of other sheets."""
    cells = {"A1": "交审计1表", "A3": "指标名称", "B3": "计算单位", "C3": "代码", "D3": "数值"}
    for at, code in enumerate(ROWS, 4):
        cells |= {f"A{at}": f"指标{code}", f"B{at}": "个", f"C{at}": code, f"D{at}": "{填 整数}"}
    checks = [
        ["D4 >= D5", "01≥02", "必须"],
        ["D8 = SUM(D9:D16)", "05=06+…+13", "必须"],
        ["D18 >= D19 + D20 + D21", "15≥16+17+18", "必须"],
        ["D8 >= 审计2表!D4 + 审计3表!D4", "表1 05 行 ≥ 表2 01 行 + 表3 01 行", "必须"],
    ]
    made = form(cells, checks, 审计2表={"D4": "{填 整数}"}, 审计3表={"D4": "{填 整数}"})
    good = {f"D{at}": "1" for at in range(4, 28)} | {"D8": "8", "D18": "3", "审计2表!D4": "5", "审计3表!D4": "3"}
    type_into(fill(made, YEAR), good, "张三")
    assert fill(made, YEAR).unfilled == () and Filling(YEAR).audit(made) == ()
    type_into(fill(made, YEAR), {"D4": "0", "D9": "2", "D18": "2", "审计2表!D4": "6"}, "张三")
    failed = Filling(YEAR).audit(made)
    assert [finding.rule for finding in failed] == [check[0] for check in checks]
    assert failed[3].values == {"D8": 8, "审计2表!D4": 6, "审计3表!D4": 3}


@pytest.mark.skipif(OFFICE is None or shutil.which("pdftotext") is None, reason="needs LibreOffice and poppler")
def test_printed_forms_open_in_an_office_program_with_their_values(ledger: Path, tmp_path: Path) -> None:
    made = form_from_file(FOLDER / "城市民族工作情况统计表.xlsx")
    type_into(fill(made, YEAR), {"D27": "4321", "E27": "1234"}, "张三")
    (tmp_path / "form.xlsx").write_bytes(print_form(fill(made, YEAR)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "form.xlsx")], check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "form.pdf"), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    assert "4321" in text and "1234" in text and "Err:" not in text and "#" not in text
    assert text.count("\f") == 1
