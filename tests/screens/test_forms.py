"""Forms by keys: taken in, filled in place, opened, audited, printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from county_tui import store
from tests.forms.books import save, values
from tests.screens.conftest import Start

CELLS = {
    "A1": "统计表",
    "A2": "服务件数",
    "B2": "{件数 服务记录}",
    "A3": "走访次数",
    "B3": "{填 整数}",
    "B4": "{=B2+B3}",
}


async def test_a_form_is_added_filled_opened_audited_and_printed(
    start: Start, staff: list[store.Row], tmp_path: Path
) -> None:
    served = {"category": "法律援助", "item": "咨询", "region": "510104017000", "people_served": 7}
    store.create("service_records", {**served, "served_on": date(2026, 8, 1)}, "李敏")
    form = save(tmp_path / "审计表.xlsx", CELLS, [["B2 > 5", "太少", "核实"]])
    async with start() as clerk:
        await clerk.press("r", "a", "ctrl+u")
        await clerk.paste(str(form))
        await clerk.press("enter")
        assert "已添加表样“审计表”：3 个标记" in clerk.text
        await clerk.press("enter")
        assert "（待填）" in clerk.text and "还有 1 格没有填" in clerk.text
        await clerk.press("down", "tab", "enter")
        assert "咨询" in clerk.text
        await clerk.press("q", "down", "enter")
        await clerk.write("十")
        await clerk.press("enter")
        assert "不是数" in clerk.text
        await clerk.press("backspace", "4", "enter")
        assert "（待填）" not in clerk.text
        await clerk.press("k")
        assert "太少" in clerk.text
        await clerk.press("q", "t")
        await clerk.write("合计 服务人次 服务记录")
        await clerk.press("enter")
        assert "= 7" in clerk.text
        await clerk.press("q", "e", "ctrl+u")
        await clerk.paste(str(tmp_path / "打印.xlsx"))
        await clerk.press("enter")
        assert "已导出到" in clerk.text
    sheet = values((tmp_path / "打印.xlsx").read_bytes())["表1"]
    assert [sheet[cell].value for cell in ("B2", "B3", "B4")] == [1, 4, 5]


async def test_a_mistake_in_a_form_is_named_by_its_cell_and_the_form_not_taken(start: Start, tmp_path: Path) -> None:
    form = save(tmp_path / "错.xlsx", {"A1": "{件数 服物记录}"})
    async with start() as clerk:
        await clerk.press("r", "a", "ctrl+u")
        await clerk.paste(str(form))
        await clerk.press("enter")
        assert "A1" in clerk.text and "是不是“服务记录”" in clerk.text
        await clerk.press("enter")
        await clerk.press("end")
        assert "表样" not in clerk.text and "文书（程序自带）" in clerk.text


async def test_a_document_is_looked_over_written_and_taken_in_changed(start: Start, tmp_path: Path) -> None:
    own, out = tmp_path / "更正函.docx", tmp_path / "写好.docx"
    async with start() as clerk:
        await clerk.press("r", "end", "enter")
        assert "关于更正2026年下半年报表数据的函" in clerk.text and "处画了横线" in clerk.text
        await clerk.press("left")
        assert "2026年上半年报表数据" in clerk.text
        for key, path in (("e", out), ("t", own)):
            await clerk.press(key, "ctrl+u")
            await clerk.paste(str(path))
            await clerk.press("enter")
            assert "已导出到" in clerk.text and path.exists()
        await clerk.press("q", "end", "d", "down", "enter")
        assert "程序自带" in clerk.text and "不能去掉" in clerk.text
        await clerk.press("enter", "a", "ctrl+u")
        await clerk.paste(str(own))
        await clerk.press("enter")
        assert "已添加文书“更正函”" in clerk.text
        await clerk.press("d", "down", "enter")
        assert clerk.text.count("程序自带") == 4
