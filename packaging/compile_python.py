"""CPython and its libraries from source, for an old C library: one shared library that holds the whole interpreter."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path

from sources import PYTHON, SQLITE, ZLIB, fetched
from target import BUILD, C_FLAGS, JOBS, TOOLS, Target, run

ZLIB_PARTS = ("adler32", "crc32", "deflate", "inffast", "inflate", "inftrees", "trees", "zutil", "compress", "uncompr")

# As Debian builds it, so that a ledger behaves as elsewhere: what is deleted is overwritten, texts are indexed.
SQLITE_FLAGS = (
    "-DSQLITE_SECURE_DELETE",
    "-DSQLITE_ENABLE_FTS3",
    "-DSQLITE_ENABLE_FTS3_PARENTHESIS",
    "-DSQLITE_ENABLE_FTS4",
    "-DSQLITE_ENABLE_FTS5",
    "-DSQLITE_ENABLE_COLUMN_METADATA",
    "-DSQLITE_ENABLE_DBSTAT_VTAB",
    "-DSQLITE_ENABLE_MATH_FUNCTIONS",
    "-DSQLITE_ENABLE_UPDATE_DELETE_LIMIT",
    "-DSQLITE_LIKE_DOESNT_MATCH_BLOBS",
    "-DSQLITE_MAX_VARIABLE_NUMBER=250000",
    "-DSQLITE_THREADSAFE=1",
    "-DSQLITE_USE_URI=1",
    "-DHAVE_FDATASYNC=1",
    "-DHAVE_GMTIME_R=1",
    "-DHAVE_LOCALTIME_R=1",
    "-DHAVE_STRERROR_R=1",
    "-DHAVE_USLEEP=1",
)

# Nothing here opens a connection, draws with curses or starts interpreters; hashes are built in (HACL*, BLAKE2).
LEFT_OUT = (
    "_ssl", "_hashlib", "_ctypes", "_ctypes_test", "_curses", "_curses_panel", "readline", "_tkinter", "_bz2", "_lzma",
    "_dbm", "_gdbm", "_uuid", "_multiprocessing", "_posixshmem", "_interpreters", "_interpchannels", "_interpqueues",
    "_lsprof", "syslog", "nis", "xxlimited", "xxlimited_35", "xxsubtype",
)  # fmt: skip

# What configure finds out by running a program, which it cannot do for another processor.
CANNOT_RUN = ("ac_cv_file__dev_ptmx=yes", "ac_cv_file__dev_ptc=no", "ac_cv_buggy_getaddrinfo=no")


def compile_python(target: Target) -> Path:
    """The folder of an installed CPython for a target; built once."""
    installed = target.folder / "python"
    if not (installed / "lib" / f"{PYTHON}" / "os.py").exists():
        target.make_tools()
        _zlib(target)
        _sqlite(target)
        _interpreter(target, installed)
    return installed


def _archive(target: Target, name: str, objects: list[Path]) -> None:
    library = target.folder / "lib" / f"lib{name}.a"
    library.parent.mkdir(parents=True, exist_ok=True)
    library.unlink(missing_ok=True)
    run(target.tool("ar"), "rcsD", library, *objects)


def _compiled(target: Target, file: Path, *flags: str | Path) -> Path:
    made = target.folder / "objects" / f"{file.stem}.o"
    made.parent.mkdir(parents=True, exist_ok=True)
    run(target.tool("cc"), *C_FLAGS, *flags, "-c", file, "-o", made, log=made.with_suffix(".log"))
    return made


def _headers(target: Target, *files: Path) -> None:
    (target.folder / "include").mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copy(file, target.folder / "include")


def _zlib(target: Target) -> None:
    source = fetched(ZLIB)
    _headers(target, source / "zlib.h", source / "zconf.h")
    _archive(target, "z", [_compiled(target, source / f"{part}.c", "-DHAVE_UNISTD_H") for part in ZLIB_PARTS])


def _sqlite(target: Target) -> None:
    source = _amalgamation()
    _headers(target, source / "sqlite3.h", source / "sqlite3ext.h")
    _archive(target, "sqlite3", [_compiled(target, source / "sqlite3.c", *SQLITE_FLAGS)])


def _amalgamation() -> Path:
    """The folder of SQLite's one-file source, the same for all targets; its makers' Tcl puts it together."""
    source = fetched(SQLITE)
    if not (source / "sqlite3.c").exists():
        here = Target("x86_64")
        here.make_tools()
        run("sh", "configure", "--disable-tcl", f"CC={here.tool('cc')}", cwd=source, log=source / "configure.log")
        run("make", "sqlite3.c", cwd=source, log=source / "make.log")
    return source


def _interpreter(target: Target, installed: Path) -> None:
    """Configure, make and install, with every module inside the one library."""
    source, tree = fetched(PYTHON), target.folder / "interpreter"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    # Called by a path from here, since the interpreter keeps the path of its source.
    run(
        os.path.relpath(source / "configure", tree),
        *_choices(target),
        cwd=tree,
        log=tree / "configure.log",
        MODULE_BUILDTYPE="static",
    )
    shutil.copy(tree / "Modules" / "Setup.stdlib", tree / "Modules" / "Setup.local")
    rules = tree / "Makefile.pre"  # make makes the Makefile of it again, since the modules changed
    rules.write_text(rules.read_text("utf-8").replace("-Wl,-h", "-Wl,-soname,"), "utf-8")  # lld knows no -h
    # Without the stable ABI's forwarding library, which nothing here is linked with.
    # -s, since what the compiler brings of the C library holds debugging data with this folder's path.
    make = ("make", "PY3LIBRARY=", f"BLDSHARED={target.tool('cc')} -shared -s")
    run(*make, JOBS, cwd=tree, log=tree / "make.log")
    shutil.rmtree(installed, ignore_errors=True)
    run(*make, "install", f"DESTDIR={target.folder}", cwd=tree, log=tree / "install.log")


def _choices(target: Target) -> list[str]:
    """What configure is told. `/python` is no real folder: the interpreter finds its library from where it stands."""
    include, lib = target.folder / "include", target.folder / "lib"
    told = [
        *(f"{name.upper()}={target.tool(name)}" for name in TOOLS),
        *(f"CFLAGS={' '.join(C_FLAGS)} -O3", "OPT=", "LDFLAGS=-s", "PKG_CONFIG=false"),
        *(f"ZLIB_CFLAGS=-I{include}", f"ZLIB_LIBS=-L{lib} -lz"),
        *(f"LIBSQLITE3_CFLAGS=-I{include}", f"LIBSQLITE3_LIBS=-L{lib} -lsqlite3 -lm"),
        *("--prefix=/python", "--enable-shared", "--disable-test-modules", "--without-ensurepip"),
        *("--without-doc-strings", "--without-readline", "--with-builtin-hashlib-hashes=md5,sha1,sha2,sha3,blake2"),
        *(f"py_cv_module_{name}=n/a" for name in LEFT_OUT),
    ]
    if target.is_native:
        return told
    builder = compile_python(Target("x86_64"))
    build = sysconfig.get_config_var("BUILD_GNU_TYPE") or "x86_64-linux-gnu"
    helper = _runnable(builder)
    return [*told, *CANNOT_RUN, f"--host={target.triple}", f"--build={build}", f"--with-build-python={helper}"]


def _runnable(installed: Path) -> Path:
    """An interpreter of this machine as one file to call, with its library beside it."""
    program = BUILD / "x86_64" / "bin" / "python"
    program.write_text(
        f'#!/bin/sh\nLD_LIBRARY_PATH="{installed}/lib" exec "{installed}/bin/{PYTHON}" "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return program
