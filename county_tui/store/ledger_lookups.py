"""What is read from the ledger again and again: its settings by name, and its lookups."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import starmap

from county_tui.errors import NotFoundError, ValueRefusedError
from county_tui.models import register_named
from county_tui.models.lookups import Lookups, NameIndex
from county_tui.models.regions import Region, Regions
from county_tui.models.sqlite import database
from county_tui.models.tables import ChoiceOption, Setting
from county_tui.rights import Right
from county_tui.store.evidence_files import FOLDER, fingerprint
from county_tui.store.session import records, session, transaction

_ALL_REGIONS = "SELECT json_group_array(json_array(code, name, level, parent)) FROM region"


def settings() -> dict[str, str]:
    """All settings by name."""
    with session():
        return {row.name: row.value for row in Setting.select()}


def set_setting(name: str, value: str, right: Right = Right.ENTER) -> None:
    """Keep one setting: what the program remembers by itself, or with `right` what the office decided."""
    with transaction(right=right):
        Setting.insert(name=name, value=value).on_conflict_replace().execute()


def _load_regions() -> Regions:
    """The regions, read as one text: to make thousands anew takes ten times as long."""
    with session():
        (text,) = database.execute_sql(_ALL_REGIONS).fetchone()
        return _regions(settings()["region"], text)


@lru_cache(maxsize=2)
def _regions(home: str, text: str) -> Regions:
    """The regions a text tells of. The same text is the same regions, whichever ledger it was read from."""
    return Regions.of(home, starmap(Region, json.loads(text)))


def _load_choices() -> dict[str, tuple[str, ...]]:
    with session():
        query = ChoiceOption.select(ChoiceOption.options, ChoiceOption.label).order_by(ChoiceOption.position)
        lists: dict[str, list[str]] = {}
        for options, label in records(query):
            lists.setdefault(options, []).append(label)
        return {options: tuple(labels) for options, labels in lists.items()}


def _load_names(lookups: Callable[[], Lookups], register: str) -> NameIndex:
    model = register_named(register)
    regions = [name for name in ("region",) if name in model.fields()]
    asked = tuple(dict.fromkeys((model.name_field(), *model.naming().details, *regions, *filter(None, model.ends[:1]))))
    with session():
        chosen = model.select(model.id, *(model.fields()[name] for name in asked))
        found = records(chosen.where(model.deleted_at.is_null()))
        rows = {key: dict(zip(asked, values, strict=True)) for key, *values in found}
    return NameIndex(
        model.label,
        {key: row[model.name_field()] for key, row in rows.items()},
        {key: model.naming().detail(row, lookups()) for key, row in rows.items()},
        {key: end for key, row in rows.items() if (end := model.end(row, lookups()))},
        {key: row["region"] for key, row in rows.items()} if regions else {},
    )


def _find_record(register: str, number: int) -> str:
    """A record of any register, in the trash or not, as a link keeps it."""
    try:
        model = register_named(register)
    except NotFoundError as error:
        raise ValueRefusedError(error.message, error.hint) from error
    with session():
        if not model.select().where(model.id == number).exists():
            raise ValueRefusedError(f"“{model.label}”里没有第 {number} 号记录", "，请检查编号。")
    return f"{model.register_name()}:{number}"


def _fingerprint(path: str) -> str:
    return fingerprint(settings().get(FOLDER, ""), path)


def _register_label(register: str) -> str:
    return register_named(register).label


def lookups() -> Lookups:
    """What fields need to read and write values, as the ledger stands; each part is read when first used."""
    made: list[Lookups] = []
    names = partial(_load_names, lambda: made[0])
    made.append(Lookups(_load_regions, _load_choices, names, _find_record, _register_label, _fingerprint))
    return made[0]
