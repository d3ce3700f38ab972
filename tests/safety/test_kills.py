"""Kill -9 at random moments: what was acknowledged stands, nothing is half done (`make soak` does 500)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.soak import parallel, rounds
from bench.soak_files import WORKS
from bench.soak_work import Work

KILLS = 3


@pytest.mark.parametrize("kind", WORKS, ids=lambda kind: kind.__name__.lower())
def test_a_kill_loses_nothing_and_leaves_nothing_half_done(kind: type[Work], tmp_path: Path) -> None:
    for _, problems in rounds(kind, KILLS, tmp_path):
        assert problems == []


def test_eight_writers_at_once_lose_no_update(tmp_path: Path) -> None:
    assert parallel(tmp_path, 8, 6) == []
