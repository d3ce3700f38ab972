"""Fields that point elsewhere: to a region, or to a record of another register."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import peewee

from county_tui.errors import ValueRefusedError
from county_tui.models.kinds.base import Given, Kind, Plain, Value, as_text, folded, refuse_exponent
from county_tui.models.lookups import Lookups
from county_tui.printable import shown


class RegionCode(Kind, peewee.CharField):
    """A region within the ledger's own, kept as its 12-digit code and written as its path."""

    kind: ClassVar[str] = "region"
    takes: ClassVar[str] = "街道（乡镇）或社区的名称，如 锦官驿街道/大慈寺社区"
    is_searchable: ClassVar[bool] = True

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, max_length=12, **options)

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The code of the one region a code, name or path means."""
        text = as_text(given)
        refuse_exponent(text.strip(), "区划代码")
        return lookups.regions.resolve(text)

    def format(self, value: Value, lookups: Lookups) -> str:
        """The path under the ledger's region."""
        return "" if value is None else lookups.regions.path(str(value))


class Reference(Kind, peewee.ForeignKeyField):
    """A record of another register, kept as its id and written as its name."""

    kind: ClassVar[str] = "reference"
    takes: ClassVar[str] = "已登记的名称"

    def __init__(self, label: str, register: type[peewee.Model], **options: Any) -> None:
        super().__init__(
            label, model=register, backref="+", lazy_load=False, index=False, on_delete="RESTRICT", **options
        )

    @property
    def register(self) -> str:
        """The name of the register it points to."""
        return str(self.rel_model.register_name())

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The id of the one record of that name."""
        return lookups.names(self.register).resolve(as_text(given))

    def format(self, value: Value, lookups: Lookups) -> str:
        """The record's name, with its region or unit behind it where two share the name."""
        return "" if value is None else lookups.names(self.register).name(int(value))  # type: ignore[arg-type]

    def plain(self, value: Value, lookups: Lookups) -> Plain:
        """The name."""
        return None if value is None else self.format(value, lookups)

    def from_db(self, stored: Any) -> Value:
        """The id."""
        return stored  # type: ignore[no-any-return]

    def to_db(self, value: Any) -> Any:
        """The id, also of a model instance as peewee's joins hand it in."""
        return value.get_id() if isinstance(value, peewee.Model) else value


class RecordLink(Kind, peewee.TextField):
    """Any record of any register, in the trash or not: kept as `service_records:12`, written `服务记录#12`."""

    kind: ClassVar[str] = "record"
    takes: ClassVar[str] = "台账名称#编号，如 服务记录#12"

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The one record meant. Refuses what is not written so, and a record that never was."""
        text = folded(as_text(given))
        match = re.fullmatch(r"(.+?)[#:](\d{1,12})号?", text)
        if match is None:
            raise ValueRefusedError(
                f"{shown(as_text(given))}看不出是哪条记录", "，请写成 台账名称#编号，如 服务记录#12。"
            )
        return lookups.find_record(match.group(1), int(match.group(2)))

    def format(self, value: Value, lookups: Lookups) -> str:
        """The register's label and the record's number."""
        register, _, number = str(value or "").partition(":")
        return f"{lookups.register_label(register)}#{number}" if number else ""


class FilePath(Kind, peewee.TextField):
    """A file within the office's folder of evidence, by its path from there."""

    kind: ClassVar[str] = "file"
    takes: ClassVar[str] = "佐证文件夹里的文件，如 2026/一季度/总结.pdf"
    is_searchable: ClassVar[bool] = True

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The path with plain slashes. Refuses one that leads out; whether it is there is asked on saving."""
        parts = [part for part in as_text(given).strip().replace("\\", "/").split("/") if part != "."]
        text = "/".join(parts)
        if not text.isprintable() or not parts[0] or ".." in parts or re.match(r"[A-Za-z]:|~", text):
            raise ValueRefusedError(f"{shown(text)}不在佐证文件夹里", "，请写从佐证文件夹起的路径，不用 .. 和盘符。")
        return text
