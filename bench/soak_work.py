"""What the soak's victims do until they are killed, and what must hold of the ledger afterwards.

A work acknowledges each thing done, after it is done, by a line in a file; `problems` compares.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

from county_tui import backup, importing, store
from county_tui.models import REGISTERS, register_named
from county_tui.models.sqlite_files import integrity_problems, opened
from county_tui.store import history_problems, index_problems

HOME = "510104000000"
COUNTS = {"new": 0, "updated": 0, "unchanged": 0, "refused": 0}
Ack = Callable[[str], object]


def person(name: str, **more: str) -> dict[str, str]:
    """The values of someone on the roster."""
    return {"name": name, "unit": "浸泡测试", "region": HOME, "role": "专职干部", **more}


def new_name() -> str:
    """A name nobody has."""
    return f"测试{os.urandom(6).hex()}"


def unsound(ledger: Path) -> list[str]:
    """What is wrong with a ledger in itself: pages, references, index, history."""
    found = integrity_problems(ledger)
    store.bind(ledger)
    with store.session():
        lookups = store.lookups()
        for register in REGISTERS:
            found += index_problems(register.register_name(), lookups) + history_problems(register.register_name())
    return found


def bad_backups(ledger: Path) -> list[str]:
    """The backups beside a ledger that do not pass their check; good ones are removed."""
    found = []
    for info in backup.list_backups(ledger):
        if info.manifest and info.manifest.reason.endswith("damaged"):
            continue
        checked = backup.verify(info.file)
        found += [f"{info.file.name}: {problem}" for problem in checked.problems]
        info.file.unlink()
    return found


class Work:
    """One kind of work: a ledger of its own, what is done to it, and what must hold after a kill."""

    patience_s = 0.1
    """A kill comes at a random moment up to here."""

    def __init__(self, folder: Path) -> None:
        self.ledger = folder / type(self).__name__.lower() / "ledger.db"
        store.create_ledger(self.ledger, HOME)

    def ready(self) -> None:
        """Before each kill, in the parent."""

    def work(self, ack: Ack) -> None:
        """Without end, in the victim."""
        raise NotImplementedError

    def problems(self, acks: list[str]) -> list[str]:
        """What is lost or half done, in the parent, after the kill."""
        raise NotImplementedError


class Save(Work):
    """Create, change and delete single records."""

    def ready(self) -> None:
        """Remember how much history there was."""
        store.bind(self.ledger)
        self.before = store.history_token()

    def work(self, ack: Ack) -> None:
        """Save after save."""
        while True:
            row = store.create("personnel", person(new_name()), "soak")
            ack(f"{row.id} 1 {row.values['name']}")
            row = store.update(("personnel", row.id, 1), {"post": new_name()}, "soak")
            ack(f"{row.id} 2 {row.values['post']}")
            if random.random() < 0.5:
                store.delete(("personnel", row.id, 2), "soak")
                ack(f"{row.id} 3 -")

    def problems(self, acks: list[str]) -> list[str]:
        """Every acknowledged version stands; at most one more was written."""
        found = unsound(self.ledger)
        for line in acks:
            key, version, text = line.split(" ")
            row = store.get("personnel", int(key))
            stands = row.version >= int(version) and (text == "-" or text in row.values.values())
            found += [] if stands else [f"lost: {line}"]
        extra = store.history_token() - self.before - len(acks)
        return found + ([] if extra in (0, 1) else [f"{extra} more changes than acknowledged"])


class Bulk(Work):
    """Insert, change and trash a few hundred records at once."""

    patience_s = 0.25
    size = 200

    def work(self, ack: Ack) -> None:
        """Batch after batch."""
        lookups = store.lookups()
        fields = register_named("personnel").fields()
        while True:
            rows = [[person(new_name()).get(name) for name in fields] for _ in range(self.size)]
            with store.transaction():
                batch = store.start_batch("import", "soak", "soak", {**COUNTS, "new": self.size})
                ids = store.insert_rows("personnel", rows, store.stamped("soak", batch), lookups)
            ack(f"{batch} create")
            with store.transaction():
                kept = store.rows_by_id("personnel", ids)
                store.Writer(register_named("personnel"), store.stamped("soak", batch), lookups).update(
                    [(r, {"post": "改"}) for r in kept], "update"
                )
            ack(f"{batch} update")
            with store.transaction():
                store.Writer(register_named("personnel"), store.stamped("soak", batch), lookups).trash(
                    store.rows_by_id("personnel", ids), "undo"
                )
            ack(f"{batch} undo")

    def problems(self, acks: list[str]) -> list[str]:
        """Each step of each batch touched all its records or none."""
        found = unsound(self.ledger)
        with opened(self.ledger) as connection:
            steps = dict[str, int]()
            for batch, action, count in connection.execute(
                "SELECT batch_id, action, count(*) FROM history GROUP BY batch_id, action"
            ):
                steps[f"{batch} {action}"] = count
        found += [f"half done: {step} {count}" for step, count in steps.items() if count != self.size]
        return found + [f"lost: {line}" for line in acks if line not in steps]


class Import(Work):
    """Import a file and undo it."""

    patience_s = 3.0
    size = 300

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.file = folder / "名单.csv"
        lines = [f"干部{number},浸泡测试,锦江区,专职干部" for number in range(self.size)]
        self.file.write_text("\n".join(["姓名,工作单位,所属区划,队伍类别", *lines]), encoding="utf-8")

    def work(self, ack: Ack) -> None:
        """Import and undo, in turn."""
        while True:
            planned = importing.plan(self.file, importing.Request("personnel"))
            backup.safety_copy(self.ledger, "before-import")
            done = importing.apply(planned, "soak")
            ack(f"{done.batch} create")
            importing.undo(int(done.batch or 0), "soak")
            ack(f"{done.batch} undo")

    def ready(self) -> None:
        """Undo what the last victim left."""
        store.bind(self.ledger)
        for batch in store.batches():
            if not batch.undone:
                importing.undo(batch.id, "soak")

    def problems(self, acks: list[str]) -> list[str]:
        """Each import and each undo is whole, and marked as what it is."""
        found = unsound(self.ledger)
        with opened(self.ledger) as connection:
            query = "SELECT action, count(*) FROM history WHERE batch_id = ? GROUP BY action"
            for batch in store.batches():
                steps = dict(connection.execute(query, (batch.id,)).fetchall())
                expected = {"create": self.size, "undo": self.size} if batch.undone else {"create": self.size}
                found += [] if steps == expected else [f"half done: batch {batch.id} {steps}"]
        known = {f"{b.id} create" for b in store.batches()} | {f"{b.id} undo" for b in store.batches() if b.undone}
        return found + [f"lost: {line}" for line in acks if line not in known] + bad_backups(self.ledger)
