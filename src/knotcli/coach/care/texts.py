"""What is said on the days between sessions (content/followup.toml, course.toml, desk.toml)."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from knotcli.coach.content_types import Sources
from knotcli.coach.session.guidance import SourcedSentence
from knotcli.coach.vocabulary import CourseVerdict, FollowUpAnswer, Region

CareText = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table whose texts all stand with the same sources."""

    sources: Sources


class FollowUpReply(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer after a session: its id (record.FOLLOW_UPS), its text, and what is said to it."""

    id: FollowUpAnswer
    text: CareText
    said: Annotated[str, msgspec.Meta(max_length=300)]


class SeeSomeoneTexts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said when someone has to look first; increasing and warning say why."""

    increasing: CareText
    warning: CareText
    text: CareText
    hold: CareText
    urgent: CareText


class FollowUpTexts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The question after a session. {region} and {day} are filled in."""

    question: CareText
    question_open: CareText
    again: CareText
    later: CareText
    answer: Annotated[tuple[FollowUpReply, ...], msgspec.Meta(min_length=6, max_length=6)]
    see: SeeSomeoneTexts


class ExpectedCourse(SourcedSentence, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a source says to expect; `lasting`: only for acute, or for chronic."""

    lasting: Literal["", "acute", "chronic"] = ""


class VerdictTexts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What each verdict of a course says (course.Course)."""

    begin: CareText
    again: CareText
    paused: CareText
    going: CareText
    better: CareText
    assess: CareText
    soon_unknown: CareText
    weeks_unknown: CareText
    stop_worse: CareText
    stop_flares: CareText
    stop_weeks: CareText

    def verdict_text(self, verdict: CourseVerdict | Literal["again"]) -> str:
        """Return the text of a verdict."""
        return str(getattr(self, verdict.replace("-", "_")))


class CourseRemarks(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said beside a verdict."""

    seen: CareText
    returned: CareText
    measured: CareText
    cause: CareText
    worse: CareText


class CourseTexts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to expect over weeks, what a verdict says, and the questions to take along."""

    expect: Annotated[tuple[ExpectedCourse, ...], msgspec.Meta(min_length=1)]
    verdict: VerdictTexts
    said: CourseRemarks
    ask: Annotated[tuple[SourcedSentence, ...], msgspec.Meta(min_length=1)]


class Cause(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that may keep a knot coming back.

    ask: a question that is answered yes where it may be so. change: one small thing to try for a week. why: what the
    sources say. regions: for which it is asked.
    """

    id: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,20}$")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]
    regions: tuple[str, ...]  # ("all",) or region names
    ask: CareText
    change: CareText
    why: CareText

    def concerns(self, region: Region) -> bool:
        """Return whether it is asked for this region."""
        return self.regions == ("all",) or region in self.regions


class DeskTexts(_File, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may keep a knot coming back, in the order in which changes are suggested, and what is said around it."""

    intro: CareText
    began: CareText
    nothing: CareText
    clinic: CareText
    no_claim: CareText
    cause: Annotated[tuple[Cause, ...], msgspec.Meta(min_length=1)]

    def causes_by_id(self) -> Mapping[str, Cause]:
        """Return each cause by its id."""
        return {cause.id: cause for cause in self.cause}
