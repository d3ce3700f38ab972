"""`indicators`: a year's indicators carried over to the next."""

from __future__ import annotations

import click

from county_tui.cli.options import Options, echo, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right


@click.group(help="指标：把一年的指标结转到下一年。")
def indicators() -> None:
    """Group of `roll-over`."""


@indicators.command("roll-over", help="把 YEAR 年的指标结转到下一年：目标照旧，完成值空着；可整批撤销。")
@click.argument("year", metavar="YEAR", type=click.IntRange(2000, 2099))
@click.option("--dry-run", is_flag=True, help="只预览，不写入。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@needs(Right.ENTER)
@pass_options
def roll_over(options: Options, year: int, dry_run: bool, as_json: bool) -> None:
    """Preview or write next year's indicators from this one's."""
    from county_tui import store

    _ = options.ledger
    plan, batch = (store.plan_roll_over(year), None) if dry_run else store.roll_over(year, options.user)
    if as_json:
        echo_json({"year": plan.year, "new": len(plan.new), "unchanged": plan.unchanged, "batch": batch})
        return
    for values in plan.new:
        echo(f"新增 {values['year']} 年指标“{values['name']}”：目标 {values['target']}")
    same = f"，{plan.unchanged} 条下一年已有" if plan.unchanged else ""
    if batch is None:
        echo_err(f"预览：将新增 {len(plan.new)} 条{same}。" if plan.new else f"没有要结转的{same}。")
    else:
        echo_err(f"已结转 {len(plan.new)} 条到 {year + 1} 年{same}。第 {batch} 批，可用 imports undo {batch} 撤销。")
