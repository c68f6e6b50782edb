"""Checks kept, judged together with everything kept before, and told."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Check, make_entry_id
from knotcli.coach.screening.verdict import Result, verdict_of
from knotcli.coach.text import Line
from knotcli.coach.vocabulary import Answer, Region
from knotcli.flows.prompts import show_paged
from knotcli.flows.screening.kept_checks import gate_now, moment, result_now, result_unkept
from knotcli.storage.history.stop_marks import marking_named
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import DecidingReader


def keep_and_tell(
    world: World,
    checks: Sequence[Check],
    as_json: bool,
    confirmed: bool = False,
    may_keep: Callable[["DecidingReader"], bool] = lambda kept: True,
) -> int | None:
    """Keep a full check, in one entry or one for each region, and tell its result. Returns the exit code.

    0 when a session may start in every region, 3 when not. confirmed: an emergency was confirmed under its text, which
    need not be said again. may_keep: by what is kept as it is stored; where it says no, nothing is done, and None returned.
    """
    is_named = any(_is_something_named(check.answers) for check in checks)
    # What cannot be told once it is kept needs no mark: a pipe that is closed is no reason to close a gate.
    with marking_named(world.paths.history, world.clock.now(), is_named):
        alone = [(check, result_unkept(world, check)) for check in checks]
        verdicts = [{gate.region: verdict_of(gate) for gate in result.gates} for _, result in alone]
        try:
            with world.history.writing() as kept:
                if not may_keep(kept):
                    return None
                kept.add(*(check._replace(found=found) for check, found in zip(checks, verdicts, strict=True)))
        except KnotError:
            # What was named is told even where it cannot be kept.
            for check, result in alone:
                if not result.may_start:
                    tell_result(world, result, as_json, check, confirmed)
            raise
    regions = [region for check in checks for region in check.regions]
    return tell_result(world, result_now(world, regions, checks[0]), as_json, checks[0], confirmed)


def tell_result(
    world: World, result: Result, as_json: bool, check: Check | None = None, confirmed: bool = False
) -> int:
    """Show a result, or print its document. `check`: the one it is about, where there is one. Returns the exit code."""
    if as_json:
        from knotcli.views.screening.document import result_document

        world.print_json(result_document(result, check))
    elif result.may_start:
        show_paged(world, lines_of(world, result, check, confirmed))
    else:
        _show_refusal(world, result, lines_of(world, result, check, confirmed), confirmed)
    return 0 if result.may_start else 3


def show_held(world: World, region: Region, asks: Sequence[Region], confirmed: bool = False) -> None:
    """Show, beside the questions, why no session of the region may start now."""
    found = gate_now(world, region, asks)
    result = Result((found,), found.check.at if found.check else None)
    _show_refusal(world, result, lines_of(world, result, confirmed=confirmed), confirmed, beside=True)


def _show_refusal(world: World, result: Result, lines: Sequence[Line], confirmed: bool, beside: bool = False) -> None:
    """Show a refusal, for which no pager of a person's own counts: on a small screen part by part, each left by Enter.

    An emergency waits for no key; that somebody is to be called stands there last again. beside: it is no result itself.
    """
    show, screen = (world.tell, world.err) if beside else (world.show, world.out)
    if result.verdict == "emergency":
        again = ["", *lines[: 1 if confirmed else 2]] if screen.render(lines).count("\n") >= screen.height else []
        return show([*lines, *again])
    waits = world.interactive and not (screen.plain or world.err.plain)
    part: list[Line] = []
    left = screen.height
    for line in lines:
        height = screen.render([line]).count("\n") if waits else 0
        if part and height >= left:
            show(part)
            waits = _is_enter_pressed(world)
            part, left = [], screen.height
        if line or part:
            part.append(line)
            left -= height
    return show(part)


def _is_enter_pressed(world: World) -> bool:
    """Wait for Enter. Returns False where nobody will press it any more."""
    with suppress(EOFError, KeyboardInterrupt):
        world.ask("Enter shows the rest: ")
        return True
    return False


def lines_of(world: World, result: Result, check: Check | None = None, confirmed: bool = False) -> list[Line]:
    """Return the lines of a result."""
    from knotcli.coach.screening.conversation.story import reply_to_story
    from knotcli.views.screening.result import Told, result_lines

    limits = {name: limit.text for name, limit in world.library.limits.items()}
    reply: list[str] = []
    if check is not None and check.told and result.may_start:
        kept = {limit.id for gate in result.gates for limit in gate.found.limits}
        story = world.library.questionnaire.story
        reply = reply_to_story(story, check.told, result.gates[0].region, "no-heat" not in kept)
    spreading = check is not None and 1 in check.said.get("em_spreading", ())
    spreading = spreading and result.verdict != "emergency"
    return result_lines(
        result, Told(world.library.wording, limits, world.emergency_number, reply, confirmed, spreading)
    )


def read_answers(world: World, source: str, regions: list[Region]) -> Check:
    """Read a check from a file, or from standard input where it is `-`. Raises KnotError with what is wrong."""
    from knotcli.coach.screening.answers_file import parse_answers
    from knotcli.storage.files.toml_files import MOST_BYTES, decode, parse_toml, read_toml

    if source == "-":
        data = getattr(world.stdin, "buffer", world.stdin).read(MOST_BYTES * 4)
        text = data if isinstance(data, str) else decode(data, "standard input")
        table = parse_toml(text, "standard input")
    else:
        table = read_toml(Path(source))
    read = parse_answers(table, world.library.items(), regions)
    world.tell(list(read.notes))
    answers, cleared, duration = dict(read.answers), dict(read.cleared), dict(read.duration)
    with marking_named(world.paths.history, world.clock.now(), _is_something_named(answers)):
        return Check(make_entry_id(), moment(world), read.regions, answers, cleared, duration, "file")


def _is_something_named(answers: Mapping[str, Answer]) -> bool:
    return any(answer != "no" for answer in answers.values())
