"""`year-end` and `indicators`: a year's end, and what it does with the indicators."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import Constant, Options, echo, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right

if TYPE_CHECKING:
    from county_tui.store import Split
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
    from county_tui.wording import previews as words

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


@click.group(help="指标：结转到下一年，分解到街道（乡镇）。")
def indicators() -> None:
    """Group of `roll-over` and `split`."""


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


@indicators.command(
    "split",
    help="把一条指标（ID 见 list 指标台账）的目标分解到下一级：县的到街道（乡镇）。除不尽的，前面几处各多一份；"
    "比率每处都是原目标；可整批撤销。",
)
@click.argument("record", metavar="ID", type=int)
@click.option("--for", "only", multiple=True, metavar="区划", help="只分到这些地方，可多次使用；默认下一级全部。")
@click.option(
    "--set",
    "given",
    multiple=True,
    type=Constant(),
    metavar="区划=目标",
    help="这个地方的目标，其余的平均分；可多次使用。",
)
@click.option("--dry-run", is_flag=True, help="只预览，不写入。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@needs(Right.ENTER)
@pass_options
def split(
    options: Options, /, record: int, only: tuple[str, ...], given: tuple[tuple[str, str], ...], **how: bool
) -> None:
    """Preview or write the indicators of the regions below."""
    from county_tui import store
    from county_tui.wording import previews as words

    _ = options.ledger
    lookups, resolve = store.lookups(), store.lookups().regions.resolve
    targets = {resolve(name): store.read_target(text) for name, text in given}
    plan = store.plan_split(record, [resolve(name) for name in only], targets)
    batch = None if how["dry_run"] else store.apply_split(plan, options.user)
    if how["as_json"]:
        echo_json(_plan_facts(plan, batch))
        return
    for part in plan.parts:
        echo("  ".join(words.part_texts(part, lookups)))
    echo_err(f"{words.rule_text(plan)}。")
    undo = f"第 {batch} 批，可用 imports undo {batch} 撤销。" if batch else ""
    did = "已写入" if batch else "预览" if how["dry_run"] else "没有要写入的"
    echo_err(f"{did}：{words.split_summary(plan)}。{undo}")


def _plan_facts(plan: Split, batch: int | None) -> dict[str, Any]:
    """The plan for programs: each region's target, what becomes of it, and the target that stood there."""
    from county_tui import store
    from county_tui.models.indicators import Indicators

    lookups, target = store.lookups(), Indicators.fields()["target"]
    counts = {str(outcome): len(plan.of(outcome)) for outcome in store.SplitOutcome}
    parts = [
        {
            "region": lookups.regions.path(part.region),
            "region_code": part.region,
            "target": target.plain(part.target, lookups),
            "before": target.plain(part.row.values["target"], lookups) if part.row else None,
            "outcome": str(part.outcome),
        }
        for part in plan.parts
    ]
    whole = {"id": plan.whole.id, "name": plan.whole.values["name"], "year": plan.whole.values["year"]}
    total = target.plain(plan.whole.values["target"], lookups)
    return {"indicator": whole, "target": total, **counts, "remainder": plan.remainder, "parts": parts, "batch": batch}
