"""The log of unexpected errors: what failed and where in the program, never what was being worked on."""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from logging import ERROR, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

from county_tui import __version__
from county_tui.errors import CountyError
from county_tui.models.privacy import masked
from county_tui.paths import home
from county_tui.store import make_private, make_private_folder

LARGEST_BYTES, OLDER_FILES = 128 << 10, 3
"""Bytes of a log before the next begins, and the older ones that stay: small enough to be sent by mail."""
DEEPEST = 60
"""The innermost frames of an error that are logged: an endless recursion has a thousand alike."""


class _PrivateFile(RotatingFileHandler):
    """A log file its owner alone can read; what keeps it from being written is raised as OSError."""

    def _open(self) -> TextIOWrapper:
        make_private(Path(self.baseFilename))
        return super()._open()

    def handleError(self, record: LogRecord) -> None:  # noqa: N802  # logging's name
        """Pass on what `emit` caught."""
        raise  # logging calls this within its own except block


def log_file() -> Path:
    """Where the log is: in the user's folder for states, since the ledger's own disk may be what failed.

    Raises CountyError for an account without a folder.
    """
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else home() / ".local" / "state") / "county-tui" / "errors.log"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, what it came of, and so on."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        yield found
        seen.add(id(found))
        found = found.__cause__ or found.__context__


def _frames(error: BaseException) -> Iterator[str]:
    """Module, function and line of each call, the outermost first; no text of the error, no value, no path."""
    for frame, line in list(traceback.walk_tb(error.__traceback__))[-DEEPEST:]:
        yield f"    {frame.f_globals.get('__name__', '?')}:{frame.f_code.co_qualname}:{line}"


def entry(error: BaseException) -> str:
    """What the log says of an error: moment (UTC), versions, and for each error of the chain its type and frames."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} county-tui {__version__}, "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    ]
    for one in _chain(error):
        lines += [f"  {type(one).__module__}.{type(one).__qualname__}", *_frames(one)]
    return masked("\n".join(lines))


def write(error: BaseException, file: Path | None = None) -> Path:
    """Add an error to the log. Returns the file; raises OSError if it cannot be written."""
    file = file or log_file()
    make_private_folder(file.parent)
    handler = _PrivateFile(file, maxBytes=LARGEST_BYTES, backupCount=OLDER_FILES, encoding="utf-8")
    try:
        handler.emit(LogRecord("county_tui", ERROR, "", 0, entry(error), None, None))
    finally:
        handler.close()
    return file


def log_error(error: BaseException) -> str:
    """Log an error and say so, for the person it happened to."""
    what = "程序遇到意外的错误，刚才这一步没有完成；已存的记录不受影响"
    try:
        file = write(error)
    except (OSError, CountyError):
        return f"{what}。错误日志写不了，请检查磁盘和权限。"
    return f"{what}。请再试一次；如果又出错，请把错误日志 {file} 交给技术人员（里面没有台账内容）。"
