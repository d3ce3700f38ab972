"""`init` and `demo`: a new ledger; the demo is built from the workbooks in fixtures/ through the real import."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from county_tui.cli.options import Options, echo_err, needs, pass_options
from county_tui.errors import CountyError
from county_tui.rights import Right

DEMO_REGION = "510104000000"
DEMO_UNIT = "锦江区民族宗教事务局（演示）"


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


def _sources() -> Path:
    """The demo workbooks: beside the package in a checkout, inside it in an installed program."""
    inside = Path(__file__).parents[1] / "data" / "demo"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "fixtures" / "demo"


@click.command(help="用示例数据建一本演示台账并打开。")
@click.option(
    "--dir",
    "folder",
    metavar="文件夹",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    help="放在哪个文件夹。",
)
@needs(Right.SET_UP)
@pass_options
@click.pass_context
def demo(context: click.Context, options: Options, folder: Path) -> None:
    """Build the demo ledger anew, print a summary table, open the app on a terminal."""
    from county_tui import forms, importing, store
    from county_tui.cli.importing import watched
    from county_tui.cli.launch import open_app

    path = folder / "ledger.db"
    _make_room(path)
    store.create_ledger(path, DEMO_REGION, DEMO_UNIT)
    for source in sorted(p for p in _sources().iterdir() if p.suffix in (".xlsx", ".xls", ".csv")):
        with watched(source.name) as progress:
            plan = importing.plan(source, importing.Request(), progress)
            importing.apply(plan, options.user, progress=progress)
        told = importing.folded_words(plan)
        echo_err(f"已导入 {source.name}：{plan.writes} 条{'；' + told if told else ''}")
    for form in sorted((_sources() / "forms").glob("*.xlsx")):
        echo_err(f"已添加表样 {forms.add_form(form, '', options.user).name}")
    _mark_regions(options.user)
    _print_summary()
    echo_err(f"演示台账在 {path}")
    if sys.stdin.isatty() and sys.stdout.isatty():
        open_app(Options(path, options.user))
    else:
        echo_err(f"打开它：county-tui --db {path}")


def _make_room(path: Path) -> None:
    """Remove the demo ledger of last time. Refuses to touch any other ledger."""
    from county_tui import store

    if path.exists():
        unit = store.open_ledger(path, before_upgrade=lambda: None).unit
        if unit != DEMO_UNIT:
            raise CountyError(f"{path} 是{unit or '别的单位'}的台账，不是演示台账", "，请用 --dir 换一个文件夹。")
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()


def _mark_regions(user: str) -> None:
    """What each street and community of the demo must have, so that its tables can tell who is missing."""
    from county_tui import store
    from county_tui.models.regions import TOWN_LEVEL

    regions = store.lookups().regions
    within = [one for one in regions.by_code.values() if regions.is_within(one.code) and one.level >= TOWN_LEVEL]
    streets = [one.code for one in within if one.level == TOWN_LEVEL]
    for need, codes in (
        ("分管领导", streets),
        ("专兼职", streets),
        ("服务窗口", streets),
        ("联络员", [one.code for one in within if one.level > TOWN_LEVEL]),
    ):
        echo_err(f"已标记应配{need}：{store.mark_regions(codes, need, user)} 处")


def _print_summary() -> None:
    """The services table of the demo's half-year."""
    from county_tui import reports
    from county_tui.cli.reports import print_reports

    print_reports([reports.fill("services", reports.parse_period("2026H1"))])
