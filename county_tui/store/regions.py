"""The regions of the ledger: looking through them, an office's own list of them, and what each must have (应配)."""

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
from county_tui.models.regions import CODE_LENGTH, LEVEL_DIGITS, Region, Regions, code_range, prefix
from county_tui.models.tables import RegionNeed, RegionRow
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
"""Regions a refusal names one by one: enough to see what they have in common, on one screen."""
NEEDS = ("分管领导", "专兼职", "联络员", "服务窗口")
"""What a region can be marked as having to have (5.2, 6.1.2)."""


@dataclass(frozen=True, slots=True)
class RegionChanges:
    """What a new list changed, counted in regions; `total` is how many there are now."""

    total: int
    added: int
    renamed: int
    removed: int


def list_regions(search: str = "") -> list[tuple[Region, str]]:
    """The regions in the ledger's region with their paths, by code; only those whose path or code holds the text."""
    regions = lookups().regions
    within = sorted((p for p in regions.by_code.values() if regions.is_within(p.code)), key=lambda region: region.code)
    paths = [(region, regions.path(region.code)) for region in within]
    return [(region, path) for region, path in paths if search in path or region.code.startswith(search)]


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


def _region(cells: list[str], where: str) -> Region:
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
    return Region(code, clean(name, keep_lines=False), int(level), parent)


def _read(path: Path) -> Iterator[tuple[str, Region]]:
    """(where it stands, region) of each filled line."""
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
        yield where, _region([line[column].strip() for column in at], where)


def _checked(path: Path, home: Region) -> list[Region]:
    """The regions of a list that lie in the ledger's region: each once, each under a region that is there."""
    first, last = code_range(home.code)
    found: dict[str, Region] = {}
    spots: dict[str, str] = {}
    for where, region in _read(path):
        if region.code in found:
            raise CountyError(f"{where}：代码 {region.code} 重复", f"，{spots[region.code]}已有。")
        if first <= region.code <= last:
            found[region.code], spots[region.code] = region, where
    if home.code not in found or found[home.code].level != home.level:
        raise CountyError(f"{path.name} 里没有本台账的区划 {home.name}（{home.code}）", "，请检查文件。")
    for region in found.values():
        above = found.get(region.parent)
        if region.code != home.code and (above is None or above.level >= region.level or not _lies_in(region, above)):
            raise CountyError(
                f"{spots[region.code]}：{region.name} 的上级 {region.parent or '（空）'} 不对", "，请检查。"
            )
    return list(found.values())


def _lies_in(region: Region, above: Region) -> bool:
    first, last = code_range(above.code)
    return first <= region.code <= last


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


def _refuse_vanished(used: dict[str, int], new: Iterable[Region], old: Regions) -> None:
    vanished = sorted(set(used) - {region.code for region in new})
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
        before = {region.code: region for region in old.by_code.values() if old.is_within(region.code)}
        RegionRow.delete().where(RegionRow.code.between(*code_range(home_code))).execute()
        rows = [(region.code, region.name, region.level, _parent(region, old)) for region in new]
        for few in peewee.chunked(rows, 200):
            RegionRow.insert_many(few, [RegionRow.code, RegionRow.name, RegionRow.level, RegionRow.parent]).execute()
        renamed = [region for region in new if region.code in before and before[region.code].name != region.name]
        if renamed:
            _index_anew()
    added = sum(region.code not in before for region in new)
    return RegionChanges(len(new), added, len(renamed), len(before) + added - len(new))


def _parent(region: Region, old: Regions) -> str:
    """The ledger's own region keeps the ancestors it has."""
    return old.by_code[region.code].parent if region.code == old.home else region.parent


def _index_anew() -> None:
    """Regions are found by name: make every register's index again under the new names."""
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
    known = lookups().regions
    gone = {region for region, _ in vanished_marks()} if remove else set()
    codes = [text.strip() if text.strip() in gone else known.resolve(text) for text in regions]
    before = marked_regions()[need] | gone
    changed = {code for code in codes if (code in before) == remove}
    with transaction(right=Right.SET_UP):
        for code in sorted(changed):
            if remove:
                RegionNeed.delete().where((RegionNeed.region == code) & (RegionNeed.need == need)).execute()
            else:
                RegionNeed.create(region=code, need=need, at=now(), by=by)
    return len(changed)
