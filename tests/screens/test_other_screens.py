"""Lists, backups, settings, set-up: each flow by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import backup, store
from county_tui.app import CountyApp, SetUpApp
from county_tui.errors import DamagedLedgerError
from county_tui.screens.app_context import AppContext
from county_tui.screens.setup import offered_regions
from county_tui.widgets.dialogs import Notice
from tests.conftest import Fields
from tests.screens.conftest import TODAY, Clerk, Start, settle


async def test_a_table_is_written_only_under_a_name_that_says_what_it_is(start: Start, tmp_path: Path) -> None:
    async with start() as clerk:
        await clerk.press("r", "enter", "e", "ctrl+u")
        await clerk.paste(str(tmp_path / "表.pdf"))
        await clerk.press("enter")
        assert "的结尾不对" in clerk.text
        assert not (tmp_path / "表.pdf").exists()


@pytest.mark.parametrize("keys", [("r", "enter", "e"), ("enter", "e")])
async def test_a_file_is_overwritten_only_when_that_was_said(
    start: Start, staff: list[store.Row], tmp_path: Path, keys: tuple[str, ...]
) -> None:
    file = tmp_path / "表.csv"
    file.write_text("别人的", "utf-8")
    async with start() as clerk:
        await clerk.press(*keys, "ctrl+u")
        await clerk.paste(str(file))
        await clerk.press("enter")
        assert "文件已存在" in clerk.text
        await clerk.press("enter")
        assert "写到哪个文件？" in clerk.text
        assert file.read_text("utf-8") == "别人的"
        await clerk.press("enter", "down", "enter")
        assert "已导出" in clerk.text
    assert file.read_text("utf-8") != "别人的"


async def test_a_failed_export_leaves_no_word_of_being_under_way(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "e", "ctrl+u")
        await clerk.write("/proc/表.csv")
        await clerk.press("enter")
        assert "出错了" in clerk.text
        assert "正在导出" not in clerk.text


@pytest.mark.parametrize(
    ("typed", "said"), [("/没有/表.csv", "没有 /没有 这个文件夹"), ("/", "是文件夹"), ("", "请写一个文件名")]
)
async def test_a_file_that_cannot_be_is_refused_under_the_field(
    start: Start, staff: list[store.Row], typed: str, said: str
) -> None:
    async with start() as clerk:
        await clerk.press("enter", "e", "ctrl+u")
        await clerk.write(typed)
        await clerk.press("enter")
        assert said in clerk.text
        assert clerk.name == "Prompt"


async def test_a_list_is_exported_as_seen(start: Start, staff: list[store.Row], tmp_path: Path) -> None:
    async with start() as clerk:
        await clerk.press("enter", "space", "e", "ctrl+u")
        await clerk.paste(str(tmp_path / "表.csv"))
        await clerk.press("enter")
        assert "已导出 1 条" in clerk.text
    assert len((tmp_path / "表.csv").read_text("utf-8-sig").splitlines()) == 2


async def test_a_backup_is_made_checked_and_restored(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("b", "n")
        assert "已备份到" in clerk.text
        await clerk.press("c")
        assert "备份完好" in clerk.text
        await clerk.press("enter")
        store.delete(("personnel", 1, 1), "李敏")
        await clerk.press("enter")
        assert "恢复这份备份？" in clerk.text
        assert "工作队伍：" in clerk.text
        await clerk.press("down", "enter")
        assert "已恢复" in clerk.text
    assert store.count_rows(store.Query("personnel")) == 4


async def test_a_backup_is_made_in_a_second_place_and_found_there(
    start: Start, staff: list[store.Row], tmp_path: Path
) -> None:
    stick = tmp_path / "u盘"
    async with start() as clerk:
        await clerk.press("b", "t", "ctrl+u")
        await clerk.paste(str(stick))
        await clerk.press("enter")
        assert "请先插好 U 盘" in clerk.text
        stick.mkdir()
        await clerk.press("enter")
        assert "在同一块磁盘上" in clerk.text
        await clerk.press("enter")
        assert "手动" not in clerk.text
        await clerk.press("o", "enter")
        assert "手动" in clerk.text
        store.delete(("personnel", 1, 1), "李敏")
        await clerk.press("enter")
        assert "找回 1 条" in clerk.text
        await clerk.press("down", "enter")
        assert "已恢复" in clerk.text
    assert store.get("personnel", 1).deleted is None
    assert len(list(stick.iterdir())) == 1


async def test_a_closed_app_restores_no_backup_from_elsewhere(ledger: Path, still: None, tmp_path: Path) -> None:
    app = CountyApp(AppContext(store.describe(), "王晓", TODAY, files=tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        clerk = Clerk(pilot)
        await clerk.press("b", "o")
        assert clerk.name == "Backups"
        assert "别处的请管理员恢复" in clerk.text


async def test_what_could_not_be_read_is_not_said_to_be_none(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DamagedLedgerError("台账文件已损坏")

    async with start() as clerk:
        monkeypatch.setattr(store, "batches", fail)
        await clerk.press("l")
        assert "台账文件已损坏" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "Imports" and "还没有导入过" not in clerk.text


async def test_a_sealed_backup_asks_for_its_key(start: Start, staff: list[store.Row], tmp_path: Path) -> None:
    pytest.importorskip("pyrage")
    keys, stick = tmp_path / "key.txt", tmp_path / "u盘"
    stick.mkdir()
    store.set_office_setting("backup_key", backup.new_key(keys))
    async with start() as clerk:
        await clerk.press("b", "t", "ctrl+u")
        await clerk.paste(str(stick))
        await clerk.press("enter", "enter", "o", "enter", "c")
        assert "这份备份已加密" in clerk.text
        await clerk.paste(str(keys))
        await clerk.press("enter")
        assert "这份备份完好" in clerk.text


async def test_home_says_how_to_back_up_elsewhere_until_it_was_done(
    start: Start, staff: list[store.Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("county_tui.backup.outside.is_same_disk", lambda _, folder: folder.name == "backups")
    backup.create(store.bound_path())
    async with start() as clerk:
        assert "还没有备份到别处，请按 b 再按 t" in clerk.text
        stick = tmp_path / "u盘"
        stick.mkdir()
        backup.create(store.bound_path(), folder=stick)
        await clerk.press("b", "q")
        assert "还没有备份到别处" not in clerk.text


async def test_a_setting_is_changed(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("s", "down", "enter")
        await clerk.write("陈主任")
        await clerk.press("enter")
        assert "已修改「单位负责人」" in clerk.text
        await clerk.press("enter")
        await clerk.write("李主任")  # in the place of the name that stands there, as in a cell of Excel
        await clerk.press("enter")
    assert store.settings()["leader"] == "李主任"


async def test_a_choice_is_added_and_can_be_picked_at_once(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("s", "c")
        await clerk.write("dwlb")
        await clerk.press("enter")
        assert "现有：分管领导、专职干部" in clerk.text
        await clerk.write("红白理事")
        await clerk.press("enter")
        assert "增加“红白理事”？" in clerk.text
        await clerk.press("enter")
        assert "已增加选项「红白理事」" in clerk.text
        await clerk.press("q", "enter", "enter", "e", "tab", "tab", "tab", "ctrl+u")
        await clerk.write("hbls")
        await clerk.press("enter", "ctrl+s")
        assert clerk.name == "RegisterList"
    assert "红白理事" in {row.values["role"] for row in store.list_rows(store.Query("personnel"))}


async def test_an_added_choice_is_taken_away_again(start: Start) -> None:
    store.add_choice("role", "红白理事")
    async with start() as clerk:
        await clerk.press("s", "c")
        await clerk.write("dwlb")
        await clerk.press("enter")
        assert "去掉“红白理事”" in clerk.text
        await clerk.press("down", "enter")
        assert "已去掉选项「红白理事」" in clerk.text
    assert "红白理事" not in store.lookups().choices("role")


async def test_regions_are_marked_as_having_to_have_something(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("s", "m")
        await clerk.write("lly")
        await clerk.press("enter")
        assert "哪些地方应配联络员？" in clerk.text
        await clerk.press("down", "down", "space", "enter")
        assert "应配联络员共 76 处，新标记 76 处，取消 0 处" in clerk.text
        await clerk.press("m", "down", "down", "enter")
        await clerk.write("大慈寺")
        await clerk.press("space", "enter")
        assert "应配联络员共 75 处，新标记 0 处，取消 1 处" in clerk.text
        await clerk.press("m", "down", "down", "enter", "space", "enter")
        assert "共 0 处" in clerk.text
    assert not any(store.marked_regions().values())


async def test_a_choice_that_is_there_already_is_refused_in_words(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("s", "c", "enter")
        await clerk.write("专职干部")
        await clerk.press("enter")
        assert "列表里已有“专职干部”，不用再加。" in clerk.text


async def test_a_long_notice_is_read_to_its_end_and_keeps_its_keys(start: Start) -> None:
    async with start() as clerk:
        clerk.app.push_screen(
            Notice("这几个文件", "\n".join(f"第 {number} 个文件：没有导入" for number in range(1, 41)))
        )
        await settle(clerk.pilot)
        assert "第 1 个文件" in clerk.text and "第 40 个文件" not in clerk.text
        assert "PgUp、PgDn 翻看  Enter 知道了" in clerk.text
        await clerk.press("end")
        assert "第 40 个文件" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "Home"


async def test_a_short_notice_has_nothing_to_scroll(start: Start) -> None:
    async with start() as clerk:
        clerk.app.push_screen(Notice("好了", "已导出。"))
        await settle(clerk.pilot)
        assert "Enter 知道了" in clerk.text and "翻看" not in clerk.text


async def test_an_error_of_a_service_is_put_in_words(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("s", "enter")
        await clerk.write("11010519491231002X")
        await clerk.press("enter")
        assert "出错了" in clerk.text
        assert "含有身份证号" in clerk.text
        await clerk.press("escape")
        assert clerk.name == "Settings"


async def test_the_first_start_makes_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "ledger.db"
    app = SetUpApp(path)
    async with app.run_test(size=(80, 24)) as pilot:
        clerk = Clerk(pilot)
        await settle(pilot)
        assert "这台电脑上还没有台账" in clerk.text
        await clerk.press("enter")
        await clerk.write("锦江")
        await clerk.press("enter")
        await clerk.write("锦江区民宗局")
        await clerk.press("enter")
        assert "锦江区（510104000000）" in clerk.text.replace("成都市/", "")
        await clerk.press("enter")
    assert store.describe().unit == "锦江区民宗局"
    assert path.exists()


def test_counties_are_offered_before_towns() -> None:
    assert offered_regions()[0][0].endswith("000000")
    assert any(code == "510104000000" for code, _ in offered_regions())


async def test_a_years_end_is_carried_out_once_it_is_confirmed(start: Start, fields: Fields) -> None:
    given = {"year": "2026", "name": "培训场次", "region": "锦江区", "target": "3"}
    store.create("indicators", fields("indicators", **given), "测试")
    async with start() as clerk:
        await clerk.press("y")
        assert "2026 年结束，转入 2027 年" in clerk.text and "结转指标 1 条" in clerk.text
        await clerk.press("a", "enter")
        assert store.count_rows(store.Query("indicators")) == 1
        await clerk.press("a", "down", "enter")
        assert "已转入 2027 年" in clerk.text and "ledger-2026.db" in clerk.text
        assert store.count_rows(store.Query("indicators")) == 2
        await clerk.press("right")
        assert "2027 年结束，转入 2028 年" in clerk.text


async def test_a_closed_app_goes_up_no_further_than_its_own_folder(ledger: Path, still: None, tmp_path: Path) -> None:
    (tmp_path / "收").mkdir()
    app = CountyApp(AppContext(store.describe(), "王晓", TODAY, files=tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        clerk = Clerk(pilot)
        await clerk.press("i", "ctrl+u")
        await clerk.paste(f"{tmp_path}/收/")
        await clerk.press("ctrl+o")
        assert "收/" in clerk.text and "这里只能用" not in clerk.text
        await clerk.press("ctrl+o")
        assert "这里只能用" in clerk.text and "收/" in clerk.text
