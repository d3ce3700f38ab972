"""`inspect` and `imports`: how a file is understood, what was taken in, taking it back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import (
    DONE,
    IN_PART,
    REFUSED,
    Options,
    as_json,
    echo,
    echo_err,
    echo_json,
    header_rows,
    needs,
    only_sheets,
    pass_options,
)
from county_tui.rights import Right
from county_tui.wording.time_and_size import local_time

if TYPE_CHECKING:
    from county_tui.importing.file_preview import SeenRow
    from county_tui.models.lookups import Lookups
    from county_tui.store import BatchInfo

NAMED_BY = 2
"""A record is named by so many of its first columns."""
MOST_SHOWN = 16
"""Characters of a cell that `inspect` shows."""
MOST_RECORDS = 200
"""Records of a batch that `imports show` names."""


@click.command(help="看看程序怎样读懂一个表格文件：工作表、表头、列、跳过的行、问题。")
@click.argument("file", type=click.Path(path_type=Path))
@only_sheets
@header_rows
@as_json
@needs(Right.LOOK)
def inspect(file: Path, sheets: tuple[str, ...], header_rows: tuple[int, int] | None, as_json: bool) -> None:
    """Describe every sheet of a file; needs no ledger."""
    from county_tui.importing.file_preview import inspect as describe

    found = describe(file, sheets, header_rows)
    if as_json:
        echo_json({"sheets": [sheet.facts for sheet in found]})
        return
    for sheet in found:
        _print_sheet(sheet.facts, sheet.first)


def _print_sheet(sheet: dict[str, Any], first: Sequence[SeenRow]) -> None:
    """A sheet's columns, each with what the first rows hold, then what was left out."""
    from county_tui.cli.records import print_table
    from county_tui.models import register_named
    from county_tui.wording.plans import rows_text, skipped_texts

    rows = sheet["header_rows"]
    where = f"表头{rows_text(range(rows[0], rows[1] + 1))}" if rows else "没有找到表头（可用 --header-rows 3-4 指定）"
    register = register_named(sheet["register"]).label if sheet["register"] else "认不出"
    hidden = "（隐藏）" if sheet["hidden"] else ""
    echo(f"\n【{sheet['name']}】{hidden} {where}，数据 {sheet['data_rows']} 行，台账：{register}")
    headers = ["列", "表头", *(f"第 {row.number} 行" for row in first)]
    texts = [[" ".join(text.split())[:MOST_SHOWN] for text in row.texts] for row in first]
    columns = [[c["letter"], c["path"]] for c in sheet["columns"]]
    print_table(headers, [[*column, *(row[at] for row in texts)] for at, column in enumerate(columns)])
    for line in skipped_texts((row["row"], row["reason"]) for row in sheet["skipped"]):
        echo(f"  {line}")
    for problem in sheet["problems"]:
        echo(f"  注意：{problem}")


@click.group(help="查看和撤销导入。")
def imports() -> None:
    """The batches."""


def _facts(info: Any) -> dict[str, Any]:
    names = ("id", "kind", "source", "at", "by", "new", "updated", "unchanged", "refused", "gone", "undone")
    return {name: getattr(info, name) or (None if name == "undone" else getattr(info, name)) for name in names}


def _state(info: BatchInfo) -> str:
    """Whether a batch was undone, in a word."""
    return "已撤销" if info.undone else "部分撤销" if info.is_partly_undone else ""


@imports.command("list", help="列出所有导入。")
@as_json
@needs(Right.LOOK)
@pass_options
def list_imports(options: Options, as_json: bool) -> None:
    """List the batches, newest first."""
    from county_tui import store
    from county_tui.cli.records import print_table

    _ = options.ledger
    infos = store.batches()
    if as_json:
        echo_json({"imports": [_facts(info) for info in infos]})
        return
    lines = [[str(i.id), local_time(i.at), i.by, i.source, str(i.new), str(i.updated), _state(i)] for i in infos]
    print_table(["批次", "时间", "操作人", "文件", "新增", "修改", "状态"], lines)


@imports.command("show", help="查看一次导入改了什么。")
@click.argument("number", type=int, metavar="N")
@as_json
@needs(Right.LOOK)
@pass_options
def show_import(options: Options, number: int, as_json: bool) -> None:
    """Show what a batch did, record by record."""
    from county_tui import store
    from county_tui.cli.records import print_table

    _ = options.ledger
    with store.session():
        info, parts = store.batch(number), store.batch_parts(number)
        if as_json:
            echo_json({**_facts(info), "records": batch_facts(number)})
            return
        headers, lines = batch_table(number, MOST_RECORDS)
    echo(f"第 {info.id} 批：{info.source}，{local_time(info.at)}，{info.by}{_state(info) and '，' + _state(info)}")
    print_table(headers, lines)
    count = sum(part.count for part in parts)
    echo_err(f"共 {count} 条" + (f"，显示前 {MOST_RECORDS} 条。" if count > MOST_RECORDS else "。"))
    live = [part.register for part in parts if not store.batch_query(info, part).deleted]
    for name in dict.fromkeys(live):
        echo_err(f"要看全部内容：county-tui list {name.replace('_', '-')} --batch {number}")


@imports.command("undo", help="撤销一次导入：新增的移到回收站，修改的改回原样。")
@click.argument("number", type=int, metavar="N")
@as_json
@needs(Right.ENTER)
@pass_options
def undo_import(options: Options, number: int, as_json: bool) -> None:
    """Undo a batch; records edited since are named and left alone (exit code 3, or 1 if that is all of them)."""
    from county_tui import importing

    _ = options.ledger
    done = importing.undo(number, options.user)
    if as_json:
        left = [{"register": one.register, "id": one.id, "name": one.name, "reason": one.reason} for one in done.left]
        echo_json({"batch": number, "removed": done.removed, "restored": done.restored, "left": left})
    else:
        echo_err(importing.outcome(done))
        for one in done.left:
            echo(importing.described(one))
    sys.exit(REFUSED if not done.is_done else IN_PART if done.left else DONE)


def batch_facts(number: int) -> list[dict[str, Any]]:
    """Each record with what was changed in it; nothing for a new one, which `list --batch` shows whole."""
    from county_tui import store
    from county_tui.cli.records import facts_of
    from county_tui.models import register_named
    from county_tui.store import BATCH_ACTIONS

    lookups = store.lookups()
    return [
        {
            "register": name,
            "id": key,
            "version": version,
            "action": action,
            "changes": facts_of(changes, register_named(name).fields(), lookups),
        }
        for name, key, version, action, changes in store.batch_changes(number, BATCH_ACTIONS)
    ]


def _names(name: str, ids: list[int], lookups: Lookups) -> dict[int, str]:
    """What the records of these ids are called, by id."""
    from county_tui import exporting, store
    from county_tui.models import register_named

    listed = register_named(name).listed[:NAMED_BY]
    rows = store.rows_by_id(name, ids)
    texts = exporting.text_rows(rows, listed, lookups)
    return {row.id: "，".join(found) for row, found in zip(rows, texts, strict=True)}


def batch_table(number: int, most: int) -> tuple[list[str], list[list[str]]]:
    """Headers, and a line for each field changed in the first `most` records."""
    from county_tui import store
    from county_tui.models import register_named
    from county_tui.store import BATCH_ACTIONS
    from county_tui.wording.plans import change_texts

    lookups, lines = store.lookups(), []
    changes = store.batch_changes(number, BATCH_ACTIONS, most)
    names = {
        name: _names(name, [key for its, key, *_ in changes if its == name], lookups)
        for name in dict.fromkeys(name for name, *_ in changes)
    }
    for name, key, _, action, changed in changes:
        model = register_named(name)
        record = [model.label, str(key), names[name].get(key, ""), store.ACTIONS[action]]
        lines += [[*record, text] for text in change_texts(model.fields(), changed, lookups) or [""]]
    return ["台账", "ID", "记录", "操作", "改动"], lines
