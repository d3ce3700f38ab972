"""Whatever is done to a register, in whatever order: a plain dictionary tells what must stand there."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county_tui import store
from county_tui.models import register_named
from county_tui.models.kinds import Value
from tests.conftest import HOME
from tests.store.conftest import assert_index_in_step

FIELDS = register_named("personnel").fields()
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["张三", "李四", "重庆人", "王 五", "Å"]),
        "unit": st.sampled_from(["甲", "乙单位"]),
        "phone": st.sampled_from([None, "13800000000", "028-1"]),
        "notes": st.sampled_from([None, "一\n二", "= \ue000", "x" * 300]),
        "languages": st.sampled_from([None, ("彝语",), ("普通话", "彝语")]),
    },
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["create", "update", "delete", "restore", "revert", "insert", "update_rows", "trash_rows", "rebuild"]
        ),
        st.integers(0, 5),
        CHANGES,
    ),
    max_size=14,
)
COUNTS = {"new": 0, "updated": 0, "unchanged": 0, "refused": 0}


class Roster:
    """The register beside a dictionary of what must stand in it: id → (values, is live)."""

    def __init__(self) -> None:
        self.rows: dict[int, tuple[dict[str, Value], bool]] = {}
        self.versions: dict[int, list[dict[str, Value]]] = {}

    def picked(self, number: int) -> store.Row | None:
        """One of the records there are, deleted or not."""
        ids = sorted(self.rows)
        return store.get("personnel", ids[number % len(ids)]) if ids else None

    def note(self, row: store.Row) -> None:
        """Remember a record as it must be from now on."""
        self.rows[row.id] = (dict(row.values), row.deleted is None)
        self.versions.setdefault(row.id, []).append(dict(row.values))

    def do(self, step: str, number: int, changes: dict[str, Value]) -> None:
        """Take one step; a refusal is fine, as long as it changes nothing."""
        row = self.picked(number)
        try:
            with store.transaction():
                for done in self.done(step, row, changes):
                    self.note(done)
        except store.InvalidRecordError:
            return

    def done(self, step: str, row: store.Row | None, changes: dict[str, Value]) -> list[store.Row]:
        """The records a step changed, as they stand after it."""
        fresh: dict[str, Value] = {"name": "新人", "unit": "甲", "region": HOME, "role": "专职干部", **changes}
        if step == "create":
            return [store.create("personnel", fresh, "x")]
        if step == "insert":
            batch = store.start_batch("import", "x", "x", COUNTS)
            fresh |= {"name": f"批{batch}"}
            lookups = store.lookups()
            ids = store.insert_rows(
                "personnel", [[fresh.get(name) for name in FIELDS]], store.stamped("x", batch), lookups
            )
            return store.rows_by_id("personnel", ids)
        if step == "rebuild":
            store.rebuild("personnel", store.lookups())
        if row is None or step == "rebuild":
            return []
        return self.changed(step, row, changes)

    def changed(self, step: str, row: store.Row, changes: dict[str, Value]) -> list[store.Row]:
        """The record after a step on a record there was; none where the step does not apply."""
        now = ("personnel", row.id, row.version)
        writer = store.Writer(register_named("personnel"), store.stamped("x", 1), store.lookups())
        if step == "restore" and row.deleted:
            return [store.restore("personnel", row.id, "x")]
        if row.deleted or step == "restore":
            return []
        if step == "update":
            after = store.update(now, changes, "x")
            return [after] if after.version != row.version else []
        if step == "revert":
            after = store.revert("personnel", row.id, 1, "x")
            return [after] if after.version != row.version else []
        if step == "delete":
            store.delete(now, "x")
        else:
            store.start_batch("import", "x", "x", COUNTS)
            if step == "trash_rows":
                writer.trash([row], "undo")
            else:
                safe = {name: value for name, value in changes.items() if name not in ("name", "unit")}
                writer.update([(row, safe)])
        return [store.get("personnel", row.id)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_rows_versions_history_and_index_agree_after_any_steps(
    ledger_template: Path, tmp_path: Path, steps: list
) -> None:  # type: ignore[type-arg]
    path = tmp_path / "ledger.db"
    for old in tmp_path.glob("ledger.db*"):
        old.unlink()
    shutil.copyfile(ledger_template, path)
    store.bind(path)
    roster = Roster()
    with store.session():
        for step in steps:
            roster.do(*step)
        live = {row.id: dict(row.values) for row in store.stream_rows(store.Query("personnel"))}
        gone = {row.id: dict(row.values) for row in store.stream_rows(store.Query("personnel", deleted=True))}
        assert live == {key: values for key, (values, is_live) in roster.rows.items() if is_live}
        assert gone == {key: values for key, (values, is_live) in roster.rows.items() if not is_live}
        for key, versions in roster.versions.items():
            assert store.get("personnel", key).version == len(versions)
            assert [change.version for change in store.history("personnel", key)] == list(range(len(versions), 0, -1))
            for number, values in enumerate(versions, 1):
                assert store.values_at("personnel", key, number) == values
        assert_index_in_step("personnel")
