"""Puts the demo's workbooks into the wheel, from where they are kept for the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KINDS = (".xlsx", ".xls", ".csv")


class DemoWorkbooks(BuildHookInterface[Any]):
    """An editable install finds them in fixtures/demo itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name them to the builder."""
        if version != "editable":
            demo = Path(self.root, "fixtures", "demo")
            files = [file for file in demo.rglob("*") if file.suffix in KINDS]
            inside = {str(file): f"county_tui/data/demo/{file.relative_to(demo).as_posix()}" for file in files}
            build_data["force_include"].update(inside)
