"""The soak's victims that seal returns, and that collect them."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import openpyxl

from bench.soak_work import HOME, Ack, Work, new_name, person, unsound
from county_tui import collecting, forms, returns, store
from county_tui.models.sqlite_files import opened
from county_tui.report_period import parse_period, period_of
from county_tui.returns import Request

FORM = "统计表"
CITY = "510100000000"
QUARTER = parse_period("2026Q3")
TABLES = ("bases", "services", "personnel")


class Seal(Work):
    """Seal a form and a table month by month, and amend each once."""

    patience_s = 0.4

    def ready(self) -> None:
        """One form, so that prints are sealed too; and the month to go on with."""
        store.bind(self.ledger)
        if not store.stored_forms():
            forms.add_form(_small_form(self.ledger.parent), "", "soak")
        self.begun = len({head.first_id for head in store.return_heads()})

    def work(self, ack: Ack) -> None:
        """Return after return."""
        period = period_of(date(1951, 1, 1), 1)
        for _ in range(self.begun):
            period = period.next()
        while True:
            made = returns.seal(Request(("bases", FORM), period), "soak")
            ack(f"{made.id} {made.version} {made.code}")
            store.create("personnel", person(new_name()), "soak")
            made = returns.amend(made.id or 0, "核对", "soak")
            ack(f"{made.id} {made.version} {made.code}")
            period = period.next()

    def problems(self, acks: list[str]) -> list[str]:
        """What was acknowledged stands under its code; each version has its print, and there is none without one."""
        found = unsound(self.ledger)
        heads = store.return_heads()
        for head in heads:
            sealed = returns.return_by_id(head.id)
            found += [] if returns.code_of(sealed.sheets) == head.code else [f"altered: {head.id}"]
            found += [] if store.sealed_print(head.id, FORM) else [f"no print: {head.id}"]
        known = {f"{head.id} {head.version} {head.code}" for head in heads}
        with opened(self.ledger) as connection:
            (prints,) = connection.execute("SELECT count(*) FROM sealed_print").fetchone()
        found += [] if prints == len(heads) else [f"{prints} prints of {len(heads)} returns"]
        return found + [f"lost: {line}" for line in acks if line not in known]


def _small_form(folder: Path) -> Path:
    """A form of one number."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["B1"] = "阵地", "{件数 阵地}"
    book.save(folder / f"{FORM}.xlsx")
    return folder / f"{FORM}.xlsx"


class Collect(Work):
    """Collect one county's return, version after version."""

    patience_s = 0.2
    versions = 4
    """Files that lie ready for each victim."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.county = self.ledger
        self.ledger = folder / type(self).__name__.lower() / "city.db"
        store.create_ledger(self.ledger, CITY)
        task = collecting.TaskRequest(TABLES, QUARTER, date(2026, 10, 10), (HOME,))
        collecting.create_task(task, "soak")
        self.files: list[Path] = []

    def ready(self) -> None:
        """The county seals the first version, or amends the last."""
        store.bind(self.county)
        self.files = []
        for _ in range(self.versions):
            newest = store.newest_returns()
            store.create("personnel", person(new_name()), "soak")
            made = (
                returns.amend(newest[0].id, "补报", "soak")
                if newest
                else returns.seal(Request(TABLES, QUARTER), "soak")
            )
            self.files.append(returns.write_return(made, self.county.parent))
        store.bind(self.ledger)

    def work(self, ack: Ack) -> None:
        """File after file, and then again."""
        while True:
            for file in self.files:
                outcome = collecting.collect(file, "soak", date(2026, 10, 9))
                ack(f"{outcome.version} {outcome.state}")

    def problems(self, acks: list[str]) -> list[str]:
        """What was accepted is held with all its sheets; of nothing there is a part."""
        found = unsound(self.ledger)
        held = {one.version: one.id for one in store.collected(QUARTER.canonical_name)}
        with opened(self.ledger) as connection:
            sheets = dict(connection.execute("SELECT return_id, count(*) FROM collected_sheet GROUP BY return_id"))
        found += [f"half kept: version {v}" for v, key in held.items() if sheets.pop(key, 0) != len(TABLES)]
        found += [f"sheets of nothing: {sheets}"] if sheets else []
        accepted = [int(line.split(" ")[0]) for line in acks if line.endswith(collecting.ACCEPTED)]
        return found + [f"lost: version {version}" for version in accepted if version not in held]


def altered_returns(folder: Path, tries: int) -> list[str]:
    """One byte changed anywhere in a return's file: each is refused in words, and nothing is kept of it."""
    work = Collect(folder / "altered")
    work.ready()
    good = work.files[0].read_bytes()
    changed = folder / "altered.zip"
    found = []
    for _ in range(tries):
        content = bytearray(good)
        content[random.randrange(len(good))] ^= random.randrange(1, 256)
        changed.write_bytes(content)
        outcome = collecting.collect(changed, "soak", date(2026, 10, 9))
        if outcome.state != collecting.REFUSED or not outcome.reason:
            found.append(f"a changed byte was {outcome.state}")
    return found + [f"kept: {one.version}" for one in store.collected(QUARTER.canonical_name)]
