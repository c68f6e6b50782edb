"""`knot check`: the screening."""

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_note
from knotcli.coach.screening.flags import FULL
from knotcli.coach.times import parse_day
from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.commands.support.options import flag, option
from knotcli.flows.region_question import read_regions
from knotcli.world import World

EXAMPLES = (
    "Examples: knot check neck · knot check --template neck > answers.toml · knot check --answers answers.toml --json"
)


def run_check(
    context: typer.Context,
    where: list[str] | None = typer.Argument(None, metavar="[REGION]…", help="Where: neck, shoulder, foot, …"),
    answers: str | None = option(
        "--answers", help="Read answers from a TOML file, or - for standard input.", metavar="FILE"
    ),
    template: bool = flag("--template", help="Print the answers file to fill in."),
    show: bool = flag("--show", help="Show the last check; ask nothing."),
    assessed: str | None = option(
        "--assessed",
        help="A clinician looked at a red flag that is set, on this day: 2026-11-20, today, yesterday.",
        metavar="DATE",
    ),
    note: str = typer.Option("", "--note", help="With --assessed: a few words"),
    mistake: bool = flag("--mistake", help="Take back a red flag that was never true; its questions are asked again."),
    plain: bool = flag("--plain", help="Plain lines; nothing is redrawn."),
    as_json: bool = flag("--json", help="Print the result as JSON."),
) -> int:
    """Ask what a careful therapist would ask.

    The exit code is 0 when a session may start, and 3 when it may not.
    """
    world: World = context.obj
    world.plain_asked = plain
    regions = read_regions(world, where or [])
    acts = {
        "--answers": answers is not None,
        "--template": template,
        "--show": show,
        "--assessed": assessed is not None,
        "--mistake": mistake,
    }
    chosen = [name for name, on in acts.items() if on]
    if len(chosen) > 1:
        raise Misuse(f"{' and '.join(chosen)} do different things. Give one of them.")
    if note and assessed is None:
        raise Misuse("--note goes with --assessed DATE.")
    if template and as_json:
        raise Misuse("--template prints TOML, so it does not go with --json.")
    if mistake and as_json:
        raise Misuse("--mistake asks and answers on a terminal, so it does not go with --json.")
    if template:
        from knotcli.coach.screening.answers_file import write_answers_template

        if not regions:
            raise Misuse(
                f"--template needs a region, such as: knot check --template neck. It takes: {', '.join(REGIONS)}."
            )
        world.send(write_answers_template(world.library.items(), regions))
        return 0
    if assessed is not None:
        return _assessed(world, assessed, parse_note(note), as_json)
    if show:
        return _show(world, regions, as_json)
    if answers is not None:
        from knotcli.flows.screening.results import keep_and_tell, read_answers

        return keep_and_tell(world, [read_answers(world, answers, regions)], as_json) or 0
    from knotcli.flows.screening.check_flow import ask_check

    if mistake:
        from knotcli.flows.screening.flag_answers import take_back_flag

        take_back_flag(world)
    return ask_check(world, regions, as_json)


def _show(world: World, regions: list[Region], as_json: bool) -> int:
    from knotcli.flows.screening.kept_checks import result_now
    from knotcli.flows.screening.results import tell_result

    kept = world.history.checks()
    if not kept and not as_json:
        world.show([f"There is no check yet. To begin: knot check {regions[0] if regions else 'neck'}"])
        return 3
    full = (c for c in kept if c.origin in FULL and (not regions or {*regions} & {*c.regions}))
    newest = max(full, key=lambda c: c.at, default=None)
    known = {name for c in kept for name in c.regions}
    # A stop may have ended the check of every region without naming one.
    wanted = regions or [name for name in REGIONS if name in known or (kept and not known)]
    return tell_result(world, result_now(world, wanted, newest), as_json, newest)


def _assessed(world: World, text: str, note: str, as_json: bool) -> int:
    from knotcli.flows.screening.flag_answers import keep_look

    look = keep_look(world, parse_day(text, world.clock.now().date(), "--assessed"), note)
    if as_json:
        world.print_json({"assessed_on": look.day.isoformat(), "flags": look.covered, "still_set": look.left})
        return 0
    labels = {item.id: item.label for item in world.library.items()}
    looked_at = "; ".join(labels.get(one, one) for one in look.covered)
    world.show([f"Saved: a clinician looked, on {look.day.day} {look.day:%B %Y} at: {looked_at}."])
    if look.left:
        left = "; ".join(labels.get(one, one) for one in look.left)
        world.show([f"This still needs a look, because you named it later: {left}."])
    world.show(["Follow what they told you. Before your next session, please do a new check: knot check REGION"])
    return 0
