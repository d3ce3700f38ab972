"""`log`: who changed what, when, over all registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import Options, echo_err, echo_json, needs, pass_options
from county_tui.cli.parameters import as_json
from county_tui.cli.records import print_table
from county_tui.rights import Right
from county_tui.wording.local_time import local_time

if TYPE_CHECKING:
    from county_tui.store import Logged


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
    from county_tui.wording.change_log import described, rows_of

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
