"""The promise about residents, as code: how an ID number is known, and how it is masked before anyone sees it."""

from __future__ import annotations

import re
import unicodedata

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
MASK = "（身份证号，已隐去）"

_INVISIBLE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
"""What stands between digits unseen, or only adorns them."""
_ADORNED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209f\u2150-\u2189\u2460-\u24ff\u3220-\u33ff\U0001f100-\U0001f10c]")
"""Numbers in circles and brackets, raised, lowered and in fractions: a list's numbering more often than digits."""
_RUN = re.compile(r"(?<![0-9])[0-9]{17}(?:[Xx]|[0-9](?![0-9]))")
_SPACED = re.compile(r"(?<![0-9])(?=((?:[0-9][\W_]{0,3}){17}(?:[Xx]|[0-9](?![0-9]))))")
"""Overlapping on purpose: a number that stands before an ID number must not hide it."""
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_BORN = re.compile(r"[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")


def has_valid_checksum(number: str) -> bool:
    """Whether 18 characters carry the check character of GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK_CHARACTERS[total % 11] == number[17].upper()


def _found(text: str) -> tuple[int, int] | None:
    """Where the first ID number stands."""
    for match in _RUN.finditer(text):
        if has_valid_checksum(match.group()):
            return match.span()
    for match in _SPACED.finditer(text):
        digits = re.sub(r"[^0-9Xx]", "", match.group(1))
        if has_valid_checksum(digits) and _BORN.match(digits):
            return match.span(1)
    return None


def plain(text: str) -> str:
    """The text as a reader sees it: digits of any width or script folded, invisible characters gone."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), folded)


def readings(text: str) -> tuple[str, ...]:
    """The ways a reader may take a text: a number in a circle is a digit, or only numbers what follows."""
    if _ADORNED.search(text):
        return plain(text), plain(_ADORNED.sub(" ; ; ", text))
    return (plain(text),)


def holds_id_number(text: str) -> bool:
    """Whether a text holds an ID number of 18 characters, also full-width or split by spaces or dashes."""
    if len(text) < 18:
        return False
    return any(_found(reading) is not None for reading in readings(text))


def is_rounded_id_number(number: float) -> bool:
    """Whether a number cell looks like an ID number whose last digits Excel rounded away."""
    return 1e17 <= abs(number) < 1e18 and _BORN.match(f"{abs(int(number)):018d}") is not None


def masked(text: str) -> str:
    """The text with every ID number in it replaced by a note that one stood there."""
    if len(text) < 18:
        return text
    while hits := [(reading, span) for reading in readings(text) if (span := _found(reading)) is not None]:
        reading, (start, end) = hits[0]
        text = reading[:start] + MASK + reading[end:]
    return text
