"""What fields need to know of the ledger to read and write their values: regions, choice lists, names of records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from county_tui.errors import ValueRefusedError
from county_tui.models.regions import Regions
from county_tui.printable import shown

DETAIL_MARK = "，"
"""Between two details of a name: 投诉件数（2026，锦官驿街道）."""


@dataclass(slots=True)
class NameIndex:
    """The live records of one register by name; `details` tells two of one name apart (unit, or region)."""

    title: str
    names: dict[int, str]
    details: dict[int, str]
    ends: dict[int, str] = field(default_factory=dict)
    """The day, or the month or year, after which a record serves no more; only of those that have one."""
    regions: dict[int, str] = field(default_factory=dict)
    """The region's code of each."""
    _ids: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in self.names:
            self._add(key)

    def _add(self, key: int) -> None:
        for spelling in self._spellings(key):
            self._ids.setdefault(spelling, []).append(key)

    def add(self, key: int, name: str, detail: str, end: str = "") -> None:
        """Take in a record that is not in the ledger yet."""
        self.names[key], self.details[key] = name, detail
        if end:
            self.ends[key] = end
        self._add(key)

    def _spellings(self, key: int) -> list[str]:
        """What the record may be called, the shortest first: its name alone, with its first detail, with all."""
        name, details = self.names[key], self.details[key].split(DETAIL_MARK)
        partly = [f"{name}（{details[0]}）"] if len(details) > 1 else []
        return [name, *partly, self._in_full(key)]

    def _in_full(self, key: int) -> str:
        return f"{self.names[key]}（{self.details[key]}）"

    def ids(self, text: str) -> list[int]:
        """The ids of all records a name may mean."""
        text = text.strip()
        spellings = (text, "".join(text.split()).replace("(", "（").replace(")", "）"))
        return next((self._ids[spelling] for spelling in spellings if spelling in self._ids), [])

    def resolve(self, text: str) -> int:
        """The id of the one record of that name. Refuses an unknown or a shared name, with what to write."""
        text = text.strip()
        found = self.ids(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValueRefusedError(f"“{self.title}”里没有{shown(text)}", f"，请先登记到“{self.title}”，或检查名称。")
        full = "、".join(self._in_full(key) for key in found[:4])
        raise ValueRefusedError(f"“{self.title}”里有 {len(found)} 个{shown(text)}", f"，请写明是哪一个：{full}。")

    def name(self, key: int) -> str:
        """The name that `resolve` takes back; a record in the trash keeps its name."""
        name = self.names.get(key)
        if name is None:
            return f"（已删除的记录 {key}）"
        alone = (spelling for spelling in self._spellings(key) if len(self._ids[spelling]) == 1)
        return next(alone, self._in_full(key))


def _no_record(register: str, number: int) -> str:
    raise ValueRefusedError(f"没有找到{shown(f'{register}#{number}')}", "，请检查台账名称和编号。")


@dataclass(slots=True)
class Lookups:
    """Regions, choice lists and names, each read from the ledger when first asked for."""

    load_regions: Callable[[], Regions]
    load_choices: Callable[[], Mapping[str, tuple[str, ...]]]
    load_names: Callable[[str], NameIndex]
    find_record: Callable[[str, int], str] = _no_record
    """A record of any register, by the register's name or label and its number: `service_records:12`."""
    register_label: Callable[[str], str] = str
    """A register's label by its name."""
    fingerprint: Callable[[str], str] = str
    """The SHA-256 of a file in the office's folder of evidence. Raises ValueRefusedError for one not to be had."""
    _regions: Regions | None = None
    _choices: Mapping[str, tuple[str, ...]] | None = None
    _names: dict[str, NameIndex] = field(default_factory=dict)

    @property
    def regions(self) -> Regions:
        """The ledger's region, all under it, and its ancestors."""
        if self._regions is None:
            self._regions = self.load_regions()
        return self._regions

    def choices(self, options: str) -> tuple[str, ...]:
        """The labels of a choice list, in order."""
        if self._choices is None:
            self._choices = self.load_choices()
        return self._choices.get(options, ())

    def names(self, register: str) -> NameIndex:
        """The live records of a register by name."""
        if register not in self._names:
            self._names[register] = self.load_names(register)
        return self._names[register]
