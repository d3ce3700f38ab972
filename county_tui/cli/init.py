"""`init`: make a ledger."""

from __future__ import annotations

import click

from county_tui.cli.options import Options, echo_err, needs, pass_options
from county_tui.rights import Right


@click.command(help="建立新台账。")
@click.option("--region", required=True, metavar="代码或名称", help="本单位的区划，如 510104000000 或 锦江区。")
@click.option("--unit", default="", metavar="名称", help="填报单位名称，印在汇总表上。")
@needs(Right.SET_UP)
@pass_options
def init(options: Options, region: str, unit: str) -> None:
    """Make a new ledger and say what to do next."""
    from county_tui import store

    info = store.create_ledger(options.path, region, unit)
    echo_err(f"已建立{info.region_name}（{info.region}）的台账：{info.path}")
    echo_err("下一步：county-tui template all --to 模板.xlsx 生成填报模板，")
    echo_err("或 county-tui import auto 文件.xlsx 导入已有的表格。")
