"""Processes of our own: how the program calls itself, and the pipe between: length, then marshal, plain values only."""

from __future__ import annotations

import gc
import importlib
import marshal
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

CHILD_FLAG = "--child"
READER = "county_tui.workbooks.pipe.child"
MAX_MESSAGE_BYTES = 128 << 20
"""A length beyond it is no message: the other end is out of step, and nothing so large is allocated."""
PIPE_BYTES = 1 << 20
_LENGTH = struct.Struct(">I")
_PACKAGE_ROOT = Path(__file__).parents[1]


class ProtocolError(Exception):
    """The other end said something that is not a message."""


def _command(module: str) -> list[str]:
    """What runs a module as a child, from source or from a single-file program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG, module]
    return [sys.executable, "-P", "-m", module]


def run_child(module: str) -> int:
    """Be the child that a single-file program called; returns the exit code."""
    if module != READER:
        return 2
    return int(importlib.import_module(module).main())


def start_child(module: str, errors: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """Start a child with pipes to and from it; what it says on standard error goes to `errors`."""
    path = os.pathsep.join(filter(None, [str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        _command(module),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        pipesize=PIPE_BYTES,
        env=os.environ | {"PYTHONPATH": path},
    )


def send(stream: IO[bytes], *message: Any) -> None:
    """Write one message of plain values and push it out."""
    body = marshal.dumps(message, 2)
    if len(body) > MAX_MESSAGE_BYTES:
        raise ProtocolError(f"message of {len(body)} bytes")
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Any, ...] | None:
    """Read one message; None when the other end closed the pipe. Raises ProtocolError."""
    prefix = stream.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(prefix)
    if length > MAX_MESSAGE_BYTES:
        raise ProtocolError(f"length {length}")
    body = stream.read(length)
    if len(body) < length:
        return None
    try:
        message = marshal.loads(body)
    except (ValueError, EOFError, TypeError) as error:
        raise ProtocolError("not a message") from error
    if not isinstance(message, tuple) or not message or not isinstance(message[0], str):
        raise ProtocolError("not a message")
    return message


@contextmanager
def without_collecting() -> Iterator[None]:
    """Disable the cyclic GC, for work that makes many small lasting objects and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
