"""The screening asked line by line, in a terminal or by a screen reader."""

from collections.abc import Callable, Sequence
from typing import Literal

from knotcli.coach.screening.answers_file import DURATIONS
from knotcli.coach.screening.groups import Group, groups, pick
from knotcli.coach.screening.judge import Item
from knotcli.coach.text import Block, Line, ListItem
from knotcli.coach.vocabulary import ANSWERS, Answer, Duration, Region
from knotcli.flows.prompts import ask_word
from knotcli.world import World

CLOSING = ("emergency", "red-flag", "absolute")
"""Kinds after whose groups the asking ends when one was named: nothing later could let a session start."""


class Dialogue:
    """Asks, and keeps what was answered so far: whatever ends it, the answers given stand."""

    def __init__(
        self, world: World, items: Sequence[Item], emergency: Callable[[Sequence[Item]], list[Line]]
    ) -> None:
        self.world = world
        self.screens = groups(items)
        self.emergency = emergency
        self.answers: dict[str, Answer] = {}
        self.cleared: dict[str, Answer] = {}
        self.duration: dict[Region, Duration] = {}

    def named(self) -> dict[str, Answer]:
        """Give what was answered with yes or unsure, features of muscle knots aside."""
        kinds = {item.id: screen.kind for screen in self.screens for item in screen.items}
        return {i: word for i, word in self.answers.items() if word != "no" and kinds[i] != "likelihood"}

    def run(self, regions: Sequence[Region], clearance: str, reminder: str) -> None:
        """Ask group by group. Ends early after an emergency, or when what was named already holds a session back.

        `reminder` stands beside the first list: what was printed above it may have scrolled away.
        Raises EOFError, KeyboardInterrupt: what was answered until then is in `answers`.
        """
        total = len(self.screens)
        for number, group in enumerate(self.screens, 1):
            where = f"{', '.join(regions)} · part {number} of {total}"
            named = self._group(group, where if number > 1 else f"{where} · {reminder}", clearance)
            if named and group.kind == "emergency":
                return
            last = number == total or self.screens[number].kind != group.kind
            if last and group.kind in CLOSING and self._held(group.kind):
                self.world.tell(["", "That is enough to know. The rest is not asked."])
                return
        for name in regions:
            self._duration(name)

    def _held(self, kind: str) -> bool:
        items = [i for g in self.screens if g.kind == kind for i in g.items]
        return any(self.answers.get(i.id) in ("yes", "unsure") and i.holds_back != "step" for i in items)

    def _group(self, group: Group, where: str, clearance: str) -> list[Item]:
        self.world.tell(["", ((where, "dim"),), ((group.heading, "title"),)])
        self.world.tell(self._listed(group))
        while True:
            text = self.world.ask("Numbers that do or may apply, 0 for none, ?N reads one: ")
            if not text and group.skippable:
                return []
            picked = pick(text, len(group.items))
            if picked.fault:
                self.world.tell([((picked.fault, "warn"),)])
            elif picked.read is not None:
                self.world.tell([f"  {group.items[picked.read].question}"])
            else:
                break
        named = [group.items[n] for n in picked.named]
        if group.kind == "emergency" and named:
            # The text comes before anything else is asked; what was not picked was not answered.
            self.answers.update({item.id: "yes" for item in named})
            self.world.tell(["", *self.emergency(named)])
            return named
        # Until it is confirmed, what was picked counts as unsure: an end in the middle does not lose it.
        word: Answer = "yes" if group.kind == "likelihood" else "unsure"
        self.answers.update({item.id: word if item in named else "no" for item in group.items})
        for item in named if group.kind != "likelihood" else ():
            self.answers[item.id] = self._confirm(item)
        for item in named:
            if item.clearance and self.answers[item.id] != "no":
                self.cleared[item.id] = self._word(f"{clearance} (y)es, (n)o, (u)nsure: ")
        return named

    def _listed(self, group: Group) -> list[Block]:
        lines: list[Block] = [ListItem((f" {n:>2}  ", "key"), i.short) for n, i in enumerate(group.items, 1)]
        return [*lines, (("  0  ", "key"), ("None of these", "strong"))]

    def _confirm(self, item: Item) -> Answer:
        self.world.tell(["", item.question])
        return self._word("(y)es, (n)o, (u)nsure: ")

    def _word(self, prompt: str) -> Answer:
        return ask_word(self.world, prompt, ANSWERS, "Type y, n or u. Unsure counts as yes.")

    def _duration(self, name: Region) -> None:
        prompt = f"The {name}: since (a) under 3 months, (c) longer, Enter skips: "
        words: tuple[Duration | Literal[""], ...] = ("", *DURATIONS)
        if word := ask_word(self.world, prompt, words, "Type a, c, or just Enter."):
            self.duration[name] = word
