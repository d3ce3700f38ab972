"""Kill -9 at random moments, many writers at once, damaged files: what was lost (nothing). `make soak`."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from math import ceil
from pathlib import Path

from click.testing import CliRunner

from bench.soak_files import WORKS
from bench.soak_returns import altered_returns
from bench.soak_work import Work, person, unsound
from county_tui import backup, store
from county_tui.cli import commands
from county_tui.errors import CountyError

FILE_ROWS = 5
FORK = multiprocessing.get_context("fork")


def _victim(work: Work, acks: Path) -> None:
    """Work until killed; each acknowledgement reaches the kernel before the next thing is done."""
    handle = os.open(acks, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    store.bind(work.ledger)
    work.work(lambda line: os.write(handle, f"{line}\n".encode()))


def killed_once(work: Work, patience_s: float) -> tuple[int, list[str]]:
    """Let a victim work, kill it at a random moment. Returns how much it acknowledged, and what is wrong now."""
    work.ready()
    acks = work.ledger.with_name("acks")
    acks.unlink(missing_ok=True)
    victim = FORK.Process(target=_victim, args=(work, acks))
    victim.start()
    victim.join(timeout=random.uniform(0, patience_s))
    died_alone = victim.exitcode is not None
    os.kill(victim.pid or 0, signal.SIGKILL)
    victim.join()
    victim.close()
    lines = acks.read_text().split("\n")[:-1] if acks.exists() else []
    return len(lines), work.problems(lines) + (["the victim failed by itself"] if died_alone else [])


def rounds(kind: type[Work], kills: int, folder: Path, fresh_after: int = 25) -> Iterator[tuple[int, list[str]]]:
    """So many kills of one kind of work, on a fresh ledger now and then."""
    work: Work | None = None
    for number in range(kills):
        if work is None or number % fresh_after == 0:
            place = folder / f"{kind.__name__}-{number}"
            work = kind(place)
        yield killed_once(work, work.patience_s)


def _writer(ledger: Path, key: int, times: int, done: Path) -> None:
    """Count a record up so many times, taking turns with others; also create a record each time."""
    store.bind(ledger)
    for number in range(times):
        while True:
            row = store.get("personnel", key)
            try:
                hours = int(row.values["training_hours"] or 0) + 1  # type: ignore[call-overload]
                store.update(("personnel", key, row.version), {"training_hours": hours}, f"writer {os.getpid()}")
                break
            except store.StaleRecordError:
                continue
        store.create("personnel", person(f"甲{os.getpid()}号{number}"), "writer")
    done.with_name(f"done-{os.getpid()}").touch()


def _importer(ledger: Path, times: int) -> None:
    """Import so many small files as a clerk does, each with people nobody else has."""
    file = ledger.with_name(f"{os.getpid()}.csv")
    for number in range(times):
        names = (f"乙{os.getpid()}号{number}之{at}" for at in range(FILE_ROWS))
        lines = ["姓名,工作单位,所属区划,队伍类别", *(f"{name},浸泡测试,锦江区,专职干部" for name in names)]
        file.write_text("\n".join(lines), "utf-8")
        done = CliRunner().invoke(commands, ["--db", str(ledger), "import", "personnel", str(file)])
        if done.exit_code:
            sys.exit(done.output)


def parallel(folder: Path, writers: int, times: int) -> list[str]:
    """Many processes write one ledger, every other one by import: nothing lost, no one turned away."""
    ledger = folder / "parallel" / "ledger.db"
    store.create_ledger(ledger, "510104000000")
    key = store.create("personnel", person("计数"), "soak").id
    editors, importers = writers - writers // 2, writers // 2
    crowd = [FORK.Process(target=_writer, args=(ledger, key, times, ledger)) for _ in range(editors)]
    crowd += [FORK.Process(target=_importer, args=(ledger, times)) for _ in range(importers)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    found = [f"a writer failed: {one.exitcode}" for one in crowd if one.exitcode]
    store.bind(ledger)
    hours, rows = store.get("personnel", key).values["training_hours"], store.count_rows(store.Query("personnel"))
    if (hours, rows) != (editors * times, 1 + editors * times + importers * times * FILE_ROWS):
        found.append(f"lost updates: {hours} of {editors * times}, {rows - 1} records")
    return found + unsound(ledger)


def harmed(data: bytes) -> bytes:
    """A file with something wrong in it."""
    kind, start = random.choice("rztbc"), random.randrange(len(data))
    length = random.choice((1, 16, 200, 4096, 20_000))
    junk = {"r": random.randbytes(length), "z": bytes(length), "t": b"".join(random.choices([b"a", b"\xe4"], k=length))}
    if kind == "c":
        return data[:start]
    if kind == "b":
        spoiled = bytearray(data)
        for _ in range(50):
            spoiled[random.randrange(len(data))] = random.randrange(256)
        return bytes(spoiled)
    return data[:start] + junk[kind] + data[start + length :]


def _use(ledger: Path) -> None:
    store.open_ledger(ledger, lambda: None)
    with store.session():
        for row in store.stream_rows(store.Query("personnel")):
            store.history("personnel", row.id)
        store.list_rows(store.Query("personnel", search="测试"), 10)
        store.create("personnel", person("新人"), "soak")


def damage(folder: Path, times: int) -> tuple[Counter[str], list[str]]:
    """Harmed ledgers and harmed backups: each ends well, or in words. Returns how, and what did not."""
    ledger = folder / "damage" / "ledger.db"
    store.create_ledger(ledger, "510104000000")
    for number in range(200):
        store.create("personnel", person(f"测试{number}", notes="备注" * 50), "soak")
    good = backup.create(ledger).file
    whole, packed, ended, found = ledger.read_bytes(), good.read_bytes(), Counter[str](), list[str]()
    for _ in range(times):
        for file in ledger.parent.glob("ledger.db*"):
            file.unlink()
        ledger.write_bytes(harmed(whole))
        spoiled = folder / "spoiled.zip"
        spoiled.write_bytes(harmed(packed))
        try:
            _use(ledger)
            ended["opened"] += 1
        except CountyError:
            ended["refused in words"] += 1
        state = "good" if backup.verify(spoiled).ok else "bad"
        ended[f"backup found {state}"] += 1
        backup.restore(ledger, good)
        if store.count_rows(store.Query("personnel")) != 200:
            found.append("a restore did not bring back 200 records")
        for file in good.parent.glob("*before-restore*"):
            file.unlink()
    return ended, found


def main() -> int:
    """Run everything, print the figures. Exit code 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="kills in all, shared by the kinds of work")
    parser.add_argument("--damages", type=int, default=300, help="damaged ledgers, and as many damaged backups")
    parser.add_argument("--alterings", type=int, default=10_000, help="returns with one byte changed")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    random.seed(seed)
    print(f"seed {seed}")
    folder = Path(tempfile.mkdtemp(prefix="county-soak-"))
    wrong: list[str] = []
    try:
        for kind in WORKS:
            start, acks, kills = time.monotonic(), 0, max(1, ceil(options.kills / len(WORKS)))
            for done, problems in rounds(kind, kills, folder):
                acks += done
                wrong += [f"{kind.__name__}: {problem}" for problem in problems]
            spent = time.monotonic() - start
            print(
                f"{kind.__name__}: {kills} kills, {acks} acknowledged, {spent:.0f} s, wrong so far: {len(wrong)}",
                flush=True,
            )
        wrong += parallel(folder, 8, 50)
        print("8 writers at once: 4 with 50 updates and 50 new records each, 4 with 50 imports each")
        wrong += altered_returns(folder, options.alterings)
        print(f"{options.alterings} returns with one byte changed", flush=True)
        ended, problems = damage(folder, options.damages)
        wrong += problems
        print(f"{options.damages} damaged ledgers and backups: {dict(ended)}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for problem in wrong:
        print(f"WRONG: {problem}")
    print("nothing was lost" if not wrong else f"{len(wrong)} things are wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
