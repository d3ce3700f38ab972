"""county-tui: the work ledger of a small county office, in a terminal."""

__version__ = "0.2.0"
