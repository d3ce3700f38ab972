"""What a person is asked before an import, and told after it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Any

from county_tui import importing
from county_tui.importing import ErrorGroup, ImportPlan, Request, Undone, Verdict
from county_tui.screens.base import BaseScreen
from county_tui.screens.import_flow.work import ticked_off
from county_tui.widgets.cells import grouped
from county_tui.widgets.prompt import Prompt
from county_tui.widgets.question import Notice, Question


def summary(plan: ImportPlan, way_out: str) -> str:
    """What a plan comes to, and what to press next; `way_out` is where Esc leads."""
    refused = grouped(plan.count(Verdict.REFUSED))
    if plan.writes:
        told = f"，{refused} 行不能导入" if plan.count(Verdict.REFUSED) else ""
        return f" 将写入 {grouped(plan.writes)} 条{told}。按 a 导入。"
    if plan.count(Verdict.REFUSED):
        return f" {refused} 行不能导入，没有别的可写。按左右键看原因，按 e 写到文件去改。"
    why = "台账里都有了" if plan.count(Verdict.UNCHANGED) else "没有数据"
    return f" {why}，没有需要写入的内容。按 Esc {way_out}。"


def before(plan: ImportPlan) -> Question:
    """Whether to import; with refused rows, whether to do so without them."""
    refused = plan.count(Verdict.REFUSED)
    gone = plan.counts()["gone"]
    removed = f"，移走 {gone} 条文件里没有的" if gone else ""
    counts = f"新增 {plan.count(Verdict.NEW)} 条，修改 {plan.count(Verdict.UPDATE)} 条{removed}"
    text = f"{counts}。写入前自动备份，写入后可以撤销。"
    if not refused:
        return Question("导入这个文件？", text, {"yes": "导入", "no": "再看看"})
    answers = {
        "no": "先不导入，再看看",
        "errors": "把这些行写到一个文件去改",
        "yes": f"跳过这 {refused} 行，导入其余的",
    }
    if plan.is_all_or_nothing:
        del answers["yes"]
        text = "说是全部的文件不能跳过一些行，不然它们的记录会被当成已经没有。请先改正。"
    return Question(f"有 {refused} 行不能导入", text, answers)


def told(plan: ImportPlan, batch: int | None) -> str:
    """What was done."""
    new, updated, refused = (plan.count(v) for v in (Verdict.NEW, Verdict.UPDATE, Verdict.REFUSED))
    skipped = f"，跳过 {refused} 行" if refused else ""
    return f"已导入，第 {batch} 批：新增 {new} 条，修改 {updated} 条{skipped}"


def after(plan: ImportPlan, outcome: str) -> Question:
    """What was done, and what can be done about it."""
    refused = plan.count(Verdict.REFUSED)
    answers = {"done": "完成"}
    if refused:
        answers["errors"] = f"把跳过的 {refused} 行写到一个文件去改"
    return Question("导入完成", outcome, {**answers, "undo": "撤销这次导入"})


def left_alone(undone: Undone) -> Notice:
    """The records an undo did not touch, and why."""
    left = [importing.described(one) for one in undone.left]
    return Notice(f"有 {len(left)} 条记录没有撤销", "\n".join([*left, "处理后再撤销一次，就能退回其余的。"]))


SUGGESTED = re.compile("是否要写“([^”]+)”")


def mend_question(error: ErrorGroup) -> Prompt:
    """What all these cells are to be read as; what the refusal suggests stands there already."""
    near = SUGGESTED.search(error.message)
    what = f"{error.label}“{error.value}”" if error.value else f"{error.label}（空）"
    return Prompt(f"{what} 共 {len(error.cells)} 处，都改成什么？", error.message, near[1] if near else "")


def mended(request: Request, error: ErrorGroup, new: str) -> Request:
    """The request with one more mending."""
    if error.header and error.value:
        return replace(request, replacements=(*request.replacements, (error.header, error.value, new)))
    return replace(request, constants=(*request.constants, (error.field or error.label, new)))


def whole_question(now: str) -> Prompt:
    """Of which place and period the file is all there is."""
    text = "写成 区划@期间，如 锦官驿街道@2026-09。台账里有、文件里没有的记录会列出来，导入时移入回收站。清空为不是。"
    return Prompt("这个文件是哪里、什么期间的全部？", text, now)


async def tell_ticked(screen: BaseScreen[Any], plan: ImportPlan) -> None:
    """Let a place's filled template tick it off on the board, and say so."""
    if words := await screen.answer(partial(ticked_off, plan, screen.context.user, screen.context.today)):
        await screen.app.push_screen_wait(Notice("收报", words))
