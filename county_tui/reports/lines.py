"""Finding the line a key of a TOML text stands on, which the standard library's reader does not tell."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[\[?\s*([\w\-.\"']+)\s*\]\]?")


def line_of(text: str, table: str, key: str = "", number: int = 0) -> int:
    """The line (from 1) of a key in a table; in the number-th one where the table stands several times.

    A key of the whole file may be a table of its own. Without such a key, the line of the table's header, or 1.
    """
    lines = text.splitlines()
    current, seen, best = "", -1, 1
    for at, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header:
            current = header.group(1)
            seen += current == table
            if (current == table and seen == number) or (not table and current == key and best == 1):
                best = at
        is_here = current == table and (not table or seen == number)
        if key and is_here and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return at
    return best
