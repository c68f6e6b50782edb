"""The questions of the screening put one after the other, until they are answered or end early."""

import contextlib
from collections.abc import Callable
from threading import Thread

from knotcli.coach.errors import KnotError
from knotcli.coach.person_input import parse_choice
from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.screening.conversation import prompts
from knotcli.coach.screening.conversation.conversations import Conversation, named_check, reply_to
from knotcli.coach.screening.conversation.item_script import NoAnswer
from knotcli.coach.screening.flags import FULL
from knotcli.coach.vocabulary import CheckOrigin, Region
from knotcli.flows.screening.asking import WORDS, PageAsker
from knotcli.flows.screening.kept_checks import moment
from knotcli.storage.history.stop_marks import marking_named
from knotcli.views.screening.emergency import emergency_paragraphs
from knotcli.views.screening.pages import Page, Size
from knotcli.views.screening.prompts import prompt_pages, reason_pages, with_notice
from knotcli.world import World

DISK_SECONDS = 0.5
"""How long the emergency text waits for what is stored before it, at most (own decision)."""
WHICH_REASON = "The number of one, to read why it is asked: "


class Interview:
    """Leads one conversation. Whatever ends it, `conversation` is what was said until then.

    regions: those whose earlier checks end when an emergency is picked; none: all. notice: what stands above the
    first screen. guard: the id of the entry that ended the earlier checks while an emergency stood open, if any.
    """

    def __init__(
        self, world: World, asking: PageAsker, conversation: Conversation, regions: tuple[Region, ...], notice: str = ""
    ) -> None:
        self.world, self.asking, self.conversation, self.regions = world, asking, conversation, regions
        self._queue: list[str] = []
        self.guard, self._notice = "", notice
        self._emergency = emergency_paragraphs(world.library.wording, world.emergency_number)

    def run(self) -> prompts.ConversationEnd:
        """Ask until it is finished. Raises EOFError, KeyboardInterrupt."""
        fault = ""
        while not isinstance(prompt := self.conversation.prompt, prompts.ConversationEnd):
            reply = self._reply(prompt, fault)
            fault = ""
            if reply.startswith("?"):
                fault = self._explain(prompt, reply[1:].strip())
                continue
            try:
                self.conversation = reply_to(self.conversation, reply)
            except NoAnswer as error:
                fault = str(error)
                self._queue.clear()
        return prompt

    def run_or_keep(self, origin: CheckOrigin) -> prompts.ConversationEnd:
        """Run, and keep what was confirmed where it is broken off. Raises EOFError, KeyboardInterrupt."""
        try:
            return self.run()
        except (EOFError, KeyboardInterrupt):
            self.keep_confirmed(origin)
            raise

    @property
    def renews(self) -> bool:
        """Whether it is a check that still holds, so that what is confirmed ends it and nothing else is new."""
        return self.conversation.draft.renews

    def named_check(self, origin: CheckOrigin) -> Check:
        """Return what was confirmed and taken back, as an entry that is no full check. Raises KnotError."""
        now = self.world.clock.now()
        check = named_check(self.conversation, make_entry_id(), now, self.regions, origin, self.guard)
        is_named = bool(check.answers or self.conversation.draft.open_emergency)
        with marking_named(self.world.paths.history, now, is_named):
            return check._replace(at=moment(self.world))

    def keep_confirmed(self, origin: CheckOrigin) -> bool:
        """Keep what was confirmed until now, where the conversation was broken off. Returns whether there was anything.

        An emergency that was opened and taken back lifts the end of the earlier checks.
        """
        check = self.named_check(origin)
        if check.answers:
            self.world.history.add(check)
        elif self.guard and not self.conversation.draft.open_emergency:
            self.world.history.add(check._replace(origin="re-check"))
        return bool(check.answers)

    def _end_earlier_checks(self) -> Callable[[], None]:
        """End the earlier checks while a picked emergency is neither confirmed nor taken back, whatever happens now.

        It is stored before the emergency text is shown, so that no crash comes between them. A disk that is busy does
        not keep the text from a person for longer than `DISK_SECONDS`: then what is returned waits for it, once shown.
        """
        storing = Thread(target=self._store_guard, daemon=True)
        storing.start()
        storing.join(DISK_SECONDS)
        return storing.join

    def _store_guard(self) -> None:
        with (
            contextlib.suppress(KnotError),
            marking_named(self.world.paths.history, self.world.clock.now(), is_named=True),
        ):
            kept = self.world.history.checks()
            if not self.guard and any(
                check.origin in FULL and (not self.regions or {*check.regions} & {*self.regions}) for check in kept
            ):
                guard = Check(make_entry_id(), moment(self.world), self.regions, {}, origin="re-check")
                self.world.history.add(guard)
                self.guard = guard.id

    def _reply(self, prompt: prompts.Prompt, fault: str) -> str:
        if self._queue and isinstance(prompt, prompts.SentencesPrompt):
            return self._queue.pop(0)
        opens_emergency = isinstance(prompt, prompts.QuestionPrompt) and prompt.emergency and not prompt.before
        typing = ""
        if isinstance(prompt, prompts.StoryPrompt):
            letters = "".join(key for key in prompt.choices if key not in prompt.alone)
            typing = "0123456789" if prompt.whole else letters if prompt.several else ""
        reply = self.asking.ask_pages(
            lambda size: self._lay_out(prompt, size),
            typing,
            fault,
            self._end_earlier_checks() if opens_emergency else None,
        )
        if isinstance(prompt, prompts.QuestionPrompt | prompts.ConfirmPrompt):
            return WORDS.get(reply, reply)
        numbers = reply.replace(",", " ").split()
        several = isinstance(prompt, prompts.SentencesPrompt) and len(numbers) > 1
        if several and all(parse_choice(one, 99) for one in numbers):
            # Several numbers in one line are opened in their order.
            reply, self._queue = numbers[0], numbers[1:]
        return reply

    def _lay_out(self, prompt: prompts.Prompt, size: Size) -> list[Page]:
        pages = prompt_pages(prompt, size, self._emergency)
        first = self._notice and not self.conversation.replies and isinstance(prompt, prompts.SentencesPrompt)
        return with_notice(pages, self._notice, size) if first else pages

    def _explain(self, prompt: prompts.Prompt, number: str) -> str:
        """Show why the sentence of this number, or the item of a question, is asked. Returns what was wrong, if anything."""
        items: tuple[str, ...] = ()
        if isinstance(prompt, prompts.QuestionPrompt):
            items = (prompt.item,) if prompt.item else ()
        elif isinstance(prompt, prompts.SentencesPrompt):
            if not number and not self.asking.lines:
                number = self.asking.ask_pages(
                    lambda size: [
                        Page(page.rows, WHICH_REASON, page.numbers)
                        for page in prompt_pages(prompt, size, self._emergency)
                    ]
                )
            picked = [one for one in prompt.sentences if str(one.number) == number]
            if not picked:
                return "Press ? and then the number of a sentence, to read why it is asked."
            items = picked[0].items
        if not items:
            return "There is nothing more about this one."
        known = {item.id: item for item in self.world.library.items()}
        told = [(known[one].label, known[one].why) for one in items]
        self.asking.ask_pages(lambda size: reason_pages(told, size))
        return ""
