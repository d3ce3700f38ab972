"""Csv texts that a spreadsheet would run: an apostrophe before them on the way out, taken off on the way in."""

from __future__ import annotations

RUNNABLE = ("=", "+", "-", "@")


def _would_run(text: str) -> bool:
    return text.lstrip("'").startswith(RUNNABLE)


def guarded(text: str) -> str:
    """The text as a csv holds it."""
    return f"'{text}" if _would_run(text) else text


def unguarded(text: str) -> str:
    """The text that a csv's text stands for; `unguarded(guarded(text)) == text`."""
    return text[1:] if text.startswith("'") and _would_run(text) else text
