"""Regular expressions that cost nothing until a text comes that they could match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property


def _each(needs: Iterable[str]) -> tuple[str, ...]:
    return tuple(needs.split() if isinstance(needs, str) and " " in needs else needs)


class Pattern:
    """A regular expression compiled at first use, and not even asked for texts without any of its `needs`.

    Names of persons take 10 ms to compile wherever they stand; most sheets hold no text that could be one. `needs` are
    characters (a string of them) or words (with spaces between) of which every match holds at least one; none given:
    no such look beforehand.
    """

    def __init__(self, source: str, needs: Iterable[str] = (), flags: re.RegexFlag = re.NOFLAG) -> None:
        self.source, self.needs, self._flags = source, _each(needs), flags
        self._characters = frozenset(need for need in self.needs if len(need) == 1)
        self._words = tuple(need for need in self.needs if len(need) > 1)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression as `re` knows it."""
        return re.compile(self.source, self._flags)

    def _cannot_match(self, text: str) -> bool:
        if not self.needs or not self._characters.isdisjoint(text):
            return False
        return not self._words or not any(word in text for word in self._words)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere in the text."""
        return None if self._cannot_match(text) else self.compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """The match the text begins with."""
        return None if self._cannot_match(text) else self.compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match that is the whole text."""
        return None if self._cannot_match(text) else self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, from left to right."""
        return iter(()) if self._cannot_match(text) else self.compiled.finditer(text)

    def sub(self, replacement: str, text: str) -> str:
        """The text with all matches replaced."""
        return text if self._cannot_match(text) else self.compiled.sub(replacement, text)


class Rules:
    """Patterns asked together: a text's own characters say which of them are worth asking."""

    def __init__(self, *rules: tuple[Iterable[str], str]) -> None:
        self.patterns = tuple(Pattern(source, needs) for needs, source in rules)
        self._by_character: dict[str, list[Pattern]] = {}
        for pattern in self.patterns:
            for character in {need[0] for need in pattern.needs}:
                self._by_character.setdefault(character, []).append(pattern)

    def search(self, text: str) -> bool:
        """Whether any of the patterns matches anywhere in the text."""
        met = self._by_character.keys() & set(text)
        return bool(met) and any(
            pattern.search(text)
            for pattern in {pattern for character in met for pattern in self._by_character[character]}
        )
