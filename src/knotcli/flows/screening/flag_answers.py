"""What answers a flag that stands: a clinician's look, or taking back what was never true."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from knotcli.coach.errors import Held, Misuse, Stopped
from knotcli.coach.person_input import parse_choice
from knotcli.coach.record import Assessment, Correction, make_entry_id
from knotcli.coach.screening.judge import Reason
from knotcli.coach.times import parse_day
from knotcli.flows.screening.asking import PageAsker
from knotcli.flows.screening.kept_checks import correctable_now, flags_now, moment
from knotcli.views.screening import flag_pages
from knotcli.views.screening.emergency import emergency_paragraphs
from knotcli.world import World

DAY_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


class KeptLook(NamedTuple):
    """A look that was kept: its day, the flags that it answers, and those that were named later and stand on (ids)."""

    day: date
    covered: tuple[str, ...]
    left: tuple[str, ...]


def keep_look(world: World, day: date, note: str = "", shown: Mapping[str, datetime] | None = None) -> KeptLook:
    """Keep that a clinician looked on this day at everything named up to it. Raises Misuse when that is nothing.

    shown: where only some flags were asked about, each with the moment of its naming: the look answers no other naming.
    """
    now = moment(world)
    flags = flags_now(world)
    if not flags:
        raise Misuse("No red flag stands, so there is nothing to record.")
    labels = {item.id: item.label for item in world.library.items()}
    # In the order of the questions, the most urgent first, as the check itself names them.
    order = [*(one for one in labels if one in flags), *sorted(flags.keys() - labels.keys())]
    asked = flags if shown is None else shown
    covered = tuple(
        one for one in order if flags[one].astimezone(now.tzinfo).date() <= day and asked.get(one) == flags[one]
    )
    left = tuple(one for one in order if one not in covered)
    if not covered:
        named = "; ".join(labels.get(one, one) for one in left)
        raise Misuse(f"You named this after {day}: {named}. A look before that day cannot answer it.")
    world.history.add(Assessment(make_entry_id(), now, day, covered, note))
    return KeptLook(day, covered, left)


def ask_for_look(world: World, asking: PageAsker, standing: Sequence[Reason]) -> bool | None:
    """Ask whether a clinician has looked at what stands, and keep the day.

    Returns whether the check goes on: False when nobody has looked yet, None when it is left.
    Raises EOFError, KeyboardInterrupt.
    """
    shown = {one.item.id: one.standing for one in standing if one.standing is not None}
    fault = ""
    while True:
        reply = asking.ask_pages(lambda size: flag_pages.standing_pages(standing, size), fault=fault)
        if reply in ("n", "u"):
            return False
        if reply == "b":
            return None
        if reply == "y":
            break
        fault = "Press y if a clinician has looked at it, n if not yet, or b to leave."
    fault = ""
    while True:
        text = asking.ask_pages(lambda size: [flag_pages.day_page(standing, size)], DAY_LETTERS, fault)
        try:
            day = parse_day(text or "today", world.clock.now().date(), "It")
            return not keep_look(world, day, shown=shown).left
        except Misuse as error:
            fault = str(error)


TRIES = 3
SENTENCE_LETTERS = "abcdefghijklmnopqrstuvwxyz. "


def take_back_flag(world: World) -> None:
    """Ask which flag was never true, put its questions, and keep the correction.

    Raises Misuse where nobody can answer or nothing can be taken back, Held where the flag stands on.
    """
    if not world.interactive:
        raise Misuse("Taking a flag back needs a terminal, because each of its questions is asked again.")
    flags = correctable_now(world)
    if not flags:
        raise Misuse(
            "Nothing that you named can be taken back here. When a clinician has looked at it: knot check --assessed DATE"
        )
    with PageAsker(world) as asking:
        try:
            reason = _choose_flag(asking, flags)
            _put_questions(world, asking, reason)
            _have_sentence_typed(asking, reason)
        except EOFError:
            raise Held("Nothing was taken back. What you named still counts.") from None
        except KeyboardInterrupt:
            raise Stopped("Nothing was taken back. What you named still counts.", asking.guard.ending or 2) from None
        if reason not in correctable_now(world):
            raise Held("You named it again meanwhile, so nothing was taken back.")
        assert reason.standing is not None
        entry = Correction(make_entry_id(), moment(world), reason.item.id, reason.standing, flag_pages.SENTENCE)
        world.history.add(entry)
        asking.show_last()


def _choose_flag(asking: PageAsker, flags: Sequence[Reason]) -> Reason:
    fault = ""
    while True:
        reply = asking.ask_pages(lambda size: flag_pages.list_pages(flags, size), fault=fault)
        if picked := parse_choice(reply, len(flags)):
            return flags[picked - 1]
        if reply == "b":
            raise Held("Nothing was taken back. What you named still counts.")
        fault = "Press the number of the one that was never true, or b to leave."


def _put_questions(world: World, asking: PageAsker, reason: Reason) -> None:
    """Put every question of the item. Raises Held unless each is clearly answered no."""
    urgent = reason.item.kind == "emergency"
    emergency = emergency_paragraphs(world.library.wording, world.emergency_number) if urgent else ()
    number, fault = 0, ""
    while number < len([one for one in reason.item.asks if not one.by_age]):
        reply = asking.ask_pages(partial(flag_pages.question_pages, reason, number, emergency), fault=fault)
        fault = ""
        if reply == "n":
            number += 1
        elif reply == "b" and number:
            number -= 1
        elif reply in ("y", "u", "b"):
            asking.show_last()
            raise Held("Then it stays as it is. When a clinician has looked at it: knot check --assessed DATE")
        else:
            fault = "Press y for yes, n for no, u if you are not sure, or b to go back."


def _have_sentence_typed(asking: PageAsker, reason: Reason) -> None:
    fault = ""
    for left in reversed(range(TRIES)):
        typed = asking.ask_pages(lambda size: [flag_pages.sentence_page(reason, size)], SENTENCE_LETTERS, fault)
        if _bare(typed) == _bare(flag_pages.SENTENCE):
            return
        fault = f"That is not the sentence. You have {left} more {'try' if left == 1 else 'tries'}."
    asking.show_last()
    raise Held("The sentence was not typed, so nothing was taken back.")


def _bare(text: str) -> str:
    """Return the words alone: case and end points do not matter."""
    return " ".join(text.lower().replace(".", " ").split())
