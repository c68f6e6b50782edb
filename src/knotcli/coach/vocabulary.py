"""The words that are stored, exported and decided by, and the other names of the regions.

Each vocabulary is a type, so that mypy refuses a typo. The tuple beside a type holds the same words in the same order,
for what reads them from outside.
"""

from collections.abc import Mapping
from typing import Literal, get_args

Region = Literal[
    "neck", "shoulder", "upper-back", "low-back", "hip", "jaw", "headache", "forearm", "thigh", "calf", "foot"
]  # fmt: skip
REGIONS: tuple[Region, ...] = get_args(Region)

Side = Literal["left", "right", "both"]
SIDES: tuple[Side, ...] = get_args(Side)

Tool = Literal["fingers", "ball", "roller"]
TOOLS: tuple[Tool, ...] = get_args(Tool)

StepTool = Tool | Literal["heat"]

RatingKind = Literal["now", "before", "after"]
"""now: by `knot log`. before, after: around a session."""
RATING_KINDS: tuple[RatingKind, ...] = get_args(RatingKind)

SessionStatus = Literal["partial", "complete", "stopped", "stopping"]
"""partial: from its first moment, until it ends. stopped: by a stop rule. stopping: somebody said that something is
wrong and is asked what; a session that is left so counts as stopped."""
SESSION_STATUSES: tuple[SessionStatus, ...] = get_args(SessionStatus)

StepKind = Literal["prepare", "heat", "hold", "rest", "stretch", "move", "exercise", "rate"]
STEP_KINDS: tuple[StepKind, ...] = get_args(StepKind)
MOVEMENT_KINDS: tuple[StepKind, ...] = ("stretch", "move", "exercise")

StepOutcome = Literal["done", "skipped", "cut", "stopped"]
"""cut: ended early. stopped: by a stop rule."""
STEP_OUTCOMES: tuple[StepOutcome, ...] = get_args(StepOutcome)

Answer = Literal["yes", "no", "unsure"]
"""To a question of the screening or about the desk."""
ANSWERS: tuple[Answer, ...] = get_args(Answer)

ClearedWord = Literal["yes", "massage", "no", "unsure"]
"""Whether a clinician said that gentle self-massage is all right. massage: yes, but no warmth."""
CLEARED_WORDS: tuple[ClearedWord, ...] = get_args(ClearedWord)

Duration = Literal["acute", "chronic", "unsure"]
"""How long a region has been sore. acute: under 3 months."""
DURATIONS: tuple[Duration, ...] = get_args(Duration)

CheckOrigin = Literal["asked", "file", "re-check", "stop", "follow-up"]
"""Where a check came from. Only asked and file are full ones; the others hold only what was named."""
CHECK_ORIGINS: tuple[CheckOrigin, ...] = get_args(CheckOrigin)

Verdict = Literal["emergency", "see-today", "see-soon", "blocked", "needs-clearance", "incomplete", "limits", "ok"]
"""What a check comes to for a region, worst first. Only limits and ok may start a session."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

FollowUpAnswer = Literal["none", "ordinary", "more", "increasing", "warning", "breathing"]
"""After a session: not sore, sore as after exercise, more than that, still increasing, a warning sign (S4)."""
FOLLOW_UP_ANSWERS: tuple[FollowUpAnswer, ...] = get_args(FollowUpAnswer)

DeskWord = Literal["yes", "no", "unsure", "trying", "declined", "kept", "partly", "dropped"]
"""Whether something is so (an Answer); that a change of it began, or is not wanted; how that change went."""
DESK_WORDS: tuple[DeskWord, ...] = get_args(DeskWord)

CheckState = Literal["none", "flag", "assessed", "ended", "expired", "future", "holds", "unsure"] | Verdict
"""How a region's check stands. flag: a red flag stands. assessed: a clinician looked since. ended: by a re-check or a
stop. future: dated ahead of the clock. unsure: only the questions can tell. A verdict: the one that holds it back."""

ChangeLabel = Literal["clearly-lower", "lower", "slightly-lower", "same", "slightly-higher", "higher", "too-early"]
"""How a pain trend has changed."""

WeekQuality = Literal["solid", "thin", "none"]
"""How well rated a week is: from 4 days, below that, not at all."""

CourseVerdict = Literal[
    "begin", "paused", "going", "better", "assess", "soon-unknown", "weeks-unknown",
    "stop-worse", "stop-flares", "stop-weeks",
]  # fmt: skip
"""begin: no session yet. paused: none for four weeks. assess: ten days without change, a professional look is
suggested. soon-unknown, weeks-unknown: a day of review with too few ratings. stop-…: stop, and see someone."""

ExportFormat = Literal["json", "csv", "fhir"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)


OTHER_NAMES: Mapping[str, Region] = {
    "nape": "neck", "shoulders": "shoulder", "shoulder-blade": "shoulder", "rotator-cuff": "shoulder",
    "upperback": "upper-back", "mid-back": "upper-back", "middle-back": "upper-back", "thoracic": "upper-back",
    "lowback": "low-back", "lower-back": "low-back", "lumbar": "low-back",
    "hips": "hip", "glutes": "hip", "glute": "hip", "glutes-hip": "hip", "buttock": "hip", "buttocks": "hip",
    "bottom": "hip", "piriformis": "hip",
    "tmj": "jaw", "face": "jaw", "cheek": "jaw", "head": "headache", "temple": "headache", "temples": "headache",
    "elbow": "forearm", "forearm-elbow": "forearm", "arm": "forearm", "wrist": "forearm",
    "thighs": "thigh", "hamstring": "thigh", "hamstrings": "thigh", "quads": "thigh",
    "calves": "calf", "lower-leg": "calf",
    "feet": "foot", "arch": "foot", "arches": "foot", "foot-arch": "foot", "sole": "foot", "heel": "foot",
}  # fmt: skip

# Words that stand for several regions: which one is asked, never guessed.
AMBIGUOUS_NAMES: Mapping[str, tuple[Region, ...]] = {
    "back": ("upper-back", "low-back"), "spine": ("neck", "upper-back", "low-back"),
    "leg": ("thigh", "calf"), "legs": ("thigh", "calf"),
}  # fmt: skip

# A session of one region may press a muscle of another (S0, S4: calf for the sole, buttock for the low back,
# neck muscles for headache): then the questions of both are asked.
ALSO_ASKED: Mapping[str, tuple[Region, ...]] = {"foot": ("calf",), "low-back": ("hip",), "headache": ("neck",)}


def regions_to_ask(region: Region) -> tuple[Region, ...]:
    """Return the regions whose questions are asked before a session of `region`, itself first."""
    return (region, *ALSO_ASKED.get(region, ()))


def name_body_part(region: str) -> str:
    """Return what a sentence calls the region: low back; the head, where a headache is felt."""
    return "head" if region == "headache" else region.replace("-", " ")
