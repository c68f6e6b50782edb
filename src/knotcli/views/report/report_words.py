"""What the report says, apart from how it looks."""

from collections.abc import Mapping, Sequence

from knotcli.coach.report.clinician_report import RatingSummary, RegionReport, Report, ScreeningSummary
from knotcli.coach.text import count_things, short_day

ABOUT = (
    "Made on {day} with knot {version}, a self-care diary, from what one person typed in at home. "
    "Nobody has checked the entries, and nobody was examined."
)
LEFT_OUT = "Left out of this page."
WEEKS = "The weeks as a whole"
PEG_SOURCE = "O-43"
NO_SESSIONS = "No sessions in these weeks."
NO_NOTES = "There are none in these weeks."
SHADES = (
    "Shaded by the mean of the ratings: light under 4, stronger from 4, strongest from 7. Both sides are shaded "
    "unless every rating named the same one. The places stand for whole regions."
)
# Each with its sources, by their tags in content/sources.toml.
HOW: Sequence[tuple[str, tuple[str, ...]]] = (
    ("Each rating is a whole number, 0 for no pain to 10 for the worst imaginable, for the moment of entering it.", ()),
    (
        "A day's value is the mean of its ratings, a week's the mean of its days. Ratings right after a session are left out.",
        (),
    ),
    ("Weeks with fewer than 4 rated days are marked, because single days are not reliable.", ("O-39",)),
    ("Weeks without entries stay empty; nothing is filled in.", ("O-42",)),
    (
        "The change compares the 14 days from the first rated day with the last 14; each needs at least 4 rated days.",
        (),
    ),
    ("In studies of other treatments, people usually noticed a drop of about 2 points or 30 %.", ("O-33",)),
    ("A change of 1 point or 10 % is the least that counts.", ("O-37",)),
    ("Percentages are given only from a start of 3 points up.", ("O-35", "O-37b")),
    ("For the neck, a single change of less than 4 points can be chance.", ("O-35",)),
    ("Pain often falls back from its worst by itself. These numbers cannot show what caused a change.", ("O-41",)),
    (
        "The screening is a list of questions without an examination. Even when it finds nothing, a serious cause is possible.",
        ("O-01", "O-02"),
    ),
)
METHOD = tuple(sorted({tag for _, tags in HOW for tag in tags}))


def report_span(report: Report) -> str:
    """Say the days of the report."""
    return f"{count_things(report.weeks, 'week')}, {short_day(report.since, report.until.year)} to {short_day(report.until, 0)}"


def describe_ratings(found: RatingSummary | None) -> str:
    """Sum up a region's ratings in a line."""
    if found is None:
        return "no ratings in these weeks"
    spread = f"{found.low}" if found.low == found.high else f"{found.low} to {found.high}"
    said = (
        f"mean {found.mean:.1f}, range {spread}; {count_things(found.n, 'rating')} on {count_things(found.days, 'day')}"
    )
    side = describe_sides(found.sides, found.n)
    return f"{side}; {said}" if side else said


def describe_sides(found: Mapping[str, int], n: int) -> str:
    """Say which sides were named: left; left in 12 of 40 ratings, right in 3."""
    given = {side: count for side, count in found.items() if side and count}
    if not given:
        return ""
    if len(given) == 1 and n in given.values():
        (side,) = given
        return "both sides" if side == "both" else f"{side} side"
    first, *others = given.items()
    return ", ".join([f"{first[0]} in {first[1]} of {n} ratings", *(f"{side} in {count}" for side, count in others)])


def describe_duration(part: RegionReport) -> str:
    """Say how long it has been there, as answered in the screening."""
    said = {"acute": "under 3 months", "chronic": "3 months or longer", "unsure": "unsure how long"}
    return f"How long, as answered: {said[part.lasted]}." if part.lasted in said else ""


def count_answers(screened: ScreeningSummary) -> str:
    """Count what was asked, without saying what."""
    if not screened.checks:
        return "No full check in these weeks."
    return (
        f"{count_things(screened.checks, 'full check')} in these weeks: {count_things(screened.asked, 'answer')}, "
        f"{'all' if screened.no == screened.asked else screened.no} of them no."
    )


def describe_features(screened: ScreeningSummary) -> str:
    """Say which features of a muscle knot the newest check named."""
    if not screened.described:
        return ""
    features = "; ".join(one[0].lower() + one[1:] for one in screened.described)
    return f"Described in the newest check, which is not a diagnosis: {features}."


def count_older_sessions(count: int) -> str:
    """Say that there are more sessions than listed."""
    return f"And {count_things(count, 'older session')} in these weeks." if count else ""


def list_tags(report: Report) -> list[str]:
    """Give the sources that the page rests on, in order, those of the named questions too."""
    wanted = {
        *METHOD,
        *([PEG_SOURCE] if report.week_answers else []),
        *(tag for one in report.screened.named for tag in one.sources),
    }
    return [tag for tag in report.sources if tag in wanted]
