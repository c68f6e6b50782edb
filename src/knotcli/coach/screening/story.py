"""What a person told about the pain itself → a reply that is true of it. Never a score, never a diagnosis. Pure."""

from collections.abc import Mapping

from knotcli.coach.screening.questionnaire import Story

FITS_LEAST = 4
MISFITS_MOST = 1
MISFITS_LEAST = 4
"""From how many fits on, and up to how many misfits, it is said to fit; from how many misfits on, to differ (own)."""
NOTES_MOST = 2
CAUSES = {"t": "a change of temperature", "e": "exercise", "p": "a position"}
"""How what sets it off is said again, by its key."""


def reply_to_story(story: Story, told: Mapping[str, str], region: str, with_heat: bool) -> list[str]:
    """Give the reply to what was told: how far it fits what guides describe, and at most two notes.

    told: the keys by question number; what was passed over is not in it. with_heat: the routine begins with warmth.
    Gives nothing where nothing was told.
    """
    if not told:
        return []
    fits = sum(bool({*told.get(q.number, "")} & {*q.fits}) for q in story.question)
    misfits = sum(bool({*told.get(q.number, "")} & {*q.misfits}) for q in story.question)
    if fits >= FITS_LEAST and misfits <= MISFITS_MOST:
        first = story.reply.fits.format(what=describe_story(story, told))
    elif not fits or misfits >= MISFITS_LEAST:
        first = story.reply.differs
    else:
        first = story.reply.mixed
    notes = [
        note.text.format(region=region)
        for note in story.note
        if {*told.get(note.number, "")} & {*note.keys} and (with_heat or not note.heat)
    ]
    return [first, *notes[:NOTES_MOST]]


def describe_story(story: Story, told: Mapping[str, str]) -> str:
    """Say again what was told and fits, in S3's own words: a dull ache in the muscle, in one place, eased by warmth."""
    words = {
        q.number: [q.choices[key] for key in told.get(q.number, "") if key in q.fits] for q in story.question
    }
    what = f"a {words['1'][0]} ache" if words["1"] else "an ache"
    what += " in the muscle" if words["2"] else ""
    parts = [what, "in one place"] if words["6"] else [what]
    if words["5"]:
        parts.append(f"set off by {' or '.join(CAUSES[key] for key in told['5'] if key in CAUSES)}")
    helps = [thing for number, thing in (("7", "warmth"), ("8", "massage")) if words[number]]
    if helps:
        parts.append(f"eased by {' and '.join(helps)}")
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
