"""The options and parameters commands share, how a command opens the ledger, and how it answers."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from county_tui.errors import MissingLedgerError, Remedy
from county_tui.paths import home
from county_tui.printable import printable
from county_tui.rights import Right, require
from county_tui.wording.remedies import on_command_line, worded

if TYPE_CHECKING:
    from county_tui.store import LedgerInfo

DONE, REFUSED, USAGE, IN_PART = 0, 1, 2, 3
"""Exit codes: done; refused or failed, nothing changed; wrong use; done in part."""
NEEDED = "needed_right"
"""Where a command's function keeps its right."""
Run = TypeVar("Run", bound=Callable[..., Any])
MOST_TOLD = 20
"""Rows or cells that are told one by one on the terminal; the rest are counted."""
only_sheets = click.option("--sheet", "sheets", multiple=True, metavar="名称", help="只看这张工作表，可多次使用。")
of_batch = click.option("--batch", type=int, metavar="N", help="只要第 N 批导入新增或修改的记录。")
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
of_period = click.option("--period", required=True, metavar="期间", help="如 2026Q3、2026年三季度。")
a_file = click.Path(path_type=Path, dir_okay=False)


def today() -> date:
    """The office's own calendar day."""
    return date.today()  # noqa: DTZ011  # where this computer is


def needs(right: Right) -> Callable[[Run], Run]:
    """The right a command needs; each command says one. Without it the command is refused before it begins."""

    def guarded(run: Run) -> Run:
        @wraps(run)
        def once_allowed(*args: Any, **given: Any) -> Any:
            require(right)
            return run(*args, **given)

        setattr(once_allowed, NEEDED, right)
        return once_allowed  # type: ignore[return-value]  # same signature as `run`

    return guarded


def default_ledger() -> Path:
    """Where the ledger is when nobody says: the user's data folder. Raises CountyError where there is none."""
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else home() / ".local" / "share") / "county-tui" / "ledger.db"


def account() -> str:
    """The system account, for the history when nobody says who they are."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@dataclass
class Options:
    """`--db`, `--as` and `--closed`, and the ledger they lead to."""

    path: Path
    user: str
    files: Path | None = None

    @cached_property
    def ledger(self) -> LedgerInfo:
        """The ledger, opened and brought up to date; `--as`'s user is who changes it."""
        from county_tui import backup, store

        self.user = store.signature(self.user)
        try:
            info = store.open_ledger(self.path, before_upgrade=lambda: backup.safety_copy(self.path, "before-upgrade"))
        except MissingLedgerError as error:
            if not backup.list_backups(self.path):
                raise
            raise MissingLedgerError(f"{error.message}，旁边还有它的备份", remedy=Remedy.RESTORE_BACKUP) from None
        if told := store.upgrade_told():
            echo_err(f"台账已升级：{told}。")
        if damage := store.known_damage(self.path):
            echo_err(f"注意：{on_command_line(damage)}")
        return info


pass_options = click.make_pass_decorator(Options)


def echo_err(text: str) -> None:
    """A message, on standard error, without a person's number; nothing in it is obeyed by the terminal."""
    click.echo(printable(worded(text)), err=True)


def echo(text: str) -> None:
    """What was asked for, on standard output, as harmless; it ends its last line if it does not itself."""
    click.echo(printable(text), nl=not text.endswith("\n"))


def echo_json(data: Any) -> None:
    """JSON, on standard output, exact: what a terminal would obey is escaped."""
    import json

    text = json.dumps(data, ensure_ascii=False, indent=2)
    if printable(text) != text:
        text = "".join(each if printable(each) == each else json.dumps(each)[1:-1] for each in text)
    click.echo(text)


class HeaderRows(click.ParamType[tuple[int, int]]):
    """`3-5` or `3`: the rows of the header."""

    name = "行号"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """First and last row, 1-based."""
        first, _, last = str(value).partition("-")
        if not first.isdigit() or not (last or first).isdigit() or not 1 <= int(first) <= int(last or first):
            self.fail(f"“{value}”不是行号，请写成 3 或 3-5。", param, ctx)
        return int(first), int(last or first)


class ColumnMapping(click.ParamType[tuple[str, str]]):
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


class Constant(ColumnMapping):
    """`字段=值`."""

    name = "字段=值"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """(field, value)."""
        field, sign, text = str(value).partition("=")
        if not (sign and field and text):
            self.fail(f"“{value}”要写成 字段=值，如 所属区划=锦官驿街道。", param, ctx)
        return field, text


header_rows = click.option("--header-rows", type=HeaderRows(), metavar="3-5", help="表头在哪几行；默认自动查找。")
