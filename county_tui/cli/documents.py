"""`document`: Word templates with the marks of forms, taken in, checked, filled for a period."""

from __future__ import annotations

from pathlib import Path

import click

from county_tui.cli.forms import existing, period_option, region_option, tell_mistakes
from county_tui.cli.options import Options, as_json, echo, echo_err, echo_json, needs, pass_options, today
from county_tui.rights import Right


@click.group(help="Word 文书：工作总结、填报说明、更正函……在正文和表格里写好标记，按期间填好。")
def document() -> None:
    """Group of the commands about documents."""


@document.command(help="添加一份文书模板：FILE 是写好标记的 .docx。同名的旧模板让位。")
@click.argument("file", type=existing)
@click.option("--name", default="", help="文书的名称；默认为文件名。")
@as_json
@needs(Right.SET_UP)
@pass_options
def add(options: Options, file: Path, name: str, as_json: bool) -> None:
    """Take a template in."""
    from county_tui import documents

    _ = options.ledger
    added = documents.add_document(file, name, options.user)
    if as_json:
        echo_json({"name": added.name, "title": added.definition.title})
    else:
        marks = sum(len(cell.marks) for cell in added.definition.cells)
        echo_err(f"已添加文书“{added.name}”：{marks} 个标记。")


@document.command("list", help="列出文书：本单位添加的和程序自带的。")
@as_json
@needs(Right.LOOK)
@pass_options
def list_documents(options: Options, as_json: bool) -> None:
    """Name the templates."""
    from county_tui import documents
    from county_tui.cli.records import print_table

    _ = options.ledger
    known = documents.documents()
    if as_json:
        echo_json(
            [{"name": one.name, "title": one.definition.title, "built_in": one.is_built_in} for one in known],
        )
    else:
        rows = [[one.name, "程序自带" if one.is_built_in else "本单位", one.definition.title] for one in known]
        print_table(["名称", "来源", "标题"], rows)


@document.command(help="检查一份文书模板：逐段说明哪里写错、应当怎样写。")
@click.argument("file", type=existing)
@as_json
@needs(Right.LOOK)
@pass_options
def check(options: Options, file: Path, as_json: bool) -> None:
    """Name every mistake of a template by its paragraph."""
    from county_tui import documents

    _ = options.ledger
    mistakes = documents.check_file(file)
    tell_mistakes(mistakes, "paragraph", as_json=as_json)


@document.command(help="按期间填好一份文书，写到 .docx；不写 --to 时只显示文字。")
@click.argument("name")
@period_option
@region_option
@click.option("--to", "target", type=existing, metavar="文件.docx", help="写到这个 Word 文件。")
@needs(Right.LOOK)
@pass_options
def show(options: Options, name: str, period: str, region: str | None, target: Path | None) -> None:
    """Fill a template, and show or write it."""
    from county_tui import collecting, documents, reports

    span = reports.parse_period(period)
    _ = options.ledger
    owed = collecting.owing_words(span)
    filled = documents.fill_document(documents.document_named(name), span, region, today(), owed)
    if target is None:
        echo("\n".join(documents.lines_of(filled)))
        return
    documents.write_document(filled, target)
    blanks = documents.blanks_in(filled)
    echo_err(f"已写入 {target}" + (f"；还有 {blanks} 处画了横线，要自己填。" if blanks else "。"))


@document.command(help="取出一份文书模板，在 Word 或 WPS 里改好，再用 add 添加。")
@click.argument("name")
@click.option("--to", "target", type=existing, required=True, metavar="文件.docx", help="写到这个 Word 文件。")
@needs(Right.LOOK)
@pass_options
def template(options: Options, name: str, target: Path) -> None:
    """Write a template as it is."""
    from county_tui import documents

    _ = options.ledger
    documents.write_template(documents.document_named(name), target)
    echo_err(f"已写入 {target}，标记原样留着；改好后用 document add 添加。")


@document.command(help="去掉本单位添加的一份文书模板。")
@click.argument("name")
@needs(Right.SET_UP)
@pass_options
def remove(options: Options, name: str) -> None:
    """Take a template out of use."""
    from county_tui import documents

    _ = options.ledger
    echo_err(f"已去掉文书“{documents.remove_document(name, options.user)}”。")
