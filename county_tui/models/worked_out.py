"""What a register shows beside its fields, worked out from other registers: never stored, never imported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A column of numbers: its label, how tables print them (`number`, `percent`), and the field it stands behind."""

    label: str
    format: str
    behind: str

    @property
    def is_share(self) -> bool:
        """Whether the numbers are fractions of 1."""
        return self.format == "percent"
