"""What was found in a text that may not be kept, in words for the person who wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from county_tui.errors import ValueRefusedError


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found and why it is not kept, and what to write instead."""

    what: str
    instead: str

    def refusal(self) -> ValueRefusedError:
        """The finding as an error; the text itself is never quoted."""
        return ValueRefusedError(self.what, f"，{self.instead}。")
