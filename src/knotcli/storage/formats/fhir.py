"""Ratings and weeks as FHIR R4 (4.0.1): a Bundle of type collection, one Observation a rating or a week.

Codes: LOINC 72514-3 and the unit {score} as in HL7's own examples (O-44, O-45); 91147-9, the mean of the PEG scale, and
91145-3 and 91146-1, enjoyment and activity, as on two listings that are independent of each other (O-44). For the pain item
LOINC's own two pages are said to differ, so it has a text and no code. Category `survey`, because a person says it of themselves. No SNOMED codes: users need a licence for them (O-46), so body sites are text.
No identifier, name or birth date of the person is written, because knot knows none.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from knotcli.coach.record import Rating
from knotcli.coach.trend.weekly_peg import PEG_QUESTIONS, PegWeek

LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief Institute, Inc. "
    "and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under "
    "the license at http://loinc.org/license. LOINC is a registered United States trademark of Regenstrief "
    "Institute, Inc."
)
METHODS = {
    "now": "typed by the person, at a time of their own choice",
    "before": "typed by the person, before a self-care session",
    "after": "typed by the person, right after a self-care session",
}
_LOINC = "http://loinc.org"
_PAIN = "Pain severity - 0-10 verbal numeric rating [Score] - Reported"
_CODE = {
    "coding": [{"system": _LOINC, "code": "72514-3", "display": _PAIN}],
    "text": "Pain, 0 (none) to 10 (worst imaginable)",
}
_PEG = {
    "coding": [{"system": _LOINC, "code": "91147-9", "display": "Mean score [PEG]"}],
    "text": "PEG: mean of pain, enjoyment of life and general activity in the past week, 0 (best) to 10",
}
_PEG_ITEMS: dict[str, dict[str, Any]] = {
    item: {"coding": [{"system": _LOINC, "code": code}]}
    for item, code in (("enjoyment", "91145-3"), ("activity", "91146-1"))
}
_SURVEY = "http://terminology.hl7.org/CodeSystem/observation-category"
_CATEGORY = {"coding": [{"system": _SURVEY, "code": "survey", "display": "Survey"}]}
_SELF_REPORTED = {"code": "self-reported", "display": "Self-reported; not reviewed by a clinician"}


def bundle(
    ratings: Iterable[Rating], now: datetime, notes: bool = False, weeks: Iterable[PegWeek] = ()
) -> dict[str, Any]:
    """Give the Bundle. `notes`: with the person's own words, tags too, which are left out otherwise."""
    found = [observe_rating(r, notes) for r in ratings] + [observe_week(w) for w in weeks]
    return {
        "resourceType": "Bundle",
        "meta": {"tag": [_SELF_REPORTED, {"code": "copyright", "display": LOINC_NOTICE}]},
        "type": "collection",
        "timestamp": _time(now),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in found],
    }


def observe_rating(rating: Rating, notes: bool = False) -> dict[str, Any]:
    """Give one rating as an Observation."""
    sides = {None: "", "both": ", both sides"}
    found = {
        **_observe(rating.id, rating.at, _CODE, rating.score),
        "bodySite": {"text": rating.region + sides.get(rating.side, f", {rating.side}")},
        "method": {"text": METHODS[rating.kind]},
    }
    own = [rating.note] if rating.note.strip() else []
    if rating.tags:
        own.append(f"Tags: {', '.join(rating.tags)}")
    if notes and own:
        found["note"] = [{"text": text} for text in own]
    return found


def observe_week(week: PegWeek) -> dict[str, Any]:
    """Give a week's mean as an Observation, with the three answers as components."""
    items = [
        {
            "code": _PEG_ITEMS.get(item, {}) | {"text": question.text},
            "valueQuantity": _score(getattr(week.answer, item)),
        }
        for item, question in PEG_QUESTIONS.items()
    ]
    return {
        **_observe(week.answer.id, week.answer.at, _PEG, week.mean.rounded(2)),
        "method": {"text": "typed by the person, about the past week"},
        "component": items,
    }


def _observe(ident: str, at: datetime, code: dict[str, Any], score: float) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": ident,
        "meta": {"tag": [_SELF_REPORTED]},
        "status": "final",
        "category": [_CATEGORY],
        "code": code,
        "subject": {"display": "The person who keeps this diary"},
        "effectiveDateTime": _time(at),
        "valueQuantity": _score(score),
    }


def _score(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}"}


def _time(moment: datetime) -> str:
    """Write a moment with its offset. FHIR has no seconds in an offset, as a few of long ago had: then in UTC."""
    offset = moment.utcoffset() or timedelta()
    return (moment.astimezone(UTC) if offset % timedelta(minutes=1) else moment).isoformat()
