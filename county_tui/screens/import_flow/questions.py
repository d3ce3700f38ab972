"""What a person is asked before an import and told after it, and the work that is done between."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from county_tui import backup, importing, store
from county_tui.errors import CountyError
from county_tui.importing import Applied, ErrorGroup, ImportPlan, Request, Undone, Verdict
from county_tui.models import register_named
from county_tui.models.kinds import Reference
from county_tui.models.lookups import Lookups
from county_tui.screens.base import BaseScreen
from county_tui.screens.file_question import FileQuestion, ask_file
from county_tui.widgets.cells import grouped
from county_tui.widgets.dialogs import Notice, Prompt, Question
from county_tui.workbooks.own_files import region_and_period_of

SUGGESTED = re.compile("是否要写“([^”]+)”")


class StoppedError(CountyError):
    """The person asked to stop."""


@dataclass
class Work:
    """One run of a service: says how far it is by `tell`, and ends at the next step once `stop` is set."""

    tell: Callable[[str], None]
    stop: Event = field(default_factory=Event)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Tell how far it is; raises StoppedError where it was asked to stop."""
        if self.stop.is_set():
            raise StoppedError("已停止", "，台账没有改动。")
        share = f" / {grouped(total)} 行，{done * 100 // total}%" if total else " 行"
        self.tell(f" 正在{stage}，已完成 {grouped(done)}{share}  按 Esc 停止")


def planned(path: Path, request: Request, work: Work) -> tuple[ImportPlan, Lookups]:
    """The plan of a file, and the names needed to write it down."""
    plan = importing.plan(path, request, work.progress)
    lookups = store.lookups()
    with store.session():
        _ = lookups.regions
        for sheet in plan.sheets:
            for kind in register_named(sheet.register).fields().values():
                if isinstance(kind, Reference):
                    lookups.names(kind.register)
    return plan, lookups


def applied(plan: ImportPlan, ledger: Path, by: str, work: Work) -> Applied:
    """Carry out a plan without its refused rows, after a backup."""
    if plan.writes:
        backup.safety_copy(ledger, "before-import")
    return importing.apply(plan, by, skip_refused=True, progress=work.progress)


def ticked_off(plan: ImportPlan, by: str, today: date) -> str:
    """What a filled template of a region ticks off on the board, in words; empty for any other file."""
    if not region_and_period_of(plan.path)[0]:
        return ""
    from county_tui import collecting

    return "".join(map(collecting.ticked_words, collecting.tick_off(plan, by, today)))


def check_errors_file(plan: ImportPlan, path: Path) -> None:
    """Refuse the very file that is imported, and a name that is no workbook's. Raises CountyError."""
    from county_tui.importing.refusals import check_target

    check_target(plan, path)
    store.check_ending(path, ".xlsx")


def write_errors(plan: ImportPlan, path: Path) -> int:
    """The refused rows into a workbook to mend. Returns how many."""
    from county_tui.exporting.sheets import write_error_book
    from county_tui.importing.refusals import refused_sheets

    return write_error_book(list(refused_sheets(plan)), path)


def errors_name(path: Path) -> Path:
    """Where the refused rows go unless told otherwise: beside the file."""
    return path.absolute().with_name(f"{path.stem}-不能导入的行.xlsx")


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


def outcome_text(plan: ImportPlan, batch: int | None) -> str:
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
    """Of which region and period the file is all there is."""
    text = "写成 区划@期间，如 锦官驿街道@2026-09。台账里有、文件里没有的记录会列出来，导入时移入回收站。清空为不是。"
    return Prompt("这个文件是哪里、什么期间的全部？", text, now)


async def tell_ticked(screen: BaseScreen[Any], plan: ImportPlan) -> None:
    """Let a region's filled template tick it off on the board, and say so."""
    if words := await screen.answer(partial(ticked_off, plan, screen.context.user, screen.context.today)):
        await screen.app.push_screen_wait(Notice("收报", words))


async def write_refused(screen: BaseScreen[Any], source: Path, plan: ImportPlan | None) -> None:
    """Ask where to, then write the refused rows of a file to a file of their own."""
    if plan is None or not plan.count(Verdict.REFUSED):
        screen.say(" 没有不能导入的行。")
        return
    what = "保留原表的样子，加一列原因；改好后可以直接再导入。"
    check = partial(check_errors_file, plan)
    asked = FileQuestion("把不能导入的行写到哪个文件？", what, str(errors_name(source)), check)
    path = await ask_file(screen, asked)
    if path is not None:
        count = await screen.answer(partial(write_errors, plan, path))
        screen.say(f" 不能导入的 {count} 行已写到 {path}")


async def tell_outcome(screen: BaseScreen[Any], source: Path, plan: ImportPlan, done: Applied) -> str:
    """Tell what was done, and do what is asked about it. Returns what came of it in the end."""
    outcome = outcome_text(plan, done.batch)
    while (answer := await screen.app.push_screen_wait(after(plan, outcome))) == "errors":
        await write_refused(screen, source, plan)
    if answer == "undo" and done.batch:
        return await undone(screen, done.batch)
    await tell_ticked(screen, plan)
    return f"{outcome}。"


async def undone(screen: BaseScreen[Any], batch: int) -> str:
    """Take a batch back. Returns what was done."""
    done = await screen.answer(partial(importing.undo, batch, screen.context.user))
    if done.left:
        await screen.app.push_screen_wait(left_alone(done))
    return importing.outcome(done)
