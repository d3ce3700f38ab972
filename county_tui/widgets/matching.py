"""Finding by what someone types: any part of a text, or the pinyin initials of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from county_tui.models.pinyin import initials

Key = TypeVar("Key")


@lru_cache(maxsize=65_536)
def letters_of(text: str) -> str:
    """A text's initials in lower case."""
    return initials(text).lower()


def rank(text: str, typed: str) -> int | None:
    """How well a text matches: 0 begins with it, 1 holds it, 2 and 3 the same by initials. None if not at all."""
    text, typed = text.lower(), typed.strip().lower()
    if text.startswith(typed):
        return 0
    if typed in text:
        return 1
    if not typed.isascii():
        return None
    letters = letters_of(text)
    if letters.startswith(typed):
        return 2
    return 3 if typed in letters else None


def best(options: Iterable[tuple[Key, str]], typed: str, limit: int | None = None) -> list[tuple[Key, str]]:
    """The options (key, text) that match, the best first, else in the order given."""
    ranked = [(found, at, option) for at, option in enumerate(options) if (found := rank(option[1], typed)) is not None]
    ranked.sort(key=lambda item: item[:2])
    return [option for _, _, option in ranked[:limit]]


def spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where in a text the words stand (start, end), in order and without overlap."""
    lowered = text.lower()
    letters = None
    found = []
    for word in words:
        at = lowered.find(word)
        if at < 0 and word.isascii():
            letters = initials(lowered) if letters is None else letters
            at = letters.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = lowered.find(word, at + len(word))
    end = 0
    for start, stop in sorted(found):
        if start >= end:
            yield start, stop
            end = stop
