"""Csv texts that a spreadsheet would run or take for an error: an apostrophe before them, off again on the way in."""

from __future__ import annotations

from county_tui.formula_errors import CODES

RUNNABLE = ("=", "+", "-", "@")


def _is_taken_amiss(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(RUNNABLE) or bare in CODES


def guarded(text: str) -> str:
    """The text as a csv holds it."""
    return f"'{text}" if _is_taken_amiss(text) else text


def unguarded(text: str) -> str:
    """The text that a csv's text stands for; `unguarded(guarded(text)) == text`."""
    return text[1:] if text.startswith("'") and _is_taken_amiss(text) else text
