"""The ending of a session."""

import pytest

from knotcli.coach.text import plain_text
from knotcli.storage.files.library import Library
from knotcli.views.session.ending import SessionSummary, draw_score, ending_blocks
from support import ROOT
from support.golden import GoldenScreens
from support.screens import show_blocks, show_everywhere

GUIDANCE = Library(ROOT, ROOT / "none").guidance()
USUAL = SessionSummary(
    region="neck", status="complete", seconds={"heat": 600.0, "pressure": 300.0, "stretching and moving": 100.0},
    before=6, after=4, has_flared=False, can_be_rated=True, opens="at 18:40", tip="", needs_whole_advice=False,
)  # fmt: skip
ENDINGS = {
    "usual": USUAL,
    "first": USUAL._replace(needs_whole_advice=True),
    "flared": USUAL._replace(before=3, after=6, has_flared=True, opens="on Saturday 28 November"),
    "without-heat": USUAL._replace(
        seconds={"heat": 0.0, "pressure": 300.0, "stretching and moving": 0.0}, tip="Look at your screen."
    ),
    "unrated": USUAL._replace(after=None),
    "nothing": USUAL._replace(
        status="partial", seconds={"heat": 0.2, "pressure": 0.0}, after=None, can_be_rated=False,
        opens="", needs_whole_advice=True, tip="Look at your screen.",
    ),
    "skipped": USUAL._replace(seconds={"heat": 0.0, "pressure": 0.4}, after=None),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDINGS)
def test_each_ending_looks_as_kept(golden: GoldenScreens, name: str) -> None:
    golden(name, show_everywhere(ending_blocks(ENDINGS[name], GUIDANCE)))


def test_nothing_is_advised_where_nothing_was_done() -> None:
    said = " ".join(show_blocks(ending_blocks(ENDINGS["nothing"], GUIDANCE)))
    assert GUIDANCE.aftercare_short.text not in said
    assert all(advice.text not in said for advice in GUIDANCE.aftercare)
    assert "doctor" not in said


def test_all_of_the_advice_or_one_line_of_it() -> None:
    whole, line = (" ".join(show_blocks(ending_blocks(ENDINGS[n], GUIDANCE))) for n in ("first", "usual"))
    assert all(advice.text in whole for advice in GUIDANCE.aftercare)
    assert GUIDANCE.aftercare_short.text in line
    assert all(advice.text not in line for advice in GUIDANCE.aftercare)


@pytest.mark.parametrize("score", range(11))
def test_a_rating_is_ten_dots(score: int) -> None:
    drawn = plain_text(draw_score("before", score))
    assert (drawn.count("●"), drawn.count("○")) == (score, 10 - score)
    assert drawn.endswith(f" {score}")
