"""`knot check --answers`, over every region and every sign: the command line's own verdict and exit code."""

import itertools
from pathlib import Path

import pytest

from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.screening.flags import DURABLE
from knotcli.coach.vocabulary import REGIONS, Region
from support.answers import ITEMS, fill_template
from support.home import Home

NEVER_CLEARED = [i.id for i in ITEMS if i.kind in ("emergency", "red-flag") and i.id not in DURABLE]


@pytest.mark.parametrize("region", REGIONS)
def test_no_to_everything_is_ok(tmp_path: Path, region: Region) -> None:
    result = Home(tmp_path).check(region)
    assert result.code == 0
    found = result.document
    assert (found["verdict"], found["may_start"], found["reasons"], found["missing"]) == ("ok", True, [], [])
    assert found["likelihood"] == {"yes": 0, "of": 11}


@pytest.mark.parametrize("ident", NEVER_CLEARED)
def test_a_sign_that_is_never_cleared_never_starts(tmp_path: Path, ident: str) -> None:
    item = next(item for item in ITEMS if item.id == ident)
    region = next(name for name in REGIONS if item in concerning(ITEMS, [name]))
    home = Home(tmp_path)
    for word in ("", "unsure", "yes"):
        home.clock.advance(minutes=1)
        result = home.check(region, **{ident: word})
        assert result.code == 3 and result.document["may_start"] is False
        if word:
            assert [reason["id"] for reason in result.document["reasons"]] == [ident]
            # A clinician's word for it is no id that the file takes.
            refused = home.check(region, cleared=[ident], **{ident: word})
            assert refused.code == 1 and ident in refused.err
        else:
            assert result.document["missing"] == [ident]


@pytest.mark.parametrize("ident", sorted(DURABLE))
def test_a_durable_sign_with_a_clinicians_word_has_limits(tmp_path: Path, ident: str) -> None:
    item = next(item for item in ITEMS if item.id == ident)
    region = next(name for name in REGIONS if item in concerning(ITEMS, [name]))
    for number, (answer, word) in enumerate(itertools.product(("yes", "unsure"), ("yes", "massage", "no"))):
        home = Home(tmp_path / str(number))
        home.folder.mkdir()
        text = f'{fill_template([region], **{ident: answer})}\n{ident} = "{word}"\n'
        result = home.run("check", "--answers", home.answers(text), "--json")
        found = result.document
        if word == "no":
            soon = item.urgency == "soon" or ident == "rf_bone_spot"
            assert (result.code, found["verdict"]) == (3, "see-soon" if soon else "see-today")
            continue
        assert (result.code, found["verdict"], found["may_start"]) == (0, "limits", True), found
        limits = {limit["id"] for limit in found["regions"][region]["limits"]}
        assert limits and ("no-heat" in limits) == (word == "massage" or "no-heat" in item.limits)
        assert [reason["cleared"] for reason in found["reasons"]] == [word]


def test_an_id_of_the_first_questions_counts_for_those_in_its_place(tmp_path: Path) -> None:
    home = Home(tmp_path)
    text = fill_template(["neck"]).replace(
        "[answers]\n", '[answers]\nrf_wrong_target = "yes"\nrf_other_illness = "no"\n'
    )
    result = home.run("check", "--answers", home.answers(text), "--json")
    assert result.code == 0 and "rf_wrong_target" in result.err
    for ident, instead in (
        ("rf_other_illness", ["rel_waiting"]),
        ("rf_other_diagnosis", ["rel_other_cause", "rel_told_careful"]),
        ("rf_neuro_condition", ["rel_neuro"]),
        ("rel_diabetes_thyroid", ["rel_diabetes"]),
    ):
        text = fill_template(["neck"]).replace("[answers]\n", f'[answers]\n{ident} = "unsure"\n')
        result = home.run("check", "--answers", home.answers(text), "--json")
        assert sorted(reason["id"] for reason in result.document["reasons"]) == sorted(instead)
        assert result.err.count("\n") == 1 and ident in result.err and all(one in result.err for one in instead)
    text = (
        fill_template(["neck"])
        .replace('rel_waiting = "no"\n', "")
        .replace("[answers]\n", '[answers]\nrf_other_illness = "no"\n')
    )
    assert home.run("check", "--answers", home.answers(text), "--json").document["missing"] == ["rel_waiting"]
    assert "rf_other_illness" not in home.ok("check", "--template", "neck")
