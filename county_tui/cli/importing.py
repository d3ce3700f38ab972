"""`import`: plan and apply files, and say what became of every row."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import (
    DONE,
    IN_PART,
    REFUSED,
    ColumnMapping,
    Constant,
    Options,
    Replacement,
    as_json,
    echo,
    echo_err,
    echo_json,
    header_rows,
    needs,
    only_sheets,
    pass_options,
    today,
)
from county_tui.errors import CountyError
from county_tui.printable import printable
from county_tui.rights import Right
from county_tui.wording.remedies import on_command_line

if TYPE_CHECKING:
    from county_tui.importing import ImportPlan, Progress, Request


@click.command("import", help="导入一个或几个文件。REGISTER 是台账名称，或 auto 按表头自动识别。")
@click.argument("register")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@only_sheets
@click.option(
    "--map",
    "mapping",
    multiple=True,
    type=ColumnMapping(),
    metavar="表头=字段",
    help="指定某一列对应的字段，可多次使用。",
)
@header_rows
@click.option(
    "--replace",
    "replacements",
    multiple=True,
    type=Replacement(),
    metavar="表头:原文=改成",
    help="把一列里的这个写法一律按另一个读，如 队伍类别:专干=专职干部；下次同样的表头也这样读。",
)
@click.option(
    "--set",
    "constants",
    multiple=True,
    type=Constant(),
    metavar="字段=值",
    help="表里没有的列，每一行都填这个值，如 所属区划=锦官驿街道；下次同样的表头也这样填。",
)
@click.option(
    "--whole-of",
    metavar="区划@期间",
    default="",
    help="说明文件是某地某期间的全部，如 锦官驿街道@2026-09：台账里有、文件里没有的记录移入回收站。",
)
@click.option("--dry-run", is_flag=True, help="只预览，不写入。")
@click.option(
    "--on-error",
    type=click.Choice(["refuse", "skip"]),
    default="refuse",
    help="有不能导入的行时：整个不导入，或跳过它们。",
)
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    metavar="文件.xlsx",
    help="把不能导入的行写到这个文件，改好后可再导入；一次导入几个文件时各写一个，文件名后加原文件名。",
)
@as_json
@needs(Right.ENTER)
@pass_options
def import_files(options: Options, /, register: str, files: tuple[Path, ...], **how: Any) -> None:
    """Plan and apply each file on its own; several files end with a summary."""
    from county_tui.workbooks import start_ahead

    start_ahead()  # a fifth of what a small file takes
    from county_tui.importing import AUTO, Request
    from county_tui.models import register_named
    from county_tui.models.line import without_numbers

    name = AUTO if register == AUTO else register_named(register).register_name()
    day = today()
    mended = {"replacements": how["replacements"], "constants": how["constants"]}
    request = Request(name, how["sheets"], how["mapping"], how["header_rows"], how["whole_of"], **mended, today=day)
    _ = options.ledger
    results: list[tuple[int, dict[str, Any]]] = []
    for file in files:
        errors = _errors_for(how["errors"], file, is_one=len(files) == 1)
        try:
            if name == AUTO and (done := _ticked_off(options, file, day, how)) is not None:
                results.append(done)
                continue
            results.append(_import_one(options, file, request, {**how, "errors": errors}))
        except CountyError as error:
            if len(files) == 1:
                raise
            called, message = without_numbers(file.name), on_command_line(error)
            echo_err(f"{called}：{message}")
            results.append((REFUSED, {"file": called, "applied": False, "message": message}))
    if how["as_json"]:
        echo_json(results[0][1] if len(files) == 1 else {"files": [result for _, result in results]})
    elif len(files) > 1:
        _summarise(results, "预览" if how["dry_run"] else "未导入")
    codes = {code for code, _ in results}
    sys.exit(codes.pop() if len(codes) == 1 else IN_PART)


def _errors_for(target: Path | None, file: Path, *, is_one: bool) -> Path | None:
    """Where the refused rows of a file go: `错误.xlsx`, or `错误-花名册.xlsx` where several files have some."""
    return target if target is None or is_one else target.with_name(f"{target.stem}-{file.stem}{target.suffix}")


def _ticked_off(options: Options, file: Path, today: date, how: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
    """(exit code, JSON) of a form handed down to be filled, which is collected; None for any other file."""
    from county_tui.workbooks.own_files import is_pack

    if not is_pack(file):
        return None
    from county_tui import collecting

    if how["dry_run"]:
        told = "这是下发的表样，去掉 --dry-run 就收下，并在收报进度上勾掉"
        state, reason = "", ""
    else:
        found = collecting.collect(file, options.user, today)
        state, reason = found.state, found.reason
        word = "收下" if state == collecting.ACCEPTED else "已有"
        told = reason or f"{word}，收报进度上已勾掉：collect board --period {found.period}"
    if not how["as_json"]:
        echo_err(f"{file.name}：{told}")
    counts = dict.fromkeys(("new", "updated", "unchanged", "refused", "gone"), 0)
    is_done = state == collecting.ACCEPTED
    facts = {
        "file": file.name,
        **counts,
        "applied": is_done,
        "batch": None,
        "collected": state or None,
        "reason": reason or None,
    }
    return (REFUSED if state == collecting.REFUSED else DONE), facts


def _import_one(options: Options, file: Path, request: Request, how: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Import one file: (exit code, JSON)."""
    from county_tui import importing
    from county_tui.models.line import without_numbers

    with watched(without_numbers(file.name)) as progress:
        plan = importing.plan(file, request, progress)
    return _carry_out(options, plan, how)


def _carry_out(options: Options, plan: ImportPlan, how: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Write a plan's refused rows down, say what it does, and do it: (exit code, JSON)."""
    from county_tui import importing
    from county_tui.cli.plan_words import print_outcome, print_plan
    from county_tui.importing.refusals import check_target

    skip = how["on_error"] == "skip" and not plan.is_all_or_nothing
    refused = plan.count(importing.Verdict.REFUSED)
    if how["errors"]:
        check_target(plan, how["errors"])
        if refused:
            _write_errors(plan, how["errors"])
    applied = not how["dry_run"] and (skip or not refused)
    if not how["as_json"]:
        print_plan(plan)
    batch = _apply(options, plan) if applied else None
    if not how["as_json"]:
        print_outcome(plan, batch, how)
    ticked = _tick_off(options, plan, as_json=how["as_json"]) if applied else {}
    code = REFUSED if refused and not skip else IN_PART if refused else DONE
    return code, importing.as_json(plan, batch, applied=applied) | ticked


def _tick_off(options: Options, plan: ImportPlan, *, as_json: bool) -> dict[str, Any]:
    """Let a filled template that a task asked for stand for its region's return; what became of it, for JSON."""
    from county_tui.workbooks.own_files import region_and_period_of

    if not region_and_period_of(plan.path)[0]:
        return {}
    from county_tui import collecting

    found = collecting.tick_off(plan, options.user, today())
    if not as_json:
        for one in found:
            echo_err(collecting.ticked_words(one))
    return {"collected": found[-1].state} if found else {}


def _apply(options: Options, plan: ImportPlan) -> int | None:
    from county_tui import backup, importing

    if plan.writes:
        backup.safety_copy(options.path, "before-import")
    with watched(plan.file_name) as progress:
        done = importing.apply(plan, options.user, skip_refused=True, progress=progress)
        return done.batch


def _write_errors(plan: ImportPlan, path: Path) -> None:
    from county_tui.exporting.sheets import write_error_book
    from county_tui.importing.refusals import refused_sheets

    count = write_error_book(list(refused_sheets(plan)), path)
    echo_err(f"不能导入的 {count} 行已写到 {path}，改好后可以直接再导入。")


def _summarise(results: list[tuple[int, dict[str, Any]]], unapplied: str) -> None:
    """A closing table over several files."""
    from county_tui.cli.records import print_table

    lines = []
    for _, result in results:
        counts = [str(result.get(key, "")) for key in ("new", "updated", "unchanged", "refused", "gone")]
        lines.append([result["file"], *counts, "已导入" if result["applied"] else unapplied])
    echo("")
    print_table(["文件", "新增", "修改", "相同", "不能导入", "移走", "结果"], lines)


@contextmanager
def watched(name: str) -> Iterator[Progress]:
    """A progress function for `importing`; silent where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    name = printable(name)
    with click.progressbar(length=1, label=name, file=sys.stderr, width=24) as bar:

        def progress(stage: str, done: int, total: int) -> None:
            bar.label = f"{name} {stage} {done} 行"
            bar.length, bar.pos = max(total, 1), done if total else 0
            bar.render_progress()

        yield progress
