"""What a pattern says it needs is truly in each of its matches: no way through the expression goes around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from county_tui.models.line import details, faiths, numbers, people, places, rows
from county_tui.models.line.pattern import Pattern, Rules


def _held(value: object) -> Iterable[object]:
    """The patterns of a group, of a list of findings, or what stands alone."""
    if isinstance(value, Rules):
        return value.patterns
    return [pattern for _, pattern in value] if isinstance(value, tuple) and isinstance(value[0], tuple) else [value]


def _patterns() -> Iterable[tuple[str, Pattern]]:
    for module in (details, faiths, numbers, people, places, rows):
        for name, value in vars(module).items():
            for at, pattern in enumerate(_held(value)):
                if isinstance(pattern, Pattern) and pattern.needs:
                    yield f"{module.__name__.rsplit('.', 1)[1]}.{name}[{at}]", pattern


OTHER = "\0"
"""Stands in a reading for every character that is in none of the needs."""


def _short(reading: str) -> str:
    """A reading without what stands between two other characters: no need can begin or end there any more."""
    return re.sub(f"{OTHER}[^{OTHER}]*{OTHER}|{OTHER}+", OTHER, reading)


@dataclass(frozen=True)
class Needs:
    """The needs of a pattern, and how its parts can be read without them."""

    needs: tuple[str, ...]

    def without(self, items: Iterable[Any]) -> set[str]:
        """What parts of an expression may match without any need in it."""
        readings = {""}
        for code, held in items:
            options = self._options(code, held)
            joined = {before + option for before in readings for option in options}
            readings = {_short(reading) for reading in joined if not any(need in reading for need in self.needs)}
        return readings

    def _letter(self, letter: str) -> str:
        return letter if any(letter in need for need in self.needs) else OTHER

    def _options(self, code: Any, held: Any) -> set[str]:
        if code is codes.LITERAL:
            return {self._letter(chr(held))}
        if code is codes.IN and all(part is codes.LITERAL for part, _ in held):
            return {self._letter(chr(value)) for _, value in held}
        if code is codes.BRANCH:
            return {reading for branch in held[1] for reading in self.without(branch)}
        if code is codes.SUBPATTERN:
            return self.without(held[3])
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            least, most, inner = held
            once = self.without(inner)
            many = {first + OTHER + last for first in once for last in once} if most > 1 else set()
            return once | many | (set() if least else {""})
        return {""} if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT) else {OTHER}


def _goes_around(source: str, needs: Iterable[str], flags: int = 0) -> bool:
    """Whether the expression can match a text without any of the needs."""
    return bool(Needs(tuple(needs)).without(parser.parse(source, flags)))


PATTERNS = list(_patterns())


@pytest.mark.parametrize("pattern", [pattern for _, pattern in PATTERNS], ids=[name for name, _ in PATTERNS])
def test_no_match_lacks_what_a_pattern_needs(pattern: Pattern) -> None:
    assert not _goes_around(pattern.source, pattern.needs, pattern.compiled.flags & re.IGNORECASE)


@pytest.mark.parametrize(
    ("source", "needs", "around"),
    [
        ("岁?男|女", "岁男", True),
        ("(?:岁|男)女", "岁男", False),
        ("(?:投诉|举报)人", ["投诉人", "举报人"], False),
        ("(?:投诉|举报)一?人", ["投诉人", "举报人"], True),
        ("(?:丈夫)+来", ["丈夫"], False),
        ("[^夫]来", "夫", True),
    ],
)
def test_a_way_around_is_seen(source: str, needs: list[str] | str, around: bool) -> None:
    assert _goes_around(source, needs) is around
