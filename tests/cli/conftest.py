"""A clerk at the command line: commands run in this process on the test's ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from county_tui.cli import commands


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def run_at(monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run_at(ledger file, "list", "bases")`; anything but an answer in words is an error of the test."""
    monkeypatch.delenv("COUNTY_TUI_DB", raising=False)

    def run(ledger: Path, *words: object, given: str | None = None, user: str = "王晓") -> Answer:
        texts = ["--db", str(ledger), "--as", user, *map(str, words)]
        result = CliRunner().invoke(commands, texts, input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def run(run_at: Run, ledger: Path) -> Run:
    """`run("list", "bases", "--format", "json")` on the test's ledger."""
    return lambda *words, **how: run_at(ledger, *words, **how)
