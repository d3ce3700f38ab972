"""From a task to the sum: what is taken in, what is refused and why, and where each region stands."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from county_tui import collecting, returns, store
from county_tui.cli import commands
from county_tui.collecting import State, TaskRequest
from county_tui.errors import CountyError
from county_tui.report_period import parse_period
from tests.collecting.conftest import CITY, DUE, JINJIANG, NAMES, QINGYANG, QUARTER, TODAY, WUHOU, Offices, Serve, take


def state_of(region: str) -> State:
    """Where a region stands."""
    return collecting.standing_of(region, QUARTER).state


def test_a_return_goes_from_missing_to_amended(offices: Offices, serve: Serve, task: Path) -> None:
    serve(JINJIANG, "510104017000")
    assert state_of(JINJIANG) is State.MISSING
    first = offices.seal(JINJIANG)
    assert take(first).state == collecting.ACCEPTED and state_of(JINJIANG) is State.REPORTED
    assert take(first).state == collecting.KNOWN
    collecting.send_back(JINJIANG, QUARTER, "少报一件", "市")
    assert state_of(JINJIANG) is State.SENT_BACK
    assert take(first).state == collecting.KNOWN and state_of(JINJIANG) is State.SENT_BACK
    serve(JINJIANG, "510104017000")
    assert take(offices.amend(JINJIANG, "补报")).state == collecting.ACCEPTED and state_of(JINJIANG) is State.REPORTED
    collecting.approve([JINJIANG], QUARTER, "市")
    assert state_of(JINJIANG) is State.APPROVED
    serve(JINJIANG, "510104017000")
    assert take(offices.amend(JINJIANG, "又补报")).state == collecting.ACCEPTED and state_of(JINJIANG) is State.AMENDED
    assert "更新的第 3 版" in take(first).reason


def test_what_is_not_in_order_is_refused_in_words_and_changes_nothing(
    offices: Offices, serve: Serve, task: Path
) -> None:
    serve(JINJIANG, "510104017000")
    partly = offices.seal(JINJIANG, ("services",))
    refused = [(partly, "少了要报的“services-by-town、activities”")]
    broken, other = offices.folder / "坏.zip", offices.folder / "别的.zip"
    broken.write_bytes(partly.read_bytes()[:-40])
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("照片.jpg", b"x")
    with zipfile.ZipFile(offices.folder / "出格.zip", "w") as archive:
        archive.writestr("../../return.json", b"{}")
    refused += [(broken, "坏.zip"), (other, "没有上报数据"), (offices.folder / "出格.zip", "没有上报数据")]
    refused += [(offices.folder / "没有.zip", "没有这个文件")]
    for path, words in refused:
        outcome = take(path)
        assert outcome.state == collecting.REFUSED and words in outcome.reason, (path, outcome.reason)
    assert collecting.board(QUARTER).reported == 0


def test_a_return_without_a_task_or_of_another_region_is_refused(offices: Offices, serve: Serve) -> None:
    file = offices.seal(JINJIANG)
    assert "没有下发过任务" in take(file).reason
    collecting.create_task(TaskRequest(NAMES, QUARTER, DUE, ("武侯区",)), "市")
    assert "没有这个期间的任务" in take(file).reason
    with offices.at(WUHOU):
        assert "不是本级的下级单位" in collecting.collect(file, "区", TODAY).reason


def test_another_first_version_is_refused_once_one_is_held(offices: Offices, serve: Serve, task: Path) -> None:
    fresh = (offices.folder / f"{JINJIANG}.db").read_bytes()
    assert take(offices.seal(JINJIANG)).state == collecting.ACCEPTED
    (offices.folder / f"{JINJIANG}.db").write_bytes(fresh)
    for beside in offices.folder.glob(f"{JINJIANG}.db-*"):
        beside.unlink()
    serve(JINJIANG, "510104017000")
    assert "已收到另一份第 1 版" in take(offices.seal(JINJIANG)).reason


def test_any_changed_byte_of_a_value_is_refused(offices: Offices, serve: Serve, task: Path) -> None:
    serve(JINJIANG, "510104017000")
    file = offices.seal(JINJIANG)
    with zipfile.ZipFile(file) as archive:
        data = json.loads(archive.read("return.json"))
    data["sheets"][0]["cells"][0]["value"] += 1
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("return.json", json.dumps(data))
    (offices.folder / "改.zip").write_bytes(made.getvalue())
    assert take(offices.folder / "改.zip").state == collecting.REFUSED


def test_on_time_is_by_the_day_it_came_or_the_day_announced(offices: Offices, serve: Serve, task: Path) -> None:
    files = {region: offices.seal(region) for region in (JINJIANG, QINGYANG, WUHOU)}
    collecting.announce_late(WUHOU, QUARTER, date(2026, 10, 20), "市")
    take(files[JINJIANG], DUE)
    take(files[QINGYANG], date(2026, 10, 11))
    take(files[WUHOU], date(2026, 10, 20))
    timely = {one.region: one.on_time for one in collecting.collection(QUARTER).standings}
    assert timely == {JINJIANG: True, QINGYANG: False, WUHOU: True}
    board = collecting.board(QUARTER)
    assert (board.expected, board.reported, board.on_time) == (3, 3, 2)
    assert collecting.reminder(board, TODAY) == ""
    kept = board.collection.standings[-1]
    assert (kept.late_until, kept.reason) == ("2026-10-20", "事先说明可晚到 2026-10-20"), "kept once it came"


def test_the_board_says_how_many_of_how_many_and_prints_the_reminder(
    offices: Offices, serve: Serve, task: Path, tmp_path: Path
) -> None:
    for region in (JINJIANG, QINGYANG):
        take(offices.seal(region), DUE if region == JINJIANG else date(2026, 10, 11))
    collecting.send_back(QINGYANG, QUARTER, "人次与附件不符", "市")
    collecting.approve([JINJIANG], QUARTER, "市")
    ledger = ["--db", str(offices.folder / f"{CITY}.db"), "collect", "board", "--period", "2026Q3"]
    data = json.loads(CliRunner().invoke(commands, [*ledger, "--json"]).stdout)
    assert (data["expected"], data["reported"], data["sent_back"], data["approved"]) == (3, 2, 1, 1)
    assert data["rates"] == {"reported": 2 / 3, "on_time": 1 / 3, "sent_back": 0.5, "approved": 0.5}
    assert (
        "已报 2/3（67%），按时 1/3（33%），退回过 1/2（50%），通过 1/2（50%）"
        in CliRunner().invoke(commands, ledger).stderr
    )
    assert CliRunner().invoke(commands, [*ledger, "--to", str(tmp_path / "进度.xlsx")]).exit_code == 0
    book = load_workbook(tmp_path / "进度.xlsx")
    progress, reminder = (
        "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value) for sheet in book
    )
    assert "已报 2/3（67%）" in progress and "青羊区（人次与附件不符）" in reminder and "武侯区" in reminder
    assert "锦江区" not in reminder
    assert take(offices.amend(QINGYANG, "改正")).state == collecting.ACCEPTED
    assert collecting.board(QUARTER).sent_back == 1, "it was sent back, though it came again"


def test_a_reminder_names_who_owes_and_why(offices: Offices, serve: Serve, task: Path) -> None:
    take(offices.seal(JINJIANG))
    collecting.send_back(JINJIANG, QUARTER, "人次与附件不符", "市")
    text = collecting.reminder(collecting.board(QUARTER), date(2026, 10, 12))
    assert "2026年三季度" in text and "已过 2026-10-10" in text
    assert "青羊区、武侯区" in text and "锦江区（人次与附件不符）" in text
    letter = ["--db", str(offices.folder / f"{CITY}.db"), "document", "show", "催报通知", "--period", "2026Q3"]
    told = CliRunner().invoke(commands, letter).stdout
    assert "青羊区、武侯区：" in told and "报送时限为2026年10月10日" in told and "重报的单位：锦江区。" in told
    assert "分街道（乡镇）服务情况表" in told


def test_a_task_is_opened_where_it_is_owed_and_a_return_sent_back_says_why(
    offices: Offices, serve: Serve, task: Path
) -> None:
    back = offices.folder / "退回.zip"
    take(offices.seal(JINJIANG))
    collecting.write_sent_back(collecting.send_back(JINJIANG, QUARTER, "少报一件", "市"), back)
    with offices.at(JINJIANG):
        opened = collecting.open_task(task, "区")
        assert (opened.period, opened.due, opened.names) == ("2026Q3", "2026-10-10", tuple(sorted(NAMES)))
        collecting.open_task(task, "区")
        assert len(store.tasks(store.OWED)) == 1
        assert collecting.open_task(back, "区").sent_back == "少报一件"
    with offices.at(QINGYANG), pytest.raises(CountyError, match="不是给本单位的"):
        collecting.open_task(back, "区")
    with pytest.raises(CountyError, match="不是发给成都市"):
        collecting.open_task(task, "市")


def test_what_a_later_task_asks_goes_into_the_return_there_is(offices: Offices, serve: Serve, task: Path) -> None:
    later = offices.folder / "后来.zip"
    with offices.at(JINJIANG):
        collecting.open_task(task, "区")
    take(offices.seal(JINJIANG))
    collecting.write_task(collecting.create_task(TaskRequest(("bases",), QUARTER, DUE), "市"), later)
    assert state_of(JINJIANG) is State.MISSING
    with offices.at(JINJIANG):
        collecting.open_task(later, "区")
        with pytest.raises(CountyError, match="一个单位一期只报一份"):
            returns.seal(returns.Request(("bases",), QUARTER), "区")
        assert [one.names for one in returns.owed(TODAY)] == [("bases",)]
    assert take(offices.amend(JINJIANG, "补报阵地")).state == collecting.ACCEPTED
    assert state_of(JINJIANG) is State.REPORTED
    with offices.at(JINJIANG):
        assert returns.owed(TODAY) == []


@pytest.mark.parametrize("content", [b"", b"PK", b"{}"])
def test_a_file_that_is_no_task_is_refused(offices: Offices, content: bytes) -> None:
    (offices.folder / "x.zip").write_bytes(content)
    with pytest.raises(CountyError, match="不是下发的任务文件"):
        collecting.open_task(offices.folder / "x.zip", "区")


def test_the_file_of_a_task_is_written_again(offices: Offices, task: Path) -> None:
    again = ["--db", str(offices.folder / f"{CITY}.db"), "task", "write", "--period", "2026Q3"]
    done = CliRunner().invoke(commands, [*again, "--to", str(offices.folder / "再写.zip")])
    assert done.exit_code == 0 and (offices.folder / "再写.zip").read_bytes() == task.read_bytes()
    with pytest.raises(CountyError, match="没有下发过"):
        collecting.issued_task(QUARTER, ("bases",))
    collecting.create_task(TaskRequest(("bases",), QUARTER, DUE), "市")
    with pytest.raises(CountyError, match="下发过 2 次：bases；"):
        collecting.issued_task(QUARTER)
    assert list(collecting.issued_task(QUARTER, ("bases",)).sheets) == ["bases"]


def test_a_task_damaged_anywhere_is_read_whole_or_refused_in_words(offices: Offices, task: Path) -> None:
    content = task.read_bytes()
    for at in range(len(content)):
        task.write_bytes(content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :])
        with offices.at(JINJIANG):
            try:
                collecting.open_task(task, "区")
            except CountyError:
                continue
            assert [one.period for one in store.tasks(store.OWED)] == ["2026Q3"]


def test_a_task_is_for_regions_below_none_of_them_inside_another(offices: Offices) -> None:
    for regions, words in (
        (("成都市",), "不是本级的下级"),
        (("没有的区",), "没有"),
        (("锦江区", "锦江区/锦官驿街道"), "算两遍"),
    ):
        with pytest.raises(CountyError, match=words):
            collecting.create_task(TaskRequest(NAMES, QUARTER, DUE, regions), "市")
    mixed = collecting.create_task(TaskRequest(("work-systems",), QUARTER, DUE, ("锦江区/锦官驿街道", "武侯区")), "市")
    assert mixed.regions == ("510104017000", WUHOU)
    whole = collecting.create_task(TaskRequest(("bases",), QUARTER, DUE), "市")
    assert len(whole.regions) == len(collecting.regions_below()) > 15
    with pytest.raises(CountyError, match="已经下发过"):
        collecting.create_task(TaskRequest(("bases",), QUARTER, DUE), "市")
    with pytest.raises(CountyError, match="没有下发过任务"):
        collecting.board(parse_period("2025Q1"))
    assert store.describe().region == CITY
