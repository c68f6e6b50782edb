"""The emergency text: first, plain, and whole without colour."""

from collections.abc import Mapping, Sequence

from knotcli.coach.text import Line

Wording = Mapping[str, str]


def emergency_call(wording: Wording, number: str | None) -> tuple[str, ...]:
    """Return the paragraphs that say to stop and to call. `number`: the one from the settings."""
    text = wording["emergency_number_known"].format(number=number) if number else wording["emergency"]
    return tuple(text.strip().splitlines())


def emergency_paragraphs(wording: Wording, number: str | None) -> tuple[str, ...]:
    """Return the text that stands above the questions of an emergency, as paragraphs."""
    return (*emergency_call(wording, number), "", wording["emergency_questions"].strip())


def emergency_lines(wording: Wording, number: str | None, symptoms: str, actions: Sequence[str] = ()) -> list[Line]:
    """Return the whole text for symptoms that were named already. `actions`: what is special to one of them."""
    stop, *call = emergency_call(wording, number)
    # What is special to a symptom may come before the call: out of the building, keep still.
    told = (stop, *actions, *call, wording["emergency_tell"].format(symptoms=symptoms))
    return [((line, "stop"),) for line in told]


def confirmed_lines(wording: Wording, symptoms: str, actions: Sequence[str] = ()) -> list[Line]:
    """Return what follows a confirmed yes, when the emergency text has been read."""
    told = (wording["emergency_confirmed"].format(symptoms=symptoms), *actions, wording["emergency_passing"])
    return [((line, "stop"),) for line in told]


def way_back_lines(wording: Wording) -> list[Line]:
    """Return what knot keeps of an emergency, and how to come back."""
    return [wording["emergency_kept"], *wording["emergency_way_back"].strip().splitlines()]
