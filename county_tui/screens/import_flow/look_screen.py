"""What the screens that correct an import share: each change is looked at anew, and taken along when one leaves."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from county_tui import importing
from county_tui.importing import Request, SheetLook
from county_tui.screens.base import BaseScreen


class LookScreen(BaseScreen[Request]):
    """A file looked at as a request would see it: dismissed with the request as it was changed here."""

    def __init__(self, path: Path, request: Request) -> None:
        super().__init__()
        self.path, self.request = path, request
        self.wanted = request
        """The request as last asked for: leaving takes it along even before the file was looked at again."""

    def look(self, request: Request) -> None:
        """Look at the file as another request would see it."""
        self.wanted = request
        self.say(" 正在查看，请稍候")
        self.ask(partial(importing.look, self.path, request), partial(self.show, request))

    def show(self, request: Request, looks: list[SheetLook]) -> None:
        """Show what such a request would see."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say more of what is under the cursor."""
        raise NotImplementedError

    def explain(self, error: BaseException) -> None:
        """A change that was refused leaves all as it was."""
        super().explain(error)
        self.wanted = self.request
        self.tell()

    def action_leave(self) -> None:
        """Back, with what was changed."""
        self.dismiss(self.wanted)
