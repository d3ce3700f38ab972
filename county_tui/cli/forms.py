"""`form`: forms as issued, taken in, filled for a period, typed into, audited."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from county_tui.cli.options import REFUSED, Options, as_json, echo, echo_err, echo_json, needs, pass_options
from county_tui.rights import Right

if TYPE_CHECKING:
    from collections.abc import Sequence

    from county_tui.forms import FilledForm, Finding, Mistake

period_option = click.option("--period", required=True, metavar="期间", help="如 2026、2026H1、2026Q3、2026-09。")
region_option = click.option("--region", metavar="区划", help="只填这个街道（乡镇）或社区；默认为整个台账。")
FORMATS = ("table", "json", "xlsx")
existing = click.Path(path_type=Path, dir_okay=False)


@click.group(help="上级发下来的表样：添加、检查、填写、审核。")
def form() -> None:
    """Group of the commands about forms."""


@form.command(help="添加一张表样：FILE 是在格子里写好标记的 .xlsx。同名的旧表样让位，已报的不受影响。")
@click.argument("file", type=existing)
@click.option("--name", default="", help="表样的名称；默认为文件名。")
@as_json
@needs(Right.SET_UP)
@pass_options
def add(options: Options, file: Path, name: str, as_json: bool) -> None:
    """Take a form in."""
    from county_tui import forms

    _ = options.ledger
    added = forms.add_form(file, name, options.user)
    if as_json:
        echo_json({"name": added.name, "title": added.title, "fingerprint": added.fingerprint})
    else:
        echo_err(f"已添加表样“{added.name}”：{len(added.cells)} 个标记，{len(added.checks)} 条审核规则。")


@form.command("list", help="列出已添加的表样。")
@as_json
@needs(Right.LOOK)
@pass_options
def list_forms(options: Options, as_json: bool) -> None:
    """Name the forms."""
    from county_tui import forms
    from county_tui.cli.records import print_table

    _ = options.ledger
    known = forms.forms()
    if as_json:
        echo_json([{"name": one.name, "title": one.title, "fingerprint": one.fingerprint} for one in known])
    else:
        print_table(["名称", "表名", "标识"], [[one.name, one.title, one.fingerprint[:12]] for one in known])


@form.command(help="检查一张表样：逐格说明哪里写错、应当怎样写。")
@click.argument("file", type=existing)
@as_json
@needs(Right.LOOK)
@pass_options
def check(options: Options, file: Path, as_json: bool) -> None:
    """Name every mistake of a form by its cell."""
    from county_tui import forms

    _ = options.ledger
    try:
        mistakes = forms.check_form(forms.form_from_file(file))
    except forms.FormError as error:
        mistakes = error.mistakes
    tell_mistakes(mistakes, "cell", as_json=as_json)


def tell_mistakes(mistakes: Sequence[Mistake], where: str, *, as_json: bool) -> None:
    """Name every mistake of a file with marks; `where` is what JSON calls its place. Ends with an exit code."""
    if as_json:
        echo_json({"ok": not mistakes, "mistakes": [{where: one.cell, "message": one.message} for one in mistakes]})
    elif mistakes:
        echo("\n".join(map(str, mistakes)))
    else:
        echo_err("没有问题，可以添加。")
    if mistakes:
        sys.exit(REFUSED)


@form.command(help="给空白表样起草标记：写到一份副本里，拟填的格子涂成黄色，请逐格看过再添加。")
@click.argument("file", type=existing)
@click.option("--to", "target", type=existing, required=True, metavar="副本.xlsx", help="写到这份副本。")
@as_json
@needs(Right.LOOK)
@pass_options
def draft(options: Options, file: Path, target: Path, as_json: bool) -> None:
    """Propose marks for a blank form."""
    from county_tui import forms, store

    _ = options.ledger
    content, proposals = forms.draft_form(file)
    with store.appearing(target, ".xlsx") as path:
        path.write_bytes(content)
    if as_json:
        echo_json([{"sheet": one.sheet, "cell": one.address, "mark": one.mark} for one in proposals])
    else:
        echo_err(f"已写入 {target}：起草了 {len(proposals)} 个标记，都涂成了黄色。请在 Excel 或 WPS 里逐格核对。")


@form.command(help="去掉一张表样；填过的数和已报的不受影响。")
@click.argument("name")
@needs(Right.SET_UP)
@pass_options
def remove(options: Options, name: str) -> None:
    """Take a form out of use."""
    from county_tui import forms

    _ = options.ledger
    echo_err(f"已去掉表样“{forms.remove_form(name, options.user)}”。")


def shown(form: FilledForm) -> dict[str, Any]:
    """A filled form as JSON has it."""
    from county_tui.reports.hiding import PLAIN

    return {
        "name": form.definition.name,
        "title": form.definition.title,
        "period": form.period.name,
        "region": form.region_name,
        "fingerprint": form.definition.fingerprint,
        "cells": {address: PLAIN.get(str(cell.value), cell.value) for address, cell in form.cells.items()},
        "typed": list(form.typed),
        "unfilled": list(form.unfilled),
    }


@form.command(help="按期间填好一张表样。NAME 是名称或表名。")
@click.argument("name")
@period_option
@region_option
@click.option("--format", "kind", type=click.Choice(FORMATS), help="输出格式；默认 table，写文件时看后缀。")
@click.option("--to", "target", type=existing, metavar="文件", help="写到文件，.xlsx 为原样打印。")
@needs(Right.LOOK)
@pass_options
def show(options: Options, /, name: str, period: str, region: str | None, **output: Any) -> None:
    """Fill a form, and show or write it."""
    from county_tui import forms, reports

    kind, target = output["kind"], output["target"]
    usual = {".xlsx": "xlsx", ".json": "json"}.get(target.suffix.lower(), "xlsx") if target else "table"
    kind = kind or usual
    if kind == "xlsx" and target is None:
        raise click.UsageError("xlsx 要写到文件，请加 --to 文件.xlsx。")
    span = reports.parse_period(period)
    _ = options.ledger
    filled = forms.fill(forms.form_named(name), span, region)
    if kind == "table" and target is not None:
        raise click.UsageError("写到文件请用 xlsx 或 json。")
    if target is not None:
        if kind == "xlsx":
            forms.write_form(filled, target)
        else:
            _write_json(filled, target)
        echo_err(f"已写入 {target}。")
    elif kind == "json":
        echo_json(shown(filled))
    else:
        _print(filled)


@form.command(help="填写手工填写的格子：用 --set 逐格写，或用 --from 从填好的表里取。")
@click.argument("name")
@period_option
@region_option
@click.option("--set", "given", multiple=True, metavar="C7=12", help="一格一个，可写多次；C7= 为清空。")
@click.option("--from", "source", type=existing, metavar="文件.xlsx", help="从填好的一份表里取。")
@as_json
@needs(Right.ENTER)
@pass_options
def fill(options: Options, /, name: str, period: str, region: str | None, **how: Any) -> None:
    """Keep typed values."""
    from county_tui import forms, reports

    span = reports.parse_period(period)
    _ = options.ledger
    definition = forms.form_named(name)
    filled = forms.fill(definition, span, region)
    texts = forms.texts_of_copy(filled, how["source"].read_bytes()) if how["source"] else {}
    for text in how["given"]:
        address, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(f"“{text}”要写成 格子=值，如 C7=12。")
        texts[address.strip().upper() if "!" not in address else address.strip()] = value
    count = forms.type_into(filled, texts, options.user)
    left = forms.fill(definition, span, region).unfilled
    if how["as_json"]:
        echo_json({"changed": count, "unfilled": list(left)})
    else:
        echo_err(f"已记下 {count} 格。" + (f"还没有填的：{'、'.join(left)}。" if left else "手工填写的格子都填好了。"))


@form.command(help="审核一张表样，或 all 全部：列出不成立的规则。有“必须”不成立时退出码为 1。")
@click.argument("name")
@period_option
@region_option
@as_json
@needs(Right.LOOK)
@pass_options
def audit(options: Options, name: str, period: str, region: str | None, as_json: bool) -> None:
    """Hold a form's checks against its values."""
    from county_tui import forms, reports

    span = reports.parse_period(period)
    _ = options.ledger
    filling = forms.Filling(span, region)
    wanted = forms.forms() if name == "all" else [forms.form_named(name)]
    findings = [finding for one in wanted for finding in filling.audit(one)]
    holds = not any(finding.level == forms.MUST for finding in findings)
    if as_json:
        echo_json({"holds": holds, "findings": [_finding(one) for one in findings]})
    elif findings:
        echo("\n".join(f"{one.form}（{one.level}）{one.message}{_reason(one)}" for one in findings))
    else:
        echo_err("审核通过，规则都成立。")
    if not holds:
        sys.exit(REFUSED)


def _reason(finding: Finding) -> str:
    return f"说明：{finding.explained}" if finding.explained else ""


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "form": finding.form,
        "rule": finding.rule,
        "level": finding.level,
        "values": dict(finding.values),
        "message": finding.message,
        "explained": finding.explained,
    }


def _write_json(filled: FilledForm, target: Path) -> None:
    import json

    from county_tui import store

    with store.appearing(target, ".json") as path:
        path.write_text(json.dumps(shown(filled), ensure_ascii=False), "utf-8")


def _print(filled: FilledForm) -> None:
    """The first sheets as plain tables on standard output."""
    from county_tui.forms.sheets import as_plain

    echo(as_plain(filled))
