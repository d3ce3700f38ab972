"""How a message quotes what someone gave: short, and without what a terminal would obey."""

from __future__ import annotations

LONGEST = 40
"""Characters of a value that a message quotes: it must still fit a line or two of 80 cells."""


def shown(text: str) -> str:
    """The text in quotes, as far as it can be printed, cut after 40 characters."""
    visible = "".join(character if character.isprintable() else " " for character in text[: 2 * LONGEST])
    plain = " ".join(visible.split())
    return f"“{plain[:LONGEST]}…”" if len(plain) > LONGEST or len(text) > 2 * LONGEST else f"“{plain}”"
