"""The history on screens of different widths."""

from datetime import timedelta

from knotcli.views.history.entry_list import history_lines, list_entries
from support import entries
from support.clock import EVENING
from support.golden import GoldenScreens
from support.screens import show_everywhere


def test_the_history_looks_as_kept(golden: GoldenScreens) -> None:
    earlier = EVENING - timedelta(days=1)
    session = entries.session(
        at=earlier, region="upper-back", status="stopped", heat_seconds=750, pressure_seconds=290, reason="numb"
    )
    ratings = [
        entries.rating(6, EVENING, note="after the train, with a bag on the left shoulder"),
        entries.rating(0, earlier - timedelta(hours=2)),
    ]
    found = list_entries(ratings, [(session, {"before": 7, "after": 4})], {"numb": "Numbness or weakness"})
    golden(
        "history", show_everywhere(history_lines(found, {row.id: f"{n:04}" for n, row in enumerate(found)}, notes=True))
    )
