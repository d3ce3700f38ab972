"""Which build of the program this is, and what it runs on: for `--version` and `doctor`."""

from __future__ import annotations

import importlib
import os
import sys

import click

from county_tui import __version__

NOTE = "county_tui_build"
"""A module that only the one-file program holds, written when it was built."""


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
        click.echo(f"county-tui {__version__}\n{described()}")
        context.exit()
