"""The import wizard by keys: file, preview, columns, sheets, apply, undo, error workbook."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from county_tui import store
from county_tui.app import CountyApp
from county_tui.importing import Request
from county_tui.screens.app_context import AppContext
from county_tui.screens.import_flow.choose_file import ImportScreen
from county_tui.screens.import_flow.file_finder import (
    Entry,
    completed,
    offered,
    path_of,
    recent_folders,
    remember_folder,
)
from county_tui.screens.import_flow.questions import StoppedError, Work, applied, planned
from county_tui.widgets.dialogs import Notice
from tests.importing.books import (
    ID_NUMBER,
    LI,
    SERVICE,
    STAFF,
    ZHANG,
    read_xlsx,
    take_in,
    values,
    write_sheet,
    write_xlsx,
)
from tests.screens.conftest import TODAY, Clerk, Start, settle

BAD = ["周敏", "大慈寺社区", "大慈寺社区", "老板"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the clerk keeps the files; the app starts there."""
    folder = tmp_path / "各街道报来"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def preview(clerk: Clerk, file: Path) -> None:
    """Go from home to the preview of a file, its path pasted."""
    await clerk.press("i", "ctrl+u")
    await clerk.paste(str(file))
    await clerk.press("enter")


async def test_a_file_is_picked_previewed_imported_and_named_afterwards(start: Start, folder: Path) -> None:
    write_sheet(folder / "花名册.xlsx", STAFF, ZHANG, LI)
    async with start() as clerk:
        await clerk.press("i")
        assert "第一步：选择文件" in clerk.text and "花名册.xlsx" in clerk.text
        await clerk.press("enter")
        assert "第二步：预览" in clerk.text
        assert "【Sheet1】→ 工作队伍，表头第 1 行：新增 2" in clerk.text
        assert "将写入 2 条。按 a 导入。" in clerk.text
        await clerk.press("right")
        assert "2 行  张建国  锦官驿街道办事处  专职干部" in clerk.text
        await clerk.press("a")
        assert "导入这个文件？" in clerk.text
        await clerk.press("enter")
        assert "导入完成" in clerk.text and "第 1 批：新增 2 条，修改 0 条" in clerk.text
        await clerk.press("enter")
        assert "花名册.xlsx：已导入，第 1 批" in clerk.text
    assert [value["name"] for value in values("personnel")] == ["张建国", "李敏"]
    assert store.batches()[0].by == "王晓"
    assert list((folder.parent / "backups").iterdir())


async def test_enter_before_the_list_is_there_opens_what_is_typed(start: Start, folder: Path) -> None:
    write_sheet(folder / "花名册.xlsx", STAFF, ZHANG)
    async with start() as clerk:
        await clerk.press("i")
        screen = clerk.app.screen
        assert isinstance(screen, ImportScreen)
        screen.put(str(folder / "花名"))
        await settle(clerk.pilot)
        screen.listed_for, screen.entries = "早先的文字", [Entry(folder.parent, True)]
        screen.show_lines(0)
        await clerk.press("enter")
        assert "将写入 1 条" in clerk.text


async def test_an_update_is_shown_old_and_new(start: Start, folder: Path, staff: list[store.Row]) -> None:
    file = write_sheet(folder / "一.xlsx", STAFF, [*ZHANG[:3], "分管领导"])
    async with start() as clerk:
        await preview(clerk, file)
        await clerk.press("right")
        assert "张建国 锦官驿街道办事处  队伍类别：专职干部 → 分管领导" in clerk.text
        await clerk.press("enter")
        assert "“Sheet1”第 2 行" in clerk.text
        await clerk.press("enter", "a", "enter", "enter")
    assert values("personnel")[0]["role"] == "分管领导"


async def test_refused_rows_are_shown_by_cell_and_skipped_only_when_asked(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "有错.xlsx", STAFF, ZHANG, BAD)
    async with start() as clerk:
        await preview(clerk, file)
        assert "1 行不能导入" in clerk.text
        await clerk.press("left")
        assert "D3     队伍类别：“老板”不在可选项中" in clerk.text
        await clerk.press("a")
        assert "有 1 行不能导入" in clerk.text
        await clerk.press("enter")
        assert values("personnel") == []
        await clerk.press("a", "down", "down", "enter")
        assert "跳过 1 行" in clerk.text
        await clerk.press("enter")
    assert [value["name"] for value in values("personnel")] == ["张建国"]


LONG = "语言服务志愿者，" * 8


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("队伍类别", LONG, "不在可选项中"),
        ("联系电话", LONG, "不是电话号码"),
        ("语言能力", f"普通话、{LONG}、彝语", "不在可选项中"),
        ("备注", "字" * 3000, "文字太长（3000 字）"),
        ("任职日期", "“" + "某年某月" * 8 + "”", "不是日期"),
    ],
    ids=lambda text: text[:4],
)
async def test_a_long_value_leaves_the_reason_in_sight_and_enter_shows_it_all(
    start: Start, folder: Path, field: str, value: str, reason: str
) -> None:
    person = dict(zip(STAFF, ZHANG, strict=True)) | {field: value}
    sheets = {"各街道报来的工作队伍花名册": [list(person), list(person.values())], "乙": [STAFF, LI]}
    file = write_xlsx(folder / "长.xlsx", sheets)
    async with start() as clerk:
        await preview(clerk, file)
        await clerk.press("left")
        (line,) = (line for line in clerk.text.splitlines() if "2 " in line and field in line)
        assert f"!{'ABCDE'[list(person).index(field)]}2 {field}" in line and reason in line
        await clerk.press("enter")
        notice = clerk.app.screen
        assert isinstance(notice, Notice) and value[:1000] in notice.text


async def test_the_refused_rows_are_written_to_a_file_to_mend(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "有错.xlsx", STAFF, ZHANG, BAD)
    async with start() as clerk:
        await preview(clerk, file)
        await clerk.press("e", "enter")
        assert "不能导入的 1 行已写到" in clerk.text
    header, bad = read_xlsx(folder / "有错-不能导入的行.xlsx")["Sheet1"]
    assert header == [*STAFF, "原因"] and bad[:4] == BAD


async def test_an_import_is_taken_back_at_once(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "花名册.xlsx", STAFF, ZHANG, LI)
    async with start() as clerk:
        await preview(clerk, file)
        await clerk.press("a", "enter", "down", "enter")
        assert "已撤销第 1 批：移走 2 条" in clerk.text
    assert values("personnel") == [] and store.batch(1).undone


async def test_a_column_is_mapped_by_typing_a_fields_name(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "一.xlsx", [*STAFF, "暗号"], [*ZHANG, "科长"])
    async with start() as clerk:
        await preview(clerk, file)
        assert "? “暗号”列没有导入" in clerk.text
        await clerk.press("c")
        assert "列  【Sheet1】→ 工作队伍" in clerk.text
        assert "张建国" in clerk.text and "科长" in clerk.text
        await clerk.press("end", "enter")
        await clerk.write("职务")
        await clerk.press("enter")
        assert "* E   暗号                  职务" in clerk.text
        await clerk.press("q")
        assert "暗号→职务" in clerk.text
        await clerk.press("a", "enter", "enter")
    assert values("personnel")[0]["post"] == "科长"


async def test_a_mapping_is_taken_back_or_a_column_left_out(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "一.xlsx", [*STAFF, "职务"], [*ZHANG, "科长"])
    async with start() as clerk:
        await preview(clerk, file)
        await clerk.press("c", "end", "enter", "enter")
        assert "（不导入）" in clerk.text
        await clerk.press("enter", "enter")
        assert "（不导入）" not in clerk.text
        await clerk.press("enter", "enter", "q", "a", "enter", "enter")
    assert "post" not in values("personnel")[0]


async def test_private_columns_are_named_and_not_shown(start: Start, folder: Path) -> None:
    file = write_sheet(
        folder / "一.xlsx", [*SERVICE, "服务对象姓名"], ["2026-03-02", "法律援助", "咨询", "锦江区", 3, "某某某"]
    )
    async with start() as clerk:
        await preview(clerk, file)
        assert "! “服务对象姓名”列没有导入：属于居民或个人身份信息" in clerk.text
        await clerk.press("c", "end")
        assert "（个人信息，不导入）" in clerk.text and "某某某" not in clerk.text
        await clerk.press("enter")
        await clerk.write("备注")
        await clerk.press("enter")
        assert "出错了" in clerk.text and "不记录" in clerk.text
        await clerk.press("enter")
        assert "（个人信息，不导入）" in clerk.text


async def test_an_id_number_is_never_on_the_screen(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "一.xlsx", [*STAFF, "备注"], ZHANG, [*LI, ID_NUMBER], ["周敏", *LI[1:]])
    async with start() as clerk:
        await preview(clerk, file)
        for _ in range(4):
            assert ID_NUMBER not in clerk.text
            await clerk.press("enter")
            assert ID_NUMBER not in clerk.text
            await clerk.press("enter", "right")
        await clerk.press("c", "end")
        assert ID_NUMBER not in clerk.text


async def test_sheets_are_left_out_and_taken_in(start: Start, folder: Path) -> None:
    file = write_xlsx(folder / "两张.xlsx", {"甲": [STAFF, ZHANG], "乙": [STAFF, LI]})
    async with start() as clerk:
        await preview(clerk, file)
        assert "【乙】" in clerk.text
        await clerk.press("t")
        assert "* 甲" in clerk.text and "* 乙" in clerk.text
        await clerk.press("down", "space")
        assert "* 乙" not in clerk.text
        await clerk.press("q")
        assert "【乙】" not in clerk.text and "将写入 1 条" in clerk.text


async def test_a_file_nobody_could_place_is_placed_by_hand(start: Start, folder: Path) -> None:
    rows = [["人", "哪里的", "地方", "做什么"], ZHANG, LI]
    file = write_sheet(folder / "一.xlsx", ["说明"], *rows)
    async with start() as clerk:
        await preview(clerk, file)
        assert "出错了" in clerk.text and "--map" not in clerk.text
        await clerk.press("enter")
        assert "没有可以导入的内容。按 t 指定" in clerk.text
        await clerk.press("t", "r")
        await clerk.write("工作队伍")
        await clerk.press("enter", "h")
        await clerk.write("2")
        await clerk.press("enter", "enter")
        for label in ("姓名", "工作单位", "所属区划", "队伍类别"):
            await clerk.press("enter")
            await clerk.write(label)
            await clerk.press("enter", "down")
        await clerk.press("q", "q")
        assert "新增 2" in clerk.text
        await clerk.press("a", "enter", "enter")
    assert [value["unit"] for value in values("personnel")] == ["锦官驿街道办事处", "牛市口街道办事处"]


async def test_several_files_are_taken_one_after_another(start: Start, folder: Path) -> None:
    write_sheet(folder / "甲.xlsx", STAFF, ZHANG)
    write_sheet(folder / "乙.xlsx", STAFF, LI)
    async with start() as clerk:
        await clerk.press("i", "ctrl+t", "ctrl+t")
        assert "已选中 2 个文件" in clerk.text
        await clerk.press("enter")
        assert "第 1 / 2 个文件" in clerk.text
        await clerk.press("a", "enter", "enter")
        assert "第 2 / 2 个文件" in clerk.text
        await clerk.press("q")
        assert "这几个文件" in clerk.text and "没有导入" in clerk.text
    assert len(values("personnel")) == 1


async def test_after_an_import_the_cursor_stays_on_its_file(start: Start, folder: Path) -> None:
    for name, row in (("甲", ZHANG), ("乙", LI)):
        write_sheet(folder / f"{name}.xlsx", STAFF, row)
    async with start() as clerk:
        await clerk.press("i", "down", "enter")
        file = clerk.text.split()[1]
        await clerk.press("a", "enter", "enter", "enter")
        assert clerk.text.split()[1] == file
        assert "台账里都有了，没有需要写入的内容。按 Esc 返回" in clerk.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.xlsx", b"", "空文件"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(99), "不是表格文件"),
        ("没有.xlsx", None, "找不到文件"),
    ],
)
async def test_a_file_that_is_no_workbook_is_told_in_words(
    start: Start, folder: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    async with start() as clerk:
        await preview(clerk, folder / name)
        assert "出错了" in clerk.text and words in clerk.text
        await clerk.press("enter")
        assert "第一步：选择文件" in clerk.text


async def test_a_change_meanwhile_makes_the_preview_anew(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "花名册.xlsx", STAFF, ZHANG, LI)
    async with start() as clerk:
        await preview(clerk, file)
        store.create("personnel", {"name": "刘洋", "unit": "x", "region": "510104000000", "role": "宣传员"}, "周敏")
        person = {"name": LI[0], "unit": LI[1], "region": "510104000000", "role": "调解员"}
        store.create("personnel", person, "周敏")
        await clerk.press("a", "enter")
        assert "预览之后台账又有改动" in clerk.text
        await clerk.press("enter", "a", "enter")
        assert "导入完成" in clerk.text


def test_reading_and_writing_stop_between_two_steps_and_leave_nothing(ledger: Path, folder: Path) -> None:
    file = write_sheet(folder / "花名册.xlsx", STAFF, ZHANG, LI)
    told: list[str] = []
    plan, _ = planned(file, Request(), Work(told.append))
    assert told and "读取" in told[0]
    job = Work(told.append)
    job.stop.set()
    with pytest.raises(StoppedError):
        planned(file, Request(), job)
    with pytest.raises(StoppedError):
        applied(plan, ledger, "王晓", job)
    assert values("personnel") == [] and store.batches() == []
    assert applied(plan, ledger, "王晓", Work(told.append)).written == 2
    assert "写入" in told[-1] and "2 / 2 行，100%" in told[-1]


@pytest.fixture
def received(ledger: Path, still: None, folder: Path) -> Path:
    """A file with something of everything: a change, a new row, a bad one, columns left out."""
    take_in(write_sheet(folder / "旧.xlsx", STAFF, [*ZHANG[:3], "宣传员"]))
    return write_sheet(
        folder / "花名册.xlsx", [*STAFF, "民族", "暗号"], [*ZHANG, "x", "y"], [*LI, "x", "y"], [*BAD, "x", "y"]
    )


def shoot(file: Path, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Open the preview of a file and press keys."""

    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await preview(Clerk(pilot), file)
        await Clerk(pilot).press(*keys)

    return before


def test_the_preview_at_80_by_24(snap_compare: Callable[..., bool], received: Path) -> None:
    app = CountyApp(AppContext(store.describe(), "王晓", TODAY))
    assert snap_compare(app, terminal_size=(80, 24), run_before=shoot(received))


BEHIND = {
    "columns": ("c", "end"),
    "fields": ("c", "down", "down", "down", "enter"),
    "sheets": ("t",),
    "refused": ("left",),
    "apply": ("a",),
}


@pytest.mark.parametrize("name", BEHIND)
def test_behind_the_preview_at_80_by_24(snap_compare: Callable[..., bool], received: Path, name: str) -> None:
    app = CountyApp(AppContext(store.describe(), "王晓", TODAY))
    assert snap_compare(app, terminal_size=(80, 24), run_before=shoot(received, *BEHIND[name]))


async def test_the_preview_fits_every_width(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "有错.xlsx", [*STAFF, "暗号", "民族"], [*ZHANG, "x", "y"], [*BAD, "x", "y"])
    for size in ((80, 24), (60, 20), (120, 40)):
        async with start(size=size) as clerk:
            await preview(clerk, file)
            for _ in range(3):
                assert all(cell_len(line) <= size[0] for line in clerk.text.splitlines())
                await clerk.press("right")


def test_the_field_completes_a_path_as_far_as_it_is_clear(ledger: Path, folder: Path) -> None:
    for name in ("一季度报表.xlsx", "一季度台账.xls", "说明.docx", ".隐藏.xlsx"):
        (folder / name).touch()
    (folder / "历年").mkdir()
    found = offered(f"{folder}/")
    assert {entry.path.name for entry in found} == {"一季度报表.xlsx", "一季度台账.xls", "历年"}
    assert completed(f"{folder}/一", offered(f"{folder}/一")) == f"{folder}/一季度"
    assert completed(f"{folder}/历", offered(f"{folder}/历")) == f"{folder}/历年/"
    assert offered(f"{folder}/\0/") == []
    assert offered(f"{folder}/没有/") == [] and completed(f"{folder}/没有", []) == f"{folder}/没有"


@pytest.mark.parametrize("text", ["{}", "'{}'", '"{}"', " {} ", "file://{}"])
def test_a_pasted_or_dropped_path_is_understood(folder: Path, text: str) -> None:
    assert path_of(text.format(folder / "一 二.xlsx")) == folder / "一 二.xlsx"


def test_recent_folders_are_remembered_the_last_first(ledger: Path, folder: Path) -> None:
    others = [folder / name for name in "甲乙丙丁戊己"]
    for other in others:
        other.mkdir()
        remember_folder(other)
    assert recent_folders() == others[:0:-1]
    others[5].rmdir()
    assert recent_folders()[0] == others[4]
    assert offered("")[0].is_recent


def test_a_folder_named_by_an_id_number_is_not_remembered(ledger: Path, folder: Path) -> None:
    other = folder / f"{ID_NUMBER}的材料"
    other.mkdir()
    remember_folder(other)
    assert recent_folders() == []
    assert ID_NUMBER not in str(store.settings())


def test_a_folder_whose_name_is_no_text_is_remembered(ledger: Path, folder: Path) -> None:
    other = Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe"))
    other.mkdir()
    remember_folder(other)
    assert recent_folders() == [other]


@pytest.mark.parametrize("text", ["~没有这个人", "~没有这个人/x.xlsx", "长" * 300 + ".xlsx", "/dev/null/x.xlsx"])
async def test_a_path_that_can_be_no_file_is_told_in_words(start: Start, folder: Path, text: str) -> None:
    async with start() as clerk:
        await clerk.press("i", "ctrl+u")
        await clerk.write(text)
        await clerk.press("enter")
        assert "出错了" in clerk.text
        await clerk.press("enter")
        if "预览" in clerk.text:
            await clerk.press("q")
        assert "第一步：选择文件" in clerk.text


async def test_an_export_to_an_impossible_name_is_told_in_words(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "e", "ctrl+u")
        await clerk.write("长" * 300 + ".xlsx")
        await clerk.press("enter")
        assert "文件名太长" in clerk.text


async def test_the_folder_the_app_was_started_in_may_go(start: Start, folder: Path) -> None:
    async with start() as clerk:
        folder.rmdir()
        await clerk.press("i")
        assert "第一步：选择文件" in clerk.text


def test_a_whole_path_typed_behind_the_offered_folder_counts_from_its_own_start() -> None:
    assert path_of("/home/w//mnt/u/x.xlsx") == Path("/mnt/u/x.xlsx")
    assert path_of("/home/w/~/x.xlsx") == Path.home() / "x.xlsx"
    assert path_of("file:///mnt/x.xlsx") == Path("/mnt/x.xlsx")
    assert path_of("/mnt/u/x.xlsx") == Path("/mnt/u/x.xlsx")
    assert path_of("/home/w//") == Path("/home/w")


async def test_errors_alike_are_mended_at_once(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "一.xlsx", STAFF, *([f"某{word}", *ZHANG[1:3], "专干"] for word in "甲乙丙"))
    async with start() as clerk:
        await preview(clerk, file)
        assert "错误归类" in clerk.text
        await clerk.press("m")
        assert "3 处  队伍类别" in clerk.text and "m一次改好" in clerk.text
        await clerk.press("m")
        assert "共 3 处，都改成什么？" in clerk.text and "专职干部" in clerk.text
        await clerk.press("enter")
        assert "将写入 3 条" in clerk.text and "“专干”一律按“专职干部”读" in clerk.text
        await clerk.press("a", "enter", "enter")
    assert {value["role"] for value in values("personnel")} == {"专职干部"}


async def test_a_file_is_said_to_be_all_there_is(start: Start, folder: Path) -> None:
    line = ["2026-03-02", "法律援助", "咨询", "锦官驿街道", 5]
    take_in(write_sheet(folder / "一.xlsx", SERVICE, line, ["2026-03-09", *line[1:]]))
    file = write_sheet(folder / "二.xlsx", SERVICE, line)
    async with start() as clerk:
        await preview(clerk, file)
        assert "没有需要写入" in clerk.text
        await clerk.press("w")
        await clerk.write("锦官驿街道@2026-03")
        await clerk.press("enter")
        assert "移走 1" in clerk.text
        await clerk.press("a")
        assert "移走 1 条文件里没有的" in clerk.text
        await clerk.press("enter", "enter")
    assert len(values("service_records")) == 1


async def test_the_overview_takes_the_width_there_is(start: Start, folder: Path) -> None:
    file = write_sheet(folder / "一.xlsx", [*STAFF, "职务", "联系电话", "语言能力", "任职日期"], ZHANG)
    async with start((60, 20)) as clerk:
        await preview(clerk, file)
        assert "任职日期" in clerk.text.partition("对应：")[2] and "~" not in clerk.text
