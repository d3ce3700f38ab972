"""What is exported is imported again as it was: into the same ledger no change, into a fresh one the same records."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import exporting, importing, store
from county_tui.importing import Request
from county_tui.models import REGISTERS
from tests.conftest import Fields
from tests.exporting.records import books, enter, everything

NAMES = [register.register_name() for register in REGISTERS]
FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def ledgers(template: Path) -> Iterator[tuple[Path, Path, Path]]:
    """(a bound ledger, another one, their folder), thrown away afterwards."""
    with TemporaryDirectory() as folder:
        paths = Path(folder) / "一.db", Path(folder) / "二.db"
        for path in paths:
            shutil.copyfile(template, path)
        store.bind(paths[0])
        yield *paths, Path(folder)


def test_the_first_of_two_records_is_no_explanation_of_numbers_in_the_other(
    ledger: Path, fields: Fields, tmp_path: Path
) -> None:
    first = {
        "region": "东湖街道",
        "name": "乙",
        "unit": "某局",
        "role": "社会组织骨干",
        "post": "a,b",
        "phone": "0028-4625618",
    }
    second = {
        "region": "成龙路街道",
        "name": "1.0",
        "unit": "某局",
        "role": "调解员",
        "post": "+86",
        "phone": "083-5881040",
    }
    dates = {"started_on": "2003-02-15", "ended_on": "2051-07-17", "trained_on": "2075-08-19"}
    for texts in (first, {**second, **dates, "training_hours": "43.31"}):
        store.create("personnel", fields("personnel", **texts), "测试")
    exporting.write(exporting.queries_for("personnel"), tmp_path / "两人.xlsx")
    plan = importing.plan(tmp_path / "两人.xlsx", Request("personnel"))
    assert plan.count(importing.Verdict.UNCHANGED) == 2


@FEW
@given(data=st.data())
def test_all_registers_survive_a_workbook(ledger_template: Path, data: st.DataObject) -> None:
    with ledgers(ledger_template) as (_, other, folder):
        if enter(data.draw(books(store.lookups()))) == 0:
            return
        before, file = everything(), folder / "全部.xlsx"
        exporting.write(exporting.queries_for("all"), file)
        assert importing.plan(file, Request()).writes == 0
        store.bind(other)
        plan = importing.plan(file, Request())
        assert importing.as_json(plan, None, applied=False)["refused"] == 0
        importing.apply(plan, "测试")
        assert everything() == before


@FEW
@given(data=st.data(), register=st.sampled_from(NAMES))
def test_a_register_survives_a_csv(ledger_template: Path, data: st.DataObject, register: str) -> None:
    with ledgers(ledger_template) as (_, _other, folder):
        if not enter({register: data.draw(books(store.lookups(), 5))[register]}):
            return
        before, file = everything(), folder / "一个.csv"
        exporting.write(exporting.queries_for(register), file)
        plan = importing.plan(file, Request(register))
        assert (plan.writes, plan.count(importing.Verdict.REFUSED)) == (0, 0)
        for row in store.list_rows(store.Query(register)):
            store.delete((register, row.id, row.version), "测试")
        importing.apply(importing.plan(file, Request(register)), "测试")
        assert everything() == before
