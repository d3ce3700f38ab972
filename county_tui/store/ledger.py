"""Making, opening and describing a ledger file."""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import peewee
from playhouse.migrations import Migration, Runner

from county_tui.errors import (
    DamagedLedgerError,
    LedgerError,
    MissingLedgerError,
    Remedy,
    ValueRefusedError,
    reason,
)
from county_tui.models import REGISTERS, migrations
from county_tui.models.kinds import clean
from county_tui.models.privacy import holds_id_number
from county_tui.models.regions import Region, Regions, code_range
from county_tui.models.sqlite import APPLICATION_ID, database
from county_tui.models.tables import ChoiceOption, RegionRow, Setting
from county_tui.rights import Right, require
from county_tui.store.damage import clear_damage, known_damage
from county_tui.store.files import make_private, make_private_folder
from county_tui.store.ledger_lookups import lookups, settings
from county_tui.store.rows import MOMENT, Stamp
from county_tui.store.searching import rebuild
from county_tui.store.session import bind, bound_path, bulk_transaction, session, transaction

INDEX_SETTING, STALE = "search_index", "stale"
"""What a migration writes that changes which texts are searched."""
PROVINCE = "510000000000"
UPGRADE_TOLD = "upgrade_told"
"""What a migration leaves word of."""


@dataclass(frozen=True, slots=True)
class LedgerInfo:
    """What a ledger says of itself."""

    path: Path
    region: str
    region_name: str
    unit: str


def now() -> str:
    """This moment as it is stored: UTC, to the second."""
    return datetime.now(UTC).strftime(MOMENT)


def stamped(by: str, batch: int | None = None) -> Stamp:
    """The stamp of a change made this moment."""
    return Stamp(now(), by, batch)


def shipped_regions(home: str = PROVINCE) -> Regions:
    """All regions of Sichuan that ship with the program, around one of them."""
    with files("county_tui").joinpath("data/regions_sichuan.csv").open("r", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return Regions.of(home, (Region(code, name, int(level), parent) for code, name, level, parent in rows))


def seeded_choices() -> Iterator[tuple[str, str, int, str]]:
    """(list, label, position, note) of the choice lists a new ledger starts with."""
    data = files("county_tui").joinpath("data")
    lists = tomllib.loads(data.joinpath("choices.toml").read_text("utf-8"))
    for options, labels in lists.items():
        for position, label in enumerate(labels):
            yield options, label, position, ""
    with data.joinpath("standard_clauses.csv").open("r", encoding="utf-8") as file:
        titles = {row["clause"]: row["title"] for row in csv.DictReader(file)}
    for position, (clause, title) in enumerate(titles.items()):
        yield "clause", clause, position, title


def _runner() -> Runner:
    return Runner(database, str(Path(str(migrations.__file__)).parent), table_name="schema_migration")


def known_migrations() -> tuple[str, ...]:
    """The names of the migrations this program knows, in order."""
    return tuple(step.name for step in _runner().migrations())


def _fill(regions: Regions, home: str, unit: str) -> None:
    """Migrate an empty database and write what a new ledger starts with."""
    first, last = code_range(home)
    ancestors = {region.code for region in regions.ancestors(home)}
    kept = [p for p in regions.by_code.values() if first <= p.code <= last or p.code in ancestors]
    database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    _runner().up()
    with database.atomic():
        rows = [(region.code, region.name, region.level, region.parent) for region in kept]
        for batch in peewee.chunked(rows, 200):
            RegionRow.insert_many(batch, [RegionRow.code, RegionRow.name, RegionRow.level, RegionRow.parent]).execute()
        columns = [ChoiceOption.options, ChoiceOption.label, ChoiceOption.position, ChoiceOption.note]
        ChoiceOption.insert_many(list(seeded_choices()), columns).execute()
        for name, value in (("region", home), ("unit", unit), ("created_at", now())):
            Setting.create(name=name, value=value)
        Setting.delete().where(Setting.name == INDEX_SETTING).execute()


def create_ledger(path: Path, region: str, unit: str = "") -> LedgerInfo:
    """Make a new ledger for one region (code or name). It appears whole or not at all. Raises if one is there."""
    require(Right.SET_UP)
    if path.exists():
        raise LedgerError(f"{path} 已经存在", "，请换一个文件名；要打开它，直接运行 county-tui。")
    if holds_id_number(unit):
        raise ValueRefusedError("填报单位里含有身份证号", "，请改写单位名称。")
    regions = shipped_regions()
    home = regions.resolve(region)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        make_private_folder(path.parent)
        draft.unlink(missing_ok=True)
        make_private(draft)
        bind(draft)
        with session():
            _fill(regions, home, clean(unit, keep_lines=False))
        clear_damage(path)
        draft.replace(path)
    except OSError as error:
        raise LedgerError(f"无法在 {path.parent} 里建立台账（{reason(error)}）", "，请检查文件夹权限。") from error
    finally:
        with suppress(OSError):
            for leftover in path.parent.glob(f"{draft.name}*"):
                leftover.unlink()
        bind(path)
    return describe()


def _is_cut_off(path: Path, head: bytes) -> bool:
    """Whether the last page is not whole; with a write-ahead log beside it SQLite mends that itself."""
    page_size = int.from_bytes(head[16:18], "big")
    wal = path.with_name(path.name + "-wal")
    return page_size >= 512 and path.stat().st_size % page_size != 0 and not wal.exists()


def _check_file(path: Path) -> None:
    """Refuse what is not there, not readable or not a ledger, before SQLite touches it."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
        is_cut_off = _is_cut_off(path, head)
    except FileNotFoundError:
        raise MissingLedgerError(f"没有找到台账 {path}", remedy=Remedy.SET_UP_LEDGER) from None
    except OSError as error:
        raise LedgerError(f"读不了台账 {path}（{reason(error)}）", "，请检查文件权限。") from error
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0") or is_cut_off:
        raise DamagedLedgerError(f"{path} 不是台账文件，或已损坏", "，请检查路径。", Remedy.RESTORE_BACKUP)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise LedgerError(f"{path} 是别的程序的数据库，不是台账", "，请检查路径。")


def open_ledger(path: Path, before_upgrade: Callable[[], object]) -> LedgerInfo:
    """Bind and check a ledger; bring an older one up to date after calling `before_upgrade` (a backup)."""
    _check_file(path)
    bind(path)
    with session():
        runner = _runner()
        status = _status(runner)
        if any(step.path is None for step in status):
            raise LedgerError(f"{path} 是由更新版本的程序建立的", remedy=Remedy.UPGRADE_PROGRAM)
        if any(step.applied is None for step in status):
            if damage := known_damage(path):
                raise damage
            before_upgrade()
            _upgrade(runner)
        _index_anew()
        return describe()


def _status(runner: Runner) -> list[Migration]:
    """The migrations, applied and due. Raises LedgerError for a garbled list of them."""
    try:
        return list(runner.status())
    except (TypeError, ValueError) as error:
        raise DamagedLedgerError("台账文件已损坏", remedy=Remedy.RESTORE_BACKUP) from error


def _upgrade(runner: Runner) -> None:
    """Apply the migrations that are due; another process that opens the ledger just now may come first."""
    try:
        runner.up()
    except peewee.DatabaseError:
        if any(step.applied is None for step in runner.status()):
            raise


def _index_anew() -> None:
    """Make the search indexes anew where a migration said that other texts belong into them."""
    if settings().get(INDEX_SETTING) == STALE:
        with bulk_transaction(right=Right.LOOK):  # upkeep, whoever opens the ledger
            for register in REGISTERS:
                rebuild(register.register_name(), lookups())
            Setting.delete().where(Setting.name == INDEX_SETTING).execute()


def upgrade_told() -> str:
    """What an upgrade changed in this ledger's records, in words, once: then it is forgotten."""
    with session():
        told = Setting.get_or_none(Setting.name == UPGRADE_TOLD)
    if told is None:
        return ""
    with transaction(right=Right.LOOK):
        told.delete_instance()
    return str(told.value)


def describe() -> LedgerInfo:
    """The bound ledger's own description."""
    with session():
        kept = settings()
        home = RegionRow.get_or_none(RegionRow.code == kept.get("region", ""))
        if home is None:
            raise DamagedLedgerError("台账里没有区划信息，文件不完整", remedy=Remedy.RESTORE_BACKUP)
        return LedgerInfo(bound_path(), home.code, home.name, kept.get("unit", ""))
