"""Pages shown one at a time, and the key or line that answers each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Self

from knotcli.coach.errors import Held, Stopped
from knotcli.coach.person_input import parse_choice
from knotcli.terminal.keys import Keys
from knotcli.terminal.paging import SinglePage
from knotcli.terminal.signals import EndedBySignal, Guard
from knotcli.views.screening.pages import PLAIN, Page, Size, fitted
from knotcli.world import World

WORDS = {"yes": "y", "no": "n", "unsure": "u", "back": "b"}
"""Whole words that may be typed for the keys of a question."""
UNANSWERED = "The questions were not answered, so no session starts."
Layout = Callable[[Size], Sequence[Page]]


@contextmanager
def asking_or_held(world: World, unanswered: str, ended: str) -> Iterator["PageAsker"]:
    """Ask, and leave the screen empty for what follows.

    unanswered, ended: what Held says at the end of input, and Stopped at a signal to end.
    """
    with PageAsker(world) as asking:
        try:
            yield asking
        except EOFError:
            raise Held(unanswered) from None
        except KeyboardInterrupt:
            raise Stopped(ended, asking.guard.ending or 2) from None
        finally:
            asking.show_last()


class PageAsker:
    """Asks on a terminal with single keys, each page alone on the screen; elsewhere line by line.

    A context manager. Signals to end, and the end of input, raise KeyboardInterrupt (terminal.signals.EndedBySignal) and
    EOFError out of the methods that ask. What was typed before a page was drawn answers nothing, and neither does a paste.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.guard = Guard()
        self._stack = ExitStack()
        self._page = SinglePage(world.err)
        self._left_at = 0

    def __enter__(self) -> Self:
        self._stack.enter_context(self.guard)
        self._keys = Keys(self.world.stdin, lines=self.world.err.plain, wake=self.guard.wake, burst=1)
        self.lines = self._keys.lines
        if not self.lines:
            self.guard.hold(self._keys, self._page)
            for held in (self._keys, self._page):
                held.enter()
                self._stack.callback(held.leave)
        return self

    def __exit__(self, *ended: object) -> None:
        self._stack.close()

    @property
    def size(self) -> Size:
        """Room for a page now; no bounds where lines are appended."""
        if self.lines:
            return PLAIN
        size = self.world.err.size
        return Size(size.columns, size.lines)

    def show_last(self) -> None:
        """Leave the screen empty for the result; where lines are appended, a blank line before it."""
        if self.lines:
            self.world.tell([""])
        else:
            self._page.clear()

    def ask_pages(
        self,
        layout: Layout,
        typing: str = "",
        fault: str = "",
        once_shown: Callable[[], None] | None = None,
        is_name: bool = False,
    ) -> str:
        """Show the pages one after the other and return the answer to the last, or the first other answer to an earlier one.

        layout: lays the pages out for a size; made again when the window changes. typing: the letters that may add up
        to an answer, ended by Enter; empty: one key is an answer. A page is left for the next one by n, or by any key
        where it only goes on. fault: what to say about the reply before this one; the page that it was given to stands
        there again. once_shown: called when the first page stands there, before an answer is waited for. is_name: the letters
        may come together, or be pasted; Enter has to be pressed all the same.
        """
        self._keys.words = {"space", *typing} if is_name else ()
        number = self._left_at if fault else 0
        while True:
            pages = layout(self.size)
            self._left_at = number = min(number, len(pages) - 1)
            page = pages[number]
            reply = self._reply(page, typing, fault, once_shown)
            fault, once_shown = "", None
            if reply is None:
                continue
            last = number == len(pages) - 1
            if not last and (page.more or reply == "n"):
                number += 1
            elif number and reply == "b":
                number -= 1
            elif page.numbers and not last and (parse_choice(reply, 99) or 0) not in (0, *page.numbers):
                fault = f"Press n if none of these is true, or the number of one that is: {page.numbers[0]} to {page.numbers[-1]}."
            else:
                return reply

    def _reply(self, page: Page, typing: str, fault: str, once_shown: Callable[[], None] | None) -> str | None:
        """Return what answers the page, None when it is to be laid out anew."""
        if self.lines:
            return self._line(page, fault, once_shown)
        self._page.show(*fitted(page, fault, self.size))
        self._keys.drop_waiting()
        if once_shown is not None:
            once_shown()
        typed = ""
        size = self.size
        while True:
            key = self.guard.wait(self._keys, None)
            if self.guard.ending:
                raise EndedBySignal
            if key is None:
                self.guard.resumed = False
                if self.size != size or not typed:
                    return None
                continue
            if key == "eof":
                raise EOFError
            if typing and key == "space":
                key = " "
            if not typing:
                return "" if key == "enter" else key
            if key == "enter":
                return typed
            if key == "backspace":
                typed = typed[:-1]
            elif key in typing:
                typed += key
            elif not typed or len(key) > 1:
                return key
            self._page.show(*fitted(Page(page.rows, page.keys + typed), fault, self.size))

    def _line(self, page: Page, fault: str, once_shown: Callable[[], None] | None) -> str:
        if fault:
            self.world.tell([((fault, "warn"),)])
        self.world.tell(["", *page.rows])
        if once_shown is not None:
            once_shown()
        with self.guard.aside():
            return self.world.ask(page.keys).lower()
