"""`collect`: taking returns in, seeing who reported, and adding up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.collected_json import board_data, name_of, names_of, outcomes_data, review_data, sum_data
from county_tui.cli.options import (
    DONE,
    IN_PART,
    REFUSED,
    Options,
    a_file,
    as_json,
    echo,
    echo_err,
    echo_json,
    needs,
    of_period,
    pass_options,
    today,
)
from county_tui.rights import Right

if TYPE_CHECKING:
    from county_tui.collecting import Outcome


class FilesOrCommand(click.Group):
    """`collect board …` is a command; anything else is the files to collect."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, or the one that takes files."""
        if args and args[0] not in self.commands:
            return super().resolve_command(ctx, ["files", *args])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options before the first file belong to the command that takes files."""
        if args and args[0].startswith("-") and args[0] not in ("-h", "--help"):
            args = ["files", *args]
        return super().parse_args(ctx, args)


@click.group(cls=FilesOrCommand, help="收报：collect 文件或文件夹；另有 board、sum 等命令。")
def collect() -> None:
    """Group of what is done with returns."""


@collect.command(help="收下级的上报文件（.zip）或文件夹；--as 收手工填的 .xlsx。")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER...")
@click.option("--as", "region", metavar="区划", help="没有程序的单位手工填的 .xlsx 表样，写明是哪个单位的。")
@as_json
@needs(Right.ENTER)
@pass_options
def files(options: Options, paths: tuple[Path, ...], region: str | None, as_json: bool) -> None:
    """Take returns in, each file on its own."""
    from county_tui import collecting

    _ = options.ledger
    outcomes = (
        [collecting.collect_plain(path, region, options.user, today()) for path in paths]
        if region
        else collecting.collect_all(paths, options.user, today())
    )
    if as_json:
        echo_json(outcomes_data(outcomes))
    else:
        _print_outcomes(outcomes)
    refused = sum(one.state == collecting.REFUSED for one in outcomes)
    sys.exit(DONE if not refused else REFUSED if refused == len(outcomes) else IN_PART)


def _print_outcomes(outcomes: list[Outcome]) -> None:
    from county_tui import collecting

    for one, name in zip(outcomes, names_of(one.region for one in outcomes), strict=True):
        about = f"{name} {one.period} 第{one.version}版" if one.version else ""
        echo(f"{collecting.OUTCOMES[one.state]}  {one.file}  {about}{'：' + one.reason if one.reason else ''}")
    echo_err(collecting.counted_words(outcomes))


@collect.command(help="进度：谁报了、何时、哪一版、是否按时；--to 写成 Excel。")
@of_period
@click.option("--to", "target", type=a_file, metavar="文件.xlsx", help="写到文件。")
@as_json
@needs(Right.LOOK)
@pass_options
def board(options: Options, period: str, target: Path | None, as_json: bool) -> None:
    """Show who reported, and a reminder to paste."""
    from county_tui import collecting, reports
    from county_tui.cli.records import print_table

    span = reports.parse_period(period)
    _ = options.ledger
    found = collecting.board(span)
    if as_json:
        echo_json(board_data(found))
    elif target is None:
        print_table(list(collecting.HEADS), [list(line) for line in collecting.board_lines(found)])
        echo_err(f"应报 {found.expected}：{collecting.rates_line(found)}。")
        if text := collecting.reminder(found, today()):
            echo_err(f"\n催报：\n{text}")
    if target is not None:
        collecting.write_board(found, target, today())
        echo_err(f"已写入 {target}。")


@collect.command(help="看一个单位的上报：每个数旁边是上期和去年同期报的，差得多的在前；审核在这里再做一遍。")
@click.argument("region")
@of_period
@as_json
@needs(Right.LOOK)
@pass_options
def review(options: Options, region: str, period: str, as_json: bool) -> None:
    """Show a return beside what the region reported before."""
    from county_tui import collecting, reports, store
    from county_tui.cli.records import print_table

    span = reports.parse_period(period)
    _ = options.ledger
    found = collecting.review_of(store.lookups().regions.resolve(region), span)
    if as_json:
        echo_json(review_data(found))
        return
    lines = [
        ["!" if one.is_unusual else "", collecting.title_of(one.name), one.place, *one.texts()]
        for one in found.figures
    ]  # fmt: skip
    print_table(["", "表", "格", "现在", "更正前", "上期", "去年同期"], lines)
    for finding in found.findings:
        why = f"（对方说明：{finding.explained}）" if finding.explained else ""
        echo(f"! {finding.level}：{finding.message}{why}")
    echo_err(f"{collecting.RULE}。")


@collect.command("send-back", help="退回一个单位的上报，写明原因；--to 写成发给它的文件。")
@click.argument("region")
@of_period
@click.option("--reason", required=True, metavar="文字", help="为什么退回。")
@click.option("--to", "target", type=a_file, metavar="文件.zip", help="写成文件，对方用 task open 打开就看到原因。")
@needs(Right.COLLECT)
@pass_options
def send_back(options: Options, region: str, period: str, reason: str, target: Path | None) -> None:
    """Send a return back with a reason."""
    from county_tui import collecting, reports, store

    span = reports.parse_period(period)
    _ = options.ledger
    code = store.lookups().regions.resolve(region)
    event = collecting.send_back(code, span, reason, options.user)
    if target is not None:
        collecting.write_sent_back(event, target)
    echo_err(
        f"已退回 {name_of(code)} 的第 {event.version} 版：{event.text}"
        + (f"。请把 {target} 发给对方。" if target else "")
    )


@collect.command(help="通过一个或几个单位的上报；之后只收写明原因的更正。")
@click.argument("regions", nargs=-1, required=True, metavar="REGION...")
@of_period
@needs(Right.COLLECT)
@pass_options
def approve(options: Options, regions: tuple[str, ...], period: str) -> None:
    """Approve returns."""
    from county_tui import collecting, reports, store

    span = reports.parse_period(period)
    _ = options.ledger
    codes = [store.lookups().regions.resolve(region) for region in regions]
    collecting.approve(codes, span, options.user)
    echo_err(f"已通过：{'、'.join(map(name_of, codes))}")


@collect.command(help="记下一个单位事先说明要晚报：那天以前算按时。")
@click.argument("region")
@of_period
@click.option("--late-until", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="可晚到哪天。")
@needs(Right.ENTER)
@pass_options
def note(options: Options, region: str, period: str, late_until: Any) -> None:
    """Note an announced delay."""
    from county_tui import collecting, reports, store

    span = reports.parse_period(period)
    _ = options.ledger
    code = store.lookups().regions.resolve(region)
    collecting.announce_late(code, span, late_until.date(), options.user)
    echo_err(f"已记下：{name_of(code)}可晚到 {late_until:%Y-%m-%d}。")


@collect.command("sum", help="汇总一张表或表样：缺谁写明；--cell 看一格是各单位多少。")
@click.argument("name")
@of_period
@click.option("--cell", metavar="格子", help="表样的格子如 C5，汇总表写 行/列，如 教育保障/件数。")
@click.option("--to", "target", type=a_file, metavar="文件.xlsx", help="写到文件，可打印。")
@as_json
@needs(Right.LOOK)
@pass_options
def add_up(options: Options, /, name: str, period: str, **how: Any) -> None:
    """Add a table or form up over the returns."""
    from county_tui import collecting, reports

    span = reports.parse_period(period)
    _ = options.ledger
    if how["cell"]:
        _print_cell(collecting.reported_behind(name, span, how["cell"]), as_json=how["as_json"])
        return
    found = collecting.sum_of(name, span)
    if how["target"] is not None:
        collecting.write_sum(found, how["target"])
        echo_err(f"已写入 {how['target']}。")
    elif how["as_json"]:
        echo_json(sum_data(found))
    else:
        from county_tui.reports.texts import as_plain

        echo(as_plain(collecting.tables_of_sum(found)))
    if not how["as_json"] and (missing := collecting.missing_words(found)):
        echo_err(missing)


def _print_cell(reported: list[tuple[str, Any]], *, as_json: bool) -> None:
    from county_tui.cli.records import print_table

    named = [(name, *one) for name, one in zip(names_of(region for region, _ in reported), reported, strict=True)]
    if as_json:
        echo_json([{"region": name, "region_code": region, "value": value} for name, region, value in named])
    else:
        print_table(["单位", "数"], [[name, "—" if value is None else str(value)] for name, _, value in named])


@collect.command(help="把各单位报的数写成一行一个的 CSV，供 DuckDB、PostgreSQL、pandas 用。")
@of_period
@click.option("--to", "target", required=True, type=a_file, metavar="文件.csv", help="写到文件。")
@needs(Right.LOOK)
@pass_options
def export(options: Options, period: str, target: Path) -> None:
    """Write every number on a line of its own."""
    from county_tui import collecting, reports

    span = reports.parse_period(period)
    _ = options.ledger
    count = collecting.write_tidy(span, target)
    echo_err(f"已写入 {target}：{count} 行。")
