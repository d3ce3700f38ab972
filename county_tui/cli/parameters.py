"""Parameters that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

MOST_TOLD = 20
"""Rows or cells that are told one by one on the terminal; the rest are counted."""


class HeaderRows(click.ParamType[tuple[int, int]]):
    """`3-5` or `3`: the rows of the header."""

    name = "行号"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """First and last row, 1-based."""
        first, _, last = str(value).partition("-")
        if not first.isdigit() or not (last or first).isdigit() or not 1 <= int(first) <= int(last or first):
            self.fail(f"“{value}”不是行号，请写成 3 或 3-5。", param, ctx)
        return int(first), int(last or first)


class Mapping(click.ParamType[tuple[str, str]]):
    """`表头=字段`."""

    name = "表头=字段"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """(header, field)."""
        header, sign, field = str(value).rpartition("=")
        if not sign or not header:
            self.fail(f"“{value}”要写成 表头=字段，如 电话=phone；不要这一列写 电话=-。", param, ctx)
        return header, field


class Replacement(click.ParamType[tuple[str, str, str]]):
    """`表头:原文=改成`."""

    name = "表头:原文=改成"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str, str]:
        """(header, text as written, what it means)."""
        where, sign, new = str(value).rpartition("=")
        header, colon, old = where.replace("：", ":").partition(":")
        if not (sign and colon and header and old and new):
            self.fail(f"“{value}”要写成 表头:原文=改成，如 队伍类别:专干=专职干部。", param, ctx)
        return header, old, new


class Constant(Mapping):
    """`字段=值`."""

    name = "字段=值"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """(field, value)."""
        field, sign, text = str(value).partition("=")
        if not (sign and field and text):
            self.fail(f"“{value}”要写成 字段=值，如 所属区划=锦官驿街道。", param, ctx)
        return field, text


header_rows = click.option("--header-rows", type=HeaderRows(), metavar="3-5", help="表头在哪几行；默认自动查找。")
only_sheets = click.option("--sheet", "sheets", multiple=True, metavar="名称", help="只看这张工作表，可多次使用。")
of_batch = click.option("--batch", type=int, metavar="N", help="只要第 N 批导入新增或修改的记录。")
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
of_period = click.option("--period", required=True, metavar="期间", help="如 2026Q3、2026年三季度。")
a_file = click.Path(path_type=Path, dir_okay=False)
