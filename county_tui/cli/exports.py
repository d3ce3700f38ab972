"""`export` and `template`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from county_tui.cli.options import Options, echo_err, needs, of_batch, pass_options
from county_tui.rights import Right


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
def export(
    options: Options,
    /,
    register: str,
    target: str,
    kind: str | None,
    search: str,
    where: tuple[str, ...],
    **how: Any,
) -> None:
    """Export one register, or all."""
    from county_tui import exporting, store
    from county_tui.cli.records import chosen

    _ = options.ledger
    with store.session():
        if register == "all":
            if search or where or how["sort"] or how["batch"] is not None:
                raise click.UsageError("导出全部台账时不能用 --search、--where、--batch、--sort，请指明一个台账。")
            queries = exporting.queries_for("all")
        else:
            queries = [chosen(register, search, where, how["sort"], how["batch"])]
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
