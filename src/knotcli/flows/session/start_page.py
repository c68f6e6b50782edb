"""The page before a session: nothing runs until Enter, and the session may be made shorter or cooler there."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from msgspec.structs import replace

from knotcli.coach.errors import Misuse, Stopped
from knotcli.coach.session.decision import SessionDecision, WantedSession
from knotcli.coach.session.opening import SessionOpening, open_session, whole_list_is_due
from knotcli.coach.text import Line
from knotcli.flows.session.session_gathering import decide_now
from knotcli.terminal.keys import Keys
from knotcli.terminal.signals import Guard
from knotcli.views.body.picture import draw_opening
from knotcli.views.session import start_page as view
from knotcli.world import World

PageLayout = Callable[[int, int], Sequence[Line]]
LEAVING = ("q", "quit", "n", "no", "x", "esc")


class StartPage:
    """Shows the page of a session that may run, until it is started or left."""

    def __init__(self, world: World, wanted: WantedSession, decision: SessionDecision) -> None:
        self.world, self.wanted, self.decision = world, wanted, decision
        self.guidance = world.library.guidance()
        self._spots = {spot.id: spot.name for spot in world.library.spots().values()}
        self._notice = ""
        self._before: list[tuple[WantedSession, SessionDecision]] = []

    def show(self, is_skipped: bool) -> tuple[WantedSession, SessionDecision] | None:
        """Show the whole list where it is due, then the page unless it is skipped.

        Returns the session that is to run, None when it is not wanted now. Raises Stopped at the end of input and
        when a signal ends the program, Held where it may not run without heat or in its short form.
        """
        sessions = self.world.history.sessions(self.wanted.routine.region)
        notes = view.limit_notes(self.opening, self.guidance)
        is_due = bool(notes) and whole_list_is_due(sessions, self.world.clock.now().date())
        if is_skipped and not is_due:
            return self.wanted, self.decision
        with Guard() as self._guard, ExitStack() as stack:
            if not self.world.out.plain:
                self._keys = Keys(self.world.stdin, wake=self._guard.wake)
                self._live = self.world.out.live()
                self._guard.hold(self._keys, self._live)
                stack.enter_context(self._keys)
                stack.enter_context(self._live)
            is_wanted = not (is_due and not self._show_limits()) and (is_skipped or self._ask_start())
        return (self.wanted, self.decision) if is_wanted else None

    def _ask_start(self) -> bool:
        """Show the page until it is started or left. Returns whether it is started."""
        while True:
            typed = self._ask_choice()
            key = view.NUMBERS.get(typed, typed)
            if key in LEAVING:
                return False
            if key in ("", "enter"):
                return True
            self._change(key)

    @property
    def opening(self) -> SessionOpening:
        """What is to be known before this session."""
        unfinished = self.decision.unfinished
        first = 0 if unfinished is None else unfinished.first
        return open_session(self.decision.plan, first, self.decision.options.quick)

    def _change(self, key: str) -> None:
        """Do what a key of the page asks for; say which keys there are where it means nothing."""
        choices = view.list_choices(self.opening, bool(self._before))
        if key not in choices:
            numbers = ", ".join(f"{number} {view.KEYS[k]}" for number, k in view.NUMBERS.items() if k in choices)
            self._notice = f"That key does nothing here. Enter starts; or type {numbers}."
            return
        self._notice = ""
        if key == "v":
            self._show_limits()
            return
        if key == "b":
            self.wanted, self.decision = self._before.pop()
            return
        tools, tool = self.decision.plan.tools, self.decision.plan.tool
        changes: dict[str, dict[str, Any]] = {
            "s": {"quick": True},
            "h": {"heat": False},
            "w": {"shower": True},
            "t": {"tool": tools[(tools.index(tool) + 1) % len(tools)]} if tool in tools else {},
        }
        options = [(replace(one, **changes[key]), notes) for one, notes in self.wanted.choices]
        changed = self.wanted._replace(choices=options)
        try:
            decision = decide_now(self.world, changed)
        except Misuse as error:  # what a professional gave is not cut down to fit
            self._notice = str(error)
            return
        self._before.append((self.wanted, self.decision))
        self.wanted, self.decision = changed, decision

    def _ask_choice(self) -> str:
        opening, world, is_changed = self.opening, self.world, bool(self._before)
        tolerable = self.guidance.tolerable
        if world.out.plain:
            world.show([self._notice] if self._notice else view.start_lines(opening, self._spots, tolerable))
            return self._ask_line(view.start_question(opening, is_changed))
        picture = draw_opening(
            world.library.figure(), opening.spots, self.wanted.routine.zones, self.decision.plan.side
        )
        return self._ask_key(
            lambda width, height: view.start_page(
                opening, self._spots, tolerable, picture, width, height, self._notice, is_changed
            )
        )

    def _show_limits(self) -> bool:
        """Show every limit and every place to keep off, page after page. Returns whether the session is still wanted."""
        if self.world.out.plain:
            self.world.show(view.limit_notes(self.opening, self.guidance))
            return self._ask_line("[Enter] go on  [q] not now: ") not in LEAVING
        number = 0
        while True:
            opening, at = self.opening, number

            def layout(width: int, height: int, at: int = at, opening: SessionOpening = opening) -> list[Line]:
                pages = view.limit_pages(opening, self.guidance, width, height)
                return pages[min(at, len(pages) - 1)]

            key = self._ask_key(layout)
            size = self.world.out.size
            last = len(view.limit_pages(opening, self.guidance, self.world.out.width_in(size), size.lines)) - 1
            if key in LEAVING:
                return False
            if key in ("b", "left", "up"):
                number = max(0, number - 1)
            elif key in ("enter", "space", "right", "down"):
                if number >= last:
                    return True
                number += 1

    def _ask_line(self, question: str) -> str:
        try:
            with self._guard.aside():
                return self.world.ask(question).lower()
        except (EOFError, KeyboardInterrupt):
            raise Stopped("No session was started.", self._guard.ending or 2) from None

    def _ask_key(self, layout: PageLayout) -> str:
        """Draw a page until a key comes; what was typed before it stood there counts for nothing."""
        self._keys.drop_waiting()
        while True:
            size = self.world.out.size
            self._live.draw(layout(self.world.out.width_in(size), size.lines), size)
            key = self._guard.wait(self._keys, None)
            if self._guard.ending or key == "eof":
                raise Stopped("No session was started.", self._guard.ending or 2)
            if key is not None:
                return key
