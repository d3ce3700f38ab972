"""Any two imports, one after the other: what was said before holds, and undoing takes back just the second."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import importing, store
from county_tui.importing import Request, Verdict
from county_tui.importing.applying import is_stale
from county_tui.models import register_named
from tests.importing.books import write_sheet
from tests.importing.messy import FIELDS, Record, records
from tests.store.conftest import assert_index_in_step

SOME = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))


def sheet_of(path: Path, register: str, given: list[Record]) -> Path:
    """The records as a tidy sheet, as an export writes them."""
    fields, lookups = register_named(register).fields(), store.lookups()
    lines = [[fields[name].format(record[name], lookups) or None for name in FIELDS[register]] for record in given]
    return write_sheet(path, [fields[name].label for name in FIELDS[register]], *lines)


def held(register: str) -> dict[int, dict[str, object]]:
    """What the live records hold, by id."""
    return {row.id: dict(row.values) for row in store.list_rows(store.Query(register))}


def merged(before: dict[str, object], told: Record) -> dict[str, object]:
    """What a record holds after a row spoke of it: a blank says nothing."""
    return {**before, **{name: value for name, value in told.items() if value is not None}}


@pytest.mark.parametrize("register", FIELDS)
@SOME
@given(data=st.data())
def test_a_second_import_adds_and_changes_what_it_says_and_undo_takes_it_back(
    ledger_template: Path, register: str, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copyfile(ledger_template, Path(folder) / "ledger.db")
        store.bind(Path(folder) / "ledger.db")
        one, two = (data.draw(records(register, store.lookups())) for _ in range(2))
        importing.apply(importing.plan(sheet_of(Path(folder) / "一.xlsx", register, one), Request()), "甲")
        before, trainings = held(register), held("trainings")
        plan = importing.plan(sheet_of(Path(folder) / "二.xlsx", register, two), Request())
        counts = {verdict: plan.count(verdict) for verdict in (Verdict.NEW, Verdict.UPDATE, Verdict.UNCHANGED)}
        assert sum(counts.values()) == len(two)
        done = importing.apply(plan, "乙")
        after = held(register)
        assert len(after) - len(before) == counts[Verdict.NEW]
        assert sum(after[key] != values for key, values in before.items()) == counts[Verdict.UPDATE]
        assert all(any(merged(values, record) == values for values in after.values()) for record in two)
        assert_index_in_step(register)
        if done.batch is not None:
            entailed = len(held("trainings")) - len(trainings)
            undone = importing.undo(done.batch, "乙")
            assert (undone.removed, undone.restored) == (counts[Verdict.NEW] + entailed, counts[Verdict.UPDATE])
        assert held(register) == before
        assert held("trainings") == trainings
        assert_index_in_step(register)


def decided(plan: importing.ImportPlan) -> list[object]:
    """What a plan would do, row by row."""
    return [(row.verdict, row.target, row.changes) for sheet in plan.sheets for row in sheet.rows]


@pytest.mark.parametrize("register", FIELDS)
@SOME
@given(data=st.data())
def test_a_plan_that_may_still_be_applied_after_others_wrote_is_the_one_that_would_be_made_now(
    ledger_template: Path, register: str, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copyfile(ledger_template, Path(folder) / "ledger.db")
        store.bind(Path(folder) / "ledger.db")
        before, mine, theirs = (data.draw(records(register, store.lookups())) for _ in range(3))
        importing.apply(importing.plan(sheet_of(Path(folder) / "一.xlsx", register, before), Request()), "甲")
        file = sheet_of(Path(folder) / "二.xlsx", register, mine)
        plan = importing.plan(file, Request())
        for record in theirs[:2]:
            importing.apply(importing.plan(sheet_of(Path(folder) / "三.xlsx", register, [record]), Request()), "乙")
        if data.draw(st.booleans()):
            gone = store.list_rows(store.Query(register))[0]
            store.delete((register, gone.id, gone.version), "乙")
        assert is_stale(plan) or decided(plan) == decided(importing.plan(file, Request()))
