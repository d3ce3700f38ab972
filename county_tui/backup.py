"""Backups of a ledger."""

from __future__ import annotations

from pathlib import Path


def safety_copy(ledger: Path, reason: str) -> Path:
    """Copy the ledger before something that could harm it."""
    raise NotImplementedError
