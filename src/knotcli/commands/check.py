"""`knot check`: the screening."""

from typing import TYPE_CHECKING, Annotated

import typer

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.person_input import parse_note
from knotcli.coach.record import Assessment, make_entry_id
from knotcli.coach.screening.gate import FULL
from knotcli.coach.times import parse_day
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.flows.region_question import read_regions
from knotcli.flows.screening.kept_checks import flags_now, moment, result_now, result_unkept
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.screening.verdict import Result

EXAMPLES = "Examples: knot check neck · knot check --template neck > answers.toml · knot check --answers answers.toml --json"


def run_check(
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
            "--assessed",
            metavar="DATE",
            help="A clinician looked at a red flag that is set, on this day: 2026-11-20, today, yesterday.",
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="With --assessed: a few words")] = "",
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, nothing redrawn.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> int:
    """Ask what a careful therapist would ask.

    The exit code is 0 when a session may start, and 3 when not.
    """
    world: World = context.obj
    world.plain_asked = plain
    regions = read_regions(world, where or [])
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
    if template and as_json:
        raise Misuse("--template prints TOML, so --json has no place with it.")
    if template:
        from knotcli.coach.screening.answers_file import template as write

        if not regions:
            raise Misuse(
                f"--template needs a region, such as: knot check --template neck. It takes: {', '.join(REGIONS)}."
            )
        world.show([write(world.library.items(), regions).rstrip("\n")])
        return 0
    if assessed is not None:
        return _assessed(world, assessed, parse_note(note), as_json)
    if show:
        return _show(world, regions, as_json)
    from knotcli.coach.screening.verdict import verdict_of
    from knotcli.flows.screening import answers as asking

    check = asking.asked(world, regions) if answers is None else asking.from_file(world, answers, regions)
    alone = result_unkept(world, check)
    check = check._replace(found={gate.region: verdict_of(gate) for gate in alone.gates})
    try:
        world.history.add(check)
    except KnotError:
        # What was named is told even where it cannot be kept.
        if not alone.may_start:
            _tell(world, alone, as_json, said=answers is None)
        raise
    return _tell(world, result_now(world, check.regions, check), as_json, said=answers is None)


def _show(world: World, regions: list[Region], as_json: bool) -> int:
    kept = world.history.checks()
    if not kept and not as_json:
        world.show([f"There is no check yet. Begin with: knot check {regions[0] if regions else 'neck'}"])
        return 3
    full = (c for c in kept if c.origin in FULL and (not regions or {*regions} & {*c.regions}))
    newest = max(full, key=lambda c: c.at, default=None)
    known = {name for c in kept for name in c.regions}
    # A stop may have ended the check of every region without naming one.
    wanted = regions or [name for name in REGIONS if name in known or (kept and not known)]
    return _tell(world, result_now(world, wanted, newest), as_json, said=False)


def _tell(world: World, result: "Result", as_json: bool, said: bool) -> int:
    from knotcli.views import check as view

    if as_json:
        world.print_json(view.document(result))
    else:
        library = world.library
        texts = {name: limit.text for name, limit in library.limits().items()}
        number = world.emergency_number
        world.show(["", *view.lines(result, library.wording, texts, number, library.items(), already=said)])
    return 0 if result.may_start else 3


def _assessed(world: World, text: str, note: str, as_json: bool) -> int:
    now = moment(world)
    day = parse_day(text, now.date(), "--assessed")
    flags = flags_now(world)
    if not flags:
        raise Misuse("No red flag is set, so there is nothing to record.")
    questions = {i.id: i.short for i in world.library.items()}
    # In the order of the questions, the most urgent first, as the check itself names them.
    order = [*(i for i in questions if i in flags), *sorted(flags.keys() - questions.keys())]
    covered = [i for i in order if flags[i].astimezone(now.tzinfo).date() <= day]
    left = [i for i in order if i not in covered]
    open_still = "; ".join(questions.get(i, i) for i in left)
    if not covered:
        raise Misuse(f"What is set was named after {day}: {open_still}. A look before that cannot answer it.")
    world.history.add(Assessment(make_entry_id(), now, day, tuple(covered), note))
    if as_json:
        world.print_json({"assessed_on": day.isoformat(), "flags": covered, "still_set": left})
        return 0
    looked_at = "; ".join(questions.get(i, i) for i in covered)
    world.show([f"Kept: a clinician looked on {day:%d %b %Y} at: {looked_at}."])
    if left:
        world.show([f"Still set, because named later: {open_still}."])
    world.show(["Follow what they told you. Before a session a new full check is needed: knot check REGION"])
    return 0
