"""How Chinese text is read, by a table that ships with the program (tools/make_pinyin.py): initials and syllables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

LONGEST_SYLLABLE = 6
"""Letters, as in `zhuang`."""
MOST_SPLITS = 24
"""Of the ways to read a run of letters as syllables no more are tried: `xian` has two, `zh` twenty endings."""
_LETTERS = re.compile("[a-z]+")
_VOWEL = re.compile("[aeiouv]")


@dataclass(frozen=True)
class _Readings:
    """Each character's syllable; pairs of characters and surnames that are read otherwise."""

    syllables: Mapping[int, str]
    pairs: Mapping[str, tuple[str, ...]]
    surnames: Mapping[str, str]

    @cached_property
    def letters(self) -> Mapping[int, str]:
        """Each character's initial."""
        return {character: syllable[0] for character, syllable in self.syllables.items()}

    @cached_property
    def known(self) -> frozenset[str]:
        """All syllables there are, but for sighs without a vowel: those would read initials as syllables."""
        return frozenset(syllable for syllable in self.syllables.values() if _VOWEL.search(syllable))

    def begun(self, letters: str) -> list[str]:
        """The syllables that begin with these letters: one letter says too little."""
        if len(letters) < 2:
            return []
        return sorted((one for one in self.known if one.startswith(letters)), key=len)


@cache
def _readings() -> _Readings:
    table = files("county_tui").joinpath("data/pinyin.txt").read_text("utf-8")
    first, pairs, surnames = (block.splitlines() for block in table.split("\n\n"))
    syllables: dict[int, str] = {}
    for line in first:
        syllable = _LETTERS.match(line)[0]  # type: ignore[index]
        syllables.update(dict.fromkeys(map(ord, line[len(syllable) :]), syllable))
    return _Readings(syllables, {line[:2]: tuple(line[2:].split()) for line in pairs}, {s[0]: s[1:] for s in surnames})


def initials(text: str, *, is_name: bool = False) -> str:
    """The text with each Chinese character replaced by its initial: 纠纷调解 → `jftj`; the rest stays."""
    if text.isascii():
        return text
    readings = _readings()
    plain = text.translate(readings.letters)
    if plain == text:
        return text
    odd = dict(_odd(text, readings, is_name))
    if not odd:
        return plain
    return "".join(odd[at][0] if at in odd else letter for at, letter in enumerate(plain))


def syllables(text: str, *, is_name: bool = False) -> str:
    """The Chinese characters of a text as syllables with a space between: 曾刚（主任） → `zeng gang zhu ren`."""
    if text.isascii():
        return ""
    readings = _readings()
    odd = dict(_odd(text, readings, is_name))
    read = (odd.get(at) or readings.syllables.get(ord(character)) for at, character in enumerate(text))
    return " ".join(syllable for syllable in read if syllable)


def _odd(text: str, readings: _Readings, is_name: bool) -> Iterator[tuple[int, str]]:
    """(place, syllable) of the characters that are read otherwise than alone."""
    for at in range(len(text) - 1):
        if text[at : at + 2] in readings.pairs:
            yield from enumerate(readings.pairs[text[at : at + 2]], at)
    if is_name and text[:1] in readings.surnames:
        yield 0, readings.surnames[text[0]]


def splits(typed: str) -> list[str]:
    """The ways to read letters as syllables, the last one perhaps begun only: `zengga` → `zeng gan`, `zeng gang` …

    Nothing for letters that do not begin with a whole syllable, such as initials.
    """
    readings = _readings()
    found: list[str] = []

    def go_on(rest: str, before: tuple[str, ...]) -> None:
        if len(found) >= MOST_SPLITS:
            return
        if before or rest in readings.known:
            ends = readings.begun(rest)
            found.extend(" ".join((*before, end)) for end in ends)
            if not ends and len(rest) == 1 and before:
                found.append(" ".join(before))
        for end in range(min(LONGEST_SYLLABLE, len(rest) - 1), 0, -1):
            if rest[:end] in readings.known:
                go_on(rest[end:], (*before, rest[:end]))

    if typed.isascii() and typed.isalpha():
        go_on(typed.lower(), ())
    return list(dict.fromkeys(found))[:MOST_SPLITS]
