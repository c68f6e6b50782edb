"""A check on a real terminal: keys, screens, small windows, signals, and what is typed ahead or pasted."""

import re
import signal
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest

from knotcli.storage.history.store import History
from knotcli.terminal.clock import Clock
from support.check_typist import ENTER, NOTHING, CheckTypist, joined
from support.clock import FakeClock
from support.home import Home, checked_home


def kept(home: Path) -> list[dict[str, str]]:
    return [dict(check.answers) for check in History(home / "history.db", FakeClock().now).checks()]


def test_seventeen_keys_lead_from_the_command_to_a_session_that_may_start(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck") as typist:
        first = typist.begun()
        assert "It is not a medical device" in joined(first)
        typist.press(*NOTHING)
        assert typist.wait() == 0
        assert typist.text()[0] == "neck: a session may start."
        assert typist.keys == 17
        assert typist.heads() == [f"neck · {part} of 5" for part in range(1, 6)]
        assert typist.restored()


@pytest.mark.parametrize("pasted", ["n" * 8, "nn", "n\r" * 10, "\x1b[200~n\x1b[201~", "2y"])
def test_what_is_pasted_answers_nothing(tmp_path: Path, pasted: str) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck") as typist:
        before = typist.begun()
        typist.send(pasted)
        assert typist._seen() == before
        typist.press("n")
        assert typist.text()[0] == "neck · 2 of 5"


def test_what_was_typed_before_the_first_screen_answers_nothing(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck") as typist:
        typist.send("n")
        assert any(line.endswith("1 of 5") for line in typist.begun())


@pytest.mark.parametrize("together", ["calf", "\x1b[200~calf\x1b[201~"])
def test_a_regions_name_may_come_at_once_and_waits_for_enter(tmp_path: Path, together: str) -> None:
    with CheckTypist(tmp_path / "home", "check") as typist:
        before = typist.begun()
        typist.send("calf" + ENTER)
        assert typist._seen() == before
        typist.send(together)
        typist.until("then Enter: calf")
        typist.press(ENTER)
        assert "calf · 1 of 5" in typist.text()


def test_on_lines_a_paste_answers_nothing(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck", "--plain") as typist:
        typist.until("? why:")
        typist.send("n\nn\nn\n" * 5)
        typist.until("pasted")
        assert "neck · 2 of 5" not in joined(typist.text())


def test_a_re_check_typed_ahead_or_pasted_starts_no_session(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    with CheckTypist(home.path, "session", "neck", "--before", "3") as typist:
        typist.send("n")
        typist.until("before you start")
        typist.send("nnnn")
        typist._seen()
        assert "neck · before you start" in typist.text()
        for key in ("x", "3"):
            typist.press(key)
            assert "Press n if nothing of this is true" in joined(typist.text())
    assert home.history.sessions() == [] and home.history.ratings() == []


def test_a_small_window_is_split_and_each_part_has_its_own_n(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck", cols=40, rows=12) as typist:
        typist.begun()
        second = typist.press("n", "n")
        told = typist.press("x")
        assert "Press n if none of these is true" in joined(told) and joined(second)[-40:] == joined(told)[-40:]
        pages = 0
        while "2 of 5" not in " ".join(typist.text()[:1]):
            assert all(len(line) <= 40 for line in typist.text())
            typist.press("n")
            pages += 1
            assert pages < 15
        assert pages > 2


def test_on_a_small_screen_the_call_stays_when_the_rest_has_scrolled_away(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "calf", cols=40, rows=12) as typist:
        typist.begun()
        typist.press("n", "1", *"nny")
        typist.send("n")
        assert typist.wait() == 3
        assert "Then please call now" in joined(typist.text())


def test_on_a_small_screen_a_refusal_is_read_part_by_part(tmp_path: Path) -> None:
    home = Home(tmp_path, Clock())
    home.check("calf", rf_clot="yes")
    with CheckTypist(home.path, "check", "calf", "--show", cols=40, rows=12) as typist:
        shown = typist.until("Enter shows the rest:")
        assert shown[0].startswith("No session now.")
        while not typist.events:
            typist.press(ENTER)
        assert typist.wait() == 3
        assert "knot why rf_clot" in typist.text()[-2] + typist.text()[-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_after_a_yes_keeps_the_yes_and_the_terminal(tmp_path: Path, number: signal.Signals) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck") as typist:
        typist.begun()
        typist.press(*NOTHING[:14], "1", "n", "y", "n")
        typist.signal(number)
        assert typist.wait() == 128 + number
        assert typist.restored()
        assert "What you confirmed is saved" in joined(typist.text())
    assert kept(tmp_path / "home") == [{"rf_night_constant": "yes"}]


def test_a_closed_window_drops_what_was_only_picked(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck") as typist:
        typist.begun()
        typist.press(*NOTHING[:14], "1")
        typist.hang_up()
        typist.wait()
    assert kept(tmp_path / "home") == []


def test_killed_while_an_emergency_stands_open_no_older_check_opens(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    with CheckTypist(home.path, "check", "calf") as typist:
        typist.begun()
        typist.press("1")
    assert home.may_start("neck")
    with CheckTypist(home.path, "check", "neck") as typist:
        typist.begun()
        before = len(typist.raw)
        typist.send("1")
        typist.until(lambda t: b"STOP" in t.raw)  # killed as soon as the first word of the text stands there
        typist.signal(signal.SIGKILL)
        typist.wait()
        first = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", typist.raw[before:])
        assert first.startswith(b"STOP. This can be an emergency") and b"\a" not in first
    assert [check.answers for check in home.history.checks()[1:]] == [{}]
    assert not home.may_start("neck")


def test_a_history_that_is_being_written_keeps_the_emergency_text_from_nobody(tmp_path: Path) -> None:
    home = checked_home(tmp_path, "neck")
    with CheckTypist(home.path, "check", "neck") as typist, closing(connect(home.path / "history.db")) as other:
        typist.begun()
        other.execute("BEGIN IMMEDIATE")
        typist.send("1")
        typist.until(lambda t: b"STOP" in t.raw, 5)
        other.rollback()
        typist.until(lambda _: len(home.history.checks()) == 2)


def test_going_back_shows_what_was_answered(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck") as typist:
        typist.begun()
        typist.press("n", "d", "m", "b")
        assert "Your answer was: muscle." in typist.text()
        typist.press("b", "b")
        assert any(line.endswith("1 of 5") for line in typist.text())


def test_an_unknown_key_is_told_the_keys(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck") as typist:
        typist.begun()
        for key in (ENTER, " ", "x", "9"):
            typist.press(key)
            assert "Press n if none of these is true" in joined(typist.text())
