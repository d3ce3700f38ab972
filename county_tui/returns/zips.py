"""Returns and tasks as zips: what both write, and what both expect of a file that is none."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable

NOT_A_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    zlib.error,
)
"""What `zipfile` raises for a file that is damaged, encrypted, packed in ways it does not know, or no zip at all."""
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can tell: the same files make the same bytes."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def safe_name(text: str) -> str:
    """A text without what a file's name may not hold on any system."""
    return _NOT_IN_NAMES.sub("", text)


def canonical(data: object) -> bytes:
    """JSON that is the same bytes for the same data; on one line, since json lays lines out ten times slower."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "surrogatepass")


def zipped(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files as a zip whose bytes depend on nothing else; stored, not even on the build of zlib."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, method)
    return buffer.getvalue()
