"""`evidence`: the papers that show what was done, matched to records, and their index."""

from __future__ import annotations

from pathlib import Path

import click

from county_tui.cli.options import Options, echo, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right


@click.group(help="佐证材料：按文号登记一个文件夹的材料，按条款生成佐证目录。")
def evidence() -> None:
    """Group of `match` and `index`."""


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
    from county_tui.reports.clauses import clauses

    ledger, span = options.ledger, parse_period(period)
    if clause != "all" and clause not in store.lookups().choices("clause"):
        raise NotFoundError(f"没有条款“{clause}”", "，请写标准的条款号，如 6.1.2，或 all。")
    lines = index_lines(clause, span)
    write_index(lines, f"{ledger.region_name} {span.title} 佐证目录", target)
    echo_err(f"已写入 {target}：{len(lines)} 份材料。")
    held = {line.clause for line in lines}
    without = [f"{one.number} {one.title}" for one in clauses() if one.number not in held]
    if clause == "all" and without:
        echo_err(f"还没有材料的条款：{'、'.join(without)}。")
    for text in dict.fromkeys(f"{line.texts[0]}：{line.wrong}" for line in lines if line.wrong):
        echo_err(f"请核对 {text}。")


@evidence.command(
    "match", help="核对佐证文件夹（或其中一个文件夹）里的文件：文件名写着哪份文号，就登记到那条记录；可整批撤销。"
)
@click.argument("folder", metavar="[文件夹]", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只预览，不写入。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@needs(Right.ENTER)
@pass_options
def match(options: Options, folder: Path | None, dry_run: bool, as_json: bool) -> None:
    """List a folder of papers, match them by document number, and enter those matched."""
    from county_tui import reports, store
    from county_tui.models.line import without_numbers
    from county_tui.wording import previews as words

    _ = options.ledger
    plan = store.plan_papers(folder, reports.clauses_of)
    batch = None if dry_run else store.apply_papers(plan, options.user)
    if as_json:
        left = {"unmatched": plan.of(store.Outcome.UNMATCHED), "refused": plan.of(store.Outcome.REFUSED)}
        told = {
            key: [{"file": without_numbers(one.path), "reason": without_numbers(one.said)} for one in papers]
            for key, papers in left.items()
        }
        echo_json({"folder": plan.folder, **plan.counts, **told, "batch": batch})
        return
    for paper in plan.papers:
        echo(words.paper_text(paper))
    said = words.papers_summary(plan)
    if batch:
        echo_err(f"已写入：{said}。第 {batch} 批，可用 imports undo {batch} 撤销。")
    else:
        echo_err(f"预览：{said}。" if dry_run else f"没有要登记的：{said}。")
