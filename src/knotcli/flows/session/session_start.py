"""A session, all questions before it answered: noted, run, and ended."""

from collections.abc import Mapping
from functools import partial

from knotcli.coach.errors import Stopped
from knotcli.coach.record import Session, make_entry_id
from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.routines.plan_options import PlanOptions
from knotcli.coach.session import machine as heart
from knotcli.coach.session.resume import Unfinished, noted
from knotcli.flows.session.session_ending import ended
from knotcli.flows.session.session_keeper import Keeper
from knotcli.flows.session.session_loop import Runner
from knotcli.flows.session.session_sounds import Bells, Sound, Speech
from knotcli.terminal.bell import Bell
from knotcli.terminal.process import mark
from knotcli.terminal.voice import Voice
from knotcli.views.session.session_frame import TALL, WIDE, make_scene
from knotcli.views.session.session_lines import opening_lines
from knotcli.world import World


class Starting:
    """A planned session that may start. `unfinished`: the one that goes on with it."""

    def __init__(
        self, world: World, plan: SessionPlan, options: PlanOptions, note: str, unfinished: Unfinished | None
    ) -> None:
        self.world, self.plan, self.unfinished = world, plan, unfinished
        self.guidance = world.library.guidance()
        told = noted(options, plan.steps, mark())
        if unfinished is None:
            self.entry = Session(
                make_entry_id(), world.clock.now(), plan.region, plan.routine, plan.side, plan.tool,
                planned_seconds=plan.total_seconds, note=note, plan=told,
            )  # fmt: skip
        else:
            old = unfinished.entry
            self.entry = old._replace(ended_at=None, plan=told, note=note or old.note)

    def run(self, given: Mapping[str, int | None], wanted: Mapping[str, bool]) -> int:
        """Run it to its end. `given`: ratings that are not asked for; `wanted`: voice, breath, bell, flash, wait."""
        world, plan, guidance, unfinished = self.world, self.plan, self.guidance, self.unfinished
        if not self._read_first():
            world.show(["No session was started."])
            return 0
        if unfinished is None:
            world.history.add(self.entry)
        else:
            world.history.change(self.entry)
        begin = partial(
            heart.begin,
            plan.steps,
            tuple(rule.id for rule in guidance.stop),
            wait=world.interactive and (plan.wait or wanted["wait"]),
            before=given["before"] if unfinished is None else unfinished.before,
            after=given["after"],
            first=0 if unfinished is None else unfinished.first,
            had=None if unfinished is None else unfinished.had,
        )
        keeper = Keeper(world, self.entry, guidance)
        runner = Runner(world, plan, guidance, keeper, self._sounds(wanted), wanted["flash"])
        state, signal = runner.run(begin)
        return ended(world, keeper, guidance, state, signal)

    def _read_first(self) -> bool:
        """Show what to keep off on its own, where the frames have no room for all of it, or no time.

        Gives whether the session is still wanted then.
        """
        world, size = self.world, self.world.out.size
        shown = make_scene(self.plan, self.guidance)
        first = 0 if self.unfinished is None else self.unfinished.first
        roomy = size.lines >= TALL and size.columns >= WIDE
        timely = not shown.hurried and first <= min(shown.carriers, default=0)
        if world.out.plain or not world.interactive or (roomy and timely):
            return True
        world.show(opening_lines(self.plan.notes, self.guidance))
        try:
            return world.ask("Enter goes on, q leaves: ").lower() not in ("q", "quit", "n", "no", "x")
        except (EOFError, KeyboardInterrupt):
            raise Stopped("No session was started.") from None

    def _sounds(self, wanted: Mapping[str, bool]) -> list[Sound]:
        sounds: list[Sound] = [Bells(Bell(self.world.out))] if wanted["bell"] else []
        if wanted["voice"]:
            voice = Voice(self.world.env)
            if voice.available:
                sounds.append(Speech(voice, self.guidance, wanted["breath"]))
            else:
                self.world.tell(
                    [
                        "No program that speaks was found, so this goes without a voice.",
                        "Any of these will do: say, espeak-ng, spd-say.",
                    ]
                )
        return sounds
