"""Whatever reaches a parser ends in a value or in a sentence: one target for each parser that reads what people give.

Workbooks have their own, mutated through the whole import (`bench.soak_books`); fields and the search box theirs too.
"""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import county_tui
from county_tui import backup, reports, store
from county_tui.errors import CountyError
from county_tui.models import REGISTERS, register_named
from county_tui.reports.reading import read_definition
from county_tui.screens.app_context import AppContext
from county_tui.screens.backups.backup_list import describe
from county_tui.screens.import_flow.file_finder import completed, offered

SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
TABLES = sorted(Path(county_tui.__file__).parent.joinpath("reports", "tables").glob("*.toml"))
REGIONS = "code,name,level,parent\n510104000000,锦江区,3,510100000000\n510104017000,锦官驿街道,4,510104000000\n"
PIECES = ("2026", "年", "H1", "Q3", "-09", "上半年", "=", ">", "<", "~", "region", "served_on", "锦江区", "/", "-")
PUT = ("", "\0", "\x1b[31m", "\u202e", '"', "[[", "1e999", "-1", "true", "{}")
texts = st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@st.composite
def mutated(draw: st.DrawFn, sources: tuple[str, ...]) -> str:
    """One of some sound texts with pieces of it changed, moved, doubled or cut."""
    text, chance = draw(st.sampled_from(sources)), random.Random(draw(st.integers()))
    for _ in range(draw(st.integers(1, 4))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 3, 30)))
        text = text[:start] + chance.choice((*PUT, text[start:end] * 2)) + text[end:]
    return text


PARSERS: dict[str, Callable[[str], object]] = {
    "period": reports.parse_period,
    "place": lambda text: store.lookups().regions.resolve(text),
    "condition": lambda text: [store.parse_conditions(register, text) for register in REGISTERS],
    "order": lambda text: [store.sorting(register, [text]) for register in REGISTERS],
    "register": register_named,
    "table": reports.definition_named,
    "setting": lambda text: store.set_office_setting("unit", text),
    "path": lambda text: completed(text, offered(text)),
    "file": lambda text: AppContext(store.describe(), "x", date(2026, 1, 1)).file(text),
    "closed file": lambda text: AppContext(store.describe(), "x", date(2026, 1, 1), files=Path("/tmp")).file(text),
}


@pytest.mark.parametrize("parser", PARSERS)
@SOME
@given(text=texts)
def test_any_text_ends_in_a_value_or_a_sentence(ledger: Path, parser: str, text: str) -> None:
    with suppress(CountyError):
        PARSERS[parser](text)


@SOME
@given(text=mutated(tuple(file.read_text("utf-8") for file in TABLES)))
def test_any_table_of_the_offices_own_ends_in_a_definition_or_a_sentence(text: str) -> None:
    with suppress(CountyError):
        read_definition(text, "自定.toml", "own", is_built_in=False)


@SOME
@given(text=mutated((REGIONS,)))
def test_any_list_of_regions_is_taken_or_refused_in_a_sentence(ledger: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "区划.csv"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(CountyError):
        store.import_regions(file)
    store.describe()


@SOME
@given(change=st.data())
def test_any_manifest_of_a_backup_is_told_to_be_what_it_is(ledger: Path, tmp_path: Path, change: st.DataObject) -> None:
    good = backup.list_backups(ledger)[0].file if backup.list_backups(ledger) else backup.create(ledger).file
    with zipfile.ZipFile(good) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    manifest = change.draw(mutated((json.dumps(json.loads(parts["manifest.json"])),)))
    bad = tmp_path / "ledger-20260101-000000-manual.zip"
    with zipfile.ZipFile(bad, "w") as target:
        for name, data in {**parts, "manifest.json": manifest.encode()}.items():
            target.writestr(name, data)
    describe(backup.verify(bad))
