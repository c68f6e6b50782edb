"""`knot history`: what was picked and taken back at once, and flags that were never true."""

from datetime import timedelta
from pathlib import Path

from knotcli.coach.record import Check, Correction, make_entry_id
from support.home import Home


def test_what_was_taken_back_is_shown_with_the_notes_and_never_called_a_look(tmp_path: Path) -> None:
    home = Home(tmp_path)
    now = home.clock.now()
    check = Check(
        make_entry_id(), now - timedelta(days=1), ("neck",), {}, origin="re-check", withdrawn=("em_head_knock",)
    )
    named = Check(make_entry_id(), now - timedelta(hours=3), ("neck",), {"rf_clot": "yes"})
    back = Correction(make_entry_id(), now, "rf_clot", named.at, "It was never so. I answered by mistake.")
    home.history.add(check, named, back)
    shown = home.ok("history", "--notes")
    assert "taken back at once: drowsy, confused, sick or unsteady since a knock to the head" in " ".join(shown.split())
    assert "named 20 Nov" in shown and "clinician" not in shown
    assert "taken back" not in home.ok("history", "--no-notes")
    kept = home.json("history")["corrections"]
    assert [(one["flag"], one["sentence"]) for one in kept] == [("rf_clot", back.sentence)]
    home.refused(3, "remove", back.id)
    assert home.history.corrections() == [back]
