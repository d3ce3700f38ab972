"""Two people who seal the same table at the same moment: one is first, the other is told so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from county_tui import store


def test_of_two_who_seal_at_once_one_wins_and_the_other_reads_a_sentence(ledger: Path) -> None:
    command = [sys.executable, "-m", "county_tui", "--db", str(ledger), "return", "seal", "services"]
    started = [
        subprocess.Popen([*command, "--period", "2025H1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [(*process.communicate(timeout=60), process.returncode) for process in started]
    assert sorted(code for *_, code in told) == [0, 1]
    assert "已经上报过" in next(err for _, err, code in told if code)
    assert len(store.return_heads()) == 1
