"""What a person types for a region, a side, a rating, a note or an id is understood, or refused with what is allowed."""

import pytest

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import (
    NOTE_MAX_LENGTH,
    parse_id_prefix,
    parse_note,
    parse_region,
    parse_score,
    parse_side,
)
from knotcli.coach.vocabulary import OTHER_NAMES, REGIONS


def test_every_region_is_known_by_its_names_however_they_are_written() -> None:
    for word, region in [*((name, name) for name in REGIONS), *OTHER_NAMES.items()]:
        assert parse_region(word) == region
        assert parse_region(f" {word.upper().replace('-', '_')} ") == region


@pytest.mark.parametrize(
    ("text", "region"), [("ne", "neck"), ("upper", "upper-back"), ("ca", "calf"), ("low", "low-back")]
)
def test_a_unique_beginning_stands_for_its_region(text: str, region: str) -> None:
    assert parse_region(text) == region


@pytest.mark.parametrize(
    ("text", "said"), [("h", "hip or headache"), ("nekc", "Did you mean neck"), ("", "It takes: neck")]
)
def test_an_unclear_region_is_refused_with_what_it_could_be(text: str, said: str) -> None:
    with pytest.raises(Misuse, match=said):
        parse_region(text)


def test_sides_are_taken_by_their_beginning() -> None:
    assert [parse_side(text) for text in ("l", "RIGHT", "b", None)] == ["left", "right", "both", None]
    for text in ("", "x", "lefty"):
        with pytest.raises(Misuse):
            parse_side(text)


@pytest.mark.parametrize(
    ("text", "score"), [("0", 0), (" 10 ", 10), ("+7", 7), ("007", 7), ("４", 4), ("٣", 3), ("１０", 10)]
)
def test_a_rating_is_a_whole_number_from_0_to_10(text: str, score: int) -> None:
    assert parse_score(text) == score


@pytest.mark.parametrize("text", ["11", "-1", "5.5", "", "five", "1e1", "²"])
def test_another_rating_is_refused_and_the_fault_can_stand_alone(text: str) -> None:
    with pytest.raises(Misuse) as refused:
        parse_score(text)
    assert refused.value.fault.endswith("the worst pain you can imagine.")
    assert str(refused.value) == f"{refused.value.fault} Nothing was saved."


def test_a_note_stays_as_it_was_typed_and_has_a_length() -> None:
    assert parse_note("a\x1b[31m \u200db\n") == "a\x1b[31m \u200db"
    assert parse_note("caf\udce9") == "caf\ufffd"
    assert len(parse_note("x" * NOTE_MAX_LENGTH)) == NOTE_MAX_LENGTH
    with pytest.raises(Misuse, match="at most 2000"):
        parse_note("x" * (NOTE_MAX_LENGTH + 1))


def test_an_id_takes_four_characters() -> None:
    assert parse_id_prefix(" ABcd ") == "abcd"
    with pytest.raises(Misuse):
        parse_id_prefix("abc ")
