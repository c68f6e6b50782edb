"""FHIR R4: what the Bundle holds, and that others' models and the R4 JSON schema take it."""

import importlib
import json
import re
from datetime import UTC, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Rating, make_entry_id
from knotcli.coach.vocabulary import RATING_KINDS, REGIONS
from knotcli.storage.formats.fhir import bundle
from support import examples
from support.clock import CET, EVENING, NOON, FakeClock
from support.home import Home

SCHEMA = Path(__file__).parents[2] / "data" / "fhir-r4-bundle-observation.schema.json"
SECONDS = timezone(timedelta(minutes=53, seconds=28))

RATINGS = st.builds(
    Rating,
    st.builds(make_entry_id),
    st.datetimes(min_value=NOON.replace(1901, tzinfo=None), max_value=NOON.replace(2999, tzinfo=None)).flatmap(
        lambda wall: st.sampled_from([CET, UTC, SECONDS, timezone(timedelta(hours=-11))]).map(
            lambda zone: wall.replace(tzinfo=zone)
        )
    ),
    st.sampled_from(REGIONS),
    st.sampled_from([None, "left", "right", "both"]),
    st.integers(0, 10),
    st.sampled_from(RATING_KINDS),
    st.sampled_from(["", "tired", " \n", "a\nb", "漢字", "<script>", '"']),
    st.none() | st.builds(make_entry_id),
    st.sampled_from([(), ("train",), ("-a", "büro-2")]),
)


def observed(rating: Rating, notes: bool = False) -> dict[str, Any]:
    (entry,) = bundle([rating], NOON, notes)["entry"]
    resource: dict[str, Any] = entry["resource"]
    return resource


def test_a_rating_is_one_observation() -> None:
    rating = Rating(make_entry_id(), NOON, "neck", "left", 6, "before", "private", make_entry_id())
    assert observed(rating) == {
        "resourceType": "Observation",
        "id": rating.id,
        "meta": {"tag": [{"code": "self-reported", "display": "Self-reported; not reviewed by a clinician"}]},
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "survey",
                        "display": "Survey",
                    }
                ]
            }
        ],
        "code": {
            "coding": [
                {
                    "system": "http://loinc.org",
                    "code": "72514-3",
                    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
                }
            ],
            "text": "Pain, 0 (none) to 10 (worst imaginable)",
        },
        "subject": {"display": "The person who keeps this diary"},
        "effectiveDateTime": "2026-11-20T12:00:00+01:00",
        "valueQuantity": {"value": 6, "unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}"},
        "bodySite": {"text": "neck, left"},
        "method": {"text": "typed by the person, before a self-care session"},
    }


def test_notes_are_in_it_only_when_asked_for() -> None:
    rating = Rating(make_entry_id(), NOON, "neck", None, 6, note="private")
    assert "private" not in json.dumps(bundle([rating], NOON))
    assert observed(rating, notes=True)["note"] == [{"text": "private"}]


def test_an_offset_with_seconds_becomes_utc() -> None:
    rating = Rating(make_entry_id(), NOON.replace(tzinfo=SECONDS), "neck", None, 6)
    assert observed(rating)["effectiveDateTime"] == "2026-11-20T11:06:32+00:00"


@given(st.lists(RATINGS, max_size=6), st.booleans())
def test_every_bundle_is_whole_in_itself(ratings: list[Rating], notes: bool) -> None:
    made = bundle(ratings, NOON, notes)
    assert (made["resourceType"], made["type"], made["timestamp"]) == ("Bundle", "collection", NOON.isoformat())
    assert "LOINC" in json.dumps(made["meta"])
    urls = [entry["fullUrl"] for entry in made["entry"]]
    assert urls == [f"urn:uuid:{rating.id}" for rating in ratings] and len(set(urls)) == len(urls)
    text = json.dumps(made)
    assert "snomed" not in text.lower() and '"identifier"' not in text and '"reference"' not in text
    for entry, rating in zip(made["entry"], ratings, strict=True):
        found = entry["resource"]
        assert {
            "resourceType",
            "id",
            "status",
            "category",
            "code",
            "subject",
            "effectiveDateTime",
            "valueQuantity",
        } <= {*found}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d", found["effectiveDateTime"])
        assert found["valueQuantity"]["value"] == rating.score
        assert all(text.strip() for text in strings(found))


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def test_the_command_writes_it_without_notes_unless_asked(tmp_path: Path) -> None:
    home = Home(tmp_path, FakeClock(EVENING), pause=60)
    first = home.log("neck", "6", "--note", "private")
    home.log("jaw", "2")
    plain, told = home.ok("export", "--format", "fhir"), home.ok("export", "--format", "fhir", "--notes")
    assert "private" not in plain and "private" in told
    made = json.loads(plain)
    assert [e["resource"]["bodySite"]["text"] for e in made["entry"]] == ["neck", "jaw"]
    assert made["entry"][0]["resource"]["id"] == first
    said = home.run("export", "--format", "fhir", "-o", str(tmp_path / "x.json"))
    assert "Your notes and tags are not in it" in said.err


# Others' word on it: needs jsonschema and fhir.resources, which the test extra brings.


def broken(made: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the bundle with one fault each, so that a check which sees nothing is itself seen."""
    found = []
    for path, value in (
        (("type",), "pile"),
        (("more",), 1),
        (("entry", 0, "resource", "status"), "done"),
        (("entry", 0, "resource", "effectiveDateTime"), "2026-11-20 12:00"),
        (("entry", 0, "resource", "valueQuantity", "value"), "six"),
        (("entry", 0, "resource", "bodySite", "text"), 5),
        (("entry", 0, "resource", "mood"), "low"),
    ):
        copy = json.loads(json.dumps(made))
        place: Any = copy
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        found.append(copy)
    return found


@pytest.mark.slow
@examples(15)
@given(st.lists(RATINGS, min_size=1, max_size=4), st.booleans())
def test_the_r4_json_schema_takes_it(ratings: list[Rating], notes: bool) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert schema["id"] == "http://hl7.org/fhir/json-schema/4.0"
    validator = jsonschema.Draft6Validator({"$ref": "#/definitions/Bundle", "definitions": schema["definitions"]})
    made = json.loads(json.dumps(bundle(ratings, NOON, notes)))
    assert [error.message for error in validator.iter_errors(made)] == []
    for copy in broken(made):
        assert not validator.is_valid(copy)


@pytest.mark.slow
@examples(15)
@given(st.lists(RATINGS, min_size=1, max_size=4), st.booleans())
def test_fhir_resources_takes_it(ratings: list[Rating], notes: bool) -> None:
    pytest.importorskip("fhir.resources")
    model = importlib.import_module("fhir.resources.R4B.bundle").Bundle
    made = bundle(ratings, NOON, notes)
    read = model.model_validate(made)
    assert len(read.entry) == len(ratings)
    assert [float(e.resource.valueQuantity.value) for e in read.entry] == [float(r.score) for r in ratings]
    for copy in broken(made):
        if copy["type"] != "pile" and copy["entry"][0]["resource"]["status"] != "done":
            with pytest.raises(ValueError):
                model.model_validate(copy)
