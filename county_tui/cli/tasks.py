"""`task`: handing down what is to be reported, and opening what was handed down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from county_tui.cli.options import Options, a_file, as_json, echo_err, echo_json, needs, of_period, pass_options
from county_tui.rights import Right


@click.group(help="下发报表任务，打开收到的任务。")
def task() -> None:
    """Group of `create`, `write`, `open`, `list`."""


@task.command(help="下发任务：NAME 是汇总表或表样的名称，可写几个；写成一个 .zip 发给下级。")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@of_period
@click.option(
    "--due", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="报送时限，如 2026-10-10。"
)
@click.option("--for", "regions", multiple=True, metavar="区划", help="发给哪些下级，可写多次；默认全部直接下级。")
@click.option("--note", default="", metavar="文字", help="随任务发出的说明。")
@click.option("--to", "target", required=True, type=a_file, metavar="文件.zip", help="写到这个文件。")
@as_json
@needs(Right.COLLECT)
@pass_options
def create(options: Options, /, names: tuple[str, ...], **how: Any) -> None:
    """Keep a task and write it for the regions below."""
    from county_tui import collecting, reports

    span = reports.parse_period(how["period"])
    _ = options.ledger
    asked = collecting.TaskRequest(names, span, how["due"].date(), how["regions"], how["note"])
    made = collecting.create_task(asked, options.user)
    collecting.write_task(made, how["target"])
    if how["as_json"]:
        echo_json({"period": made.period, "due": made.due, "names": list(made.sheets), "regions": list(made.regions)})
    else:
        echo_err(
            f"已下发给 {len(made.regions)} 个下级：{'、'.join(made.sheets)}，{made.due} 前报。"
            f"请把 {how['target']} 发出去。"
        )


@task.command(help="把下发过的任务再写成 .zip；一个期间下发过几次的，写上要报的表。")
@click.argument("names", nargs=-1, metavar="NAME...")
@of_period
@click.option("--to", "target", required=True, type=a_file, metavar="文件.zip", help="写到这个文件。")
@needs(Right.LOOK)
@pass_options
def write(options: Options, names: tuple[str, ...], period: str, target: Path) -> None:
    """Write the file of a task once more."""
    from county_tui import collecting, reports

    span = reports.parse_period(period)
    _ = options.ledger
    found = collecting.issued_task(span, names)
    collecting.write_task(found, target)
    echo_err(f"已写入 {target}：{found.period} {'、'.join(found.sheets)}，{found.due} 前报。")


@task.command("open", help="打开上级发来的任务或退回：装上表样，记下要报什么、何时报。")
@click.argument("file", type=a_file)
@as_json
@needs(Right.COLLECT)
@pass_options
def open_file(options: Options, file: Path, as_json: bool) -> None:
    """Take in a task, or a return sent back."""
    from county_tui import collecting

    _ = options.ledger
    opened = collecting.open_task(file, options.user)
    if as_json:
        echo_json(
            {
                "period": opened.period,
                "due": opened.due,
                "names": list(opened.names),
                "installed": list(opened.installed),
                "sent_back": opened.sent_back or None,
                **({"unknown": list(opened.unknown)} if opened.unknown else {}),
            }
        )
    elif opened.sent_back:
        echo_err(f"{opened.period} 的上报被退回：{opened.sent_back}")
    else:
        forms = f"装上表样 {'、'.join(opened.installed)}。" if opened.installed else ""
        echo_err(f"要报 {opened.period}：{'、'.join(opened.names)}，{opened.due} 前报。{forms}{opened.unknown_words}")


@task.command("list", help="列出下发的和要报的任务。")
@as_json
@needs(Right.LOOK)
@pass_options
def list_tasks(options: Options, as_json: bool) -> None:
    """Name the tasks of both roles."""
    from county_tui import store
    from county_tui.cli.records import print_table

    _ = options.ledger
    known = store.tasks()
    if as_json:
        echo_json(
            [
                {"period": t.period, "due": t.due, "names": list(t.sheets), "role": t.role, "regions": list(t.regions)}
                for t in known
            ]
        )
        return
    roles = {store.ISSUED: "下发", store.OWED: "要报"}
    print_table(
        ["期间", "时限", "角色", "表", "单位数"],
        [[t.period, t.due, roles[t.role], "、".join(t.sheets), str(len(t.regions))] for t in known],
    )
