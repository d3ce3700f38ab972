"""What a person is asked before an import, and told after it."""

from __future__ import annotations

from county_tui import importing
from county_tui.importing import ImportPlan, Undone, Verdict
from county_tui.widgets.question import Notice, Question

MOST_NAMED = 6


def before(plan: ImportPlan) -> Question:
    """Whether to import; with refused rows, whether to do so without them."""
    refused = plan.count(Verdict.REFUSED)
    text = f"新增 {plan.count(Verdict.NEW)} 条，修改 {plan.count(Verdict.UPDATE)} 条。写入前自动备份，写入后可以撤销。"
    if not refused:
        return Question("导入这个文件？", text, {"yes": "导入", "no": "再看看"})
    answers = {
        "no": "先不导入，再看看",
        "errors": "把这些行写到一个文件去改",
        "yes": f"跳过这 {refused} 行，导入其余的",
    }
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
    left = [importing.described(one) for one in undone.left[:MOST_NAMED]]
    more = [f"共 {len(undone.left)} 条。"] if len(undone.left) > MOST_NAMED else []
    return Notice("有些记录没有撤销", "\n".join(left + more))
