"""The divisions of the ledger: looking through them, an office's own list of them, and what each must have (应配)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import peewee

from county_tui.errors import CountyError, reason
from county_tui.models import REGISTERS
from county_tui.models.kinds import clean
from county_tui.models.privacy import holds_id_number
from county_tui.models.regions import CODE_LENGTH, LEVEL_DIGITS, Place, Places, code_range, prefix
from county_tui.models.tables import Region, RegionNeed
from county_tui.rights import Right
from county_tui.store.ledger import describe, now
from county_tui.store.ledger_lookups import lookups
from county_tui.store.searching import rebuild
from county_tui.store.session import records, session, transaction

COLUMNS = {
    "code": ("code", "代码", "区划代码"),
    "name": ("name", "名称", "区划名称"),
    "level": ("level", "级别", "层级"),
    "parent": ("parent", "上级", "上级代码"),
}
"""The columns of a list, and what their headers may say."""
TOLD = 5
"""Places a refusal names one by one: enough to see what they have in common, on one screen."""
NEEDS = ("分管领导", "专兼职", "联络员", "服务窗口")
"""What a region can be marked as having to have (5.2, 6.1.2)."""


@dataclass(frozen=True, slots=True)
class RegionChanges:
    """What a new list changed, counted in places; `total` is how many there are now."""

    total: int
    added: int
    renamed: int
    removed: int


def list_regions(search: str = "") -> list[tuple[Place, str]]:
    """The places in the ledger's region with their paths, by code; only those whose path or code holds the text."""
    places = lookups().regions
    within = sorted((p for p in places.by_code.values() if places.is_within(p.code)), key=lambda place: place.code)
    paths = [(place, places.path(place.code)) for place in within]
    return [(place, path) for place, path in paths if search in path or place.code.startswith(search)]


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CountyError(f"读不了文件 {path}（{reason(error)}）", "，请检查路径和权限。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CountyError(f"{path.name} 不是文本文件", "，请另存为 CSV（UTF-8）后再导入。")


def _columns(header: list[str], file: str) -> list[int]:
    plain = [text.strip().lower() for text in header]
    found = [next((at for at, text in enumerate(plain) if text in names), -1) for names in COLUMNS.values()]
    if -1 in found:
        wanted = "、".join(COLUMNS)
        raise CountyError(f"{file} 第 1 行缺少列", f"，要有 {wanted} 四列（代码、名称、级别、上级代码）。")
    return found


def _place(cells: list[str], where: str) -> Place:
    code, name, level, parent = cells
    if not (code.isascii() and code.isdigit() and len(code) == CODE_LENGTH):
        raise CountyError(f"{where}：区划代码“{code}”不是 {CODE_LENGTH} 位数字", "，请检查（Excel 可能改了它）。")
    if not name or "/" in name:
        raise CountyError(f"{where}：名称是空的，或含有“/”", "，请检查。")
    if holds_id_number(name):
        raise CountyError(f"{where}：名称里含有身份证号", "，请检查。")
    if level not in {"1", "2", "3", "4", "5"}:
        raise CountyError(f"{where}：级别“{level}”不是 1 至 5", "，请写 1 省 2 市 3 县 4 乡镇街道 5 社区村。")
    if len(prefix(code)) > LEVEL_DIGITS[int(level)]:
        raise CountyError(f"{where}：代码 {code} 不像是 {level} 级区划", "，请检查代码和级别。")
    return Place(code, clean(name, keep_lines=False), int(level), parent)


def _read(path: Path) -> Iterator[tuple[str, Place]]:
    """(where it stands, place) of each filled line."""
    lines = csv.reader(_decoded(path).splitlines())
    at: list[int] = []
    for number, line in enumerate(lines, start=1):
        where = f"{path.name} 第 {number} 行"
        if not any(cell.strip() for cell in line):
            continue
        if not at:
            at = _columns(line, path.name)
            continue
        if len(line) <= max(at):
            raise CountyError(f"{where}：列数不够", "，请检查。")
        yield where, _place([line[column].strip() for column in at], where)


def _checked(path: Path, home: Place) -> list[Place]:
    """The places of a list that lie in the ledger's region: each once, each under a place that is there."""
    first, last = code_range(home.code)
    found: dict[str, Place] = {}
    spots: dict[str, str] = {}
    for where, place in _read(path):
        if place.code in found:
            raise CountyError(f"{where}：代码 {place.code} 重复", f"，{spots[place.code]}已有。")
        if first <= place.code <= last:
            found[place.code], spots[place.code] = place, where
    if home.code not in found or found[home.code].level != home.level:
        raise CountyError(f"{path.name} 里没有本台账的区划 {home.name}（{home.code}）", "，请检查文件。")
    for place in found.values():
        above = found.get(place.parent)
        if place.code != home.code and (above is None or above.level >= place.level or not _lies_in(place, above)):
            raise CountyError(f"{spots[place.code]}：{place.name} 的上级 {place.parent or '（空）'} 不对", "，请检查。")
    return list(found.values())


def _lies_in(place: Place, above: Place) -> bool:
    first, last = code_range(above.code)
    return first <= place.code <= last


def _used() -> dict[str, int]:
    """How many records, those in the trash too, stand at each code."""
    found: dict[str, int] = {}
    for register in REGISTERS:
        if (region := register.fields().get("region")) is None:
            continue
        query = register.select(region, peewee.fn.count(register.id)).group_by(region)
        for code, count in records(query):
            found[code] = found.get(code, 0) + count
    return found


def _refuse_vanished(used: dict[str, int], new: Iterable[Place], old: Places) -> None:
    vanished = sorted(set(used) - {place.code for place in new})
    if not vanished:
        return
    told = "；".join(f"{old.path(code)}（{code}）{used[code]} 条" for code in vanished[:TOLD])
    more = f"等 {len(vanished)} 处" if len(vanished) > TOLD else ""
    hint = "。请先把这些记录（回收站里的也算）改到新的区划，或在新区划表里保留这些代码。"
    raise CountyError(f"新区划表里没有这些地方，但还有记录用到：{told}{more}", hint)


def import_regions(path: Path) -> RegionChanges:
    """Put a list (code, name, level, parent; csv) in the place of the ledger's; the search index follows new names.

    Raises CountyError for a bad list, or one without a code that records use.
    """
    with session():
        home_code = describe().region
        old = lookups().regions
        new = _checked(path, old.by_code[home_code])
    with transaction(right=Right.SET_UP):
        used = _used()
        _refuse_vanished(used, new, old)
        before = {place.code: place for place in old.by_code.values() if old.is_within(place.code)}
        Region.delete().where(Region.code.between(*code_range(home_code))).execute()
        rows = [(place.code, place.name, place.level, _parent(place, old)) for place in new]
        for few in peewee.chunked(rows, 200):
            Region.insert_many(few, [Region.code, Region.name, Region.level, Region.parent]).execute()
        renamed = [place for place in new if place.code in before and before[place.code].name != place.name]
        if renamed:
            _index_anew()
    added = sum(place.code not in before for place in new)
    return RegionChanges(len(new), added, len(renamed), len(before) + added - len(new))


def _parent(place: Place, old: Places) -> str:
    """The ledger's own region keeps the ancestors it has."""
    return old.by_code[place.code].parent if place.code == old.home else place.parent


def _index_anew() -> None:
    """Places are found by name: make every register's index again under the new names."""
    fresh = lookups()
    for register in REGISTERS:
        rebuild(register.register_name(), fresh)


def marked_regions() -> Mapping[str, frozenset[str]]:
    """The codes of the marked regions by need; those the ledger's list of regions no longer has are left out."""
    known = lookups().regions
    found: dict[str, set[str]] = {need: set() for need in NEEDS}
    with session():
        for region, need in records(RegionNeed.select(RegionNeed.region, RegionNeed.need)):
            if region in known.by_code:
                found.setdefault(need, set()).add(region)
    return {need: frozenset(regions) for need, regions in found.items()}


def vanished_marks() -> tuple[tuple[str, str], ...]:
    """(region's code, need) of the marks of regions that are no longer on the ledger's list."""
    known = lookups().regions
    with session():
        rows = list(records(RegionNeed.select(RegionNeed.region, RegionNeed.need).order_by(RegionNeed.region)))
    return tuple((region, need) for region, need in rows if region not in known.by_code)


def mark_regions(regions: Iterable[str], need: str, by: str, *, remove: bool = False) -> int:
    """Mark regions (codes, names or paths) as having to have something, or take the marks away.

    Returns how many marks changed. Raises CountyError for an unknown need or region; then nothing changes. A mark of a
    region that no longer exists can be taken away by its code.
    """
    if need not in NEEDS:
        raise CountyError(f"没有“{need}”这一项应配", f"，可写：{'、'.join(NEEDS)}。")
    places = lookups().regions
    gone = {region for region, _ in vanished_marks()} if remove else set()
    codes = [text.strip() if text.strip() in gone else places.resolve(text) for text in regions]
    before = marked_regions()[need] | gone
    changed = {code for code in codes if (code in before) == remove}
    with transaction(right=Right.SET_UP):
        for code in sorted(changed):
            if remove:
                RegionNeed.delete().where((RegionNeed.region == code) & (RegionNeed.need == need)).execute()
            else:
                RegionNeed.create(region=code, need=need, at=now(), by=by)
    return len(changed)
