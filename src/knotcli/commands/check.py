"""`knot check`: the screening."""

from datetime import date
from typing import Annotated

import typer

from knotcli.coach.errors import Held, Misuse, Stopped
from knotcli.coach.record import Assessment, Check, new_id
from knotcli.coach.regions import REGIONS, region
from knotcli.coach.words import clean
from knotcli.world import World

EXAMPLES = "Examples: knot check neck · knot check --template neck > answers.toml · knot check --answers answers.toml --json"


def command(
    context: typer.Context,
    where: Annotated[
        list[str] | None, typer.Argument(metavar="[REGION]…", help="Where: neck, shoulder, foot, …")
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers", metavar="FILE", help="Read answers from a TOML file, or - for standard input."
        ),
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Print the answers file to fill in.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Show the check that is kept; ask nothing.")] = False,
    assessed: Annotated[
        str | None,
        typer.Option(
            "--assessed", metavar="DATE", help="A clinician looked at a red flag that is set, on this day."
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="With --assessed: a few words")] = "",
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, nothing redrawn.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> int:
    """Ask what a careful therapist would ask. Ends with 0 when a session may start, 3 when not."""
    world: World = context.obj
    world.plain_asked = plain
    regions = list(dict.fromkeys(region(word) for word in where or []))
    chosen = [
        name
        for name, on in (
            ("--answers", answers is not None),
            ("--template", template),
            ("--show", show),
            ("--assessed", assessed is not None),
        )
        if on
    ]
    if len(chosen) > 1:
        raise Misuse(f"{' and '.join(chosen)} do different things. Give one of them.")
    if note and assessed is None:
        raise Misuse("--note goes with --assessed DATE.")
    if template:
        from knotcli.coach.answers import template as write

        if not regions:
            raise Misuse(
                f"--template needs a region, such as: knot check --template neck. It takes: {', '.join(REGIONS)}."
            )
        world.show([write(world.library.items(), regions).rstrip("\n")])
        return 0
    if assessed is not None:
        return _assessed(world, assessed, clean(note))
    if show:
        return _show(world, regions, as_json)
    check = _from_file(world, answers, regions) if answers is not None else _asked(world, regions)
    world.history.add(check)
    return _result(world, list(check.regions), check, as_json, said=answers is None)


def _from_file(world: World, source: str, regions: list[str]) -> Check:
    from pathlib import Path

    from knotcli.adapters.toml import MOST_BYTES, decode, parse_toml, read_toml
    from knotcli.coach.answers import parse

    if source == "-":
        data = getattr(world.stdin, "buffer", world.stdin).read(MOST_BYTES * 4)
        table = parse_toml(
            data if isinstance(data, str) else decode(data, "standard input"), "standard input"
        )
    else:
        table = read_toml(Path(source))
    read = parse(table, world.library.items(), regions)
    return Check(
        new_id(),
        world.clock.now(),
        read.regions,
        dict(read.answers),
        dict(read.cleared),
        dict(read.duration),
        "file",
    )


def _asked(world: World, regions: list[str]) -> Check:
    from knotcli.coach.answers import concerning
    from knotcli.commands.dialogue import Dialogue
    from knotcli.views.check import emergency

    if not world.interactive:
        raise Misuse(
            "There is no terminal to answer from. Give the answers with --answers FILE (make one with --template REGION)."
        )
    wording = world.library.wording
    number = world.setting("emergency_number")
    world.tell([wording["disclaimer"], ""])
    if not regions:
        regions = [_which(world)]
    items = concerning(world.library.items(), regions)
    dialogue = Dialogue(world, items, lambda item: emergency([item], wording, number))
    end: BaseException | None = None
    try:
        dialogue.run(regions, wording["clearance_question"])
    except (EOFError, KeyboardInterrupt) as error:
        end = error
    check = Check(
        new_id(),
        world.clock.now(),
        tuple(regions),
        dialogue.answers,
        dialogue.cleared,
        dialogue.duration,
        "asked",
    )
    if end is None:
        return check
    # Half a check counts as not passed; what it already named is not lost.
    if any(answer != "no" for answer in dialogue.answers.values()):
        world.history.add(check)
    if isinstance(end, KeyboardInterrupt):
        raise Stopped("The check was not finished, so it is not passed.", 2)
    raise Held("The check was not finished, so it is not passed. Nothing may start from it.")


def _which(world: World) -> str:
    world.tell([*(((f" {n:>2}  ", "key"), (name, "")) for n, name in enumerate(REGIONS, 1))])
    while True:
        try:
            text = world.ask("Where is it? A number or a name: ")
        except EOFError:
            raise Held(
                "The check was not finished, so it is not passed. Nothing may start from it."
            ) from None
        if text.isdigit() and 1 <= int(text[:4]) <= len(REGIONS):
            return REGIONS[int(text) - 1]
        try:
            return region(text)
        except Misuse as error:
            world.tell([str(error)])


def _show(world: World, regions: list[str], as_json: bool) -> int:
    checks = [c for c in world.history.checks() if c.origin in ("asked", "file")]
    newest = max(
        (c for c in checks if not regions or set(regions) & set(c.regions)), key=lambda c: c.at, default=None
    )
    if newest is None and not as_json and not world.history.checks():
        world.show([f"There is no check yet. Begin with: knot check {regions[0] if regions else 'neck'}"])
        return 3
    wanted = regions or sorted(
        {name for c in world.history.checks() for name in c.regions}, key=REGIONS.index
    )
    return _result(world, wanted, newest, as_json, said=False)


def _result(world: World, regions: list[str], check: Check | None, as_json: bool, said: bool) -> int:
    from knotcli.commands.screening import result_now
    from knotcli.views import check as view

    result = result_now(world, regions, check)
    if as_json:
        world.print_json(view.document(result))
    else:
        texts = {name: limit.text for name, limit in world.library.limits().items()}
        number = world.setting("emergency_number")
        world.show(
            [
                "",
                *view.lines(
                    result, world.library.wording, texts, number, world.library.items(), already=said
                ),
            ]
        )
    return 0 if result.may_start else 3


def _assessed(world: World, text: str, note: str) -> int:
    from knotcli.coach.gate import standing_flags

    now = world.clock.now()
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Misuse("--assessed takes the day on which a clinician looked, such as 2026-11-20.") from None
    if day > now.date():
        raise Misuse("--assessed takes a day that has been, not one to come.")
    flags = standing_flags(world.history.checks(), world.history.assessments())
    if not flags:
        raise Misuse("No red flag is set, so there is nothing to record.")
    covered = tuple(sorted(i for i, moment in flags.items() if moment.date() <= day))
    questions = {i.id: i.short for i in world.library.items()}
    left = [questions.get(i, i) for i in flags if i not in covered]
    if not covered:
        raise Misuse(
            f"What is set was named after {day}: {'; '.join(left)}. A look before that cannot answer it."
        )
    world.history.add(Assessment(new_id(), now, day, covered, note))
    world.show(
        [
            "Kept: a clinician looked on "
            + f"{day:%d %b %Y} at: "
            + "; ".join(questions.get(i, i) for i in covered)
            + "."
        ]
    )
    if left:
        world.show(["Still set, because named later: " + "; ".join(left) + "."])
    world.show(["Follow what they told you. Before a session a new full check is needed: knot check REGION"])
    return 0
