"""`return`: sealing tables and forms for a period, amending, comparing with the ledger, exporting."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import Options, as_json, echo, echo_err, echo_json, needs, pass_options, today
from county_tui.rights import Right
from county_tui.wording.time_and_size import local_day

if TYPE_CHECKING:
    from county_tui.report_period import Period
    from county_tui.returns import Difference, SealedReturn
    from county_tui.store import ReturnHead


@click.group("return", help="上报：封存汇总表和表样，更正，核对，导出。")
def returns() -> None:
    """Group of the commands about returns."""


def shown(sealed: SealedReturn | ReturnHead) -> dict[str, Any]:
    """A return as JSON lists it."""
    from county_tui.returns import region_name

    return {
        "id": sealed.id,
        "period": sealed.period,
        "region": region_name(sealed),
        "region_code": sealed.region,
        "version": sealed.version,
        "code": sealed.code,
        "forms": list(sealed.names),
    }


def _explained(texts: tuple[str, ...]) -> dict[str, str]:
    """`RULE=TEXT` split at the last `=`: rules have that sign themselves."""
    found = {}
    for text in texts:
        rule, sign, why = text.rpartition("=")
        if not sign or not rule.strip() or not why.strip():
            raise click.UsageError(f"“{text}”要写成 规则=原因，如 'C5 >= C7=九月只有一天'。")
        found[rule.strip()] = why.strip()
    return found


def _tell_sealed(sealed: SealedReturn, as_json: bool, verb: str) -> None:
    if as_json:
        echo_json(shown(sealed))
    else:
        echo(f"{verb}：编号 {sealed.id}，{sealed.period} 第{sealed.version}版，校验码 {sealed.code}。")
        echo_err(f"导出给上级：county-tui return export {sealed.id} --to 文件夹")


@returns.command(help="封存这些汇总表或表样（名称或表名，可写多个），all 为全部汇总表；封存后不能改，只能更正。")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--period", required=True, metavar="期间", help="如 2026、2026H1、2026Q3、2026-09、2026-01..2026-09。")
@click.option("--region", metavar="区划", help="只上报这个街道（乡镇）或社区；默认为整个台账。")
@click.option("--note", default="", metavar="说明", help="随上报带走的说明。")
@click.option("--explain", multiple=True, metavar="规则=原因", help="说明一条“核实”规则为什么不成立；可写多次。")
@click.option("--from-collection", is_flag=True, help="上报下级各单位报来的汇总数，而不是本台账的数。")
@click.option("--yes", is_flag=True, help="期间还没结束也不再问。")
@as_json
@needs(Right.SEAL)
@pass_options
def seal(options: Options, /, names: tuple[str, ...], period: str, **how: Any) -> None:
    """Seal a first version."""
    from county_tui import reports
    from county_tui.cli.reports import tell_problems
    from county_tui.returns import Request
    from county_tui.returns import seal as seal_return
    from county_tui.returns.sheets import fill_sheets

    explained, span = _explained(how["explain"]), reports.parse_period(period)
    _ = options.ledger
    if "all" in names:
        known = reports.definitions()
        tell_problems(known)
        usable = (one.name for one in known if not one.problem)
        names = tuple(dict.fromkeys((*(name for name in names if name != "all"), *usable)))
    _ask_whether_ended(span, how["yes"])
    request = Request(names, span, how["region"], how["note"], explained)
    fill = fill_sheets
    if how["from_collection"]:
        from county_tui.collecting import fill_sums as fill
    _tell_sealed(seal_return(request, options.user, fill), how["as_json"], "已封存上报")


def _ask_whether_ended(span: Period, is_sure: bool) -> None:
    """Ask before a period that has not ended is sealed; where nobody can be asked, say so."""
    from county_tui.returns import is_over

    if is_sure or is_over(span):
        return
    if sys.stdin.isatty():
        click.confirm(f"{span.title}还没有结束，现在就上报吗？会注明“期间尚未结束”", abort=True, err=True)
    else:
        echo_err(f"注意：{span.title}还没有结束，上报里已注明。")


@returns.command("list", help="列出已封存的上报，最新的在前。")
@as_json
@needs(Right.LOOK)
@pass_options
def list_sealed(options: Options, as_json: bool) -> None:
    """List all versions with how many cells differ from the ledger now."""
    from county_tui.cli.records import print_table
    from county_tui.collecting import fill_sums
    from county_tui.returns import count_differences, list_returns, region_name, titles

    _ = options.ledger
    listed = list_returns()
    rows = list(zip(listed, count_differences(listed, fill_sums), strict=True))
    if as_json:
        echo_json([{**shown(one), "sealed_at": one.sealed_at, "by": one.by, "differs": count} for one, count in rows])
        return
    heads, known = ["编号", "期间", "区划", "版", "校验码", "上报", "与台账不符", "内容"], titles()
    lines = [
        [str(one.id), one.period, region_name(one), str(one.version), one.code, local_day(one.sealed_at),
         "已损坏" if count is None else str(count),
         "、".join(known.get(name, name) for name in one.names)]
        for one, count in rows
    ]  # fmt: skip
    print_table(heads, lines)


@returns.command(help="看一份上报：封存时的数，永远不变。")
@click.argument("key", type=int, metavar="ID")
@as_json
@needs(Right.LOOK)
@pass_options
def show(options: Options, key: int, as_json: bool) -> None:
    """Show what was sealed."""
    from county_tui.returns import as_data, return_by_id
    from county_tui.returns.sheets import table_of_sheet

    _ = options.ledger
    sealed = return_by_id(key)
    if as_json:
        echo_json({"id": sealed.id, **as_data(sealed)})
        return
    from county_tui.reports.texts import as_plain

    echo(f"{sealed.region_name}　{sealed.period}　第{sealed.version}版　校验码 {sealed.code}")
    echo(f"{local_day(sealed.sealed_at)} 由 {sealed.by} 上报")
    for label, text in (("说明", sealed.note), ("更正原因", sealed.reason)):
        if text:
            echo(f"{label}：{text}")
    for sheet in sealed.sheets:
        if sheet.kind == "table":
            echo("\n" + as_plain([table_of_sheet(sheet, sealed)]))
        else:
            echo(f"\n{sheet.title}")
            echo("\n".join(f"  {cell.key}  {'' if cell.value is None else cell.value}" for cell in sheet.cells))


def _told(one: Difference) -> dict[str, Any]:
    """A difference as JSON has it."""
    place = {"cell": one.cell} if one.cell else {"row": one.row, "column": one.column}
    records = [{"register": register, "id": key} for register, key in one.records]
    return {"form": one.form, **place, "sealed": one.sealed, "now": one.now, "records": records}


@returns.command("differences", help="与台账核对：哪些格子现在不一样了，是哪些记录改的。不写 ID 为最新的各份上报。")
@click.argument("key", type=int, required=False, metavar="[ID]")
@as_json
@needs(Right.LOOK)
@pass_options
def show_differences(options: Options, key: int | None, as_json: bool) -> None:
    """Name each cell that the ledger says otherwise now."""
    from county_tui import store
    from county_tui.collecting import fill_sums
    from county_tui.models import register_named
    from county_tui.returns import differences, titles

    _ = options.ledger
    keys = [key] if key is not None else [head.id for head in store.newest_returns()]
    chosen = [store.stored_return(one) for one in keys]
    found = [(one, difference) for one in chosen for difference in differences(one, fill_sums)]
    if as_json:
        echo_json([_told(difference) for _, difference in found])
    elif not found:
        echo_err("与台账一致。")
    known = {} if as_json else titles()
    for stored, one in [] if as_json else found:
        by = (
            "、".join(f"{register_named(register).label} {number}" for register, number in one.records)
            or "没有对应的记录"
        )
        sealed, now = one.texts
        echo(f"{stored.period} {known.get(one.form, one.form)} {one.place}：已报 {sealed}，现在 {now}（{by}）")


@returns.command(help="更正：按台账现在的数封存新的一版，旧的一版留着。只能更正最新的一版。")
@click.argument("key", type=int, metavar="ID")
@click.option("--reason", required=True, metavar="原因", help="为什么更正，随上报带走。")
@click.option("--explain", multiple=True, metavar="规则=原因", help="说明一条“核实”规则为什么不成立；可写多次。")
@as_json
@needs(Right.SEAL)
@pass_options
def amend(options: Options, key: int, reason: str, explain: tuple[str, ...], as_json: bool) -> None:
    """Seal the next version."""
    from county_tui.collecting import fill_sums
    from county_tui.returns import amend as amend_return

    explained = _explained(explain)
    _ = options.ledger
    _tell_sealed(amend_return(key, reason, options.user, explained, fill_sums), as_json, "已封存更正")


@returns.command(help="导出一份上报：数据、可打印的表和说明，给上级。")
@click.argument("key", type=int, metavar="ID")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, metavar="文件.zip|文件夹", help="写到哪里。"
)
@as_json
@needs(Right.LOOK)
@pass_options
def export(options: Options, key: int, target: Path, as_json: bool) -> None:
    """Write a return to a file."""
    from county_tui.returns import return_by_id, write_return

    _ = options.ledger
    sealed = return_by_id(key)
    path = write_return(sealed, target)
    if as_json:
        echo_json({"file": str(path), **shown(sealed)})
    else:
        echo_err(f"已写入 {path}。")


@returns.command(help="现在该报什么、哪天前报：上级下发的任务和本单位定期要报的。")
@as_json
@needs(Right.LOOK)
@pass_options
def due(options: Options, as_json: bool) -> None:
    """List what is owed, what is due first first."""
    from county_tui.cli.records import print_table
    from county_tui.returns import owed, titles
    from county_tui.wording.duties import days_left

    _ = options.ledger
    day = today()
    found = owed(day)
    if as_json:
        echo_json(
            [
                {"period": one.period.canonical_name, "names": list(one.names), "due": one.due.isoformat(),
                 "days_left": (one.due - day).days, "task": one.is_task, "sent_back": one.sent_back or None}
                for one in found
            ]
        )  # fmt: skip
        return
    if not found:
        echo_err("现在没有该报的。")
        return
    known = titles()
    lines = [
        [one.period.title, one.due.isoformat(), days_left(one.due, day, one.sent_back),
         "任务" if one.is_task else "定期", "、".join(known.get(name, name) for name in one.names), one.sent_back]
        for one in found
    ]  # fmt: skip
    print_table(["期间", "时限", "", "来源", "表", "退回原因"], lines)


@returns.command("set", help="设定定期要报的表：RHYTHM 是 月、季度、半年 或 年；不写表名则不再定期报。都不写则列出。")
@click.argument("rhythm", required=False, metavar="[RHYTHM]")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option(
    "--day", type=int, default=10, show_default=True, metavar="日", help="期间结束后那个月的第几天前；遇节假日顺延。"
)
@click.option("--workday", type=int, metavar="日", help="第几个工作日前，代替 --day。")
@needs(Right.SET_UP)
@pass_options
def set_regular(options: Options, rhythm: str | None, names: tuple[str, ...], day: int, workday: int | None) -> None:
    """Keep or list what is reported regularly."""
    from county_tui.cli.records import print_table
    from county_tui.returns import RHYTHMS, duties, rhythm_named, set_duty, titles
    from county_tui.wording.duties import duty_text

    _ = options.ledger
    if rhythm is not None:
        made = set_duty(rhythm_named(rhythm), names, workday or day, is_workday=workday is not None)
        echo_err("已记下。" if made else "以后不再定期报这些。")
    known = titles()
    lines = [
        [duty_text(RHYTHMS[one.months], one.day, is_workday=one.is_workday),
         "、".join(known.get(name, name) for name in one.names)]
        for one in duties()
    ]  # fmt: skip
    if lines:
        print_table(["时限", "表"], lines)
    elif rhythm is None:
        echo_err("还没有定期要报的表，设定如 county-tui return set 季度 services --day 10。")
