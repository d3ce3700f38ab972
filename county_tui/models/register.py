"""The base of the registers: a peewee model whose fields are our kinds, and what every record carries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import ClassVar

import peewee

from county_tui.models.kinds import Date, Kind, Text, Value
from county_tui.models.lookups import DETAIL_MARK, Lookups
from county_tui.models.rules import FieldProblem, Rule, Values, is_before
from county_tui.models.sqlite import database
from county_tui.models.worked_out import WorkedOut

COMPUTED = "推算"
"""Stands behind a value that was not entered but worked out."""
DATES = ("date", "partial-date")
STAMPS: Mapping[str, Kind] = {
    "created_at": Date("录入日期"),
    "created_by": Text("录入人"),
    "updated_at": Date("修改日期"),
    "updated_by": Text("修改人"),
}
"""What every record carries beside its fields, as one asks for it: by the day, though it is kept as a moment (UTC)."""


Follows = tuple[str, Callable[[Value, Lookups], Value]]
"""The field that something is taken down into, and what is, of the value entered."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Where a replaced value goes: a record of `register` that refers to this one and holds it; `given` is the rest."""

    register: str
    reference: str
    field: str
    given: tuple[tuple[str, Value], ...]


def key_of(parts: tuple[object, ...]) -> int:
    """A signed 64-bit number that stands for the parts of a key."""
    text = "\x1f".join(["" if part is None else str(part) for part in parts])
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


class LedgerModel(peewee.Model):
    """Any table of a ledger."""

    class Meta:
        database = database
        legacy_table_names = False


class Register(LedgerModel):
    """A register. The fields of a subclass, in order, are its columns everywhere."""

    id = peewee.AutoField()
    version = peewee.IntegerField(default=1)
    record_key = peewee.BigIntegerField()
    created_at = peewee.TextField()
    created_by = peewee.TextField()
    updated_at = peewee.TextField()
    updated_by = peewee.TextField()
    deleted_at = peewee.TextField(null=True)
    deleted_by = peewee.TextField(null=True)

    label: ClassVar[str]
    """The register's Chinese name."""
    is_usual: ClassVar[bool] = False
    """Whether home shows it from the first day on; any other register stands under 更多 until it has records."""
    key: ClassVar[tuple[str, ...]]
    """The fields a second import matches on."""
    pairs_by: ClassVar[tuple[str, ...]] = ()
    """What does not change about a record whose key may be blank; several records may be alike in these."""
    dated_by: ClassVar[str] = ""
    """The field that says in which period a record lies; empty where records have no such day."""
    measured_by: ClassVar[tuple[str, ...]] = ()
    """Numbers of which one far above the usual is worth a warning."""
    ends: ClassVar[tuple[str, str]] = ("", "")
    """The field that says when a record served last, and the word for it; nothing later may refer to the record."""
    done_by: ClassVar[tuple[str, ...]] = ()
    """Days of what has been done: one after today is worth a warning."""
    order: ClassVar[tuple[str, ...]]
    """The fields the list is sorted by to begin with; `-` before a name sorts downwards."""
    listed: ClassVar[tuple[str, ...]]
    """The fields a list shows first, the most important one first."""
    counts_residents: ClassVar[bool] = False
    """Whether records count what residents receive: then none of its texts may say anything of one of them."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    computed: ClassVar[Mapping[str, Callable[[Values], Value]]] = {}
    """What a blank field counts as, worked out from the others; it is shown as computed and never stored."""
    worked_out: ClassVar[Mapping[str, WorkedOut]] = {}
    """What lists, records and exports show beside the fields: numbers that the reports know."""
    follows: ClassVar[Mapping[str, Follows]] = {}
    """What is taken down of a field's value the moment it is entered, into which other field."""
    replaced: ClassVar[Mapping[str, Replaced]] = {}
    """The fields whose value, when another takes its place, lives on as a record of another register."""

    @classmethod
    def register_name(cls) -> str:
        """The register's name in code: `service_records`."""
        return str(cls._meta.table_name)

    @classmethod
    @cache
    def fields(cls) -> Mapping[str, Kind]:
        """The register's own fields by name, in order of declaration."""
        return {field.name: field for field in cls._meta.sorted_fields if isinstance(field, Kind)}

    @classmethod
    @cache
    def askable(cls) -> dict[str, Kind]:
        """All that a condition can ask for: the fields, and what every record carries."""
        return {**cls.fields(), **STAMPS}

    @classmethod
    @cache
    def labels(cls) -> Mapping[str, str]:
        """The labels of all that is shown of a record, by name: its fields, then what is worked out."""
        return {name: shown.label for part in (cls.fields(), cls.worked_out) for name, shown in part.items()}

    @classmethod
    @cache
    def listed_columns(cls) -> tuple[str, ...]:
        """What a list shows first: the listed fields, each with what is worked out behind it."""
        behind = {field: [name for name, one in cls.worked_out.items() if one.behind == field] for field in cls.listed}
        return tuple(name for field in cls.listed for name in (field, *behind[field]))

    @classmethod
    @cache
    def required(cls) -> tuple[str, ...]:
        """The fields a record cannot be saved without."""
        return tuple(name for name, field in cls.fields().items() if field.is_required)

    @classmethod
    @cache
    def name_field(cls) -> str:
        """What a person calls a record by: the first listed text it cannot be without, else what is listed first."""
        fields = cls.fields()
        texts = (name for name in cls.listed if fields[name].kind == "text" and fields[name].is_required)
        return next(texts, cls.listed[0])

    @classmethod
    @cache
    def naming(cls) -> Naming:
        """How its records are named and told apart."""
        fields, first = cls.fields(), cls.name_field()
        days = (name for name in cls.listed if fields[name].kind in DATES and fields[name].is_required)
        regions = (name for name in cls.listed if fields[name].kind == "region")
        telling = tuple(dict.fromkeys((first, *cls.key, *days, *regions)))
        return Naming(cls, tuple(name for name in cls.key if name != first), telling)

    @classmethod
    def column(cls, name: str) -> str:
        """The database column of a field."""
        return str(cls._meta.fields[name].column_name)

    @classmethod
    def text(cls, name: str, values: Values, lookups: Lookups) -> str:
        """A field of a record as a person reads it; what stands in for a blank is marked as computed."""
        field, value = cls.fields()[name], values.get(name)
        if value is not None or name not in cls.computed:
            return field.format(value, lookups)
        text = field.format(cls.computed[name](values), lookups)
        return text and text + COMPUTED

    @classmethod
    def record_key_of(cls, values: Values) -> int:
        """The number a record is matched by: its key fields, or what does not change where the key may be blank."""
        return key_of(tuple(values.get(name) for name in cls.pairs_by or cls.key))

    @classmethod
    def record_keys_of(cls, rows: Sequence[Sequence[Value]]) -> list[int]:
        """The same for several records, each given by its values in field order."""
        names = list(cls.fields())
        positions = [names.index(name) for name in cls.pairs_by or cls.key]
        columns = (map(itemgetter(at), rows) for at in positions)
        return list(map(key_of, zip(*columns, strict=True)))

    @classmethod
    def is_keyed(cls, values: Values) -> bool:
        """Whether the record's key names it alone (a service record without a number may stand twice)."""
        return not cls.pairs_by or all(values.get(name) is not None for name in cls.key)

    @classmethod
    @cache
    def defaults(cls) -> Mapping[str, Value]:
        """What stands in a field that was left blank when a record was made."""
        return {name: field.default for name, field in cls.fields().items() if field.default is not None}

    @classmethod
    def not_kept(cls, values: Values) -> tuple[str, ...]:
        """The fields of a record with these values that must stay blank, whatever a file or a draft says."""
        return ()

    @classmethod
    def key_label(cls) -> str:
        """The key in words: `姓名+工作单位`."""
        return "+".join(cls.fields()[name].label for name in cls.key)

    @classmethod
    def problems(cls, values: Values) -> list[FieldProblem]:
        """Everything wrong with a record: missing required fields and broken rules, in field order."""
        fields = cls.fields()
        missing = [
            FieldProblem(name, f"“{fields[name].label}”必须填写。")
            for name in cls.required()
            if values.get(name) is None
        ]
        return missing + [problem for rule in cls.rules for problem in rule.check(fields, values)]

    @classmethod
    def end(cls, values: Values, lookups: Lookups) -> str:
        """When a record served last, as text; empty for one that still serves."""
        return cls.text(cls.ends[0], values, lookups) if cls.ends[0] else ""

    @classmethod
    def after_the_end(cls, values: Values, lookups: Lookups, changed: Collection[str]) -> list[FieldProblem]:
        """The references to records that no longer served on the record's day, where `changed` bears on that."""
        day = values.get(cls.dated_by) if cls.dated_by else None
        found = []
        for name, field in cls.fields().items() if day is not None else ():
            key = values.get(name) if field.kind == "reference" else None
            if isinstance(key, int) and not {name, cls.dated_by}.isdisjoint(changed):
                model = cls._meta.fields[name].rel_model
                index = lookups.names(model.register_name())
                end = index.ends.get(key)
                if end is not None and is_before(end, day):
                    dated = f"“{cls.fields()[cls.dated_by].label}”{cls.text(cls.dated_by, values, lookups)}"
                    message = f"{index.name(key)}已于 {end} {model.ends[1]}，{dated}在那以后；请核对日期，或改选别的。"
                    found.append(FieldProblem(name, f"“{field.label}”{message}"))
        return found

    @classmethod
    def crossings(cls, values: Values) -> list[FieldProblem]:
        """What texts among these values say of a resident: a sentence for each, which never quotes the text."""
        fields = cls.fields()
        return [
            FieldProblem(name, f"“{fields[name].label}”{found.what}，{found.instead}。")
            for name, value in values.items()
            if fields[name].kind == "text" and isinstance(value, str) and (found := fields[name].crosses_line(value))
        ]


@dataclass(frozen=True, slots=True)
class Naming:
    """How a register's records are named in words: which fields stand behind the name, and which tell a record whole.

    `details` tell two records of one name apart: the rest of the key. `telling` are name, key, a day the record cannot
    be without, its region.
    """

    register: type[Register]
    details: tuple[str, ...]
    telling: tuple[str, ...]

    def detail(self, values: Values, lookups: Lookups) -> str:
        """The details of a record in words, as they stand behind its name: `2026，锦官驿街道`."""
        fields = self.register.fields()
        return DETAIL_MARK.join(fields[name].format(values.get(name), lookups) for name in self.details)

    def describe(self, values: Values, lookups: Lookups) -> str:
        """A record in one line, as far as it is filled: `劳动合同纠纷咨询，JJ0001，2026-11-19，锦官驿街道`."""
        texts = (self.register.text(name, values, lookups) for name in self.telling)
        return "，".join(" ".join(text.split()) for text in texts if text)
