"""`year-end`: from one year into the next, previewed and in one step."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import Options, echo, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right

if TYPE_CHECKING:
    from county_tui.year_end import Done, YearEnd


@click.command(
    "year-end",
    help="转入 YEAR 年：列出到期、离任、未报的，结转指标和没完成的项目（可整批撤销），做年终备份和只读副本。",
)
@click.argument("year", metavar="YEAR", type=click.IntRange(2001, 2100))
@click.option("--dry-run", is_flag=True, help="只预览，不写入。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@needs(Right.SET_UP)
@pass_options
def year_end(options: Options, year: int, dry_run: bool, as_json: bool) -> None:
    """Preview or carry out a year's end."""
    from county_tui import year_end as service

    path = options.ledger.path
    planned = service.plan(path, year)
    done = None if dry_run else service.carry_out(path, planned, options.user)
    if as_json:
        echo_json(_facts(planned, done))
        return
    _tell(planned)
    if done is None:
        echo_err(f"预览：没有写入。去掉 --dry-run 就转入 {year} 年。")
        return
    undo = f"第 {done.batch} 批，可用 imports undo {done.batch} 撤销。" if done.batch else "没有新的指标和项目。"
    echo_err(f"已转入 {year} 年。{undo}")
    echo_err(f"年终备份 {done.backup}")
    echo_err(f"只读副本 {done.copy}（查看：county-tui --db {done.copy}）")


def _tell(planned: YearEnd) -> None:
    from county_tui import returns, year_end
    from county_tui.wording import year_end as words

    year, titles = planned.year, returns.titles()
    echo(words.head_line(year, year_end.has_ended(planned, datetime.now().astimezone().date())))
    for due, count in planned.lists:
        echo(f"  {due.title}：{count} 条")
    for one in planned.owed:
        echo(f"  {words.owed_line(one.period.title, [titles.get(name, name) for name in one.names])}")
    kept = words.kept_lines(year, str(planned.backup or ""), str(planned.copy or ""))
    for line in (*words.carried_lines(planned.roll_over), *kept):
        echo(f"  {line}")


def _facts(planned: YearEnd, done: Done | None) -> dict[str, Any]:
    """The plan and what was done, for programs; `year` is the one gone over into."""
    kept, copy = (done.backup, done.copy) if done else (planned.backup, planned.copy)
    return {
        "year": planned.year + 1,
        "ended": planned.year,
        "new": len(planned.roll_over.new),
        "unchanged": planned.roll_over.unchanged,
        "projects": len(planned.roll_over.projects),
        "lists": [{"title": due.title, "register": due.query.register, "count": n} for due, n in planned.lists],
        "owed": [{"period": one.period.name, "forms": list(one.names), "due": str(one.due)} for one in planned.owed],
        "backup": str(kept) if kept else None,
        "copy": str(copy) if copy else None,
        "batch": done.batch if done else None,
    }
