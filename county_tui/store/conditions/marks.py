"""The marks of the condition language: `；` between conditions, `|` between values, quotes, groups in parentheses."""

from __future__ import annotations

from collections.abc import Collection, Iterator

SEPARATORS = frozenset(";；")
ANY_OF = frozenset("|｜")
OPENING, CLOSING = frozenset("（("), frozenset("）)")
OR = " 或 "
QUOTE = '"'
BLANK = "空"
"""What a blank may be written as, beside nothing at all."""


def _marked(text: str) -> Iterator[tuple[int, str, bool]]:
    """(position, character, whether it stands within quotes) of a text; a quote itself counts as within."""
    is_quoted = False
    for at, char in enumerate(text):
        if char == QUOTE:
            is_quoted = not is_quoted
        yield at, char, is_quoted or char == QUOTE


def _split(text: str, marks: Collection[str]) -> list[str]:
    """A text split at marks that stand outside quotes."""
    found, begin = [], 0
    for at, char, is_quoted in _marked(text):
        if char in marks and not is_quoted:
            found.append(text[begin:at])
            begin = at + 1
    return [*found, text[begin:]]


def split_conditions(text: str) -> list[str]:
    """The conditions of a text, each stripped, none empty; a group in parentheses is one of them, whole."""
    found, begin, depth = [], 0, 0
    for at, char, is_quoted in _marked(text):
        if is_quoted:
            continue
        if char in OPENING and (depth or not text[begin:at].strip()):
            depth += 1
        elif char in CLOSING and depth:
            depth -= 1
        elif char in SEPARATORS and not depth:
            found.append(text[begin:at])
            begin = at + 1
    return [part.strip() for part in (*found, text[begin:]) if part.strip()]


def split_ways(group: str) -> list[str] | None:
    """The ways of a `（A 或 B）`; None if the text is no such group."""
    if not group or group[0] not in OPENING or group[-1] not in CLOSING:
        return None
    inner, ways, begin = group[1:-1], [], 0
    for at, _, is_quoted in _marked(inner):
        if inner.startswith(OR, at) and not is_quoted:
            ways.append(inner[begin:at])
            begin = at + len(OR)
    return [*ways, inner[begin:]]


def split_values(text: str) -> tuple[str, ...]:
    """The values after a sign: quotes taken off, a blank as the empty text; nothing at all is no value."""
    if text.strip() in ("", BLANK):
        return ()
    return tuple(_unquoted(part.strip()) for part in _split(text, ANY_OF))


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == QUOTE and text[-1] == QUOTE:
        return text[1:-1].replace(QUOTE * 2, QUOTE)
    return "" if text == BLANK else text


def quoted(text: str) -> str:
    """A value as it can be written: in quotes if anything in it would be taken for a mark."""
    marks = SEPARATORS | ANY_OF | {QUOTE}
    is_plain = text == text.strip() and text not in ("", BLANK) and not marks & set(text) and OR not in text
    if is_plain and _is_balanced(text) and not text.startswith(("@", "#")) and ".." not in text:
        return text
    return QUOTE + text.replace(QUOTE, QUOTE * 2) + QUOTE


def _is_balanced(text: str) -> bool:
    """Whether every parenthesis opened is closed again, so that it ends no group."""
    depth = 0
    for char in text:
        depth += (char in OPENING) - (char in CLOSING)
        if depth < 0:
            return False
    return depth == 0
