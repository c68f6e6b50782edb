"""What is said around and during a session: stop rules, aftercare, cues (content/session.toml)."""

from typing import Annotated

import msgspec

from knotcli.coach.content_types import LongText, Sources


class Milder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What takes the alarm out of a reason to stop, when it is clearly so and the questions of `flags` are clearly no.

    fact: the item of the screening that the next check begins with. reason: the id under which the session is kept; name:
    what that is called.
    """

    name: LongText
    question: LongText
    flags: tuple[str, ...]
    fact: str
    reason: str
    advice: LongText


class StopRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reason to stop. After an emergency the questions of `flags` (item ids) are put: what is confirmed stands."""

    id: str
    name: LongText
    advice: str = ""
    emergency: bool = False
    flags: tuple[str, ...] = ()
    milder: Milder | None = None
    sources: Sources


class SourcedSentence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sentence with its sources."""

    text: LongText
    sources: Sources


class Notices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is shown, and spoken, in the middle of a step; named as the session's cues are."""

    half: LongText
    ten: LongText
    skin: LongText
    heat_ready: LongText
    start: LongText
    heat_off: LongText
    heat_done: LongText
    sides: LongText
    less_heat: LongText
    eased: LongText
    longer: LongText
    bound: LongText
    full: LongText
    again: LongText
    unreadable: LongText
    scale: LongText
    leave_out: LongText

    def of(self, cue: str) -> str:
        """Return the text of a cue, empty for one that has none."""
        return str(getattr(self, cue.replace("-", "_"), ""))


class Guidance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. Breath seconds: slow, deep breathing (S0); its pace is our own decision."""

    notice: Notices
    breathe_in: LongText
    breathe_out: LongText
    breath_in_seconds: Annotated[int, msgspec.Meta(ge=3, le=6)]
    breath_out_seconds: Annotated[int, msgspec.Meta(ge=3, le=8)]
    tolerable: LongText
    softer: LongText
    flare: LongText
    sources: Sources
    unsaid: StopRule
    """The reason of a session that was left in the middle of the stop rules."""
    stop: tuple[StopRule, ...]
    aftercare: tuple[SourcedSentence, ...]
    aftercare_short: SourcedSentence
    """The same in a line, for who knows the rest."""

    def reasons(self) -> dict[str, str]:
        """Give what each reason to stop is called, by its id."""
        milder = {rule.milder.reason: rule.milder.name for rule in self.stop if rule.milder}
        return {rule.id: rule.name for rule in self.rules()} | milder

    def rules(self) -> tuple[StopRule, ...]:
        """Return every reason to stop, the one that was not said last."""
        return (*self.stop, self.unsaid)

    def breath(self, elapsed: float) -> str:
        """Say whether to breathe in or out, `elapsed` seconds into a hold."""
        return self.breathe_in if self._within(elapsed) < self.breath_in_seconds else self.breathe_out

    def dots(self, elapsed: float) -> tuple[int, int]:
        """Return how full the breath is, as (seconds, of seconds): filling while in, emptying while out."""
        within = int(self._within(elapsed))
        if within < self.breath_in_seconds:
            return within + 1, self.breath_in_seconds
        return self.breath_in_seconds + self.breath_out_seconds - within, self.breath_out_seconds

    def turn(self, elapsed: float) -> tuple[int, float]:
        """Return how many breaths in or out have begun, and the seconds until the next begins."""
        whole, within = self.breath_in_seconds + self.breath_out_seconds, self._within(elapsed)
        begun = 2 * int(elapsed // whole) + 1
        if within < self.breath_in_seconds:
            return begun, self.breath_in_seconds - within
        return begun + 1, whole - within

    def _within(self, elapsed: float) -> float:
        return elapsed % (self.breath_in_seconds + self.breath_out_seconds)
