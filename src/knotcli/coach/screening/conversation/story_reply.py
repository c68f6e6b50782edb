"""What is said to a described pain: a reply that is true of what was told, never a score and never a diagnosis. Pure."""

from collections.abc import Mapping

from knotcli.coach.screening.questionnaire import Story
from knotcli.coach.vocabulary import Region

MANY_FITS, FEW_MISFITS, MANY_MISFITS = 4, 1, 4
"""From how many fits on, up to how many misfits, and from how many misfits on (own decisions)."""
NOTES = 2
TRIGGERS = {"t": "temperature", "e": "exercise", "p": "a position"}


def reply_to_story(story: Story, told: Mapping[str, str], region: Region, heated: bool) -> list[str]:
    """Return the reply's sentences, none where nothing was told. `heated`: the routine begins with warmth."""
    if not any(number in told for number in ("1", "2", "4", "5", "6", "7", "8")):
        return []
    fits = sum(bool({*told.get(one.number, "")} & {*one.fits}) for one in story.question)
    misfits = sum(bool({*told.get(one.number, "")} & {*one.misfits}) for one in story.question)
    if fits >= MANY_FITS and misfits <= FEW_MISFITS:
        said = [story.reply.fits.format(what=describe_fits(told))]
    elif not fits or misfits >= MANY_MISFITS:
        said = [story.reply.differs]
    else:
        said = [story.reply.mixed]
    notes = [
        note.text.format(region=region)
        for note in story.note
        if {*told.get(note.number, "")} & {*note.keys} and (heated or not note.heat)
    ]
    return said + notes[:NOTES]


def describe_fits(told: Mapping[str, str]) -> str:
    """Say in a person's words what was told that fits: a dull ache in the muscle, in one place, eased by warmth."""
    ache = "a dull ache" if told.get("1") == "d" else "an ache"
    place = " in the muscle" if told.get("2") == "m" else ""
    more = ["in one place"] if told.get("6") == "o" else []
    triggers = [TRIGGERS[key] for key in told.get("5", "") if key in TRIGGERS]
    if triggers:
        more.append("set off by " + _joined(triggers, "or"))
    more += ["eased by warmth"] if told.get("7") == "y" else []
    more += ["helped by massage"] if told.get("8") == "y" else []
    return ache + place + (f", {_joined(more, 'and')}" if more else "")


def _joined(words: list[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]
