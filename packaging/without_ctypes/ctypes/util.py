"""The one function that PyInstaller looks up."""

from __future__ import annotations


def find_library(name: str) -> str | None:
    """No library is looked for by name: what is packed is named in county-tui.spec."""
    return None
