"""A clerk's first week by the command line, from an empty folder to a restored backup."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.importing.books import LI, STAFF, ZHANG, write_sheet


def test_from_init_to_restore(run_at: Run, tmp_path: Path) -> None:
    ledger, files = tmp_path / "数据" / "ledger.db", tmp_path / "表"
    files.mkdir()

    made = run_at(ledger, "init", "--region", "锦江区", "--unit", "锦江区民宗局")
    assert made.code == 0 and made.out == "" and "510104000000" in made.err

    first = write_sheet(files / "花名册.xlsx", [*STAFF, "职务"], [*ZHANG, "科员"], [*LI, "科长"])
    told = run_at(ledger, "import", "personnel", first, "--json").json
    assert (told["new"], told["updated"], told["unchanged"], told["refused"]) == (2, 0, 0, 0)
    assert (told["applied"], told["batch"]) == (True, 1)

    second = write_sheet(files / "花名册改.xlsx", [*STAFF, "职务"], [*ZHANG, "主任"], [*LI, None])
    told = run_at(ledger, "import", "personnel", second, "--json").json
    assert (told["new"], told["updated"], told["unchanged"], told["batch"]) == (0, 1, 1, 2)

    history = run_at(ledger, "history", "personnel", 1, "--json").json["history"]
    assert history[0]["changes"] == [{"field": "post", "label": "职务", "old": "科员", "new": "主任"}]

    undone = run_at(ledger, "imports", "undo", 2, "--json").json
    assert undone == {"batch": 2, "removed": 0, "restored": 1, "left": []}
    row = run_at(ledger, "show", "personnel", 1, "--json").json
    assert (row["post"], row["version"]) == ("科员", 3)

    out = files / "导出.xlsx"
    assert run_at(ledger, "export", "all", "--to", out).code == 0
    told = run_at(ledger, "import", "auto", out, "--json").json
    assert (told["new"], told["updated"], told["unchanged"], told["batch"]) == (0, 0, 2, None)

    saved = run_at(ledger, "backup", "create", "--json").json
    assert saved["ok"] and saved["counts"]["personnel"] == 2
    before = run_at(ledger, "list", "personnel", "--format", "json").json

    ledger.write_bytes(ledger.read_bytes()[:5000])
    damaged = run_at(ledger, "list", "personnel")
    assert damaged.code == 1 and "backup restore" in damaged.err

    assert run_at(ledger, "backup", "verify", saved["file"], "--json").json["ok"] is True
    assert run_at(ledger, "backup", "restore", saved["file"], given="否\n").code == 1
    restored = run_at(ledger, "backup", "restore", saved["file"], "--yes", "--json")
    assert restored.code == 0 and restored.json["safety_copy"]
    assert run_at(ledger, "list", "personnel", "--format", "json").json == before
