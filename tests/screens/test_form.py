"""The form: typing, picking, saving, mending, leaving, drafts, two versions; all by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from county_tui import store
from county_tui.screens.registers.draft_keeper import DraftKeeper
from county_tui.screens.registers.form import RecordForm
from county_tui.store.kept import Draft, drafts_of, keep_draft, may_be_kept
from tests.conftest import Person
from tests.screens.conftest import Clerk, Start

QUERY = store.Query("personnel")
ID_NUMBER = "11010519491231002X"


async def fill(clerk: Clerk, *texts: str) -> None:
    """Type a text in each field and go on with Enter."""
    for text in texts:
        if text:
            await clerk.write(text)
        await clerk.press("enter")


async def test_a_new_record_is_typed_picked_and_saved(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n")
        await fill(clerk, "张三", "锦江区民宗局", "dcs", "zzgb", "科员", "028-86661234")
        await clerk.press("ctrl+s")
        assert clerk.name == "RegisterList"
        assert "已保存：张三" in clerk.text
    row = store.list_rows(QUERY)[0]
    assert row.values["name"] == "张三"
    assert row.values["role"] == "专职干部"
    assert row.values["region"] == "510104017004" or str(row.values["region"]).startswith("510104")
    assert row.created.by == "王晓"


async def test_leaving_a_field_with_tab_takes_the_candidate_where_the_text_is_no_value(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n", "tab", "tab", "tab")
        await clerk.write("zzgb")
        await clerk.press("tab")
        assert "专职干部" in clerk.text.splitlines()[4]


async def test_today_is_offered_but_another_day_may_be_typed(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "n", "down", "enter")
        assert "2026-11-20" in clerk.text.splitlines()[2]
        await clerk.press("shift+tab", "ctrl+u")
        await clerk.write("2026-11-2")
        await clerk.press("enter")
        assert "2026-11-02" in clerk.text.splitlines()[2]


async def test_candidates_are_offered_before_anything_is_typed(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n", "tab", "tab", "tab")
        assert "分管领导  专职干部  兼职干部" in clerk.text
        await clerk.press("down", "down", "enter")
        assert "专职干部" in clerk.text.splitlines()[4]


async def test_several_choices_are_picked_one_after_another(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e", *["tab"] * 6)
        await clerk.write("yy")
        await clerk.press("enter")
        await clerk.write("zy")
        await clerk.press("enter", "ctrl+s")
    changed = [row.values["languages"] for row in store.list_rows(QUERY) if row.values["languages"]]
    assert changed == [("彝语", "藏语")]


async def test_a_wrong_value_is_explained_under_its_field_and_nothing_is_saved(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n", "ctrl+s")
        assert "“姓名”必须填写" in clerk.text
        await fill(clerk, "张三", "民宗局", "没有的地方")
        assert "!锦江区没有叫“没有的地方”的地方" in clerk.text
        await clerk.press("ctrl+s")
        assert clerk.name == "RecordForm"
    assert store.count_rows(QUERY) == 0


async def test_an_id_number_is_refused_in_every_field(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n")
        await fill(clerk, f"张三 {ID_NUMBER}")
        assert "含有身份证号" in clerk.text


async def test_a_second_record_of_the_same_key_is_refused_in_words(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n")
        await fill(clerk, "张建国", "锦官驿街道办事处", "锦江区", "专职干部")
        await clerk.press("ctrl+s")
        assert "已有一条姓名+工作单位相同的记录" in clerk.text


async def test_leaving_with_changes_asks_and_can_save(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        await clerk.write("甲")
        await clerk.press("escape")
        assert "有没保存的修改" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "RegisterList"
    assert any(str(row.values["name"]).endswith("甲") for row in store.list_rows(QUERY))


async def test_leaving_can_drop_the_changes_and_the_draft(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        await clerk.write("甲")
        await clerk.press("escape", "down", "down", "enter")
        assert clerk.name == "RecordView"
    assert not any(str(row.values["name"]).endswith("甲") for row in store.list_rows(QUERY))
    assert drafts_of("王晓") == []


async def test_a_form_without_changes_is_left_at_once(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e", "ctrl+q")
        assert clerk.name == "RecordView"


async def test_save_and_next_begins_an_empty_form(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n")
        await fill(clerk, "张三", "民宗局", "锦江区", "宣传员")
        await clerk.press("ctrl+n")
        assert "已保存：张三，民宗局，锦江区。请填下一条" in clerk.text
        assert clerk.text.count("张三") == 1
        await fill(clerk, "李四")
        await clerk.press("ctrl+d")
        assert "民宗局" in clerk.text


async def test_a_record_is_copied_as_the_start_of_a_new_one(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "c")
        assert "新建" in clerk.text
        await clerk.write("二")
        await clerk.press("ctrl+s")
    assert store.count_rows(QUERY) == 5


async def test_a_copy_leaves_the_number_blank_that_only_one_record_can_have(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "c")
        assert "劳动合同纠纷咨询" in clerk.text
        assert "JJ0001" not in clerk.text
        await clerk.press("ctrl+s")
        assert "已保存：劳动合同纠纷咨询，2026-0001，2026-11-19" in clerk.text


async def test_a_new_form_offers_no_history(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n")
        assert "F2" not in clerk.text
        await clerk.press("f2")
        assert "保存以后才有历史" in clerk.text
        await clerk.press("escape", "enter", "e")
        assert "F2 历史" in clerk.text


async def test_a_draft_is_dropped_only_after_asking(start: Start) -> None:
    keep_draft(Draft("personnel", None, 0, {"name": "张三"}, "王晓"))
    async with start() as clerk:
        await clerk.press("u", "d")
        assert "丢弃这份草稿？" in clerk.text
        await clerk.press("enter")
        assert "张三" in clerk.text
        await clerk.press("enter")
        assert "这是上次没有保存的内容" in clerk.text
        await clerk.press("escape", "down", "enter")
        assert clerk.name == "Drafts"
        await clerk.press("d", "down", "enter")
        assert "填到一半断线的表单，会留在这里" in clerk.text
    assert drafts_of("王晓") == []


def test_a_draft_written_late_replaces_none_that_was_typed_after_it(ledger: Path) -> None:
    keeper = DraftKeeper(Draft("personnel", None, 0, {}, ""))
    before, after = keeper.keeping({"unit": "民宗"}, "王晓"), keeper.keeping({"unit": "民宗局"}, "王晓")
    after()
    before()
    assert [draft.texts for draft in drafts_of("王晓")] == [{"unit": "民宗局"}]


async def test_what_is_typed_is_kept_and_offered_again(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("enter", "n")
        await fill(clerk, "张三", "民宗局")
        await clerk.until(lambda: any(draft.texts.get("unit") == "民宗局" for draft in drafts_of("王晓")))
        assert drafts_of("王晓")[0].texts["name"] == "张三"
    async with start() as clerk:
        assert "有 1 份没有保存的表单，按 u 继续填写" in clerk.text
        await clerk.press("u")
        assert "张三，民宗局" in clerk.text
        await clerk.press("enter")
        assert clerk.name == "RecordForm"
        await clerk.press("tab", "tab")
        await fill(clerk, "锦江区", "宣传员")
        await clerk.press("ctrl+s")
        assert "没有草稿" in clerk.text
    assert store.count_rows(QUERY) == 1
    assert drafts_of("王晓") == []


async def test_a_draft_of_a_changed_record_meets_the_newer_version(start: Start, staff: list[store.Row]) -> None:
    row = staff[0]
    keep_draft(Draft("personnel", row.id, 1, {"post": "主任"}, "王晓"))
    store.update(("personnel", row.id, 1), {"phone": "028-99999999"}, "李敏")
    async with start() as clerk:
        await clerk.press("u", "enter", "ctrl+s")
        assert clerk.name == "Merge"
        await clerk.press("ctrl+s")
    merged = store.get("personnel", row.id).values
    assert merged["post"] == "主任"
    assert merged["phone"] == "028-99999999"


async def test_two_versions_are_chosen_between_field_by_field(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "end", "enter", "e")
        key = clerk.app.screen.row.id  # type: ignore[attr-defined]
        await clerk.write("甲")
        store.update(("personnel", key, 1), {"name": "别人改的", "post": "科长"}, "李敏")
        await clerk.press("ctrl+s")
        assert "李敏 刚保存过这条记录" in clerk.text
        await clerk.press("space", "ctrl+s")
    saved = store.get("personnel", key)
    assert str(saved.values["name"]).endswith("甲")
    assert saved.values["post"] == "科长"
    assert saved.version == 3


async def test_a_record_deleted_meanwhile_is_not_lost_to_the_one_typing(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e")
        key = clerk.app.screen.row.id  # type: ignore[attr-defined]
        await clerk.write("甲")
        store.delete(("personnel", key, 1), "李敏")
        await clerk.press("ctrl+s")
        assert "这条记录刚被 李敏 删除" in clerk.text
    assert str(drafts_of("王晓")[0].texts["name"]).endswith("甲")


async def test_a_reference_is_entered_on_the_spot(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "n", *["tab"] * 4)
        assert "服务阵地：还没有可选的，按 Ctrl+T 当场登记" in clerk.text
        await clerk.write("同心服务站")
        await clerk.press("ctrl+t")
        assert "阵地  新建" in clerk.text
        assert "同心服务站" in clerk.text
        await clerk.press("tab")
        await fill(clerk, "锦官驿街道", "服务窗口")
        await clerk.press("ctrl+s")
        assert "服务记录  新建" in clerk.text
        assert "同心服务站" in clerk.text


async def test_several_pasted_lines_become_one(start: Start) -> None:
    from textual import events

    async with start() as clerk:
        await clerk.press("enter", "n", "tab")
        clerk.app.screen.focused.post_message(events.Paste("大慈寺社区\r\n居委会\n"))  # type: ignore[union-attr]
        await clerk.press("tab")
        assert "大慈寺社区 居委会" in clerk.text


@pytest.mark.parametrize(
    "text", [ID_NUMBER, "１１０１０５１９４９１２３１００２", "110105 1949 1231 00", "11010519491231"]
)
def test_no_part_of_an_id_number_reaches_a_draft(text: str) -> None:
    assert not may_be_kept(f"备注{text}")


@pytest.mark.parametrize(
    "text", ["13800001111", "028-86661001、028-86661002", "510104017000", "川民宗〔2023〕12号", ""]
)
def test_phones_codes_and_numbers_of_papers_may_be_kept(text: str) -> None:
    assert may_be_kept(text)


async def test_a_month_and_a_day_are_this_years(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "n")
        await clerk.write("11-5")
        await clerk.press("tab")
        assert "2026-11-05" in clerk.text


async def test_hints_say_what_comes_by_itself_and_the_scale_of_satisfaction(start: Start) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "n", "shift+tab")
        assert "编号：可不填，手工登记时自动编号" in clerk.text  # so one begins at what is to be filled in
        await clerk.press("shift+tab", "shift+tab")
        assert "1 到 5 分" in clerk.text


async def test_a_text_completes_from_what_was_written_before(start: Start, services: None) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "n", "tab", "tab")
        await clerk.write("ldht")
        assert "劳动合同纠纷咨询" in clerk.text
        await clerk.press("down", "enter")
        assert "劳动合同纠纷咨询" in clerk.text
        assert "ldht" not in clerk.text


async def test_what_a_field_holds_of_itself_stands_there_to_begin_with(start: Start) -> None:
    """A month's tally made by hand says so, before anything is typed."""
    async with start() as clerk:
        clerk.pilot.app.push_screen(RecordForm("service_tallies", None))
        await clerk.press("tab")
        assert "手工填报" in clerk.text


async def test_typing_into_a_filled_field_replaces_it_and_end_goes_on_behind_it(
    start: Start, staff: list[store.Row]
) -> None:
    async with start() as clerk:
        await clerk.press("enter", "enter", "e", "tab")
        await clerk.write("文旅局")
        assert clerk.text.splitlines()[2].endswith(" 文旅局") and "民宗局" not in clerk.text.splitlines()[2]
        await clerk.press("shift+tab", "tab", "end")
        await clerk.write("二")
        assert "文旅局二" in clerk.text.splitlines()[2]


async def test_staff_of_the_region_come_first_and_leavers_last_and_marked(
    start: Start, ledger: Path, person: Person
) -> None:
    person("安一", region="牛市口街道")
    person("白二", region="锦官驿街道", ended_on="2026-03")
    person("程三", region="锦官驿街道")
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "n", *["tab"] * 3)
        await clerk.write("锦官驿街道")
        await clerk.press("tab", "tab")
        assert "程三  安一  白二（离任 2026-03）" in clerk.text


async def test_clauses_are_offered_with_their_titles(start: Start) -> None:
    async with start() as clerk:
        form = RecordForm("indicators", None)
        await clerk.app.push_screen(form)
        await clerk.press("tab", "tab")
        assert "4.4.5（量化推动）" in clerk.text
        await clerk.write("服务平台")
        await clerk.press("enter")
        assert form.fields["clause"].text == "5.2"


async def test_who_was_registered_a_moment_ago_is_offered_at_once(start: Start, staff: list[store.Row]) -> None:
    async with start() as clerk:
        await clerk.press("down", "down", "down", "down", "enter", "n", *["tab"] * 5)
        await clerk.write("赵新")
        assert "没有符合的选项" in clerk.text
        await clerk.press("ctrl+t", "tab")
        await fill(clerk, "民宗局", "锦江区", "宣传员")
        await clerk.press("ctrl+s")
        assert "经办人            赵新" in clerk.text and "没有符合的选项" not in clerk.text
