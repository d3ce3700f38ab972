"""`list`, `show`, `history`, `log`, `export`: looking at records and at what was changed, writing them to files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import Options, as_json, echo, echo_err, echo_json, needs, of_batch, pass_options
from county_tui.rights import Right
from county_tui.wording.time_and_size import local_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from county_tui import store
    from county_tui.models.kinds import Value
    from county_tui.store import Logged

    Changes = Mapping[str, tuple[Value, Value]]

TABLE_ROWS = 100
"""Rows a table on the terminal shows when nobody says how many."""


def chosen(
    register: str, search: str, where: tuple[str, ...], sort: tuple[str, ...], batch: int | None = None
) -> store.Query:
    """The query that the shared options of `list` and `export` describe."""
    from county_tui import store
    from county_tui.models import register_named

    model, lookups = register_named(register), store.lookups()
    conditions: store.Conditions = ()
    for text in where:
        conditions += store.parse_conditions(model, text, lookups)
    if batch is not None:
        conditions = (*conditions, store.in_batch(store.batch(batch).id))
    return store.Query(model.register_name(), search, conditions, store.sorting(model, sort))


def print_table(headers: list[str], rows: list[list[str]]) -> None:
    """A table on standard output, aligned for Chinese."""
    from tabulate import tabulate

    echo(tabulate(rows, headers, disable_numparse=True, tablefmt="simple"))


def _table(query: store.Query, limit: int | None) -> None:
    from county_tui import exporting, store
    from county_tui.models import register_named

    model, lookups = register_named(query.register), store.lookups()
    rows = store.list_rows(query, limit or TABLE_ROWS)
    names = model.listed_columns()
    texts = exporting.text_rows(rows, names, lookups)
    cells = [[str(row.id), *found] for row, found in zip(rows, texts, strict=True)]
    lines = [[" ".join(cell.split("\n")) for cell in row] for row in cells]
    print_table(["ID", *(model.labels()[name] for name in names)], lines)
    total = store.count_rows(query)
    echo_err(f"共 {total} 条" + (f"，显示前 {len(rows)} 条；用 --limit 看更多。" if len(rows) < total else "。"))


@click.command("list", help="列出台账里的记录。REGISTER 是台账名称，如 personnel 或 工作队伍。")
@click.argument("register")
@click.option("--search", default="", metavar="文字", help="查找：任意一段文字，或拼音首字母。")
@click.option(
    "--where",
    multiple=True,
    metavar="字段=值",
    help="筛选，可多次使用，如 所属区划=锦官驿街道、服务日期>=2026-03。",
)
@of_batch
@click.option("--sort", multiple=True, metavar="字段", help="排序，前面加 - 为从大到小。")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="最多列出几条。")
@click.option("--format", "kind", type=click.Choice(["table", "csv", "json"]), default="table", help="输出格式。")
@needs(Right.LOOK)
@pass_options
def list_records(options: Options, /, register: str, search: str, where: tuple[str, ...], **how: Any) -> None:
    """List records as a table, csv or JSON."""
    from county_tui import exporting, store

    limit, kind = how["limit"], how["kind"]
    _ = options.ledger
    with store.session():
        query = chosen(register, search, where, how["sort"], how["batch"])
        if kind == "json":
            lookups = store.lookups()
            rows = [exporting.as_json(row, lookups) for row in store.list_rows(query, limit)]
            echo_json({"total": store.count_rows(query), "rows": rows})
        elif kind == "csv":
            exporting.write_csv(query, sys.stdout, limit)
        else:
            _table(query, limit)


def _stamp(stamp: store.Stamp | None) -> dict[str, str] | None:
    return {"at": stamp.at, "by": stamp.by} if stamp else None


@click.command(help="查看一条记录。")
@click.argument("register")
@click.argument("record", type=int, metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@needs(Right.LOOK)
@pass_options
def show(options: Options, register: str, record: int, as_json: bool) -> None:
    """Show one record, deleted or not."""
    from county_tui import exporting, store
    from county_tui.models import register_named

    _ = options.ledger
    with store.session():
        row = store.get(register, record)
        lookups = store.lookups()
        if as_json:
            stamps = {"created": _stamp(row.created), "updated": _stamp(row.updated), "deleted": _stamp(row.deleted)}
            echo_json({**exporting.as_json(row, lookups), **exporting.worked_out_json(row), **stamps})
            return
        labels = register_named(register).labels()
        (texts,) = exporting.text_rows([row], list(labels), lookups)
    lines = [[label, text] for label, text in zip(labels.values(), texts, strict=True)]
    lines.append(["最近修改", f"{local_time(row.updated.at)}　{row.updated.by}（第 {row.version} 版）"])
    if row.deleted:
        lines.append(["已删除", f"{local_time(row.deleted.at)}　{row.deleted.by}"])
    print_table(["字段", "内容"], lines)


@click.command(help="查看一条记录的修改历史。")
@click.argument("register")
@click.argument("record", type=int, metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@needs(Right.LOOK)
@pass_options
def history(options: Options, register: str, record: int, as_json: bool) -> None:
    """Show all changes of a record, the newest first."""
    from county_tui import store
    from county_tui.models import register_named
    from county_tui.wording.plans import change_texts

    _ = options.ledger
    model = register_named(register)
    with store.session():
        lookups, fields = store.lookups(), model.fields()
        changes = store.history(register, record)
        if as_json:
            echo_json(
                {
                    "register": model.register_name(),
                    "id": record,
                    "history": [_change(c, fields, lookups) for c in changes],
                }
            )
            return
        lines = [
            [str(c.version), local_time(c.at), c.by, store.ACTIONS.get(c.action, c.action), str(c.batch or ""), text]
            for c in changes
            for text in change_texts(fields, c.changes, lookups) or [""]
        ]
    print_table(["版本", "时间", "操作人", "操作", "批次", "改动"], lines)


def facts_of(changes: Changes, fields: Any, lookups: Any) -> list[dict[str, Any]]:
    """The changed fields, each with what stood and what stands in it."""
    return [
        {
            "field": name,
            "label": fields[name].label,
            "old": fields[name].plain(old, lookups),
            "new": fields[name].plain(new, lookups),
        }
        for name, (old, new) in changes.items()
    ]


def _change(change: store.Changed, fields: Any, lookups: Any) -> dict[str, Any]:
    facts = {"version": change.version, "action": change.action, "at": change.at, "by": change.by}
    return {**facts, "batch": change.batch, "changes": facts_of(change.changes, fields, lookups)}


@click.command(help="全部台账的修改记录，新的在前；一次导入是一行。")
@click.option("--by", "who", default="", metavar="姓名", help="只看一个人改的。")
@click.option(
    "--when", default="", metavar="日期", help="只看某几天改的，如 2026-11-20、2026-11、2026-11-01..2026-11-15。"
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="条数", help="最多列几行。")
@as_json
@needs(Right.LOOK)
@pass_options
def log(options: Options, who: str, when: str, limit: int, as_json: bool) -> None:
    """Print the newest changes."""
    from county_tui import store
    from county_tui.wording.records import described, rows_of

    _ = options.ledger
    with store.session():
        found = store.change_log(who, when, limit)
        if as_json:
            echo_json([shown(one) for one in found])
            return
        if not found:
            echo_err("没有符合的修改记录。")
            return
        rows, lookups = rows_of(found), store.lookups()
        lines = [[local_time(one.at), one.by, described(one, rows, lookups)] for one in found]
    print_table(["时间", "操作人", "改动"], lines)


def shown(one: Logged) -> dict[str, Any]:
    """A line as JSON has it: of a record which and what was done, else the batch and its counts."""
    facts: dict[str, Any] = {"at": one.at, "by": one.by, "what": one.what}
    if one.batch is None:
        return {**facts, "register": one.register, "id": one.record, "version": one.version, "action": one.action}
    batch = one.batch
    if one.what == "undone":
        return {**facts, "batch": batch.id, "source": batch.source, "records": one.count}
    counts = {"new": batch.new, "updated": batch.updated, "gone": batch.gone}
    return {**facts, "batch": batch.id, "source": batch.source, **counts}


@click.command(help="导出台账。REGISTER 是台账名称，all 为全部；--to - 输出到屏幕。")
@click.argument("register")
@click.option("--to", "target", required=True, metavar="文件|-", help="写到哪个文件。")
@click.option("--format", "kind", type=click.Choice(["xlsx", "csv", "json"]), help="格式；默认看文件名后缀。")
@click.option("--search", default="", metavar="文字", help="只导出查到的记录。")
@click.option("--where", multiple=True, metavar="字段=值", help="只导出符合条件的记录，可多次使用。")
@of_batch
@click.option("--sort", multiple=True, metavar="字段", help="排序，前面加 - 为从大到小。")
@needs(Right.LOOK)
@pass_options
def export(options: Options, /, register: str, target: str, kind: str | None, **how: Any) -> None:
    """Export one register, or all."""
    from county_tui import exporting, store

    _ = options.ledger
    with store.session():
        if register == "all":
            if how["search"] or how["where"] or how["sort"] or how["batch"] is not None:
                raise click.UsageError("导出全部台账时不能用 --search、--where、--batch、--sort，请指明一个台账。")
            queries = exporting.queries_for("all")
        else:
            queries = [chosen(register, how["search"], how["where"], how["sort"], how["batch"])]
        if target == "-":
            exporting.write_out(queries, kind or ("csv" if len(queries) == 1 else "json"))
            return
        count = exporting.write(queries, Path(target), kind or "")
    echo_err(f"已导出 {count} 条到 {target}")


@click.command(help="生成填报模板。REGISTER 是台账名称，all 为全部。")
@click.argument("register")
@click.option(
    "--to", "target", required=True, type=click.Path(path_type=Path), metavar="文件.xlsx", help="写到哪个文件。"
)
@click.option("--region", metavar="区划", help="只给这个街道（乡镇）或社区：下拉里只有它的地方、阵地和人员。")
@needs(Right.LOOK)
@pass_options
def template(options: Options, register: str, target: Path, region: str | None) -> None:
    """Write template sheets with drop-downs."""
    from county_tui.exporting.templates import write_template
    from county_tui.models import REGISTERS, register_named

    _ = options.ledger
    write_template(REGISTERS if register == "all" else [register_named(register)], target, region)
    echo_err(f"已生成模板 {target}，填好后用 county-tui import auto {target.name} 导入。")
