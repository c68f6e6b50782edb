"""The drawings of positions: each is used, fits its place, and is told in words."""

import pytest

from knotcli.coach.guide.figures import MOST_COLUMNS, MOST_ROWS, PositionFigure
from knotcli.coach.routines.limits import PlanOptions
from knotcli.coach.routines.plan import plan_session
from knotcli.coach.vocabulary import REGIONS
from knotcli.storage.files.library import Library
from support import ROOT

LIBRARY = Library(ROOT, ROOT / "none")
POSITIONS = LIBRARY.positions()


def figures_of(region: str) -> set[str]:
    routine = LIBRARY.routine(region)
    plans = [plan_session(routine, PlanOptions(tool=tool)) for tool in routine.tools]
    return {step.figure for plan in plans for step in plan.steps if step.figure}


def test_every_drawing_is_of_a_step_and_every_step_names_one_that_is_there() -> None:
    named = {figure for region in REGIONS for figure in figures_of(region)}
    assert named == set(POSITIONS)


@pytest.mark.parametrize("region", REGIONS)
def test_every_stretch_and_movement_is_drawn(region: str) -> None:
    steps = plan_session(LIBRARY.routine(region), PlanOptions()).steps
    assert all(step.figure for step in steps if step.kind in ("stretch", "move"))


@pytest.mark.parametrize("name", POSITIONS)
def test_a_drawing_fits_beside_a_step_in_ascii_and_is_told_in_a_sentence(name: str) -> None:
    figure = POSITIONS[name]
    assert 4 <= len(figure.rows) <= MOST_ROWS
    assert max(map(len, figure.rows)) <= MOST_COLUMNS
    assert "\t" not in figure.drawing
    assert figure.words.endswith(".")


@pytest.mark.parametrize("drawing", ["", "é", "x" * 19, "x\n" * 10])
def test_a_drawing_out_of_its_bounds_is_refused(drawing: str) -> None:
    with pytest.raises(ValueError, match="at most"):
        PositionFigure(id="one", title="One", words="One.", drawing=drawing)
