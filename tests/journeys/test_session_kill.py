"""Sessions that are killed at random moments, and go on."""

import random
import re
import signal
from pathlib import Path

import pytest

from support import THOROUGH
from support.home import Home, checked_home
from support.pty_terminal import Terminal
from support.session_terminal import knot_on_terminal, leave_list, leave_pages, paced_knot_on_terminal, step_number

KILLS, ROWS = 8, 2 * THOROUGH


def session(home: Home, *options: str) -> Terminal:
    return leave_list(paced_knot_on_terminal(home, "session", "neck", "--nothing-new", "--yes", *options, pace=150))


def killed(folder: Path, at: str) -> Home:
    """Give a home whose session was killed when `at` came on the screen."""
    home = checked_home(folder, "neck")
    with session(home, "--no-heat", "--before", "5") as term:
        term.until(at)
        term.signal(signal.SIGKILL)
        term.wait()
    return home


def announced(term: Terminal) -> list[int]:
    """Every step number that was ever on the screen without the mark that something is still being saved, in order."""
    marks = [
        int(found) for found in re.findall("(?<!saving · )step ([0-9]+) of", bytes(term.raw).decode("utf-8", "replace"))
    ]
    return list(dict.fromkeys(marks))


@pytest.mark.slow
@pytest.mark.parametrize("row", range(ROWS))
def test_a_session_killed_again_and_again_loses_no_step_that_was_announced_as_ended(tmp_path: Path, row: int) -> None:
    chance = random.Random(row)
    kills, homes = 0, 0
    while kills < KILLS:
        homes += 1
        home = checked_home(tmp_path / f"{homes}", "neck")
        options, begun_at = ("--no-heat", "--before", "5"), 2
        while kills < KILLS:
            with session(home, *options) as term:
                term.until(lambda t: step_number(t) > 0 or t.events)
                first = step_number(term)
                assert first >= begun_at - 1
                drawn = len(term.raw) + chance.randint(0, 12_000)
                term.until(lambda t, drawn=drawn: len(t.raw) >= drawn or "afterwards" in " ".join(t.text()))
                if "afterwards" in " ".join(term.text()):
                    term.send("3\r")
                    assert term.wait() == 0
                    break
                term.signal(signal.SIGKILL)
                assert term.wait() == 128 + signal.SIGKILL
                kills += 1
                seen = announced(term)
            kept, steps = home.newest_session()
            stored = {step.number + 1 for step in steps}
            assert stored >= set(range(first, max(seen)))
            assert sum(step.seconds for step in steps if step.kind == "hold") <= 300
            assert (kept.status, len(home.history.sessions())) == ("partial", 1)
            if steps:
                options, begun_at = ("--resume",), max(stored)
            else:
                break
        else:
            break
        kept, steps = home.newest_session()
        if kept.status == "complete":
            assert len(home.history.sessions()) == 1
            assert {rating.kind for rating in home.history.session_ratings(kept.id)} == {"before", "after"}


def test_the_next_session_offers_to_go_on_and_asks_the_same_first(tmp_path: Path) -> None:
    home = killed(tmp_path, "Change sides.")
    _, before = home.newest_session()
    assert "pressure 2 min 30 s" in home.ok("history")
    with knot_on_terminal(home, "session", "neck") as term:
        term.until("A neck session broke off just now")
        term.send("y\r")
        term.until("is any of this true")
        term.send("n")
        leave_pages(term)
        term.until("Get ready, right")
        term.send("q")
        assert term.wait() == 0
        term.until("pressure 2 min 30 s")
    kept, after = home.newest_session()
    assert len(home.history.sessions()) == 1
    assert [step.id for step in after[: len(before)]] == [step.id for step in before]
    assert kept.pressure_seconds == 150
    assert home.run("session", "neck", "--nothing-new").code == 3


def test_answering_no_leaves_it_partial_and_the_dose_decides(tmp_path: Path) -> None:
    home = killed(tmp_path, "Ease off")
    with knot_on_terminal(home, "session", "neck") as term:
        term.until("Go on there?")
        term.send("n\r")
        assert term.wait() == 3
        term.until("less than six hours")


def test_without_one_that_broke_off_there_is_nothing_to_resume(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    assert "no neck session to go on with" in home.refused(2, "session", "neck", "--nothing-new", "--resume")


def test_a_session_that_still_runs_is_not_taken_over(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    with session(home, "--no-heat", "--before", "5") as term:
        term.until("Ease off")
        term.send(" ")
        term.until("Paused.")
        assert "in another window" in home.refused(3, "session", "neck", "--nothing-new", "--resume")
        term.send("q")
        assert term.wait() == 0


def test_a_resume_without_a_terminal_needs_only_the_rating_after(tmp_path: Path) -> None:
    home = killed(tmp_path, "Ease off")
    assert "--after" in home.refused(2, "session", "neck", "--nothing-new", "--resume")
