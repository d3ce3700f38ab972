"""Registers as lists and their records as forms, with history, drafts and trash."""
