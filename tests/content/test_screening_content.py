"""The screening as it is shipped: nothing missing, nothing too long, every claim with a known source."""

import re
import textwrap
import tomllib
from collections import Counter
from string import Formatter
from typing import Any

import msgspec
import pytest

from knotcli.coach.regions import regions_to_ask
from knotcli.coach.routines.limits import RoutineLimit
from knotcli.coach.screening.judge import Item
from knotcli.coach.vocabulary import REGIONS
from support import CONTENT

FILES = {
    "emergency": "emergency",
    "red-flag": "red-flags",
    "absolute": "absolute",
    "relative": "relative",
    "likelihood": "likelihood",
}

# Written by hand, independently of the content: what has to be asked, and for which regions ("" = everybody).
ASKED = {
    "emergency": {
        "em_chest": "",
        "em_breath": "",
        "em_stroke": "",
        "em_fever_head": "",
        "em_dark_urine": "",
        "em_gut_feeling": "",
        "em_artery": "neck headache jaw shoulder upper-back",
        "em_thunder": "headache neck jaw",
        "em_cauda": "low-back upper-back hip thigh calf foot",
        "em_cord": "neck shoulder upper-back headache forearm low-back",
        "em_trauma": "neck headache upper-back low-back shoulder hip jaw",
        "em_trunk_sudden": "upper-back low-back hip shoulder",
        "em_limb": "forearm shoulder thigh calf foot hip",
        "em_preg_bleed": "shoulder upper-back low-back hip",
        "em_mouth_swell": "jaw neck headache",
        "em_vision": "headache jaw neck",
        "em_co": "headache",
    },
    "red-flag": {
        "rf_clot": "calf thigh foot hip forearm shoulder",
        "rf_temporal": "headache jaw neck shoulder",
        "rf_spine_infection": "",
        "rf_fracture": "neck upper-back low-back hip thigh calf foot",
        "rf_weakness": "",
        "rf_numb_persist": "",
        "rf_cancer_weight": "",
        "rf_night_constant": "",
        "rf_thoracic": "upper-back",
        "rf_bone_spot": "",
        "rf_immune_steroid": "neck upper-back low-back headache",
        "rf_inflammatory": "neck shoulder upper-back low-back hip",
        "rf_hot_joint": "shoulder forearm hip thigh calf foot jaw",
        "rf_lung_top": "shoulder upper-back neck forearm",
        "rf_exertion": "jaw neck shoulder upper-back forearm headache",
        "rf_head_change": "headache",
        "rf_head_pressure": "headache",
        "rf_head_injury": "headache neck jaw",
        "rf_head_preg": "headache neck",
        "rf_head_meds": "headache",
        "rf_jaw": "jaw",
        "rf_walk_cramp": "calf thigh hip foot",
        "rf_kidney": "low-back upper-back",
        "rf_rash_strip": "",
        "rf_snap": "calf thigh shoulder forearm foot",
        "rf_new_medicine": "",
        "rf_severe_pain": "",
        "rf_other_diagnosis": "",
        "rf_other_illness": "",
        "rf_neuro_condition": "",
        "rf_widespread": "",
        "rf_wrong_target": "",
        "rf_after_session": "",
        "rf_neck_device": "neck headache shoulder upper-back",
    },
    "absolute": {
        "ab_infection": "",
        "ab_wound": "",
        "ab_bleeding": "",
        "ab_osteoporosis": "",
        "ab_fracture": "",
        "ab_clot_known": "",
        "ab_bone_infection": "",
        "ab_no_feeling": "",
        "ab_not_alert": "",
        "ab_neck_artery": "neck headache jaw shoulder upper-back",
        "ab_neck_unstable": "neck headache upper-back",
        "ab_aneurysm": "low-back upper-back",
        "ab_active_bleed": "",
        "ab_heat_product": "",
    },
    "relative": {
        "rel_pregnant": "",
        "rel_surgery": "",
        "rel_cancer_area": "",
        "rel_acute_injury": "",
        "rel_anxiety": "",
        "rel_uncontrolled": "",
        "rel_told_careful": "",
        "rel_diabetes_thyroid": "",
        "rel_age65": "",
        "rel_under18": "",
        "rel_thin_bones": "",
        "rel_bruise": "",
        "rel_circulation": "",
        "rel_heart_heat": "",
        "rel_numb_patchy": "",
        "rel_hypermobile": "",
        "rel_implant": "",
        "rel_jaw_work": "jaw",
        "rel_recent_injection": "",
        "rel_fibromyalgia": "",
        "rel_sore_from_last": "",
    },
    "likelihood": {
        "ml_dull": "",
        "ml_muscle": "",
        "ml_tender": "",
        "ml_band": "",
        "ml_familiar": "",
        "ml_local": "",
        "ml_trigger": "",
        "ml_heat_helps": "",
        "ml_massage_helps": "",
        "ml_overload": "",
        "ml_rom": "",
        "ml_comes_goes": "",
        "ml_moves": "",
        "ml_activity": "",
        "ml_unexplained": "",
    },
}
INFORMATION = ("ml_comes_goes", "ml_moves", "ml_activity", "ml_unexplained")
TODAY = {
    "rf_clot", "rf_temporal", "rf_spine_infection", "rf_fracture", "rf_weakness", "rf_hot_joint",
    "rf_exertion", "rf_head_pressure", "rf_head_injury", "rf_head_preg", "rf_kidney", "rf_rash_strip",
    "rf_snap", "rf_after_session", "rf_neck_device",
}  # fmt: skip
HERE_ONLY = {
    "ab_infection", "ab_wound", "ab_fracture", "ab_bone_infection", "ab_no_feeling", "ab_active_bleed",
    "rel_surgery", "rel_cancer_area", "rel_acute_injury", "rel_circulation", "rel_implant", "rel_jaw_work",
    "rel_recent_injection", "rel_sore_from_last",
}  # fmt: skip
WITHOUT_CLEARANCE = {
    "rel_acute_injury", "rel_anxiety", "rel_age65", "rel_bruise", "rel_hypermobile", "rel_jaw_work",
    "rel_sore_from_last",
}  # fmt: skip

WORDS_A_MINUTE = 238
MINUTES_MOST = 2.75
MINUTES_MOST_JOINED = 2.9
SHORT_MOST = 76
EMERGENCY_SHORT_MOST = 120

NEVER = [
    r"\bcur(e|es|ed|ing)\b",
    r"detox|toxin",
    r"\breleas(e|es|ed|ing)\b",
    r"realign",
    r"80 ?(%|per ?cent)",
    r"break(s|ing)? up",
    r"clinically proven",
    r"\bsafe(r|st|ly)?\b",
    r"(treat|heal)(s|ed|ing)? (\w+ )?(sciatica|carpal|migraine|tmj|plantar|fibromyalgia)",
    r"!",
]
DISEASES = re.compile(
    r"stroke|heart attack|mening|embol|thrombo|cancer|tumou?r|aneurysm|dissect|myelopath|cauda|arteritis"
    r"|sepsis|septic|shingles|angina|ectopic|rhabdo|osteomyel|rheumat|leuk|lymphom|monoxide",
    re.IGNORECASE,
)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


TABLES = {kind: read(f"screening/{name}.toml")["item"] for kind, name in FILES.items()}
ITEMS = [msgspec.convert(table, Item) for tables in TABLES.values() for table in tables]
BY_ID = {item.id: item for item in ITEMS}
LIMITS = {limit["id"]: msgspec.convert(limit, RoutineLimit) for limit in read("limits.toml")["limit"]}
SOURCES = {source["id"]: source for source in read("sources.toml")["source"]}
WORDING = {key: text for key, text in read("wording.toml").items() if key != "sources"}
LABELLED = [pytest.param(item, id=item.id) for item in ITEMS]
WARNINGS = [pytest.param(item, id=item.id) for item in ITEMS if item.kind in ("emergency", "red-flag")]


def concerning(region: str, *kinds: str) -> list[Item]:
    """Give what a check of the region asks, the muscles that its routine also presses included."""
    names = regions_to_ask(region)
    some = [item for item in ITEMS if not kinds or item.kind in kinds]
    return [item for item in some if any(item.concerns(name) for name in names)]


@pytest.mark.parametrize("kind", FILES)
def test_every_question_that_has_to_be_asked_is_asked_and_no_other(kind: str) -> None:
    assert [table["id"] for table in TABLES[kind]] == list(ASKED[kind])


@pytest.mark.parametrize("kind", FILES)
def test_questions_concern_the_regions_they_have_to(kind: str) -> None:
    for ident, regions in ASKED[kind].items():
        assert set(BY_ID[ident].regions) == (set(regions.split()) or {"all"}), ident


def test_the_second_list_holds_every_question_in_the_same_order() -> None:
    assert read("screening/order.toml") == {kind: list(idents) for kind, idents in ASKED.items()}


def test_no_id_stands_twice() -> None:
    assert [ident for ident, n in Counter(item.id for item in ITEMS).items() if n > 1] == []


def test_each_file_holds_only_its_own_kind() -> None:
    assert all(table["kind"] == kind for kind, tables in TABLES.items() for table in tables)


def test_emergencies_asked_of_everybody_come_before_those_of_a_region() -> None:
    everybody = [item.regions == ("all",) for item in ITEMS if item.kind == "emergency"]
    assert everybody == sorted(everybody, reverse=True)


def test_questions_about_injected_substances_and_needles_are_not_asked() -> None:
    assert not {"ab_injection_allergy", "ml_limb_weak", "no_needles"} & BY_ID.keys()


@pytest.mark.parametrize("item", LABELLED)
def test_each_item_names_known_regions_limits_and_sources(item: Item) -> None:
    assert item.regions == ("all",) or set(item.regions) <= set(REGIONS)
    assert len(set(item.regions)) == len(item.regions)
    assert all(item.concerns(region) and region in REGIONS for region in item.limits_in)
    limits = {*item.limits, *(name for names in item.limits_in.values() for name in names)}
    assert limits <= LIMITS.keys()
    assert set(item.sources) <= SOURCES.keys()


@pytest.mark.parametrize("item", LABELLED)
def test_each_source_that_the_reason_mentions_is_among_its_sources(item: Item) -> None:
    mentioned = set(re.findall(r"\b(?:S\d|O-\d\d[a-z]?)\b", item.why))
    assert mentioned <= set(item.sources)
    assert ("general professional knowledge" in item.why) <= ("GK" in item.sources)
    assert ("this project" in item.why) <= ("own" in item.sources)


@pytest.mark.parametrize("item", LABELLED)
def test_each_list_line_fits_and_a_brief_form_stands_exactly_where_it_is_needed(item: Item) -> None:
    assert len(item.short) <= (EMERGENCY_SHORT_MOST if item.kind == "emergency" else SHORT_MOST)
    assert bool(item.brief) == (item.kind in ("emergency", "red-flag"))
    assert len(item.brief) <= 36
    assert not item.short.endswith((".", "?"))


def test_briefs_differ_so_that_a_named_one_is_clear() -> None:
    briefs = [item.brief for item in ITEMS if item.brief]
    assert len(set(briefs)) == len(briefs)


@pytest.mark.parametrize("item", LABELLED)
def test_each_kind_holds_back_what_it_has_to(item: Item) -> None:
    if item.id == "ab_heat_product":
        expected = "step"
    elif item.kind == "likelihood":
        expected = "nothing"
    else:
        expected = "region" if item.id in HERE_ONLY else "everything"
    assert item.holds_back == expected


@pytest.mark.parametrize("item", LABELLED)
def test_urgency_is_an_emergency_today_or_soon_as_the_sign_asks(item: Item) -> None:
    flag = "today" if item.id in TODAY else "soon"
    assert item.urgency == {"emergency": "emergency", "red-flag": flag}.get(item.kind, "")


@pytest.mark.parametrize("item", LABELLED)
def test_whoever_is_held_back_is_told_what_to_do(item: Item) -> None:
    assert bool(item.action) or item.kind in ("emergency", "likelihood")
    if item.kind == "red-flag":
        when = "today" if item.urgency == "today" else "in the next days"
        assert when in item.action or item.id == "rf_other_diagnosis"


def test_clearance_is_asked_except_where_a_limit_alone_answers() -> None:
    relative = {item.id for item in ITEMS if item.kind == "relative"}
    assert {item.id for item in ITEMS if item.clearance} == relative - WITHOUT_CLEARANCE


@pytest.mark.parametrize("item", [pytest.param(i, id=i.id) for i in ITEMS if i.kind == "relative"])
def test_every_relative_reason_changes_something_in_every_region_it_concerns(item: Item) -> None:
    for region in REGIONS:
        if item.concerns(region):
            assert item.limits_in.get(region, item.limits)


@pytest.mark.parametrize("region", REGIONS)
def test_pregnancy_leaves_out_hips_low_back_and_legs_even_when_cleared(region: str) -> None:
    item = BY_ID["rel_pregnant"]
    names = item.limits_in.get(region, item.limits)
    closed = not all(LIMITS[name].offered for name in names)
    assert closed == (region in ("low-back", "hip", "thigh", "calf", "foot"))


def test_diabetes_never_brings_heat_to_the_foot() -> None:
    for ident in ("rel_diabetes_thyroid", "rel_uncontrolled"):
        item = BY_ID[ident]
        assert not all(LIMITS[name].heat for name in item.limits_in["foot"])


def test_every_limit_is_used_and_changes_something() -> None:
    used = {name for i in ITEMS for names in (i.limits, *i.limits_in.values()) for name in names}
    assert used == LIMITS.keys()
    effects = set(RoutineLimit.__struct_fields__) - {"text", "why", "sources", "id"}
    for limit in LIMITS.values():
        bare = RoutineLimit(id=limit.id, text=limit.text, why=limit.why, sources=limit.sources)
        changed = any(getattr(limit, effect) != getattr(bare, effect) for effect in effects)
        assert changed or limit.id == "slower"  # an expectation, told in words alone
        assert set(limit.sources) <= SOURCES.keys()


def test_the_eleven_fitting_features_are_told_from_the_rest() -> None:
    fits = read("screening/likelihood.toml")["fits"]
    assert len(fits) == 11
    assert fits == [ident for ident in ASKED["likelihood"] if ident not in INFORMATION]


@pytest.mark.parametrize("region", REGIONS)
def test_the_full_check_of_a_region_reads_in_under_three_minutes(region: str) -> None:
    own = sum(len(item.short.split()) for item in ITEMS if item.concerns(region))
    assert own / WORDS_A_MINUTE <= MINUTES_MOST, f"{own} words"
    joined = sum(len(item.short.split()) for item in concerning(region))
    assert joined / WORDS_A_MINUTE <= MINUTES_MOST_JOINED, f"{joined} words"


def test_lines_are_short_on_average() -> None:
    emergency = [len(item.short.split()) for item in ITEMS if item.kind == "emergency"]
    others = [len(item.short.split()) for item in ITEMS if item.kind != "emergency"]
    assert sum(emergency) / len(emergency) <= 15
    assert sum(others) / len(others) <= 9


@pytest.mark.parametrize("region", REGIONS)
def test_a_regions_emergencies_fit_one_screen(region: str) -> None:
    rows = sum(len(textwrap.wrap(item.short, 75)) for item in concerning(region, "emergency"))
    assert rows <= 19


@pytest.mark.parametrize("region", REGIONS)
def test_the_re_check_of_a_region_fits_one_screen_in_two_columns(region: str) -> None:
    count = len(concerning(region, "emergency", "red-flag"))
    assert -(-count // 2) <= 20


@pytest.mark.parametrize("item", WARNINGS)
def test_what_a_warning_tells_to_do_names_signs_and_no_disease(item: Item) -> None:
    assert not DISEASES.search(item.action)
    # An earlier illness is asked about by its name; nothing else in a list line names one.
    asked_by_name = {"rf_cancer_weight"}
    if item.id not in asked_by_name:
        assert not DISEASES.search(item.short)
        assert not DISEASES.search(item.brief)


def texts() -> list[tuple[str, str]]:
    item_parts = ("question", "short", "brief", "action", "why")
    limit_parts = ("text", "why", "note", "heat_note")
    found = [(f"{item.id}.{part}", getattr(item, part)) for item in ITEMS for part in item_parts]
    found += [
        (f"{name}.{part}", getattr(limit, part)) for name, limit in LIMITS.items() for part in limit_parts
    ]
    found += [
        (f"{tag}.{part}", source[part]) for tag, source in SOURCES.items() for part in ("title", "note")
    ]
    return [*found, *((f"wording.{key}", text) for key, text in WORDING.items())]


@pytest.mark.parametrize("phrase", NEVER)
def test_no_text_says_what_must_never_be_said(phrase: str) -> None:
    assert [where for where, text in texts() if re.search(phrase, text, re.IGNORECASE)] == []


def test_the_emergency_text_carries_every_instruction() -> None:
    for key in ("emergency", "emergency_number_known"):
        text = WORDING[key]
        assert text.startswith("STOP")
        for part in ("Do not press, heat or stretch", "112", "911", "999", "000", "Do not drive yourself"):
            assert part in text
        for part in ("take you to emergency care", "unlock the door", "phone", "{symptoms}"):
            assert part in text
        assert "111" not in text


def test_passing_is_never_reported_as_an_all_clear() -> None:
    for key in ("ok", "limits"):
        assert "does not rule out a serious cause" in WORDING[key]
        assert "cleared" not in WORDING[key]


def test_each_wording_takes_exactly_the_values_it_is_given() -> None:
    expected = {
        "emergency": {"symptoms"},
        "emergency_number_known": {"symptoms", "number"},
        "likelihood": {"yes", "of"},
    }
    plain = (
        "no_answer_today",
        "see_today",
        "see_soon",
        "until_looked_at",
        "blocked",
        "needs_clearance",
        "incomplete",
        "limits",
        "ok",
        "ok_unusual",
    )
    expected |= {key: set() for key in (*plain, "clearance_question", "disclaimer", "in_short")}
    taken = {
        key: {field for _, field, _, _ in Formatter().parse(text) if field} for key, text in WORDING.items()
    }
    assert taken == expected


def test_sources_are_whole_unique_and_say_how_they_were_read() -> None:
    tags = [source["id"] for source in read("sources.toml")["source"]]
    assert len(set(tags)) == len(tags)
    wanted = {f"S{n}" for n in range(5)} | {f"O-{n:02}" for n in range(1, 65)} | {"GK", "own"}
    wanted |= {f"O-{n}" for n in range(70, 77)}
    wanted |= {f"O-{tag}" for tag in ("05b", "07b", "20b", "22b", "27b", "28b", "37b", "44b", "44c", "46b")}
    assert set(tags) == wanted
    kinds = (
        "seed",
        "guideline",
        "review",
        "trial",
        "study",
        "patient-information",
        "standard",
        "secondary",
        "none",
    )
    for source in SOURCES.values():
        assert set(source) - {"short"} == {"id", "title", "kind", "note"}
        assert source["kind"] in kinds
        assert source["title"] and source["note"]


def test_every_file_stays_within_what_is_read() -> None:
    for path in (*(CONTENT / "screening").glob("*.toml"), CONTENT / "limits.toml", CONTENT / "sources.toml"):
        assert path.stat().st_size < 64 * 1024, path.name
