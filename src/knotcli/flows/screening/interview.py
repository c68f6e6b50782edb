"""The questions of the screening put one after the other, until they are answered or end early."""

from collections.abc import Callable, Sequence

from knotcli.coach.screening.conversation import Conversation, Finished, NoAnswer, reply_to
from knotcli.coach.screening.prompts import Prompt, QuestionPrompt, SentencesPrompt, StoryPrompt
from knotcli.flows.screening.asking import Asking
from knotcli.views.screening.emergency import emergency_paragraphs
from knotcli.views.screening.pages import Page, Size
from knotcli.views.screening.prompts import prompt_pages, reason_pages
from knotcli.world import World

WHICH_REASON = "The number of one, to read why it is asked: "


class Interview:
    """Leads one conversation. Whatever ends it, `conversation` is what was said until then.

    on_emergency: called once the emergency text stands there, before anything is asked.
    """

    def __init__(
        self,
        world: World,
        asking: Asking,
        conversation: Conversation,
        on_emergency: Callable[[], None] = lambda: None,
    ) -> None:
        self.world, self.asking, self.conversation = world, asking, conversation
        self._on_emergency = on_emergency
        self._queue: list[str] = []
        self._emergency = emergency_paragraphs(world.library.wording, world.emergency_number)

    def run(self) -> Finished:
        """Ask until it is finished. Raises EOFError, KeyboardInterrupt."""
        fault = ""
        while not isinstance(prompt := self.conversation.prompt, Finished):
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

    def _reply(self, prompt: Prompt, fault: str) -> str:
        if self._queue and isinstance(prompt, SentencesPrompt):
            return self._queue.pop(0)
        if isinstance(prompt, QuestionPrompt) and prompt.emergency and not prompt.before:
            on_emergency = self._on_emergency
        else:
            on_emergency = None
        typing = ""
        if isinstance(prompt, StoryPrompt):
            letters = "".join(key for key in prompt.choices if key not in prompt.alone)
            typing = "0123456789" if prompt.whole else letters if prompt.several else ""
        reply = self.asking.ask_pages(
            lambda size: prompt_pages(prompt, size, self._emergency), typing, fault, on_emergency
        )
        numbers = reply.replace(",", " ").split()
        if self.asking.lines and isinstance(prompt, SentencesPrompt) and len(numbers) > 1:
            # Several numbers in one line are opened in their order.
            if all(number.isdigit() for number in numbers):
                reply, self._queue = numbers[0], numbers[1:]
        return reply

    def _explain(self, prompt: Prompt, number: str) -> str:
        """Show why the sentence of this number, or the item of a question, is asked. Returns what was wrong, if anything."""
        if isinstance(prompt, QuestionPrompt):
            items: Sequence[str] = (prompt.item,)
        elif isinstance(prompt, SentencesPrompt):
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
        else:
            return "There is no more to say about this one."
        known = {item.id: item for item in self.world.library.items()}
        told = [(known[one].label, known[one].why) for one in items]
        self.asking.ask_pages(lambda size: reason_pages(told, size))
        return ""
