"""The encodings that Excel, WPS and the systems above write text files in, told by the bytes."""

from __future__ import annotations

import codecs
import unicodedata

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEAD_BYTES = 4096
_IN_NO_TEXT = ("Cc", "Cn", "Cs")
"""Control characters, unassigned ones, halves of pairs."""
_LAYOUT = frozenset("\t\r\n\x1a")


def encoding_of(content: bytes) -> str | None:
    """Tell the encoding of a text: by its mark, as UTF-16 without one, else UTF-8 or GB18030; None: none of them."""
    marked = [name for mark, name in _BOMS if content.startswith(mark)]
    for name in marked or _unmarked(content[:_HEAD_BYTES]):
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return None


def is_surely_text(head: bytes) -> bool:
    """True for a text by its first bytes: by a mark, or as UTF-16 without one."""
    return head.startswith(tuple(mark for mark, _ in _BOMS)) or (b"\0" in head and bool(_unmarked(head)))


def _unmarked(head: bytes) -> tuple[str, ...]:
    """The encodings a text without a mark may be in; one with zero bytes can only be in UTF-16."""
    if b"\0" not in head:
        return "utf-8", "gb18030"
    return tuple(name for name in ("utf-16-le", "utf-16-be") if _reads_as_text(head, name))


def _reads_as_text(head: bytes, encoding: str) -> bool:
    """True if only text comes out, in lines: with its bytes the wrong way round, a line break is no character."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return "\n" in text and all(one in _LAYOUT or unicodedata.category(one) not in _IN_NO_TEXT for one in text)
