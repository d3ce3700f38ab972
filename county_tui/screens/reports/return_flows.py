"""What is done with a return, step by step: explaining checks, amending, exporting."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from county_tui import collecting, returns
from county_tui.errors import ValueRefusedError
from county_tui.forms import MUST, Finding
from county_tui.report_period import parse_period
from county_tui.returns import SealedReturn
from county_tui.returns.filling import fill_sheets
from county_tui.screens.base import BaseScreen
from county_tui.store import check_ending
from county_tui.widgets.prompt import Prompt
from county_tui.widgets.question import Notice, Question


def required(text: str) -> None:
    """Refuse an empty answer."""
    if not text.strip():
        raise ValueRefusedError("请写几个字说明", "，或按 Esc 取消。")


async def explain_checks(screen: BaseScreen[Any], findings: Sequence[Finding]) -> dict[str, str] | None:
    """{rule: why it may be so}, asked rule by rule; None if one must hold and does not, or it was given up."""
    if must := [one for one in findings if one.level == MUST]:
        told = "\n".join(f"{one.form}：{one.message}" for one in must)
        await screen.app.push_screen_wait(Notice("这些规则必须成立，还不能上报", f"{told}\n请先改数。"))
        return None
    explained: dict[str, str] = {}
    for one in findings:
        title = f"{one.form}：{one.rule} 为什么不成立？"
        text = await screen.app.push_screen_wait(Prompt(title, one.message, one.explained or "", required))
        if text is None:
            return None
        explained[one.rule] = text
    return explained


async def tell_sealed(screen: BaseScreen[Any], sealed: SealedReturn) -> None:
    """Show the code, and offer to export at once."""
    title = f"已封存：{parse_period(sealed.period).title} 第{sealed.version}版"
    text = f"编号 {sealed.id}    校验码 {sealed.code}\n校验码印在纸上，也写在文件里：两边一样，就是同一份。"
    answers = {"export": "现在导出给上级", "later": "以后再导出"}
    if await screen.app.push_screen_wait(Question(title, text, answers)) == "export" and sealed.id is not None:
        await export_return(screen, sealed.id)


async def amend_return(screen: BaseScreen[Any], key: int) -> bool:
    """Ask for the reason and what checks need, confirm, and seal the next version. Returns whether it was."""
    sealed = await screen.answer(partial(returns.return_by_id, key))
    found = await screen.answer(partial(returns.differences_of, key, collecting.fill_sums))
    named = f"{parse_period(sealed.period).title} 第{sealed.version}版"
    text = (
        f"与台账不符 {len(found)} 处；第{sealed.version}版留着，不会改。"
        if found
        else "现在和台账一致，没有不符的格子。"
    )
    reason = await screen.app.push_screen_wait(Prompt(f"为什么更正 {named}？", text, "", required))
    if reason is None:
        return False
    request = returns.Request(sealed.names, parse_period(sealed.period), sealed.region)
    fill = collecting.fill_sums if sealed.is_sum else fill_sheets
    reviews = await screen.answer(partial(returns.review, request, fill))
    explained = await explain_checks(screen, [one for review in reviews for one in review.findings])
    if explained is None:
        return False
    answers = {"no": "不封存", "yes": f"封存第{sealed.version + 1}版"}
    if await screen.app.push_screen_wait(Question(f"更正 {named}？", f"原因：{reason}", answers)) != "yes":
        return False
    made = await screen.answer(
        partial(returns.amend, key, reason, screen.context.user, explained, collecting.fill_sums)
    )
    await tell_sealed(screen, made)
    return True


async def export_return(screen: BaseScreen[Any], key: int) -> None:
    """Ask for a file or folder, then write a return into it."""
    sealed = await screen.answer(partial(returns.return_by_id, key))

    def check(text: str) -> None:
        path = screen.context.file(text)
        if not path.is_dir():
            check_ending(path, ".zip")

    suggested = str(screen.context.file(returns.file_name(sealed)))
    ask = "写到哪个 .zip？写一个文件夹（如 U 盘）也可以，会自己起名。"
    text = await screen.app.push_screen_wait(Prompt(f"导出编号 {key} 的上报", ask, suggested, check))
    if text is None:
        return
    path: Path = screen.context.file(text)
    target = path / returns.file_name(sealed) if path.is_dir() else path
    over = {"no": "不覆盖", "yes": "覆盖它"}
    if target.exists() and await screen.app.push_screen_wait(Question("文件已存在", str(target), over)) != "yes":
        return
    await screen.answer(partial(returns.write_return, sealed, target))
    screen.say(f" 已导出到 {target}")


async def open_task_file(screen: BaseScreen[Any]) -> bool:
    """Ask for a file from above, take it in, and say what it asks for. Returns whether one was."""
    ask = "上级发来的任务或退回文件，.zip。"
    text = await screen.app.push_screen_wait(Prompt("打开哪个文件？", ask, str(screen.context.file(""))))
    if not text:
        return False
    opened = await screen.answer(partial(collecting.open_task, screen.context.file(text), screen.context.user))
    title = parse_period(opened.period).title
    if opened.sent_back:
        told = f"原因：{opened.sent_back}\n改好数以后，光标放在那一份上按 a 更正，再按 e 导出。"
        await screen.app.push_screen_wait(Notice(f"{title}的上报被退回", told))
        return True
    known = [name for name in opened.names if name not in opened.unknown]
    names = "、".join([*await screen.answer(lambda: list(map(collecting.title_of, known))), *opened.unknown])
    forms = f"\n装上表样：{'、'.join(opened.installed)}。" if opened.installed else ""
    lacking = f"\n{opened.unknown_words}" if opened.unknown else ""
    told = f"要报：{names}。\n时限：{opened.due}。{forms}{lacking}\n首页会提醒；按 n 选表、核对、封存，再按 e 导出。"
    await screen.app.push_screen_wait(Notice(f"收到任务：{title}", told))
    return True
