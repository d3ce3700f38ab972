"""What a failed formula shows in its cell: the one list of Excel's error codes."""

from __future__ import annotations

BY_NUMBER = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""By the number that .xls and .xlsb files keep."""
NOT_AVAILABLE = BY_NUMBER[0x2A]
LITERAL = frozenset(code for number, code in BY_NUMBER.items() if number <= 0x2A)
"""Those that every spreadsheet takes as a formula: `=#REF!`."""

_LATER = ("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!")
"""Of Excel 365, known by name alone."""

CODES = frozenset((*BY_NUMBER.values(), *_LATER))
NOT_TOLD = "#ERR!"
"""Stands for an error whose code the file does not tell."""
NOT_CALCULATED = "#未计算"
"""Stands in a cell whose formula has no result in the file, since no program ever calculated it."""
