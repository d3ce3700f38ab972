"""The door asks for the right to write: whatever leads there, a reader writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

import pytest

import county_tui
from county_tui import backup, store
from county_tui.rights import NotAllowedError, Role, act_as
from county_tui.store import Draft, Query
from tests.conftest import Person

REGIONS = Path(county_tui.__file__).parent / "data" / "regions_sichuan.csv"
FIRST_RELEASE = Path(__file__).parents[2] / "fixtures" / "ledgers" / "0.1.0.db"

Write = Callable[[store.Row], object]


@contextmanager
def acting_as(role: Role) -> Iterator[None]:
    """A block in which the process has a role."""
    act_as(role)
    try:
        yield
    finally:
        act_as(None)


ENTRIES: dict[str, Write] = {
    "create": lambda row: store.create("personnel", {**row.values, "name": "李敏"}, "王晓"),
    "delete": lambda row: store.delete(row.ref, "王晓"),
    "change several": lambda row: store.change_several("personnel", [row.id], {"post": "科长"}, ("王晓", "批量改")),
    "delete several": lambda row: store.delete_several("personnel", [row.id], "王晓"),
    "keep a view": lambda _: store.keep_view("在岗", Query("personnel"), "王晓"),
    "keep a draft": lambda _: store.keep_draft(Draft("personnel", None, 0, {"name": "李"}, "王晓")),
}
"""What a clerk does, and a reader does not."""

DECISIONS: dict[str, Write] = {
    "set the unit": lambda _: store.set_office_setting("unit", "别的单位"),
    "add a choice": lambda _: store.add_choice("role", "网格员"),
    "remove a choice": lambda _: store.remove_choice("role", "网格员"),
    "import regions": lambda _: store.import_regions(REGIONS),
    "remove a form": lambda _: store.remove_form("表", "王晓"),
    "restore a backup": lambda _: backup.restore(store.bound_path(), Path("备份.zip")),
    "make a ledger": lambda _: store.create_ledger(store.bound_path(), "510104000000"),
}
"""What only a head does."""


@pytest.mark.parametrize("write", ENTRIES.values(), ids=ENTRIES)
def test_a_reader_enters_nothing(person: Person, write: Write) -> None:
    row = person("张建国")
    with acting_as(Role.READER), pytest.raises(NotAllowedError, match="身份是“查阅”"):
        write(row)
    with store.session():
        assert store.get("personnel", row.id) == row and store.kept_views("personnel") == {}


@pytest.mark.parametrize("write", ENTRIES.values(), ids=ENTRIES)
def test_a_clerk_enters(person: Person, write: Write) -> None:
    row = person("张建国")
    with acting_as(Role.CLERK):
        write(row)


@pytest.mark.parametrize("write", DECISIONS.values(), ids=DECISIONS)
@pytest.mark.parametrize("role", [Role.READER, Role.CLERK])
def test_only_a_head_decides(person: Person, write: Write, role: Role) -> None:
    row = person("张建国")
    with acting_as(role), pytest.raises(NotAllowedError, match="请找负责人身份的同事"):
        write(row)


def test_a_reader_opens_a_ledger_that_an_older_program_made(tmp_path: Path) -> None:
    path = Path(copyfile(FIRST_RELEASE, tmp_path / "ledger.db"))
    with acting_as(Role.READER):
        store.open_ledger(path, before_upgrade=lambda: None)
        store.upgrade_told()
        name = str(store.list_rows(Query("personnel"), 1)[0].values["name"])
        assert store.count_rows(Query("personnel", name)) > 0  # the search index was made anew too
