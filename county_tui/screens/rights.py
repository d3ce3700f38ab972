"""What a session's role leaves of the screens: an action names its right, and without it is not offered, nor done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from textual.actions import parse
from textual.binding import Binding

from county_tui.rights import NotAllowedError, Right, may, require

Action = TypeVar("Action", bound=Callable[..., Any])
RightOf = Callable[..., Right]

NEEDED = "needed_right"
"""Where an action keeps the right it needs, as a function of its arguments."""


def needs(right: Right | RightOf) -> Callable[[Action], Action]:
    """The right an action of a screen needs; a function of its arguments where it does several things.

    However it is reached (key, palette, Enter on a line), without the right one sentence says why it is not done.
    """
    needed: RightOf = (lambda *_: right) if isinstance(right, Right) else right

    def guarded(action: Action) -> Action:
        @wraps(action)
        def once_allowed(screen: Any, *args: Any) -> Any:
            try:
                require(needed(*args))
            except NotAllowedError as error:
                return screen.say(f" {error}")
            return action(screen, *args)

        setattr(once_allowed, NEEDED, needed)
        return once_allowed  # type: ignore[return-value]  # same signature as `action`

    return guarded


def is_offered(screen: Any, binding: Binding) -> bool:
    """Whether a key of a screen is of use to whoever sits before it."""
    _, name, arguments = parse(binding.action)
    needed: RightOf | None = getattr(getattr(screen, f"action_{name}", None), NEEDED, None)
    return needed is None or may(needed(*arguments))
