"""The base of all screens: the frame, the help, the way back, what a role may do, and where errors become words."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, ClassVar, TypeVar, cast

from rich.style import Style
from textual import work
from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerCancelled, WorkerFailed, WorkerState

from county_tui.errors import CountyError, LedgerError
from county_tui.paths import refused
from county_tui.rights import NotAllowedError, Right, may, require
from county_tui.screens.app_context import AppContext, ContextApp
from county_tui.store import GaveUpError, Turn, in_turn
from county_tui.widgets.bars import KeyLine, OneLine
from county_tui.widgets.lines import PLAIN, STRONG
from county_tui.wording.remedies import in_app

Action = TypeVar("Action", bound=Callable[..., Any])
RightOf = Callable[..., Right]

NEEDED = "needed_right"
"""Where an action keeps the right it needs, as a function of its arguments."""
T = TypeVar("T")
Result = TypeVar("Result")
HELP = Binding("f1", "help", "帮助", tooltip="列出这个画面的全部按键", id="help")
LEAVE_Q = Binding("escape,ctrl+q,q", "leave", "返回", tooltip="回到上一个画面；Esc、Ctrl+Q、q 都可以", id="leave")
HELP_Q = Binding("f1,question_mark", "help", "帮助", key_display="?", tooltip="列出这个画面的全部按键", id="help")
FIRST, LINES, COUNT, WATCH = "first", "lines", "count", "watch"
"""The groups of service calls that read what a list is about to show, how long it is, and whether it changed."""
IN_BACKGROUND, ANSWER = "in background", "answer"
"""The names of flows that no key waits for, unless their group says so, and of the service calls in their threads."""
QUIET = (IN_BACKGROUND, ANSWER)
NUMBERS = "numbers"
"""The group of flows that count what is shown beside."""
WAITING = " 别人正在写这本台账，正在等轮到，请稍候。不想等请按 Esc。"


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


class Asking(Screen[Result]):
    """A screen that asks services in worker threads and takes the answers back; errors end here."""

    class Waits(Message):
        """Someone else writes for so long that it is worth telling."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.is_waiting = False
        self._turn = Turn(self._tell_waiting)

    @property
    def context(self) -> AppContext:
        """The ledger, the user, today."""
        return self.context_app.context

    @property
    def context_app(self) -> ContextApp:
        """The app, as screens know it."""
        return cast(ContextApp, self.app)

    @property
    def is_preparing(self) -> bool:
        """Whether lines are being read that a key may be meant for, or a dialogue is about to open."""
        own = [worker for worker in self.workers if worker.node is self and not worker.is_finished]
        return any(worker.group in (FIRST, LINES, COUNT, WATCH) or worker.name not in QUIET for worker in own)

    def _tell_waiting(self) -> None:
        if not self.is_waiting:
            self.is_waiting = True
            self.post_message(self.Waits())

    def wait_over(self) -> None:
        """One's turn has come, or the wait was given up."""

    def keeping(self) -> Callable[[], None] | None:
        """What is left to keep, should the connection drop this moment."""
        return None

    def give_up(self) -> None:
        """Wait no longer for one's turn to write."""
        self._turn.stop.set()
        self._turn = Turn(self._tell_waiting)

    def in_background(self, flow: Callable[[], Coroutine[None, None, None]], *, group: str = "reading") -> None:
        """Run a flow that awaits answers while keys go on being taken. A newer one of its group replaces it."""
        run: Callable[..., Worker[None]] = self.run_worker  # its own types cannot tell a flow from a plain function
        run(flow, name=IN_BACKGROUND, group=group, exclusive=True, exit_on_error=False)

    async def answer(self, work: Callable[[], T]) -> T:
        """Run one service call in a thread and wait for its answer: for flows that run in a worker themselves."""
        work = partial(in_turn, work, self._turn)
        worker = self.run_worker(work, name=ANSWER, thread=True, group=f"{ANSWER}-{id(work)}", exit_on_error=False)
        return await worker.wait()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what went wrong in a worker."""
        if event.state in (WorkerState.PENDING, WorkerState.RUNNING):
            return
        if self.is_waiting:
            self.is_waiting = False
            self.wait_over()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.explain(event.worker.error)

    def explain(self, error: BaseException) -> None:
        """Put an error before the person, if it is one a person can mend; any other is a fault of the program.

        A flow that waited for a service call fails with it: that call's own error was told already.
        """
        if isinstance(error, WorkerFailed | WorkerCancelled):
            return
        if isinstance(error, OSError):
            error = refused(error)
        if not isinstance(error, CountyError):
            raise error
        from county_tui.widgets.dialogs import Notice

        told = in_app(error)
        self.app.push_screen(Notice("出错了", told if told.endswith(("。", "？", "！")) else f"{told}。"))


class FramedScreen(Asking[Result]):
    """A full screen: title above, messages and keys below. Before a ledger is open, a screen is no more than that."""

    def __init__(self) -> None:
        super().__init__()
        self.title_line = OneLine(style=STRONG, id="title")
        self.message_line = OneLine(id="message")
        self.key_line = KeyLine(self.key_bindings())
        self.said = ""
        """What stood above the keys before one had to wait."""
        self.told_last = ""
        """The error told last."""

    def compose(self) -> ComposeResult:
        """The frame, with the screen's own body in it."""
        yield self.title_line
        yield from self.body()
        yield self.message_line
        yield self.key_line

    def body(self) -> ComposeResult:
        """What stands between the title and the messages."""
        yield from ()

    def key_bindings(self) -> list[Binding]:
        """All keys of this screen that have an id and that one may use, help and the way back first."""
        known: dict[str, Binding] = {}
        for kind in type(self).mro():
            for binding in vars(kind).get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id and is_offered(self, binding):
                    known.setdefault(binding.id, binding)
        ends = [known.pop(key) for key in ("help", "leave") if key in known]
        return [*ends, *known.values()]

    def say(self, text: str, style: Style = PLAIN) -> None:
        """Put a short message above the keys."""
        self.message_line.show(text, style=style)

    def on_asking_waits(self) -> None:
        """Say that someone else writes, and how to wait no longer."""
        self.said = self.message_line.left
        self.say(WAITING)

    def wait_over(self) -> None:
        """Take the word of waiting back."""
        self.say(self.said)

    def explain(self, error: BaseException) -> None:
        """What was under way is so no longer; giving up was one's own wish, and needs no box.

        Nor does a ledger that still cannot be used: read again whenever its box closes, it would never let one go.
        """
        is_in_line = isinstance(error, GaveUpError) or (isinstance(error, LedgerError) and str(error) == self.told_last)
        if isinstance(error, CountyError | OSError):
            self.told_last = str(error)
            self.say(f" {in_app(error)}" if is_in_line and isinstance(error, CountyError) else "")
        if not is_in_line:
            super().explain(error)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show all keys."""
        self.context_app.show_help(self)


class BaseScreen(FramedScreen[Result]):
    """A full screen on an open ledger, from which any other is found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "palette", "命令", tooltip="输入几个字，找任何操作和画面", id="palette"),
    ]

    @work(exit_on_error=False)
    async def action_palette(self) -> None:
        """Find what to do by typing."""
        await self.context_app.choose_command(self)
