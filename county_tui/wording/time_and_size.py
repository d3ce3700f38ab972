"""Moments, and sizes of files, as a person reads them."""

from __future__ import annotations

from datetime import datetime


def local_day(stored: str) -> str:
    """The day of a stored moment (UTC), where this computer is: `2026-11-23`."""
    return local_time(stored)[:10]


def local_time(stored: str) -> str:
    """A stored moment (UTC) in this computer's own time: `2026-11-23 09:15`."""
    return clock_text(datetime.fromisoformat(stored))


def clock_text(moment: datetime) -> str:
    """Any moment in this computer's own time, to the minute."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def size_text(count: int) -> str:
    """The size of any file, from its bytes: `640 KB`, `3.2 MB`; what is there takes at least 1 KB, an empty file 0."""
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(round(count / 1024), min(count, 1))} KB"
