"""Regions by code, name and path: how a region cell is understood, and how a region is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from county_tui.errors import ValueRefusedError
from county_tui.printable import shown

CODE_LENGTH = 12
"""Digits of a statistical division code."""
LEVEL_DIGITS = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
TOWN_LEVEL = 4

_OFFICES = (
    ("街道办事处", "街道"),
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", ""),
    ("村民委员会", "村"),
    ("村委会", "村"),
    ("居委会", ""),
    ("镇人民政府", "镇"),
    ("乡人民政府", "乡"),
    ("街道办", "街道"),
)
_BARE = re.compile(r"(.{2,}?)(社区|街道|地区|自治县|自治州|[\u4e00-\u9fff]{1,2}族乡|新区|省|市|区|县|镇|乡|村)")


@dataclass(frozen=True, slots=True)
class Region:
    """One region (州, 县, 街道, 社区): 12-digit code, name, level (1 province … 5 community) and parent's code."""

    code: str
    name: str
    level: int
    parent: str


def prefix(code: str) -> str:
    """The digits all codes under this one share: `510104000000` → `510104`."""
    for digits in LEVEL_DIGITS.values():
        if not code[digits:].strip("0"):
            return code[:digits]
    return code


def is_below_towns(code: str) -> bool:
    """Whether a code is a community's or village's."""
    return code[LEVEL_DIGITS[TOWN_LEVEL] :].strip("0") != ""


def town_or_above(code: str) -> str:
    """The town a region lies in; a region above the towns is its own."""
    return code[: LEVEL_DIGITS[TOWN_LEVEL]].ljust(CODE_LENGTH, "0")


def code_range(code: str) -> tuple[str, str]:
    """The first and last code of a region's subtree, itself included."""
    stem = prefix(code)
    return stem.ljust(CODE_LENGTH, "0"), stem.ljust(CODE_LENGTH, "9")


def _without_office(name: str) -> str:
    for ending, kept in _OFFICES:
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)] + kept
    return name


def spellings(name: str) -> dict[str, int]:
    """A region's name as it may be written, each with its distance: 大慈寺社区居委会 0, 大慈寺社区 1, 大慈寺 2."""
    short = _without_office(name)
    bare = _BARE.fullmatch(short)
    return {bare.group(1) if bare else short: 2, short: 1, name: 0}


@dataclass(slots=True)
class Regions:
    """A region, everything under it and its ancestors, as a clerk would name them."""

    home: str
    by_code: dict[str, Region]
    _spelled: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    _below: dict[tuple[str, int], tuple[Region, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, home: str, regions: Iterable[Region]) -> Regions:
        """The regions around a ledger's region."""
        return cls(home, {region.code: region for region in regions})

    def _chain(self, code: str) -> Iterator[Region]:
        """The region's ancestors, nearest first."""
        region = self.by_code.get(self.by_code[code].parent)
        while region is not None:
            yield region
            region = self.by_code.get(region.parent)

    def ancestors(self, code: str) -> list[Region]:
        """The regions above one, nearest first."""
        return list(self._chain(code))

    def is_within(self, code: str) -> bool:
        """Whether a code lies in the ledger's region."""
        first, last = code_range(self.home)
        return first <= code <= last

    @staticmethod
    def is_under(code: str, region: str) -> bool:
        """Whether a code lies in the subtree of a region."""
        first, last = code_range(region)
        return first <= code <= last

    def path(self, code: str) -> str:
        """The names from just below the ledger's region down to this one, joined by `/`."""
        region = self.by_code.get(code)
        if region is None:
            return code
        names = [region.name]
        if code != self.home:
            for ancestor in self._chain(code):
                if ancestor.code == self.home:
                    break
                names.append(ancestor.name)
        return "/".join(reversed(names))

    def below(self, region: str, level: int) -> tuple[Region, ...]:
        """The regions of a level in a region, by code; gathered once, for a province has 38,000."""
        found = self._below.get((region, level))
        if found is None:
            first, last = code_range(region)
            here = (one for code, one in sorted(self.by_code.items()) if first <= code <= last)
            found = self._below[region, level] = tuple(one for one in here if one.level == level)
        return found

    def towns(self) -> list[Region]:
        """The regions of level 4 in the ledger's region, by code."""
        return list(self.below(self.home, TOWN_LEVEL))

    def town_of(self, code: str) -> str:
        """The code of the town a region lies in, or of the ledger's region for regions above the towns."""
        return code[:9] + "000" if code[6:9] != "000" else self.home

    def _index(self) -> dict[str, list[tuple[str, int]]]:
        if not self._spelled:
            for region in self.by_code.values():
                for spelling, rank in spellings(region.name).items():
                    self._spelled.setdefault(spelling, []).append((region.code, rank))
        return self._spelled

    def _fits(self, head: str, chain: tuple[Region, ...]) -> bool:
        """Whether a text is made of names of these ancestors, nearest at its end; some may be missing."""
        if not head:
            return True
        for at, ancestor in enumerate(chain):
            for spelling in spellings(ancestor.name):
                if head.endswith(spelling) and self._fits(head[: -len(spelling)], chain[at + 1 :]):
                    return True
        return False

    def _matches(self, text: str) -> dict[str, int]:
        """The codes a name or path could mean, each with how far from its official name it is spelled."""
        found: dict[str, int] = {}
        for at in range(len(text)):
            for code, rank in self._index().get(text[at:], ()):
                if self._fits(text[:at], tuple(self._chain(code))):
                    found[code] = min(rank, found.get(code, rank))
        return found

    def _by_code(self, digits: str) -> str:
        code = digits.ljust(CODE_LENGTH, "0")
        if code not in self.by_code or not self.is_within(code):
            raise ValueRefusedError(f"区划代码 {digits} 不在{self.by_code[self.home].name}之内", "，请检查代码。")
        return code

    def candidates(self, text: str) -> list[str]:
        """The codes in the ledger's region that a name or path could mean, the best spelled only."""
        written = re.sub(r"[\s/\\>＞→·\-—、,]+", "", unicodedata.normalize("NFKC", text))
        found = self._matches(written)
        if not found and (short := _without_office(written)) != written:
            found = self._matches(short)
        within = {code: rank for code, rank in found.items() if self.is_within(code)}
        best = min(within.values(), default=0)
        return sorted(code for code, rank in within.items() if rank == best)

    def resolve(self, text: str) -> str:
        """The code of the one region a code, a name or a path means. Refuses with candidates or a next step."""
        digits = unicodedata.normalize("NFKC", text).strip()
        if re.fullmatch(r"[0-9]{2,12}", digits):
            return self._by_code(digits)
        home = self.by_code[self.home].name
        found = self.candidates(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValueRefusedError(f"{home}没有叫{shown(text)}的地方", "，请写街道（乡镇）或社区的全名，或区划代码。")
        paths = "；".join(self.path(code) for code in found[:5])
        raise ValueRefusedError(f"{shown(text)}有 {len(found)} 处同名", f"，请写明上级，如：{paths}。")
