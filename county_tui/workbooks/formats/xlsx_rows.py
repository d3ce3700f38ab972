"""The XML of an .xlsx sheet as a stream of bytes, cut between rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

CHUNK_BYTES = 4 << 20
"""Large enough that searching costs more than cutting, small enough to stay in the cache of old machines."""
MAX_ROW_BYTES = 64 << 20
"""No row is longer; without an end of a row in so many bytes the sheet is cut anywhere, to bound memory."""


def row_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Give first all before the rows, then the rows in pieces that end with a row."""
    rest = b""
    in_rows = False
    while chunk := stream.read(CHUNK_BYTES):
        rest += chunk
        if not in_rows:
            cut = rest.find(b"sheetData")
            if cut < 0 and len(rest) < MAX_ROW_BYTES:
                continue
            yield rest[: max(cut, 0)]
            rest, in_rows = rest[max(cut, 0) :], True
        cut = rest.rfind(b"row>") + 4
        if cut < 4 and len(rest) < MAX_ROW_BYTES:
            continue
        cut = cut if cut >= 4 else len(rest)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest
