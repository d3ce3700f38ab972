"""The line between the office's own work and the people it serves, as rules for texts and for names.

`resident_in` looks for what says something of one person, `watching_in` for words of watching people, `account_in` for
bank cards, which no text may hold. Each answers with a Finding, or None. What only names a person it cannot see.
"""

from __future__ import annotations

from county_tui.models.line.details import details_in
from county_tui.models.line.finding import Finding
from county_tui.models.line.numbers import account_in, hide_numbers, is_code, number_in, without_numbers
from county_tui.models.line.people import person_in
from county_tui.models.line.places import door_in
from county_tui.models.line.reading import readable
from county_tui.models.line.watching import watching_in

__all__ = ["Finding", "account_in", "hide_numbers", "resident_in", "watching_in", "without_numbers"]


def resident_in(text: str) -> Finding | None:
    """What a text says of one person: a number, a door, an ethnicity, a religion, age, kin or illness."""
    if is_code(text):
        return None
    words = readable(text)
    return number_in(text, words) or door_in(words) or person_in(text, words) or details_in(text, words)
