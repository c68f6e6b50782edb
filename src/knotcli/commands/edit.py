"""`knot edit`: put right what was logged. Earlier versions are kept."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_id_prefix, parse_note, parse_score, parse_side
from knotcli.coach.record import DeskAnswer, Entry, FollowUp, Rating, Session, StepDone, WeekAnswer
from knotcli.coach.tags import parse_tags
from knotcli.coach.text import Line
from knotcli.coach.times import TIME_FORMATS, parse_moment
from knotcli.coach.vocabulary import RatingKind
from knotcli.commands.support.options import EntryId, flag, option
from knotcli.flows.region_question import read_region
from knotcli.world import World

EXAMPLES = 'Examples: knot edit 3f9a --score 4 · knot edit 3f9a --at "yesterday 18:30" · knot edit 3f9a --tag train · knot edit 3f9a --earlier'
PARSER_SETTINGS = {"ignore_unknown_options": True}
RATED: tuple[RatingKind, ...] = ("before", "after")
FIELDS: tuple[str, ...] = ("score", "at", "note", "region", "side", *RATED, "tag")
"""What can be changed, each by the option of its name."""
NONE = "none"
"""Takes a side or a session's rating away: one that was given by mistake."""


def edit_entry(
    context: typer.Context,
    entry_id: EntryId,
    score: str | None = option("--score", help="0 (no pain) to 10 (worst imaginable)"),
    at: str | None = option("--at", help=TIME_FORMATS, metavar="WHEN"),
    note: str | None = option("--note", help='A few words; "" takes the note away'),
    region: str | None = option("--region", help="neck, shoulder, …"),
    side: str | None = option("--side", help="left, right, both, or none"),
    before: str | None = option("--before", help="A session's rating before it, or none", metavar="SCORE"),
    after: str | None = option("--after", help="A session's rating after it, or none", metavar="SCORE"),
    tag: list[str] | None = typer.Option(
        None, "--tag", metavar="WORD", help='Its tags from now on, each with --tag; "" takes them all away'
    ),
    earlier: bool = flag("--earlier", help="Show every version; change nothing."),
    as_json: bool = flag("--json", help="Print the entry as JSON."),
) -> int:
    """Correct a rating or a session.

    knot history shows the ids. Earlier versions are kept, and knot undo brings them back.
    """
    world: World = context.obj
    # No tag is an empty list, and an empty text is a value: it takes a note away.
    given = {name: text for name in FIELDS if (text := context.params[name]) or isinstance(text, str)}
    if earlier:
        if given:
            raise Misuse(f"--earlier changes nothing, so --{next(iter(given))} does not go with it.")
        return _show_versions(world, entry_id)
    old, version = world.history.get(parse_id_prefix(entry_id))
    if not given:
        options = ", ".join(f"--{name}" for name in FIELDS)
        raise Misuse(f"Say what to change: {options}. To see it and its versions: --earlier.")
    if isinstance(old, StepDone):
        raise Misuse("A step belongs to its session and cannot be changed.")
    if version.removed:
        raise Misuse(f"{old.id[:8]} was removed. If that was the last change, knot undo brings it back.")
    if isinstance(old, (FollowUp, DeskAnswer)):
        raise Misuse(f"An answer cannot be changed. Remove it with knot remove {old.id[:8]}, and answer again.")
    if isinstance(old, WeekAnswer):
        raise Misuse("To correct your answers about a week, answer again in the same week: knot week")
    new, scores, rated = old, {}, ""
    if isinstance(old, (Rating, Session)):
        _check_fields(old, given)
        values = _parse_fields(world, given)
        scores = {kind: values.pop(kind) for kind in RATED if kind in values}
        new = old._replace(**values)
    if scores and isinstance(old, Session) and isinstance(new, Session):
        from knotcli.flows.session.rating_after import correct_ratings

        rated = correct_ratings(world, old, new, scores)
    else:
        world.history.change(new)
    _show_change(world, old, new, rated, as_json)
    return 0


def _parse_fields(world: World, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the new values by the fields of an entry. Raise Misuse."""
    parsers: Mapping[str, Callable[[Any], Any]] = {
        "score": parse_score,
        "at": lambda text: parse_moment(text, world.clock.now(), world.clock.local),
        "note": parse_note,
        "region": lambda text: read_region(world, text),
        "side": lambda text: None if text.strip().lower() == NONE else parse_side(text),
        **dict.fromkeys(RATED, lambda text: None if text.strip().lower() == NONE else parse_score(text)),
        "tag": lambda words: parse_tags(word for word in words if word.strip()),
    }
    return {"tags" if name == "tag" else name: parsers[name](text) for name, text in given.items()}


def _check_fields(old: Rating | Session, given: Iterable[str]) -> None:
    """Raise Misuse for what this entry does not take. A session's ratings have its place and its time."""
    allowed: tuple[str, ...] = tuple(name for name in FIELDS if name not in RATED)
    why = "Only a session has ratings before and after it"
    if isinstance(old, Session):
        allowed = (*RATED, "note", "tag")
        why = "Only the ratings before and after, the note and the tags of a session can be changed"
    elif old.session is not None:
        allowed = ("score", "note", "tag")
        why = "Only the score, the note and the tags of a session's rating can be changed"
    if wrong := [f"--{name}" for name in given if name not in allowed]:
        raise Misuse(f"{why}, so not {', '.join(wrong)}. Nothing was changed.")


def _show_change(world: World, old: Entry, new: Entry, rated: str, as_json: bool) -> None:
    """Show what changed. rated: the ratings of a session that did, in words."""
    if as_json:
        from knotcli.views.history.entry_documents import entry_document, session_document

        if isinstance(new, Session):
            document = session_document(new, [], world.history.session_ratings(new.id))
            world.print_json({key: value for key, value in document.items() if key != "steps"})
        else:
            world.print_json(entry_document(new))
        return
    from knotcli.views.history.entry_words import describe_changes, describe_entry

    told = ", ".join(filter(None, (rated, describe_changes(old, new))))
    if not told and old == new:
        world.show([f"Nothing changed: it is already {describe_entry(old)}."])
    else:
        world.show([f"Changed: {describe_entry(old)}: {told}  ({old.id[:8]})", "To undo this: knot undo"])


def _show_versions(world: World, entry_id: str) -> int:
    from knotcli.views.history.entry_words import describe_changes, describe_entry

    lines: list[Line] = []
    before: Entry | None = None
    for version in world.history.earlier(parse_id_prefix(entry_id)):
        what = "removed" if version.removed else describe_entry(version.entry)
        if before is not None and not version.removed:
            what = describe_changes(before, version.entry) or "as before"
        back = " (taken back)" if version.undone else ""
        lines.append(f"{version.made_at.astimezone(version.entry.at.tzinfo):%Y-%m-%d %H:%M:%S}  {what}{back}")
        before = version.entry
    world.show(lines)
    return 0
