"""Mutated workbooks through the real import: no traceback, no hang, no half-written ledger. Part of `make soak`."""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from county_tui import importing, store
from county_tui.errors import CountyError

REGION = "510104000000"
SLOWEST_S = 30.0
HOSTILE = (
    '=HYPERLINK("http://x")',
    "\x1b]0;t\x07",
    "\u202e反\u200b向",
    "1E999",
    "约100",
    "2023.1",
    "９９９９９９９９９９",
    "[b]粗[/b]",
    "'" * 50,
    "甲" * 40_000,
    "-0",
    "#REF!",
    "2026-02-30",
    "锦江区/锦江区/锦江区",
)

Mutation = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, chance: random.Random) -> bytes:
    """A few bytes become others."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data))]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """A piece stands twice."""
    at = chance.randrange(len(data))
    piece = data[at : at + chance.randrange(1, 4096)]
    return data[:at] + piece + data[at:]


def rewrite(data: bytes, chance: random.Random) -> bytes:
    """The texts inside an xlsx become hostile, or its XML loses its balance; other files are flipped."""
    if not data.startswith(b"PK"):
        return flip(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith((".xml", ".rels")) and chance.random() < 0.5:
                part = _rewritten(part.decode("utf-8", "replace"), chance).encode("utf-8", "replace")
            new.writestr(name, part)
    return out.getvalue()


def _rewritten(text: str, chance: random.Random) -> str:
    pieces = list(re.finditer(r">([^<>]+)<|=\"([^\"]*)\"", text))
    for piece in sorted(chance.sample(pieces, min(len(pieces), chance.choice((1, 5, 40)))), key=lambda m: -m.start()):
        group = 1 if piece.group(1) is not None else 2
        value = chance.choice(HOSTILE).replace("&", "").replace("<", "").replace('"', "")
        if chance.random() < 0.1:
            value = "<"
        text = text[: piece.start(group)] + value + text[piece.end(group) :]
    return text


MUTATIONS: tuple[Mutation, ...] = (flip, cut, repeat, rewrite, rewrite)


def sources(folder: Path) -> list[Path]:
    """The workbooks that are mutated."""
    return sorted(path for path in folder.rglob("*") if path.suffix in (".xlsx", ".xls", ".csv"))


def attempt(path: Path) -> str:
    """Import a file, skipping refused rows; returns what became of it. Anything but words is raised."""
    try:
        plan = importing.plan(path, importing.Request())
        applied = importing.apply(plan, "soak", skip_refused=True)
    except CountyError as error:
        return "refused in words" if re.search("[一-鿿]", str(error)) else f"no Chinese: {error}"
    if applied.batch is None:
        return "nothing to write"
    undone = importing.undo(applied.batch, "soak")
    taken_back = undone.removed + undone.restored
    return (
        "imported and undone" if taken_back == applied.written else f"undo took back {taken_back} of {applied.written}"
    )


def mutants(seed: int, folder: Path) -> Iterator[tuple[bytes, str]]:
    """Mutated files without end: (content, ending)."""
    chance = random.Random(seed)
    originals = [(path.read_bytes(), path.suffix) for path in sources(folder)]
    while True:
        data, suffix = chance.choice(originals)
        for _ in range(chance.choice((1, 1, 2))):
            try:
                data = chance.choice(MUTATIONS)(data, chance) or b"\0"
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, KeyError):
                continue  # a file this broken is mutated enough
        yield data, suffix


def soak(count: int, seed: int, folder: Path, work: Path) -> Counter[str]:
    """So many mutants, one after another, into one ledger that must end as it began: without live records."""
    store.create_ledger(work / "ledger.db", REGION, "soak")
    results: Counter[str] = Counter()
    for number, (data, suffix) in zip(range(count), mutants(seed, folder), strict=False):
        path = work / f"mutant{suffix}"
        path.write_bytes(data)
        started = time.monotonic()
        result = attempt(path)
        seconds = time.monotonic() - started
        results[result if seconds < SLOWEST_S else f"slow: {seconds:.0f} s"] += 1
        if number % 500 == 499:
            print(f"{number + 1}: {dict(results)}", flush=True)
    left = sum(store.count_rows(query) for query in _all())
    results["records left over"] += left
    return results


def _all() -> list[store.Query]:
    from county_tui import exporting

    return exporting.queries_for("all")


GOOD = {"refused in words", "nothing to write", "imported and undone"}


def main() -> None:
    """Exit 1 if anything but words, nothing or a whole import came of a mutant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(__file__).parents[1] / "fixtures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        results = soak(options.count, options.seed, options.folder, Path(work))
    print(dict(results))
    bad = {result: times for result, times in results.items() if times and result not in GOOD}
    sys.exit(f"bad: {bad}" if bad else 0)


if __name__ == "__main__":
    main()
