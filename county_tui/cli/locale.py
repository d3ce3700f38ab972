"""Click's own sentences in Chinese, through the gettext catalogue that ships with the program."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "county_tui"


def speak_chinese() -> None:
    """Let gettext answer from our catalogue, whatever the terminal's language is."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(DOMAIN, str(Path(__file__).parents[1] / "data" / "locale"))
    gettext.textdomain(DOMAIN)
