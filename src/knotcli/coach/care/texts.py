"""What is said on the days between sessions (content/followup.toml, course.toml, desk.toml)."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from knotcli.coach.session.guidance import Said, Sources
from knotcli.coach.vocabulary import CourseVerdict, FollowUpAnswer, Region

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table whose texts all stand with the same sources."""

    sources: Sources


class Reply(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer after a session: its id (record.FOLLOW_UPS), its text, and what is said to it."""

    id: FollowUpAnswer
    text: Text
    said: Annotated[str, msgspec.Meta(max_length=300)]


class See(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said when someone has to look first; increasing and warning say why."""

    increasing: Text
    warning: Text
    text: Text
    hold: Text
    urgent: Text


class FollowUpTexts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The question after a session. {region} and {day} are filled in."""

    question: Text
    question_open: Text
    again: Text
    later: Text
    answer: Annotated[tuple[Reply, ...], msgspec.Meta(min_length=6, max_length=6)]
    see: See


class Expected(Said, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a source says to expect; `lasting`: only for acute, or for chronic."""

    lasting: Literal["", "acute", "chronic"] = ""


class Verdicts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What each verdict of a course says (course.Course)."""

    begin: Text
    again: Text
    paused: Text
    going: Text
    better: Text
    assess: Text
    soon_unknown: Text
    weeks_unknown: Text
    stop_worse: Text
    stop_flares: Text
    stop_weeks: Text

    def text_of(self, verdict: CourseVerdict | Literal["again"]) -> str:
        """Give the text of a verdict."""
        return str(getattr(self, verdict.replace("-", "_")))


class CourseSaid(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said beside a verdict."""

    seen: Text
    returned: Text
    measured: Text
    cause: Text
    worse: Text


class CourseTexts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to expect over weeks, what a verdict says, and the questions to take along."""

    expect: Annotated[tuple[Expected, ...], msgspec.Meta(min_length=1)]
    verdict: Verdicts
    said: CourseSaid
    ask: Annotated[tuple[Said, ...], msgspec.Meta(min_length=1)]


class Cause(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that may keep a knot coming back.

    ask: a question that is answered yes where it may be so. change: one small thing to try for a week. why: what the
    sources say. regions: for which it is asked.
    """

    id: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,20}$")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]
    regions: tuple[str, ...]  # ("all",) or region names
    ask: Text
    change: Text
    why: Text

    def concerns(self, region: Region) -> bool:
        """Tell whether it is asked for this region."""
        return self.regions == ("all",) or region in self.regions


class DeskTexts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may keep a knot coming back, in the order in which changes are suggested, and what is said around it."""

    intro: Text
    began: Text
    nothing: Text
    clinic: Text
    no_claim: Text
    cause: Annotated[tuple[Cause, ...], msgspec.Meta(min_length=1)]

    def by_id(self) -> Mapping[str, Cause]:
        """Give each cause by its id."""
        return {cause.id: cause for cause in self.cause}
