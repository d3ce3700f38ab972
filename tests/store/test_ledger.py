"""Making and opening ledgers: what is refused, and how; upgrades; files that are damaged or may not be written."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from county_tui import store
from county_tui.errors import CountyError, LedgerError, ValueRefusedError
from county_tui.models import REGISTERS, migrations
from county_tui.models.sqlite import database
from county_tui.models.tables import TABLES
from county_tui.store import ledger as ledger_module
from county_tui.wording.remedies import on_command_line
from tests.conftest import HOME, Person
from tests.models.test_privacy import with_check_character

AS_ROOT = os.geteuid() == 0


def opened(path: Path) -> store.LedgerInfo:
    """Open a ledger that needs no upgrade."""
    return store.open_ledger(path, before_upgrade=lambda: pytest.fail("no upgrade was due"))


def test_a_ledger_is_made_for_a_region_given_by_code_or_name(tmp_path: Path) -> None:
    for number, region in enumerate((HOME, "510104", "锦江区", "成都市锦江区")):
        info = store.create_ledger(tmp_path / f"{number}.db", region, "某单位")
        assert (info.region, info.region_name, info.unit) == (HOME, "锦江区", "某单位")
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["0.db", "1.db", "2.db", "3.db"]


def test_a_ledger_holds_its_region_all_under_it_and_what_is_above(ledger: Path) -> None:
    regions = store.lookups().regions
    assert {region.name for region in regions.ancestors(HOME)} == {"成都市", "四川省"}
    assert {code for code in regions.by_code if not regions.is_within(code)} == {"510100000000", "510000000000"}


@pytest.mark.parametrize("region", ["不存在区", "999999", "", "朝阳区"])
def test_an_unknown_region_is_refused_and_leaves_no_file(tmp_path: Path, region: str) -> None:
    with pytest.raises(ValueRefusedError):
        store.create_ledger(tmp_path / "new" / "l.db", region)
    assert not list(tmp_path.rglob("*.db*"))


def test_a_ledger_never_takes_anothers_place(ledger: Path) -> None:
    before = ledger.read_bytes()
    with pytest.raises(LedgerError, match="已经存在"):
        store.create_ledger(ledger, HOME)
    assert ledger.read_bytes() == before


def test_a_new_ledger_and_its_folder_are_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "某办" / "l.db"
    store.create_ledger(path, HOME)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with store.transaction():
        store.set_setting("x", "y")
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {0o600}


def test_in_a_folder_shared_by_setgid_the_group_may_read_and_write(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2770)
    store.create_ledger(shared / "l.db", HOME)
    assert stat.S_IMODE((shared / "l.db").stat().st_mode) == 0o660


def test_a_missing_ledger_is_said_with_the_way_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as raised:
        opened(tmp_path / "none.db")
    assert "county-tui init" in on_command_line(raised.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"x" * 500, b"SQLite format 3\0"])
def test_what_is_no_ledger_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "l.db"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="不是台账文件，或已损坏"):
        opened(path)
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["l.db"]


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE personnel (id)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="别的程序的数据库"):
        opened(path)
    assert path.read_bytes() == before


def test_a_folder_in_a_ledgers_place_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        opened(tmp_path)


@pytest.mark.parametrize("seed", range(12))
def test_a_ledger_damaged_anywhere_ends_in_words(person: Person, ledger: Path, seed: int) -> None:
    for number in range(30):
        person(f"干部{number}", notes="备注" * 50)
    data = bytearray(ledger.read_bytes())
    start = 100 + seed * (len(data) - 5000) // 12
    data[start : start + 5000] = bytes((start * 7 + at * 31) % 251 for at in range(5000))
    ledger.write_bytes(data)
    try:
        opened(ledger)
        with store.session():
            for row in store.stream_rows(store.Query("personnel")):
                store.history("personnel", row.id)
            store.list_rows(store.Query("personnel", search="干部"))
            store.lookups().regions.resolve("锦官驿")
        person("新人")
    except CountyError as error:
        assert error.message.isprintable()


def test_a_truncated_ledger_ends_in_words(person: Person, ledger: Path) -> None:
    person("张三")
    data = ledger.read_bytes()
    for length in (100, 4096, len(data) // 2, len(data) - 1):
        ledger.write_bytes(data[:length])
        with pytest.raises(LedgerError, match=r"损坏|不完整|不是台账"):
            opened(ledger)
            person("李四")


@pytest.mark.skipif(AS_ROOT, reason="the administrator may write everywhere")
def test_a_read_only_folder_is_said_in_words(ledger: Path, person: Person) -> None:
    ledger.parent.chmod(0o500)
    try:
        with pytest.raises(LedgerError, match=r"只读|权限"):
            person("张三")
        with pytest.raises(LedgerError, match="权限"):
            store.create_ledger(ledger.parent / "new.db", HOME)
    finally:
        ledger.parent.chmod(0o700)


def columns(table: str) -> dict[str, tuple[str, bool]]:
    """A table's columns: type and whether one must be filled."""
    rows = database.execute_sql(f"PRAGMA table_info({table})").fetchall()
    return {name: (kind, bool(required)) for _, name, kind, required, _, _ in rows}


@pytest.mark.parametrize("model", [*REGISTERS, *TABLES], ids=lambda model: model._meta.table_name)
def test_the_migrations_make_just_what_the_models_declare(ledger: Path, model: type) -> None:
    meta = model._meta  # type: ignore[attr-defined]
    with store.session():
        made = columns(meta.table_name)
        context = database.get_sql_context()
        declared = {
            field.column_name: (field.ddl_datatype(context).sql, not field.null) for field in meta.sorted_fields
        }
    assert set(made) == set(declared)  # a column added later stands last in the file, but not in forms
    for name, (kind, required) in made.items():
        assert required == declared[name][1], name
        assert affinity(kind) == affinity(declared[name][0]), name


def affinity(kind: str) -> str:
    """SQLite's column affinity, by its own rules."""
    for marks, name in ((("INT",), "integer"), (("CHAR", "CLOB", "TEXT"), "text"), (("REAL", "FLOA", "DOUB"), "real")):
        if any(mark in kind.upper() for mark in marks):
            return name
    return "numeric"


@pytest.fixture
def upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of migrations with one more than is released; the program takes its migrations from there."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(str(migrations.__file__)).parent, folder)
    monkeypatch.setattr(ledger_module, "migrations", SimpleNamespace(__file__=str(folder / "__init__.py")))
    added = folder / "0999_later.py"
    added.write_text("def up(migrator, db):\n    db.execute_sql('ALTER TABLE bases ADD COLUMN later TEXT')\n")
    yield added


def test_an_older_ledger_is_upgraded_after_a_backup(ledger: Path, upgrade: Path) -> None:
    called: list[bool] = []

    def before() -> None:
        with store.session():
            called.append("later" in columns("bases"))

    info = store.open_ledger(ledger, before)
    assert called == [False]
    assert info.region == HOME
    with store.session():
        assert "later" in columns("bases")
    opened(ledger)


def test_many_who_open_an_older_ledger_at_once_upgrade_it_once(ledger: Path, upgrade: Path) -> None:
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(4)

    def open_it() -> None:
        gate.wait()
        store.open_ledger(ledger, lambda: None)

    crowd = [context.Process(target=open_it) for _ in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert [one.exitcode for one in crowd] == [0, 0, 0, 0]
    opened(ledger)


def test_an_upgrade_that_fails_leaves_the_ledger_as_it_was(ledger: Path, upgrade: Path) -> None:
    upgrade.write_text(
        "def up(migrator, db):\n    db.execute_sql('ALTER TABLE bases ADD COLUMN later TEXT')\n"
        "    db.execute_sql('ALTER TABLE nowhere ADD COLUMN x TEXT')\n"
    )
    with pytest.raises(LedgerError):
        store.open_ledger(ledger, lambda: None)
    with store.session():
        assert "later" not in columns("bases")


def test_no_backup_no_upgrade(ledger: Path, upgrade: Path) -> None:
    def refuse() -> None:
        raise LedgerError("磁盘已满")

    with pytest.raises(LedgerError, match="磁盘已满"):
        store.open_ledger(ledger, refuse)
    with store.session():
        assert "later" not in columns("bases")


def test_a_ledger_of_a_newer_version_is_refused_untouched(ledger: Path, upgrade: Path) -> None:
    store.open_ledger(ledger, lambda: None)
    upgrade.unlink()
    before = ledger.read_bytes()
    with pytest.raises(LedgerError, match="更新版本的程序"):
        opened(ledger)
    assert ledger.read_bytes() == before


def test_settings_are_kept_and_replaced(ledger: Path) -> None:
    store.set_setting("a", "1")
    store.set_setting("a", "2")
    assert store.settings()["a"] == "2"


def test_an_id_number_is_no_unit_name(tmp_path: Path) -> None:
    with pytest.raises(ValueRefusedError):
        store.create_ledger(tmp_path / "l.db", HOME, f"张三 {with_check_character('51010419900101123')}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("UPDATE personnel SET trained_on = 'C[)+ck%'", "最近培训日期"),
        ("UPDATE personnel SET training_hours = 'x'", "本年培训学时"),
        ("UPDATE personnel SET name = CAST(x'ff' AS TEXT)", "已损坏"),
        ("UPDATE schema_migration SET name = x'00ff' WHERE id = 1", "已损坏|更新版本"),
        ("DELETE FROM region", "区划信息"),
        ("DROP TABLE setting", "不完整"),
    ],
)
def test_garbled_content_ends_in_words(person: Person, ledger: Path, broken: str, said: str) -> None:
    person("张三", trained_on="2026-5-1", training_hours="3.5")
    connection = sqlite3.connect(ledger)
    connection.execute(broken)
    connection.commit()
    connection.close()
    with pytest.raises(LedgerError, match=said):
        opened(ledger)
        store.get("personnel", 1)
