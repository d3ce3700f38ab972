"""The soak's victims that work on whole files: backup, restore, migration."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace

from bench.soak_returns import Collect, Seal
from bench.soak_work import COUNTS, Ack, Bulk, Import, Save, Work, bad_backups, new_name, person, unsound
from county_tui import backup, store
from county_tui.models import migrations, register_named
from county_tui.models.sqlite_files import integrity_problems
from county_tui.store import ledger as ledger_module


class Backup(Work):
    """Back up a ledger of a thousand records."""

    patience_s = 0.15

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        fields = register_named("personnel").fields()
        rows = [[person(new_name(), notes="备注" * 60).get(name) for name in fields] for _ in range(1000)]
        with store.transaction():
            batch = store.start_batch("import", "soak", "soak", {**COUNTS, "new": 1000})
            store.insert_rows("personnel", rows, store.stamped("soak", batch), store.lookups())

    def work(self, ack: Ack) -> None:
        """Backup after backup."""
        while True:
            ack(str(backup.create(self.ledger, "manual", "soak").file))

    def problems(self, acks: list[str]) -> list[str]:
        """Every file with a backup's name is a good one, and the acknowledged are there."""
        lost = [f"lost: {line}" for line in acks if not Path(line).exists()]
        return lost + bad_backups(self.ledger) + unsound(self.ledger)


class Restore(Backup):
    """Restore two backups in turn; every other time into a ledger that was damaged, and noted to be."""

    patience_s = 0.4
    marks = ("甲", "乙")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.files: dict[str, Path] = {}
        for mark in self.marks:
            store.create("personnel", person(f"标记{mark}"), "soak")
            made = backup.create(self.ledger, "manual", "soak").file
            self.files[mark] = made.replace(folder / f"{mark}.zip")
        self.turn = 0

    def ready(self) -> None:
        """Damage the ledger every other time."""
        self.turn += 1
        self.is_damaged = self.turn % 2 == 0
        if self.is_damaged:
            self.ledger.write_bytes(b"\0" * 100_000)
            store.note_damage(self.ledger)

    def work(self, ack: Ack) -> None:
        """Restore after restore."""
        while True:
            for mark, file in self.files.items():
                backup.restore(self.ledger, file, "soak")
                ack(mark)

    def problems(self, acks: list[str]) -> list[str]:
        """The ledger is one of the two, whole; or still the damaged one if no restore was acknowledged.

        Only the damaged one can do no more than be read.
        """
        is_read_only = store.known_damage(self.ledger) is not None
        if self.ledger.read_bytes()[:16] == bytes(16):
            found = [] if self.is_damaged and not acks else ["lost: a restore that was acknowledged"]
            found += [] if is_read_only else ["damaged, and can be written"]
            backup.restore(self.ledger, self.files["甲"], "soak")
        else:
            found = unsound(self.ledger) + (["sound, and can only be read"] if is_read_only else [])
        names = {str(row.values["name"]) for row in store.list_rows(store.Query("personnel", search="标记"))}
        if names not in ({"标记甲"}, {"标记甲", "标记乙"}):
            found.append(f"neither of the two backups: {names}")
        return found + bad_backups(self.ledger)


LATER = """
def up(migrator, db):
    db.execute_sql("ALTER TABLE personnel ADD COLUMN later TEXT")
    db.execute_sql("UPDATE personnel SET later = 'x'")
    db.execute_sql("CREATE INDEX personnel_later ON personnel (later)")
    db.execute_sql("CREATE TABLE later (id INTEGER PRIMARY KEY)")
"""


class Migration(Backup):
    """Open a ledger that needs an upgrade."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.old = self.ledger.rename(folder / "old.db")
        self.migrations = folder / "migrations"
        shutil.copytree(Path(str(migrations.__file__)).parent, self.migrations)
        (self.migrations / "0999_later.py").write_text(LATER)

    def ready(self) -> None:
        """Start from the old ledger again."""
        for file in self.ledger.parent.glob("ledger.db*"):
            file.unlink()
        shutil.copyfile(self.old, self.ledger)

    def work(self, ack: Ack) -> None:
        """Upgrade once."""
        ledger_module.migrations = SimpleNamespace(__file__=str(self.migrations / "__init__.py"))  # type: ignore[assignment]
        store.open_ledger(self.ledger, lambda: backup.safety_copy(self.ledger, "before-upgrade"))
        ack("upgraded")
        while True:
            os.sched_yield()

    def problems(self, acks: list[str]) -> list[str]:
        """All of the upgrade or nothing of it, and it is recorded as it is."""
        found = integrity_problems(self.ledger)
        with sqlite3.connect(self.ledger) as connection:
            columns = {row[1] for row in connection.execute("PRAGMA table_info(personnel)")}
            (listed,) = connection.execute("SELECT count(*) FROM schema_migration WHERE name LIKE '0999%'").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE '%later'").fetchone()
            full = "SELECT count(*) FROM personnel WHERE later = 'x'"
            (filled,) = connection.execute(full).fetchone() if "later" in columns else (0,)
        connection.close()
        state = (int("later" in columns), listed, tables, filled)
        if state not in ((0, 0, 0, 0), (1, 1, 2, 1000)):
            found.append(f"half done: {state}")
        if acks and not listed:
            found.append("lost: an upgrade that was acknowledged")
        return found + bad_backups(self.ledger)


WORKS: tuple[type[Work], ...] = (Save, Bulk, Backup, Restore, Migration, Import, Seal, Collect)
