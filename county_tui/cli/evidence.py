"""`evidence`: the index of papers that show what was done."""

from __future__ import annotations

from pathlib import Path

import click

from county_tui.cli.options import Options, echo_err, needs, pass_options
from county_tui.rights import Right


@click.group(help="佐证材料：按条款生成佐证目录。")
def evidence() -> None:
    """Group of `index`."""


@evidence.command("index", help="按条款生成佐证目录（xlsx），注明缺失和改动过的电子文件。")
@click.option("--clause", default="all", metavar="条款|all", help="哪一条，如 6.1.2；默认全部。")
@click.option("--period", required=True, metavar="期间", help="如 2026、2026H1、2026Q3。")
@click.option("--to", "target", required=True, metavar="FILE.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@needs(Right.LOOK)
@pass_options
def index(options: Options, clause: str, period: str, target: Path) -> None:
    """Write the index."""
    from county_tui import store
    from county_tui.errors import NotFoundError
    from county_tui.exporting.evidence_index import index_lines, write_index
    from county_tui.report_period import parse_period

    ledger, span = options.ledger, parse_period(period)
    if clause != "all" and clause not in store.lookups().choices("clause"):
        raise NotFoundError(f"没有条款“{clause}”", "，请写标准的条款号，如 6.1.2，或 all。")
    lines = index_lines(clause, span)
    write_index(lines, f"{ledger.region_name} {span.title} 佐证目录", target)
    echo_err(f"已写入 {target}：{len(lines)} 份材料。")
    for text in dict.fromkeys(f"{line.texts[0]}：{line.wrong}" for line in lines if line.wrong):
        echo_err(f"请核对 {text}。")
