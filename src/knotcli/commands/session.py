"""`knot session`: the guided, timed routine."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from knotcli.coach.errors import Held, Misuse, Stopped
from knotcli.coach.regions import region, side
from knotcli.coach.score import score
from knotcli.coach.words import Line, clean
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.coach.gate import Gate
    from knotcli.coach.guidance import Guidance
    from knotcli.coach.record import Session
    from knotcli.coach.routine import Plan

EXAMPLES = "Examples: knot session neck · knot session foot --side left --quick · knot session neck --dry-run"


def command(
    context: typer.Context,
    where: Annotated[str, typer.Argument(metavar="REGION", help="Where: neck, shoulder, foot, …")],
    which: Annotated[
        str | None, typer.Option("--side", help="left, right or both [default: both, one after the other]")
    ] = None,
    tool: Annotated[
        str | None, typer.Option("--tool", help="ball, fingers or roller, where the routine allows it")
    ] = None,
    heat: Annotated[
        bool | None, typer.Option("--heat/--no-heat", help="Begin with heat, or without.", show_default=False)
    ] = None,
    heat_minutes: Annotated[
        str | None, typer.Option("--heat-minutes", metavar="10..15", help="Minutes of heat")
    ] = None,
    hold: Annotated[
        str | None,
        typer.Option("--hold", metavar="SECONDS", help="30..60 with ball or roller, 10..30 with fingers"),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Five minutes, without heat.")] = False,
    before: Annotated[
        str | None, typer.Option("--before", metavar="SCORE", help="The pain now, 0 to 10")
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            "--after", metavar="SCORE", help="The pain afterwards, 0 to 10, where nobody can be asked"
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", help="A few words, kept on this machine only")] = "",
    nothing_new: Annotated[
        bool, typer.Option("--nothing-new", help="Answer the re-check with: none of these.")
    ] = False,
    wait: Annotated[
        bool | None,
        typer.Option("--wait/--no-wait", help="Wait for a key before each step.", show_default=False),
    ] = None,
    voice: Annotated[
        bool | None, typer.Option("--voice/--no-voice", help="Speak the steps.", show_default=False)
    ] = None,
    bell: Annotated[
        bool | None,
        typer.Option("--bell/--no-bell", help="Ring the terminal's bell at each change.", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the steps; store nothing.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Lines only, nothing redrawn.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --dry-run: print JSON.")] = False,
) -> int:
    """Lead through heat, pressure and stretching, by the clock."""
    world: World = context.obj
    name = region(where)
    if as_json and not dry_run:
        raise Misuse("--json goes with --dry-run.")
    scores = {"before": before, "after": after}
    given = {key: None if text is None else score(text) for key, text in scores.items()}
    options = {
        "side": side(which),
        "tool": tool,
        "heat": heat,
        "heat_minutes": heat_minutes,
        "hold": hold,
        "wait": wait,
        "voice": voice,
        "bell": bell,
    }
    chosen = {key: world.setting(key, value) for key, value in options.items()}
    world.plain_asked = bool(world.setting("plain", plain or None))
    found, guidance, planned = _planned(world, name, chosen, quick, dry_run)
    if dry_run:
        return _dry_run(world, planned, as_json)
    from knotcli.commands.recheck import recheck, show_held

    asks = world.library.routine(name).asks
    if not found.may_start:
        show_held(world, name, asks)
        raise Held(f"No session for the {name} now.")
    _dose(world, name)
    if not nothing_new:
        if not world.interactive:
            raise Misuse(
                "There is no terminal to answer the re-check from. If none of its signs is there: --nothing-new."
            )
        recheck(world, name, asks)
    if not world.interactive:
        for key in ("before", "after"):
            if given[key] is None:
                raise Misuse(f"There is no terminal to rate from. Give the rating with --{key} SCORE.")
    return _run(world, planned, guidance, given, chosen, clean(note))


def _planned(
    world: World, name: str, chosen: dict[str, Any], quick: bool, dry_run: bool
) -> "tuple[Gate, Guidance, Plan]":
    from knotcli.coach.routine import Options, plan
    from knotcli.commands.screening import gate_now

    routine = world.library.routine(name)
    found = gate_now(world, name, routine.asks)
    limits = world.library.limits()
    asked = [limits[i] for i in dict.fromkeys(limit.id for limit in found.found.limits) if i in limits]
    flagged = found.held == "verdict" or any(
        r.item.kind != "relative" for r in found.found.reasons if not found.may_start
    )
    if not found.may_start and (flagged or not dry_run):
        # The script of a session is a way to do one: it is not shown either while a reason against it stands.
        asked = []
        if dry_run:
            from knotcli.commands.recheck import show_held

            show_held(world, name, routine.asks)
            raise Held(f"No session for the {name} now, so its steps are not shown.")
    options = Options(
        side=chosen["side"],
        tool=chosen["tool"]
        if chosen["tool"] in (None, *routine.tools) or chosen["tool"] is None
        else chosen["tool"],
        heat=chosen["heat"],
        heat_minutes=chosen["heat_minutes"],
        hold=chosen["hold"],
        quick=quick,
        lead_in=world.setting("lead_in"),
    )
    planned = plan(routine, options, asked, tuple(world.library.zones().values()))
    return found, world.library.guidance(), planned


def _dry_run(world: World, planned: "Plan", as_json: bool) -> int:
    from knotcli.views import script

    if as_json:
        world.print_json(script.document(planned))
    else:
        world.show(script.lines(planned))
    return 0


def _dose(world: World, name: str) -> None:
    from datetime import timedelta

    from knotcli.coach.dose import Past, allow

    now = world.clock.now()
    past = []
    for entry in world.history.sessions(since=(now - timedelta(days=4)).date()):
        scores = {r.kind: r.score for r in world.history.ratings(session=entry.id)}
        treated = sum(s.seconds for s in world.history.steps(entry.id) if s.kind in ("heat", "hold"))
        past.append(Past((entry, scores.get("before"), scores.get("after"), treated)))
    allow(name, past, now)


def _run(
    world: World,
    planned: "Plan",
    guidance: "Guidance",
    given: dict[str, int | None],
    chosen: dict[str, Any],
    note: str,
) -> int:
    from knotcli.coach import session as heart
    from knotcli.coach.record import Session, new_id
    from knotcli.commands.running import Runner

    world.show(["", *[f"{line}" for line in planned.notes], guidance.tolerable, ""])
    entry = Session(
        new_id(), world.clock.now(), planned.region, planned.routine, planned.side, planned.tool,
        planned_seconds=planned.total_seconds, note=note,
    )  # fmt: skip
    world.history.add(entry)
    runner = Runner(world, planned, entry, guidance)
    rules = tuple(rule.id for rule in guidance.stop)
    now = heart.Now(*world.clock.seconds())
    state, effects = heart.begin(
        planned.steps,
        rules,
        now,
        wait=planned.wait or chosen["wait"],
        before=given["before"],
        after=given["after"],
    )
    state, signal = runner.run(state, effects)
    return _ended(world, runner.entry, guidance, state, signal)


def _ended(world: World, entry: "Session", guidance: "Guidance", state: Any, signal: int) -> int:
    from knotcli.coach.dose import FLARE

    if entry.status == "stopped":
        return _stopped(world, entry, guidance)
    from knotcli.views.session import span

    done = f"Kept: heat {span(state.heat)}, pressure {span(state.pressure)}."
    if signal:
        raise Stopped(f"The session ended early. {done}", signal)
    lines: list[Line] = [
        "",
        (("That was it. " if entry.status == "complete" else "Ended early. ", "strong"), (done, "")),
    ]
    if state.before is not None and state.after is not None:
        lines.append(f"Pain {state.before} before, {state.after} right after.")
        if state.after - state.before >= FLARE:
            lines.append(((guidance.flare, "warn"),))
    lines += [f"· {said.text}" for said in guidance.aftercare]
    world.show(lines)
    return 0


def _stopped(world: World, entry: "Session", guidance: "Guidance") -> int:
    from knotcli.coach.record import Check, new_id
    from knotcli.views.check import emergency

    rule = next(rule for rule in guidance.stop if rule.id == entry.reason)
    if rule.emergency:
        items = [item for item in world.library.items() if item.id in rule.flags]
        here = [item for item in items if item.concerns(entry.region)]
        number = world.setting("emergency_number")
        world.show(["", *emergency(here, world.library.wording, number, rule.name)])
        named = {item.id: "yes" for item in here} or dict.fromkeys(rule.flags, "yes")
        # No regions: it ends the check of every one.
        world.history.add(Check(new_id(), world.clock.now(), (), named, origin="stop"))
        raise Held("The session was stopped and kept. Nothing more until a clinician has looked.")
    world.show(["", ((rule.advice, "warn"),)])
    raise Held(
        f"The session was stopped and kept. Before the next one, a new full check: knot check {entry.region}"
    )
