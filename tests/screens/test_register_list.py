"""The list: reading, searching, marking, deleting, restoring, all by keys."""

from __future__ import annotations

import re
from pathlib import Path

from county_tui import store
from county_tui.screens.registers import register_list
from tests.conftest import Fields
from tests.screens.conftest import Start, settle


async def test_home_opens_a_register_with_enter(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        assert "工作队伍" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "RegisterList"
        assert "1-4 / 4 条" in clerk.text
        assert "阿依古丽" in clerk.text


async def test_search_finds_any_part_of_a_text_and_marks_it(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "slash")
        await clerk.write("市口")
        assert "阿依古丽" in clerk.text
        assert "张建国" not in clerk.text
        await clerk.press("enter")
        assert "搜索「市口」  " in clerk.text
        assert "1-1 / 1 条" in clerk.text


async def test_search_finds_pinyin_initials(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "slash")
        await clerk.write("zjg")
        await clerk.press("enter")
        assert "张建国" in clerk.text
        assert "1-1 / 1 条" in clerk.text


async def test_escape_clears_the_search_before_it_leaves(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "slash")
        await clerk.write("刘洋")
        await clerk.press("enter", "escape")
        assert "1-4 / 4 条" in clerk.text
        await clerk.press("q")
        assert clerk.name == "Home"


async def test_a_search_that_finds_nothing_says_what_to_do(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "slash")
        await clerk.write("没有这个人")
        assert "没有找到。按 Esc 清除搜索" in clerk.text and "按 f 找" not in clerk.text
        await clerk.press("escape", "escape", *["down"] * 4, "enter", "slash")
        await clerk.write("没有这个人")
        assert "服务阵地、经办人按 f 找" in clerk.text


async def test_an_empty_register_says_how_to_begin(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter")
        assert "还没有记录。按 n 新建" in clerk.text


async def test_a_deleted_record_goes_to_the_trash_and_comes_back(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "d")
        assert "删除这条记录？" in clerk.text
        await clerk.press("down", "enter")
        assert "1-3 / 3 条" in clerk.text
        await clerk.press("t")
        assert "王晓 删除于 2026-11-20 09:02" in clerk.text
        await clerk.press("enter")
        assert "已恢复" in clerk.text
        await clerk.press("q")
        assert "1-4 / 4 条" in clerk.text


async def test_deleting_asks_and_no_is_the_first_answer(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "d", "enter")
        assert store.count_rows(store.Query("personnel")) == 4


async def test_marked_records_are_deleted_as_one_batch_that_can_be_undone(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "space", "space")
        assert "选中 2 条" in clerk.text
        await clerk.press("d", "down", "enter")
        assert store.count_rows(store.Query("personnel")) == 2
        await clerk.press("q", "l")
        assert "批量删除：工作队伍" in clerk.text
        await clerk.press("u", "down", "enter")
        assert store.count_rows(store.Query("personnel")) == 4


async def test_marked_records_get_one_value_in_one_field(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "a", "m")
        await clerk.write("队伍类别")
        await clerk.press("enter")
        await clerk.write("tjy")
        await clerk.press("enter")
        assert "4 条记录的「队伍类别」都改成：调解员" in clerk.text
        assert "  专职干部：1 条" in clerk.text
        await clerk.press("down", "enter")
        rows = store.list_rows(store.Query("personnel"))
        assert {row.values["role"] for row in rows} == {"调解员"}
        await clerk.press("q", "l", "u", "down", "enter")
        assert {row.values["role"] for row in store.list_rows(store.Query("personnel"))} != {"调解员"}


async def test_what_a_change_writes_over_is_counted_before(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "a", "m")
        await clerk.write("服务人次")
        await clerk.press("enter")
        await clerk.write("7")
        await clerk.press("enter")
        assert "200 条记录的「服务人次」都改成：7" in clerk.text
        assert "另有 195 种内容，共 195 条" in clerk.text
        await clerk.press("enter")
    assert len({row.values["people_served"] for row in store.list_rows(store.Query("service_records"), 200)}) == 200


async def test_sorting_by_a_column(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "s")
        await clerk.write("联系电话  从大到小")
        await clerk.press("enter")
        assert "按联系电话倒序" in clerk.text
        phones = [line for line in clerk.text.splitlines() if "028-" in line or "138" in line]
        assert "13800001111" in phones[0]


async def test_filtering_by_a_place_takes_in_what_lies_under_it(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "f")
        await clerk.write("所属区划")
        await clerk.press("enter")
        await clerk.write("锦官驿街道")
        await clerk.press("enter")
        assert "所属区划在锦官驿街道" in clerk.text
        assert "张建国" in clerk.text
        assert "周敏" in clerk.text
        assert "1-2 / 2 条" in clerk.text


async def test_a_filter_is_taken_off_again(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "f")
        await clerk.write("队伍类别")
        await clerk.press("enter")
        await clerk.write("专职")
        await clerk.press("enter")
        assert "1-1 / 1 条" in clerk.text
        await clerk.press("f", "enter")
        assert "1-4 / 4 条" in clerk.text


async def test_a_view_is_kept_by_name_and_opened_again(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "slash")
        await clerk.write("街道")
        await clerk.press("enter", "v", "enter")
        await clerk.write("街道干部")
        await clerk.press("enter")
        assert "已保存视图「街道干部」" in clerk.text
        await clerk.press("escape", "v", "enter")
        assert "工作队伍  街道干部" in clerk.text


async def test_the_other_columns_come_with_the_arrow_keys(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter")
        assert "语言能力" not in clerk.text
        await clerk.press(*["right"] * 5)
        assert "语言能力" in clerk.text
        assert "姓名" in clerk.text


async def test_help_lists_every_key_of_the_list(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "question_mark")
        for word in ("搜索", "批量改", "视图", "回收站", "全选", "返回"):
            assert word in clerk.text
        await clerk.press("q")
        assert clerk.name == "RegisterList"


async def test_the_numbers_of_what_is_listed_or_marked_are_added_up(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "z")
        assert "当前看到的 200 条" in clerk.text
        assert "服务人次：合计 20,100 人次，平均 100.5" in clerk.text
        assert "最小 1，最大 200（200 条填了）" in clerk.text and "满意度" not in clerk.text
        await clerk.press("enter", "space", "space", "z")
        assert "选中的 2 条" in clerk.text and "合计 3 人次，平均 1.5" in clerk.text
        await clerk.press("enter", "escape", "slash")
        await clerk.write("JJ0120")
        await clerk.press("enter", "z")
        assert "当前看到的 1 条" in clerk.text and "合计 120 人次" in clerk.text


async def test_a_year_is_not_added_up(start: Start, fields: Fields) -> None:
    texts = {"year": "2026", "name": "培训场次", "clause": "5.5.1", "region": "锦江区", "target": "12.5"}
    store.create("indicators", fields("indicators", **texts), "测试")
    count, found = store.totals(store.Query("indicators"))
    assert (count, [(one.field, one.total, one.mean) for one in found]) == (1, [("target", 12.5, 12.5)])


async def test_w_points_to_a_paper_of_the_record(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "w")
        assert "佐证材料  新建" in clerk.text and "“对应条款”是按自评标准填的" in clerk.text
        await clerk.press("down")
        await clerk.write("方案")
        await clerk.press("enter", "ctrl+s")
        assert "已登记佐证材料" in clerk.text
        (paper,) = store.list_rows(store.Query("evidence"))
        assert str(paper.values["record"]).startswith("personnel:") and paper.values["title"]
        assert "6.1.2" in paper.values["clause"]
        await clerk.press("enter")
        assert "佐证材料" in clerk.text


async def test_indicators_show_what_is_counted_and_the_share_of_the_target(start: Start, fields: Fields) -> None:
    given = {"year": "2026", "region": "锦江区", "target": "4"}
    store.create("indicators", fields("indicators", name="活动场次", source="活动场次", **given), "测试")
    held = {"title": "甲", "held_on": "2026-03-01", "kind": "节庆活动", "region": "锦官驿街道"}
    store.create("activities", fields("activities", **held), "测试")
    async with start() as clerk:
        clerk.app.push_screen(register_list.RegisterList(store.Query("indicators")))
        await settle(clerk.pilot)
        heads = clerk.text.splitlines()[1].split()
        assert heads[1:5] == ["年度", "目标值", "现完成值", "完成率"]
        assert re.search(r"活动场次\s+2026\s+4\s+1\s+25.0%", clerk.text)
        await clerk.press("enter")
        assert re.search(r"现完成值\s+1\n\s*完成率\s+25.0%", clerk.text)


async def test_o_splits_an_indicator_to_the_towns(start: Start, fields: Fields) -> None:
    given = {"year": "2026", "region": "锦江区", "target": "111", "name": "甲"}
    store.create("indicators", fields("indicators", **given), "测试")
    async with start() as clerk:
        clerk.app.push_screen(register_list.RegisterList(store.Query("indicators")))
        await settle(clerk.pilot)
        assert "o分解" in clerk.text
        await clerk.press("o")
        assert "除不尽，前 1 处各多一份" in clerk.text and "目标 111" in clerk.text
        await clerk.press("enter", "ctrl+u")
        await clerk.write("200")
        await clerk.press("enter")
        assert "与“甲”的目标 111 不符" in clerk.text
        await clerk.press("ctrl+u")
        await clerk.write("0")
        await clerk.press("enter")
        assert "分到 0 的 1 处不立指标。新增 10 条" in clerk.text
        await clerk.press("a")
        assert "已分解：新增 10 条" in clerk.text and store.count_rows(store.Query("indicators")) == 11
        clerk.app.push_screen(register_list.RegisterList(store.Query("personnel")))
        await settle(clerk.pilot)
        assert "分解" not in clerk.text
        await clerk.press("o")
        assert "只有指标台账" in clerk.text


async def test_k_matches_the_papers_of_the_evidence_folder(start: Start, fields: Fields, tmp_path: Path) -> None:
    meeting = {"title": "领导小组会议", "held_on": "2026-03-05", "kind": "领导小组会议", "region": "锦江区"}
    store.create("meetings", fields("meetings", document_no="锦民纪〔2026〕1号", **meeting), "测试")
    folder = tmp_path / "佐证"
    (folder / "二季度").mkdir(parents=True)
    (folder / "锦民纪[2026]1号.pdf").write_text("甲", "utf-8")
    (folder / "二季度" / "总结.pdf").write_text("乙", "utf-8")
    async with start() as clerk:
        clerk.app.push_screen(register_list.RegisterList(store.Query("evidence")))
        await settle(clerk.pilot)
        assert "k核对" in clerk.text
        await clerk.press("k")
        assert "还没有说明电子佐证放在哪个文件夹" in clerk.text
        store.set_office_setting("佐证文件夹", str(folder))
        await clerk.press("enter", "k")
        assert "新增 1 份佐证材料，补上电子文件 0 份，没对上 1 个文件；按 a 登记" in clerk.text
        await clerk.press("enter")
        assert "条款 6.1.1、6.1.4.1（按自评标准）" in "".join(clerk.text.split("\n"))
        await clerk.press("enter", "f")
        await clerk.write("二季度")
        await clerk.press("enter")
        assert "新增 0 份" in clerk.text and "没对上  二季度/总结.pdf" in clerk.text
        await clerk.press("a")
        assert "没有要登记的" in clerk.text and store.count_rows(store.Query("evidence")) == 0
        await clerk.press("f", "enter", "a")
        assert "已登记：新增 1 份" in clerk.text and "锦民纪[2026]1号" in clerk.text
