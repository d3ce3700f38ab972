"""Matching the files of the evidence folder to records by document number."""

from __future__ import annotations

from county_tui.screens.registers.record_screen import RecordScreen


async def match_papers(screen: RecordScreen) -> None:
    """Preview what the files come to, and enter them if that is wanted."""
    from county_tui.screens.registers.paper_matching import PaperMatching, planned

    if screen.query_.register != "evidence":
        screen.say(" 在佐证材料里才能核对文件。")
        return
    screen.say(" 正在核对，请稍候")
    done = await screen.app.push_screen_wait(PaperMatching(await screen.answer(planned)))
    screen.say(f" 已登记：{done}" if done else "")
