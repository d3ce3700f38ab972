"""Starting the program: which build of it this is, and the app on a terminal that can show it."""

from __future__ import annotations

import codecs
import importlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from county_tui import __version__
from county_tui.cli.options import REFUSED, Options, echo, today
from county_tui.errors import CountyError, DamagedLedgerError, LedgerError, MissingLedgerError
from county_tui.rights import Right, may

if TYPE_CHECKING:
    from county_tui.store import LedgerInfo

NOTE = "county_tui_build"
"""A module that only the one-file program holds, written when it was built."""
SWITCHES = {
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TEXTUAL_COLOR_SYSTEM": "standard",
}
CHINESE_SETS = ("utf-8", "gb18030", "gbk", "gb2312")
"""By Python's names for them; cp936, GB2312 and EUC-CN are other names of these."""
MONOCHROME = ("vt", "ansi-m", "dumb")
"""How the names of terminals without colours begin."""
# Where Chinese cannot be read, only plain ASCII can.
NO_CHINESE = """\
county-tui: this terminal's character set is {}, which has no Chinese.
Please run:  export LANG=C.UTF-8  (and set the terminal to UTF-8), then start county-tui again.
"""
CONSOLE = """\
county-tui: the text screen of this machine cannot draw Chinese.
Please connect by SSH from another computer, or start a terminal of the desktop.
To open it here all the same (some systems can), press Enter; with COUNTY_TUI_CONSOLE=1 it does not ask.
"""


def c_library() -> str:
    """The C library of this machine, such as `glibc 2.31`."""
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or "未知"
    except (ValueError, OSError):  # another C library, such as musl
        return "不是 glibc"


def described() -> str:
    """One line: how it was made and for what, and what stands here."""
    here = f"本机 {os.uname().machine}、{c_library()}，Python {'.'.join(map(str, sys.version_info[:3]))}"
    try:
        note = importlib.import_module(NOTE)
    except ModuleNotFoundError:
        return f"从源码或安装包运行；{here}"
    return f"单文件版 {note.BUILD}，供 {note.MACHINE}、glibc {note.GLIBC} 以上；{here}"


def tell_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    """Print the version, then the build, and end."""
    if is_asked and not context.resilient_parsing:
        echo(f"county-tui {__version__}\n{described()}")
        context.exit()


def is_slow() -> bool:
    """Whether to spare the line: when asked, or over SSH unless asked not to."""
    asked = os.environ.get("COUNTY_TUI_SLOW")
    return asked == "1" if asked in ("0", "1") else bool(os.environ.get("SSH_CONNECTION"))


def has_chinese(encoding: str | None) -> bool:
    """Whether a character set has simplified Chinese: UTF-8, or one of the GB family, which the app speaks too."""
    try:
        return codecs.lookup(encoding or "ascii").name in CHINESE_SETS
    except LookupError:
        return False


def is_bare_console() -> bool:
    """Whether this is the screen of the machine itself, in text mode: the kernel draws no Chinese there."""
    return (
        os.environ.get("TERM") == "linux" and re.fullmatch(r"/dev/tty\d+", os.ttyname(sys.stdout.fileno())) is not None
    )


def check_terminal() -> None:
    """Refuse to start where nothing readable could be shown, with the way out. Raises CountyError."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CountyError("终端界面需要在终端里打开", "；在脚本里请用子命令，见 county-tui --help。")
    if not has_chinese(sys.stdout.encoding):
        sys.stderr.write(NO_CHINESE.format(sys.stdout.encoding))
        sys.exit(REFUSED)
    if os.environ.get("COUNTY_TUI_CONSOLE") != "1" and is_bare_console():
        sys.stderr.write(CONSOLE)
        sys.stdin.readline()


def opened(options: Options, has_mouse: bool) -> LedgerInfo | None:
    """The ledger; of one that is damaged or gone the newest good backup is offered, or reading what can be read.

    None for a person who would rather leave.
    """
    from county_tui import backup, store

    ledger: LedgerInfo | None
    damage: LedgerError | None
    try:
        ledger, damage = options.ledger, store.known_damage(options.path)
    except (DamagedLedgerError, MissingLedgerError) as error:
        if not backup.list_backups(options.path):
            raise
        ledger, damage = None, error
    return ledger if damage is None else after_damage(options, ledger, damage, has_mouse)


def after_damage(
    options: Options, readable: LedgerInfo | None, damage: LedgerError, has_mouse: bool
) -> LedgerInfo | None:
    """What the person goes on with: the restored ledger, the damaged one if it can be read, or nothing."""
    from county_tui.app import DamagedApp
    from county_tui.screens.damaged import Choice

    app = DamagedApp(options.path, options.user, damage, is_readable=readable is not None)
    app.may_suspend = options.files is None
    choice = app.run_to_end(has_mouse)
    if readable is None:
        return options.ledger
    if choice is Choice.RESTORED:
        del options.ledger
        return options.ledger
    return readable if choice is Choice.READ else None


def has_backups(ledger: Path) -> bool:
    """Whether backups lie where a ledger has its own: then it is gone, and not yet to be made."""
    from county_tui import backup

    return bool(backup.list_backups(ledger))


def open_app(options: Options) -> None:
    """Open the app on the ledger of the options; without a ledger, offer to set one up."""
    check_terminal()
    slow = is_slow()
    os.environ.update(SWITCHES)
    if os.environ.get("TERM", "dumb").startswith(MONOCHROME):
        os.environ.setdefault("NO_COLOR", "1")
    from county_tui.app import CountyApp, SetUpApp
    from county_tui.screens.app_context import AppContext

    has_mouse = not slow and os.environ.get("COUNTY_TUI_MOUSE") != "0"
    if not (options.path.exists() or options.files or has_backups(options.path)) and may(Right.SET_UP):
        SetUpApp(options.path).run_to_end(has_mouse)
        if not options.path.exists():
            return
    ledger = opened(options, has_mouse)
    if ledger is None:
        return
    context = AppContext(ledger, options.user, today(), slow, backs_up_daily=True, files=options.files)
    CountyApp(context).run_to_end(has_mouse)
