"""Pinyin initials of Chinese text, by a table that ships with the program (made by tools/make_initials.py)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _tables() -> tuple[dict[int, str], dict[str, str]]:
    """Each character's letter, and the pairs of characters read otherwise together than alone."""
    first, pairs = files("county_tui").joinpath("data/initials.txt").read_text("utf-8").split("\n\n")
    letters = {ord(character): line[0] for line in first.splitlines() for character in line[1:]}
    return letters, {line[:2]: line[2:] for line in pairs.splitlines()}


def initials(text: str) -> str:
    """The text with each Chinese character replaced by its initial: 纠纷调解 → `jftj`; the rest stays."""
    if text.isascii():
        return text
    letters, pairs = _tables()
    plain = text.translate(letters)
    if plain == text:
        return text
    odd = [at for at in range(len(text) - 1) if text[at : at + 2] in pairs]
    if not odd:
        return plain
    out = list(plain)
    for at in odd:
        out[at : at + 2] = pairs[text[at : at + 2]]
    return "".join(out)
