"""A session that may run, all questions before it answered: judged once more and stored, run, and ended."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from knotcli.coach.errors import Held, Misuse
from knotcli.coach.record import Session, make_entry_id
from knotcli.coach.session import machine as heart
from knotcli.coach.session.decision import Refusal, SessionDecision, WantedSession
from knotcli.coach.session.resume import write_run_note
from knotcli.flows.session.guided_session import refuse, refuse_if_too_long
from knotcli.flows.session.session_ending import SAVE_SECONDS, tell_ending
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_keeper import SessionKeeper
from knotcli.flows.session.session_loop import SessionLoop
from knotcli.flows.session.session_sounds import Bells, Notifications, Sound, Speech
from knotcli.terminal.bell import Bell
from knotcli.terminal.process import mark_process
from knotcli.world import World

if TYPE_CHECKING:
    from knotcli.storage.history.reading import DecidingReader


class SessionStart:
    """A wanted session and the decision that let it run.

    note, tags: what is to be kept with it. is_led: the start page was shown, so warmth waits until it lies on.
    """

    def __init__(
        self,
        world: World,
        wanted: WantedSession,
        decision: SessionDecision,
        note: str,
        tags: tuple[str, ...],
        is_led: bool,
    ) -> None:
        self.world, self.wanted, self.decision = world, wanted, decision
        self.note, self.tags, self.is_led = note, tags, is_led
        self.plan, self.unfinished = decision.plan, decision.unfinished
        self.guidance = world.library.guidance()

    def run(self, scores: Mapping[str, int | None], switches: Mapping[str, bool]) -> int:
        """Run it to its end. scores: ratings that are not asked for. switches: voice, breath, bell, flash, wait, notify."""
        world, plan, guidance, unfinished = self.world, self.plan, self.guidance, self.unfinished
        sounds = self._sounds(switches)
        entry = self._store()
        begin = partial(
            heart.begin,
            plan.steps,
            tuple(rule.id for rule in guidance.stop),
            wait=world.interactive and (plan.wait or switches["wait"]),
            heat_waits=self.is_led,
            before=scores["before"] if unfinished is None else unfinished.before,
            after=scores["after"],
            first=0 if unfinished is None else unfinished.first,
            had=self.decision.had,
        )
        keeper = SessionKeeper(world, entry, guidance, partial(self._judge_again, entry.id))
        loop = SessionLoop(world, plan, guidance, keeper, sounds, switches["flash"], self.is_led)
        state, signal = loop.run(begin)
        if loop.refusal is not None:
            keeper.wait_until_stored(SAVE_SECONDS)
            refuse(world, self.wanted, loop.refusal, "The session ended here, and what was done is kept.")
        if loop.strong_pain and not signal:
            from knotcli.flows.screening.named_signs import ask_about_strong_pain

            keeper.wait_until_stored(SAVE_SECONDS)
            asked_at = world.clock.now()
            ask_about_strong_pain(world, plan.region, self.wanted.routine.asks)
            refuse_if_too_long(world, self.wanted, asked_at)
            self.wanted = self.wanted._replace(resumes=keeper.entry)
            self.decision = decide_now(world, self.wanted)
            self.plan, self.unfinished = self.decision.plan, self.decision.unfinished
            return self.run(scores, switches)
        return tell_ending(world, keeper, guidance, state, signal, plan.tips)

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
            refuse(world, self.wanted, again.refusal or Refusal("changed"), "No session was started.")
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

    def _sounds(self, wanted: Mapping[str, bool]) -> list[Sound]:
        sounds: list[Sound] = [Bells(Bell(self.world.out))] if wanted["bell"] else []
        if wanted["notify"]:
            sounds.append(Notifications(self.world.out))
        if wanted["voice"]:
            from knotcli.terminal.voice import Voice

            voice = Voice(self.world.env)
            if voice.available:
                sounds.append(Speech(voice, self.guidance, wanted["breath"]))
            else:
                self.world.tell(
                    [
                        "No program that can speak was found, so this session has no voice.",
                        "Any of these will do: say, espeak-ng, spd-say.",
                    ]
                )
        return sounds
