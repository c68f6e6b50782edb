"""A session that may run, all questions before it answered: judged once more and stored, run, and ended."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, Misuse, Stopped
from knotcli.coach.record import Session, make_entry_id
from knotcli.coach.session import machine as heart
from knotcli.coach.session.decision import Refusal, SessionDecision, WantedSession
from knotcli.coach.session.resume import write_run_note
from knotcli.flows.session.guided_session import refuse
from knotcli.flows.session.session_ending import SAVE_SECONDS, tell_ending
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_keeper import SessionKeeper
from knotcli.flows.session.session_loop import SessionLoop
from knotcli.flows.session.session_sounds import Bells, Sound, Speech
from knotcli.terminal.bell import Bell
from knotcli.terminal.process import mark_process
from knotcli.terminal.voice import Voice
from knotcli.views.session.session_frame import TALL, WIDE, make_scene
from knotcli.views.session.session_lines import opening_lines
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import DecidingReader


LEAVING = ("q", "quit", "n", "no", "x", "2")


class SessionStart:
    """A wanted session and the decision that let it run. `note`, `tags`: what is to be kept with it."""

    def __init__(
        self,
        world: World,
        wanted: WantedSession,
        decision: SessionDecision,
        note: str,
        tags: tuple[str, ...] = (),
    ) -> None:
        self.world, self.wanted, self.decision = world, wanted, decision
        self.note, self.tags = note, tags
        self.plan, self.unfinished = decision.plan, decision.unfinished
        self.guidance = world.library.guidance()

    def run(self, scores: Mapping[str, int | None], switches: Mapping[str, bool]) -> int:
        """Run it to its end. scores: ratings that are not asked for. switches: voice, breath, bell, flash, wait."""
        world, plan, guidance, unfinished = self.world, self.plan, self.guidance, self.unfinished
        if not self._read_first():
            world.show(["No session was started."])
            return 0
        sounds = self._sounds(switches)
        entry = self._store()
        begin = partial(
            heart.begin,
            plan.steps,
            tuple(rule.id for rule in guidance.stop),
            wait=world.interactive and (plan.wait or switches["wait"]),
            before=scores["before"] if unfinished is None else unfinished.before,
            after=scores["after"],
            first=0 if unfinished is None else unfinished.first,
            had=self.decision.had,
        )
        keeper = SessionKeeper(world, entry, guidance, partial(self._judge_again, entry.id))
        loop = SessionLoop(world, plan, guidance, keeper, sounds, switches["flash"])
        state, signal = loop.run(begin)
        if loop.refusal is not None:
            keeper.wait_until_stored(SAVE_SECONDS)
            refuse(world, self.wanted, loop.refusal, "The session ended here, and what was done is kept.")
        if loop.strong_pain and not signal:
            from knotcli.flows.screening.named_signs import ask_about_strong_pain

            keeper.wait_until_stored(SAVE_SECONDS)
            ask_about_strong_pain(world, plan.region, self.wanted.routine.asks)
            world.show([f"Your rating is saved. To go on: knot session {plan.region} --resume"])
            return 0
        return tell_ending(world, keeper, guidance, state, signal)

    def _store(self) -> Session:
        """Judge exactly this session by everything kept, and store it, in one transaction. Raises Held, KnotError."""
        world, plan, unfinished = self.world, self.plan, self.unfinished
        told = write_run_note(self.decision.options, plan.steps, mark_process())
        with world.history.writing() as kept:
            again = decide_now(world, self.wanted, kept)
            same = again.is_same_as(self.decision)
            if same and unfinished is None:
                entry = Session(
                    make_entry_id(), world.clock.now(), plan.region, plan.routine, plan.side, plan.tool or "",
                    planned_seconds=plan.total_seconds, note=self.note, plan=told, tags=self.tags,
                )  # fmt: skip
                kept.add(entry)
            elif same and unfinished is not None:
                old = unfinished.entry
                note, tags = self.note or old.note, self.tags or old.tags
                entry = old._replace(ended_at=None, plan=told, note=note, tags=tags)
                kept.change(entry)
        if not same:
            refuse(world, self.wanted, again.refusal or Refusal("changed"), "Nothing was started.")
        self.decision = again
        return entry

    def _judge_again(self, own: str, kept: "DecidingReader") -> Refusal | None:
        """Judge the session that runs, by everything that is kept now; its own id is `own`."""
        wanted = self.wanted._replace(resumes=None, own=own)
        try:
            again = decide_now(self.world, wanted, kept)
        except (Held, Misuse):
            return Refusal("changed")
        if again.refusal is None and again.plan.steps != self.plan.steps:
            return Refusal("changed")
        return again.refusal

    def _read_first(self) -> bool:
        """Show what to keep off on its own, where the frames have no room for all of it, or no time.

        Returns whether the session is still wanted then.
        """
        world, size = self.world, self.world.out.size
        shown = make_scene(self.plan, self.guidance)
        first = 0 if self.unfinished is None else self.unfinished.first
        roomy = size.lines >= TALL and size.columns >= WIDE
        timely = not shown.hurried and first <= min(shown.carriers, default=0)
        if world.out.plain or not world.interactive or (roomy and timely):
            return True
        world.show(opening_lines(self.plan.notes, self.guidance, bool(self.plan.tool)))
        try:
            return world.ask("Enter goes on, q or 2 leaves: ").lower() not in LEAVING
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
