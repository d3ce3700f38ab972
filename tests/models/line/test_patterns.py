"""What a pattern says it needs is truly in each of its matches: no way through the expression goes around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from county_tui.models.line import details, faiths, people, places
from county_tui.models.line.pattern import Pattern


def _patterns() -> Iterable[tuple[str, Pattern]]:
    for module in (details, faiths, people, places):
        for name, value in vars(module).items():
            for at, pattern in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(pattern, Pattern) and pattern.needs:
                    yield f"{module.__name__.rsplit('.', 1)[1]}.{name}[{at}]", pattern


def _all_go_around(items: Iterable[Any], needs: frozenset[int]) -> bool:
    return all(_goes_around(code, held, needs) for code, held in items)


def _goes_around(code: Any, held: Any, needs: frozenset[int]) -> bool:  # noqa: PLR0911
    """Whether this part of an expression can match a text without any of the characters."""
    if code is codes.LITERAL:
        return held not in needs
    if code is codes.IN:
        if held[0][0] is codes.NEGATE:
            return True
        return any(_goes_around(part, value, needs) for part, value in held)
    if code is codes.RANGE:
        return any(at not in needs for at in range(held[0], held[1] + 1))
    if code is codes.BRANCH:
        return any(_all_go_around(branch, needs) for branch in held[1])
    if code is codes.SUBPATTERN:
        return _all_go_around(held[3], needs)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        return held[0] == 0 or _all_go_around(held[2], needs)
    return True  # assertions, classes and anything else may hold without one


PATTERNS = list(_patterns())


@pytest.mark.parametrize("pattern", [pattern for _, pattern in PATTERNS], ids=[name for name, _ in PATTERNS])
def test_no_match_lacks_what_a_pattern_needs(pattern: Pattern) -> None:
    tree = parser.parse(pattern.source, pattern.compiled.flags & re.IGNORECASE)
    assert not _all_go_around(tree, frozenset(map(ord, pattern.needs)))


def test_a_way_around_is_seen() -> None:
    assert _all_go_around(parser.parse("岁?男|女"), frozenset(map(ord, "岁男")))
    assert not _all_go_around(parser.parse("(?:岁|男)女"), frozenset(map(ord, "岁男")))
