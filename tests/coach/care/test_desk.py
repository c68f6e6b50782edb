"""What keeps a knot coming back: asked once, one change at a time, asked about after a week."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knotcli.coach.care.desk import (
    compare_before_after,
    list_unanswered_causes,
    suggest_change,
    summarize_desk_answers,
)
from knotcli.coach.record import DeskAnswer, make_entry_id
from knotcli.coach.trend.weekly_means import RatedDay
from knotcli.coach.vocabulary import DESK_WORDS, REGIONS
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder

TEXTS = Library(data_folder(), Path("/nowhere")).desk()
CAUSES = TEXTS.cause
START = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=1)))


def said(topic: str, word: str, days: float = 0, region: str = "neck") -> DeskAnswer:
    return DeskAnswer(make_entry_id(), START + timedelta(days=days), region, topic, word)


def test_every_region_is_asked_a_handful_of_questions() -> None:
    for region in REGIONS:
        asked = list_unanswered_causes(CAUSES, region, summarize_desk_answers([]))
        assert 4 <= len(asked) <= 9, region


def test_what_was_answered_for_one_region_is_not_asked_for_another() -> None:
    found = summarize_desk_answers([said("screen", "yes", region="neck")])
    assert "screen" not in [c.id for c in list_unanswered_causes(CAUSES, "shoulder", found)]


def test_one_change_is_suggested_yes_before_unsure_and_in_the_order_of_the_file() -> None:
    found = summarize_desk_answers(
        [said("load", "unsure"), said("sleep", "yes"), said("screen", "yes"), said("chair", "no")]
    )
    first = suggest_change(CAUSES, "neck", found)
    assert first is not None and first.id == "screen"
    found = summarize_desk_answers([said("load", "unsure"), said("chair", "no")])
    only = suggest_change(CAUSES, "neck", found)
    assert only is not None and only.id == "load"
    assert suggest_change(CAUSES, "neck", summarize_desk_answers([said("chair", "no")])) is None


def test_what_was_tried_is_not_suggested_again_until_it_is_answered_again() -> None:
    tried = [said("screen", "yes"), said("screen", "trying"), said("screen", "dropped", 7)]
    assert suggest_change(CAUSES, "neck", summarize_desk_answers(tried)) is None
    again = summarize_desk_answers([*tried, said("screen", "yes", 40)])
    found = suggest_change(CAUSES, "neck", again)
    assert found is not None and found.id == "screen"


def test_a_change_is_due_to_be_asked_about_after_a_week() -> None:
    found = summarize_desk_answers([said("screen", "yes"), said("screen", "trying")])
    assert not found.is_review_due(START.date() + timedelta(days=6))
    assert found.is_review_due(START.date() + timedelta(days=7))
    assert summarize_desk_answers([said("screen", "trying"), said("screen", "kept", 7)]).trying is None


def test_pain_before_and_since_needs_four_rated_days_each() -> None:
    began = date(2026, 11, 20)

    def days(*pairs: tuple[int, int]) -> list[RatedDay]:
        return [RatedDay(began + timedelta(days=d), s, 1, s, s) for d, s in pairs]

    before, after = compare_before_after(
        days((-9, 9), (-7, 6), (-5, 6), (-3, 6), (-1, 6), (0, 9), (1, 4), (2, 4), (3, 4)),
        began,
        began + timedelta(7),
    )
    assert before.days == 4 and before.mean is not None and before.mean.text() == "6.0"
    assert (after.days, after.mean) == (3, None)


answers = st.lists(
    st.builds(said, st.sampled_from([c.id for c in CAUSES]), st.sampled_from(DESK_WORDS), st.integers(0, 60)),
    max_size=20,
)


@settings(max_examples=200)
@given(answers, st.sampled_from(REGIONS))
def test_only_what_was_answered_yes_or_unsure_is_ever_suggested(some: list[DeskAnswer], region: str) -> None:
    found = summarize_desk_answers(some)
    cause = suggest_change(CAUSES, region, found)
    if cause is not None:
        assert cause.concerns(region)
        assert found.answers[cause.id] in ("yes", "unsure")
        assert cause.id not in found.outcomes
    assert {c.id for c in list_unanswered_causes(CAUSES, region, found)}.isdisjoint(found.answers)
