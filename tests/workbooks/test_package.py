"""What the package gives its callers, and what its child is spared."""

from __future__ import annotations

import subprocess
import sys

import pytest

import county_tui.workbooks as workbooks

NOT_FOR_THE_CHILD = {"xlrd", "statistics", "concurrent", "tempfile", "click", "peewee", "textual"}


def test_every_name_it_lists_is_there_and_is_no_module() -> None:
    for name in workbooks.__all__:
        assert not hasattr(getattr(workbooks, name), "__path__"), name
        assert type(getattr(workbooks, name)).__name__ != "module", name


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute"):
        _ = workbooks.nothing


def test_the_child_loads_only_what_it_needs() -> None:
    script = "import sys, county_tui.workbooks.pipe.child, county_tui.workbooks.formats.xlsx; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert NOT_FOR_THE_CHILD.isdisjoint(result.stdout.split())
