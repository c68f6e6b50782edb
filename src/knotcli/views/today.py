"""Today at a glance, in under 15 lines."""

from collections.abc import Sequence
from datetime import datetime

from knotcli.coach.gate import FULL, standing_flags
from knotcli.coach.record import Assessment, Check, Rating
from knotcli.coach.screening import VALID_DAYS
from knotcli.coach.words import Line


def lines(
    checks: Sequence[Check], assessments: Sequence[Assessment], ratings: Sequence[Rating], now: datetime
) -> list[Line]:
    """Say what stands, the last rating of each region, and one next step with its command."""
    if not checks and not ratings:
        return [
            "knot asks first, then leads you through heat, pressure and stretching, and keeps your ratings.",
            "It is not a medical device, and its questions miss things.",
            (("Begin with: ", ""), ("knot check neck", "key")),
        ]
    result: list[Line] = []
    flags = standing_flags(checks, assessments, now)
    newest: dict[str, Check] = {}
    for check in checks:
        if check.origin in FULL:
            newest.update(dict.fromkeys(check.regions, check))
    if flags:
        result.append(
            (
                ("A warning sign is set: no session until a clinician has looked. ", "warn"),
                ("knot check --show", "key"),
            )
        )
    for region, check in list(newest.items())[:4]:
        age = (now - check.at).days
        state = (
            "is too old"
            if age >= VALID_DAYS
            else f"is {age} day{'' if age == 1 else 's'} old; it holds for {VALID_DAYS}"
        )
        result.append(f"Check for {region} {state}.")
    for rating in sorted(ratings, key=lambda r: r.at, reverse=True)[:5]:
        result.append(f"{rating.region}: last rating {rating.score}, {rating.at:%a %d %b %H:%M}")
    region = next(iter(newest), ratings[0].region if ratings else "neck")
    step = (
        "knot check --show"
        if flags
        else f"knot session {region}"
        if region in newest
        else f"knot check {region}"
    )
    result.append((("Next: ", ""), (step, "key")))
    return result
