"""`report`: the summary tables there are, and one or all of them filled."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import IN_PART, Options, echo, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right

if TYPE_CHECKING:
    from county_tui.reports import Definition, Table

FORMATS = ("table", "csv", "json", "markdown", "xlsx")


@click.group(help="列出和生成汇总表。")
def report() -> None:
    """Group of `list` and `show`."""


@report.command("list", help="列出有哪些汇总表。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@needs(Right.LOOK)
@pass_options
def list_reports(options: Options, as_json: bool) -> None:
    """Name the tables; what is wrong with the office's own goes to standard error."""
    from county_tui import reports
    from county_tui.cli.records import print_table

    _ = options.ledger
    known = reports.definitions()
    if as_json:
        echo_json([{"name": d.name, "title": d.title, "built_in": d.is_built_in, "problem": d.problem} for d in known])
        return
    origin = {True: "自带", False: "自定"}
    good = [definition for definition in known if not definition.problem]
    print_table(["名称", "表名", "来源"], [[d.name, d.title, origin[d.is_built_in]] for d in good])
    tell_problems(known)


def tell_problems(known: list[Definition]) -> bool:
    """Say what is wrong with the office's own definitions. Returns whether anything is."""
    problems = [definition.problem for definition in known if definition.problem]
    for problem in problems:
        echo_err(f"用不了的汇总表：{problem}")
    return bool(problems)


def print_reports(tables: Sequence[Table]) -> None:
    """Filled tables on standard output, for a terminal."""
    from county_tui.reports.texts import as_plain

    echo(as_plain(tables))


@report.command(help="生成一张汇总表。NAME 是名称或表名，all 为全部。")
@click.argument("name")
@click.option(
    "--period",
    required=True,
    metavar="期间",
    help="如 2026、2026H1、2026Q3、2026-09、2026-01..2026-09，或 2026年上半年、2026年1—9月。",
)
@click.option("--region", metavar="区划", help="只汇总这个街道（乡镇）或社区，代码或名称；默认为整个台账。")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="输出格式；默认 table，写文件时看后缀。")
@click.option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False), metavar="文件|-", help="写到文件；- 为屏幕。"
)
@needs(Right.LOOK)
@pass_options
def show(options: Options, /, name: str, period: str, region: str | None, **output: Any) -> None:
    """Fill one table, or all, and show or write it."""
    from county_tui import reports, store
    from county_tui.reports.texts import encoded, write_tables

    kind, target = output["kind"], output["target"]
    target = None if target == Path("-") else target
    if kind == "xlsx" and target is None:
        raise click.UsageError("xlsx 要写到文件，请加 --to 文件.xlsx。")
    span = reports.parse_period(period)
    _ = options.ledger
    with store.session():
        known = reports.definitions() if name == "all" else [reports.definition_named(name)]
        usable = [definition for definition in known if name != "all" or not definition.problem]
        tables = [reports.fill(definition, span, region) for definition in usable]
        if target is not None:
            write_tables(tables, target, kind or "")
            echo_err(f"已写入 {target}：{len(tables)} 张汇总表。")
        elif kind in (None, "table"):
            print_reports(tables)
        else:
            click.echo(encoded(tables, kind), nl=False)
    if name == "all" and tell_problems(known):
        sys.exit(IN_PART)


@report.command("clauses", help="写出一份自评标准（每一条要求什么、几分），供本单位修改；改过以后自评表按它计算。")
@needs(Right.SET_UP)
@pass_options
def write_clauses(options: Options) -> None:
    """Copy the table of clauses to where the office can change it."""
    from county_tui.reports.clauses import write_own_file

    _ = options.ledger
    echo_err(f"已写到 {write_own_file()}。用 Excel 或记事本改 asks（要求）、points（分值）两列；删去文件就恢复自带的。")
