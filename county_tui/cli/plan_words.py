"""An import's plan in words: what goes where, what changes, what is left out, what is refused and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from county_tui import store
from county_tui.cli.options import MOST_TOLD, echo, echo_err
from county_tui.importing import ErrorGroup, ImportPlan, SheetPlan, Verdict, error_groups, folded_words, record_name
from county_tui.models import register_named
from county_tui.printable import shown
from county_tui.wording.plans import NOT_TAKEN, change_texts, column_text, counts_text, skipped_texts
from county_tui.wording.remedies import on_command_line


def print_plan(plan: ImportPlan) -> None:
    """Tell each sheet, then what concerns the whole file."""
    for sheet in plan.sheets:
        told = counts_text(sheet.counts())
        skipped = len(sheet.skipped) + sheet.count(Verdict.REPEATED)
        echo(
            f"{plan.file_name}【{sheet.shown_name}】→ {register_named(sheet.register).label}：{told}，跳过 {skipped} 行"
        )
        for line in (*_columns(sheet), *_updates(sheet), *_refusals(sheet), *_warnings(sheet), *_skipped(sheet)):
            echo(f"  {line}")
        for sentence in sheet.problems:
            echo(f"  注意：{sentence}")
    if told := folded_words(plan):
        echo(f"  {told}。")
    for remark in plan.problems:
        echo(f"  注意：{on_command_line(remark)}")
    for line in _gone(plan):
        echo(f"  {line}")


def _columns(sheet: SheetPlan) -> Iterator[str]:
    for match in sheet.columns:
        if match.status in NOT_TAKEN or (match.note and not match.field):
            yield column_text(match.column.label, match.note)


def _updates(sheet: SheetPlan) -> Iterator[str]:
    """What changes in which record: `第 3 行修改第 1 号：职务：科员 → 主任`."""
    fields, lookups = register_named(sheet.register).fields(), store.lookups()
    updates = [row for row in sheet.rows if row.verdict is Verdict.UPDATE and row.target and row.changes]
    for row in updates[:MOST_TOLD]:
        texts = change_texts(fields, row.changes or {}, lookups)
        mark = "（不止一种对法，请核对）" if row.is_doubtful else ""
        yield f"第 {row.number} 行修改第 {(row.target or (0,))[0]} 号{mark}：{'；'.join(texts)}"
    if len(updates) > MOST_TOLD:
        yield f"还有 {len(updates) - MOST_TOLD} 行要修改。"


def _warnings(sheet: SheetPlan) -> Iterator[str]:
    for warning in sheet.warnings[:MOST_TOLD]:
        yield f"请核对 {warning.cell}：{warning.message}"
    if len(sheet.warnings) > MOST_TOLD:
        yield f"还有 {len(sheet.warnings) - MOST_TOLD} 处要核对，用 --json 全部看到。"


def _gone(plan: ImportPlan) -> Iterator[str]:
    """The records that the file, being all there is, does not have any more."""
    lookups = store.lookups()
    for name, rows in plan.gone.items():
        label = register_named(name).label
        yield f"“{label}”里有 {len(rows)} 条是这个文件没有的，将移入回收站："
        for row in rows[:MOST_TOLD]:
            yield f"  第 {row.id} 号 {record_name(row, lookups)}"
        if len(rows) > MOST_TOLD:
            yield f"  还有 {len(rows) - MOST_TOLD} 条。"


def _refusals(sheet: SheetPlan) -> Iterator[str]:
    """Why cells are refused: those alike in one line, with how to mend them all at once."""
    groups = error_groups([sheet])
    for group in groups[:MOST_TOLD]:
        where = f"{group.cells[0]}{f' 等 {len(group.cells)} 处' if len(group.cells) > 1 else ''}"
        yield f"{where} {group.label}{shown(group.value) if group.value else ''}：{group.message}{_mending(group)}"
    if len(groups) > MOST_TOLD:
        yield f"还有 {len(groups) - MOST_TOLD} 类，用 --errors 文件.xlsx 全部写出来。"


def _mending(group: ErrorGroup) -> str:
    """How all cells of a group can be mended at once; nothing for a single one."""
    if len(group.cells) == 1 or group.field is None:
        return ""
    if not group.header:
        return f"每行都一样时：--set '{group.label}=…'"
    return f"一律改成别的：--replace '{group.label}:{group.value}=…'" if group.value else ""


def _skipped(sheet: SheetPlan) -> list[str]:
    repeated = [(row.number, "与前面的行相同") for row in sheet.rows if row.verdict is Verdict.REPEATED]
    return skipped_texts([*((row.row, row.reason) for row in sheet.skipped), *repeated])


def print_outcome(plan: ImportPlan, batch: int | None, how: dict[str, Any]) -> None:
    """Say what came of the plan."""
    refused = plan.count(Verdict.REFUSED)
    if how["dry_run"]:
        said = "这是预览，没有写入任何内容。"
    elif refused and plan.is_all_or_nothing:
        said = f"有 {refused} 行不能导入；说是全部的文件不能跳过一些行，所以都没有导入。请改正后重来。"
    elif refused and how["on_error"] == "refuse":
        said = f"有 {refused} 行不能导入，整个文件都没有导入。请改正后重来；或加 --on-error skip 跳过这些行。"
    elif batch is None:
        said = "没有需要写入的内容。"
    else:
        said = f"已导入，第 {batch} 批。要撤销：county-tui imports undo {batch}"
    echo_err(f"{plan.file_name}：{said}")
