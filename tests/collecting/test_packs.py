"""Streets without this program: the files a county's task brings for them, filled, imported and ticked off."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from county_tui import collecting, forms
from county_tui.cli import commands
from county_tui.collecting import State, TaskRequest
from county_tui.errors import CountyError
from tests.collecting.conftest import DUE, JINJIANG, QUARTER, TODAY, Offices
from tests.forms.books import save

STREET, OTHER = "510104017000", "510104018000"
SERVICE = {
    "服务日期": "2026-08-01",
    "服务类别": "法律援助",
    "服务事项": "咨询",
    "所属区划": "锦官驿街道",
    "服务人次": 7,
}


@pytest.fixture
def folder(offices: Offices) -> Iterator[Path]:
    """The county's task for two streets, two tables and a form, unpacked; one sits at the county's ledger."""
    with offices.at(JINJIANG):
        forms.add_form(save(offices.folder / "统计表.xlsx", {"A1": "统计表", "B2": "{填 整数}"}), "", "区")
        asked = TaskRequest(("services", "activities", "统计表"), QUARTER, DUE, (STREET, OTHER))
        collecting.write_task(collecting.create_task(asked, "区"), offices.folder / "任务.zip")
        with zipfile.ZipFile(offices.folder / "任务.zip") as archive:
            archive.extractall(offices.folder / "任务")
        yield offices.folder / "任务" / "手工填报"


def filled(pack: Path, target: Path, sheet: str, rows: list[dict[str, Any]]) -> Path:
    """A template with rows written under its header."""
    book = load_workbook(pack)
    heads = {str(cell.value).rstrip("*"): cell.column for cell in book[sheet][3]}
    for at, row in enumerate(rows, 4):
        for head, value in row.items():
            book[sheet].cell(at, heads[head], value)
    book.save(target)
    return target


def run(offices_folder: Path, *words: str) -> Any:
    """A command at the county's ledger."""
    return CliRunner().invoke(commands, ["--db", str(offices_folder / f"{JINJIANG}.db"), "--as", "区", *words])


def test_a_streets_filled_template_ticks_it_off(offices: Offices, folder: Path, tmp_path: Path) -> None:
    assert sorted(file.name for file in folder.iterdir())[:2] == ["东湖街道-台账.xlsx", "东湖街道-统计表.xlsx"]
    pack = folder / "锦官驿街道-台账.xlsx"
    assert load_workbook(pack).sheetnames == ["服务记录", "活动", "选项"]
    file = filled(pack, tmp_path / "街道报来.xlsx", "服务记录", [SERVICE])
    done = run(offices.folder, "import", "auto", str(file), "--json")
    assert done.exit_code == 0 and json.loads(done.stdout)["collected"] == "accepted", done.output
    street = collecting.standing_of(STREET, QUARTER)
    assert (street.state, street.lacking, street.on_time) == (State.MISSING, ("统计表",), None)
    assert "还缺统计表" in collecting.reminder(collecting.board(QUARTER), TODAY)
    with pytest.raises(CountyError, match="还缺统计表"):
        collecting.approve([STREET], QUARTER, "区")

    book = load_workbook(folder / "锦官驿街道-统计表.xlsx")
    book["表1"]["B2"] = 3
    book.save(tmp_path / "表.xlsx")
    assert "已勾掉" in run(offices.folder, "import", "auto", str(tmp_path / "表.xlsx")).stderr
    street = collecting.standing_of(STREET, QUARTER)
    assert (street.state, street.held.version) == (State.REPORTED, 2)  # type: ignore[union-attr]
    assert collecting.reported_behind("services", QUARTER, "法律援助/服务人次") == [(STREET, 7)]
    assert collecting.sum_of("统计表", QUARTER).parts == (STREET,)

    again = run(offices.folder, "import", "auto", str(file), "--json")
    assert json.loads(again.stdout)["collected"] == "known"
    more = filled(pack, file, "服务记录", [SERVICE, {**SERVICE, "服务日期": "2026-09-01"}])
    assert "已勾掉：锦官驿街道 2026年三季度" in run(offices.folder, "import", "auto", str(more)).stderr
    assert collecting.standing_of(STREET, QUARTER).held.version == 3  # type: ignore[union-attr]
    assert [one.region for one in collecting.collection(QUARTER).standings if one.held is None] == [OTHER]


def test_a_template_made_by_hand_is_of_the_periods_its_rows_are_of(
    offices: Offices, folder: Path, tmp_path: Path
) -> None:
    made = tmp_path / "模板.xlsx"
    assert (
        run(offices.folder, "template", "service-records", "--region", "锦官驿街道", "--to", str(made)).exit_code == 0
    )
    earlier = filled(made, tmp_path / "上季.xlsx", "服务记录", [{**SERVICE, "服务日期": "2026-05-01"}])
    assert "collected" not in json.loads(run(offices.folder, "import", "auto", str(earlier), "--json").stdout)
    assert collecting.standing_of(STREET, QUARTER).held is None
    file = filled(made, tmp_path / "本季.xlsx", "服务记录", [SERVICE])
    done = run(offices.folder, "import", "auto", str(file))
    assert "还缺activities、统计表" in done.stderr, done.stderr
    bad = filled(made, tmp_path / "错.xlsx", "服务记录", [{**SERVICE, "服务类别": "没有"}])
    assert "已勾掉" not in run(offices.folder, "import", "auto", str(bad)).stderr


def test_records_stay_in_their_county(offices: Offices, task: Path) -> None:
    with zipfile.ZipFile(task) as archive:
        assert not [name for name in archive.namelist() if name.startswith("手工填报")], "a city asks for no records"
