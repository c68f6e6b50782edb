"""Ratings as FHIR R4 (4.0.1): a Bundle of type collection, one Observation a rating.

Codes: LOINC 72514-3 and the unit {score} as in HL7's own examples (O-44, O-45); category `survey`, because a
person says it of themselves. No SNOMED codes: users need a licence for them (O-46), so body sites are text.
No identifier, name or birth date of the person is written, because knot knows none.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from knotcli.coach.record import Rating

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
_CODE = {
    "coding": [
        {
            "system": "http://loinc.org",
            "code": "72514-3",
            "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
        }
    ],
    "text": "Pain, 0 (none) to 10 (worst imaginable)",
}
_CATEGORY = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": "survey",
            "display": "Survey",
        }
    ]
}
_SELF_REPORTED = {"code": "self-reported", "display": "Self-reported; not reviewed by a clinician"}


def bundle(ratings: Iterable[Rating], now: datetime, notes: bool = False) -> dict[str, Any]:
    """Give the Bundle. `notes`: with the person's own words, which are left out otherwise."""
    return {
        "resourceType": "Bundle",
        "meta": {"tag": [_SELF_REPORTED, {"code": "copyright", "display": LOINC_NOTICE}]},
        "type": "collection",
        "timestamp": _time(now),
        "entry": [{"fullUrl": f"urn:uuid:{r.id}", "resource": observation(r, notes)} for r in ratings],
    }


def observation(rating: Rating, notes: bool = False) -> dict[str, Any]:
    """Give one rating as an Observation."""
    sides = {None: "", "both": ", both sides"}
    found: dict[str, Any] = {
        "resourceType": "Observation",
        "id": rating.id,
        "meta": {"tag": [_SELF_REPORTED]},
        "status": "final",
        "category": [_CATEGORY],
        "code": _CODE,
        "subject": {"display": "The person who keeps this diary"},
        "effectiveDateTime": _time(rating.at),
        "valueQuantity": {
            "value": rating.score,
            "unit": "{score}",
            "system": "http://unitsofmeasure.org",
            "code": "{score}",
        },
        "bodySite": {"text": rating.region + sides.get(rating.side, f", {rating.side}")},
        "method": {"text": METHODS[rating.kind]},
    }
    if notes and rating.note.strip():
        found["note"] = [{"text": rating.note}]
    return found


def _time(moment: datetime) -> str:
    """Write a moment with its offset. FHIR has no seconds in an offset, as a few of long ago had: then in UTC."""
    offset = moment.utcoffset() or timedelta()
    return (moment.astimezone(UTC) if offset % timedelta(minutes=1) else moment).isoformat()
