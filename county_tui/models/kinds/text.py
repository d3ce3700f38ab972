"""Text and phone numbers: what is typed, cleaned of what no reader can see."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

import peewee

from county_tui.errors import ValueRefusedError
from county_tui.models.kinds.base import Given, Kind, Value, as_text, refuse_exponent
from county_tui.models.line import Finding, account_in, resident_in, watching_in
from county_tui.models.lookups import Lookups
from county_tui.printable import shown

LONGEST = 2000
"""Characters: longer than any note or summary, far below what a cell of Excel holds (32,767)."""
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_LINE_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")


def _is_unseen(character: str) -> bool:
    """Control, format (zero-width, bidi) and surrogate characters, and code points that are none; line breaks stay.

    Unassigned ones stay too: they may be rare characters of names that Unicode took in after this Python was made.
    """
    if character == "\n":
        return False
    kind = unicodedata.category(character)
    return kind in ("Cc", "Cf", "Cs") or _is_none(character)


def _is_none(character: str) -> bool:
    """Whether a code point will never be a character."""
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def clean(text: str, *, keep_lines: bool) -> str:
    """The text without control, escape, zero-width and direction characters; runs of spaces become one."""
    if not text.isprintable():
        text = _LINE_BREAKS.sub("\n", _ESCAPES.sub("", text)).replace("\t", " ")
        text = "".join(character for character in text if not _is_unseen(character))
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():  # one line, and no white space but the plain space
        return " ".join(filter(None, text.split(" "))) if "  " in text else text.strip(" ")
    text = _SPACES.sub(" ", text)
    lines = [line.strip(" ") for line in text.split("\n")]
    return "\n".join(lines).strip("\n") if keep_lines else " ".join(line for line in lines if line).strip()


def closed_up(text: str) -> str:
    """A name without the spaces that only set it wide: 曾　刚 is 曾刚."""
    return _BETWEEN_CHINESE.sub("", text)


class Text(Kind, peewee.TextField):
    """A text on one line, or on several where `lines` is True; at most 2,000 characters.

    In a person's name (`is_name`) spaces between Chinese characters are layout and go. A text of several lines, and any
    text of a register that counts what residents receive, says nothing of one of them; a title (`is_title`) holds no
    word of watching people.
    """

    kind: ClassVar[str] = "text"
    takes: ClassVar[str] = "文字"
    is_searchable: ClassVar[bool] = True

    def __init__(
        self, label: str, *, lines: bool = False, is_name: bool = False, is_title: bool = False, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.lines, self.is_name, self.is_title = lines, is_name, is_title

    @property
    def is_guarded(self) -> bool:
        """Whether what is written here may say nothing of a resident."""
        register = getattr(self, "model", None)  # none for what every record carries
        return self.lines or bool(getattr(register, "counts_residents", False))

    def crosses_line(self, text: str) -> Finding | None:
        """What a text may not hold here: see the class."""
        found = resident_in(text) if self.is_guarded else account_in(text)
        return found or (watching_in(text) if self.is_title else None)

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The cleaned text. Refuses one that is too long."""
        text = clean(as_text(given), keep_lines=self.lines)
        if self.is_name:
            text = closed_up(text)
        if len(text) > LONGEST:
            raise ValueRefusedError(f"文字太长（{len(text)} 字）", f"，请缩短到 {LONGEST} 字以内。")
        if text in self.blanks:
            return None
        if found := self.crosses_line(text):
            raise found.refusal()
        return text


class Phone(Kind, peewee.TextField):
    """One or more phone numbers: digits, `-`, extension after 转, several separated by `、`."""

    kind: ClassVar[str] = "phone"
    takes: ClassVar[str] = "电话号码，如 028-86660000 或手机号"
    is_searchable: ClassVar[bool] = True

    def crosses_line(self, text: str) -> Finding | None:
        """Nothing but a bank card: here an office's own number belongs."""
        return account_in(text)

    def read(self, given: Given, lookups: Lookups) -> Value:
        """The number with its digits kept and its spaces gone. Refuses letters and Excel's exponents."""
        text = unicodedata.normalize("NFKC", clean(as_text(given), keep_lines=False))
        refuse_exponent(text, "号码")
        text = re.sub(r"\.0$", "", text)
        numbers = [re.sub(r"\s+", "", part) for part in re.split(r"[、,;/|]|(?<=\d)(?<!\+86)\s+(?=1\d{10})", text)]
        numbers = [re.sub(r"[—–−]", "-", number) for number in numbers if number]
        for number in numbers:
            if not re.fullmatch(r"(?=(?:\D*\d){3})\+?[0-9()\-]{3,24}(转[0-9]{1,6})?", number):
                raise ValueRefusedError(f"{shown(text)}不是电话号码", "，请只写数字，如 028-86660000。")
        return "、".join(numbers) or None
