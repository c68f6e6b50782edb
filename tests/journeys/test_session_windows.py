"""Any order of windows, flags, pauses, kills, removals, imports, restores, clocks and replaced files: nothing is led
while the gate is closed.

The walk looks at the program from outside alone: terminals, commands, and the steps that the database holds.
WALKS is the number of long walks; without it there is one short walk, in which the version before led holds.
WALK_SOURCE and WALK_PACED name another version of the program to walk through.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support import SOURCE
from support.pty_terminal import Terminal
from support.session_terminal import LIST_KEYS, PACED_KNOT, last_row, leave_list, step_number

WALKS = int(os.environ.get("WALKS", "0"))
PROGRAM = os.environ.get("WALK_SOURCE", str(SOURCE))
PACED = os.environ.get("WALK_PACED", PACED_KNOT)
PACE = 40
GRACE = 2.5
"""Seconds in which the step that runs when something is named comes to its end: 60 at this pace take 1.5."""
LED = ("heat", "hold", "stretch")
CLOCKS = (-3, 0, 2)
"""Hours by which a clock that was set is wrong: any two of them lie within the six hours between two sessions."""

QUESTIONS = {"Go on there?": "n\r", "done so since?": "n", "begin the check now": "q\r"}
"""What may be asked before a session: a new one is wanted, no clinician looked, and no check is to begin."""
OLDER_LIST, OLDER_LINES = "Enter goes on, q leaves:", "reads one:"
"""Under the list and the lines before a session in an earlier version; from that list the session begins."""


def says(term: Terminal, words: str) -> bool:
    return words in " ".join(" ".join(term.text()).split())


def is_led_on(term: Terminal) -> bool:
    """Tell whether the list before a session is there, or the session itself."""
    return last_row(term) in (*LIST_KEYS, OLDER_LIST) or step_number(term) > 0


def is_asked(term: Terminal) -> bool:
    """Tell whether the lines before a session wait for an answer."""
    return says(term, "n nothing of this") or last_row(term).endswith(OLDER_LINES)


class Walk:
    """One home, up to three windows, and what a person knows of it: why nothing may be led now."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.home, self.chance = folder, folder / "home", random.Random(seed)
        self.env = {"KNOT_HOME": str(self.home), "PYTHONPATH": PROGRAM, "PYTHONDONTWRITEBYTECODE": "1"}
        self.windows: list[Terminal] = []
        self.told: list[str] = []
        self.closed = ""
        self.since: set[str] = set()
        self.replaced = False
        self.hours = -2  # within an hour of a check no line is put before a session
        self.check("no")
        self.hours = 0
        self.first = folder / "first.db"
        shutil.copy(self.database, self.first)
        self.elsewhere: Path | None = None

    @property
    def database(self) -> Path:
        return self.home / "history.db"

    def run(self, *argv: str, **env: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, PACED, "1", "inf", *argv], env={**os.environ, **self.env, **env, **self.clock}, check=False,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode in (0, 1, 2, 3), done
        return done

    @property
    def clock(self) -> dict[str, str]:
        """The clock of what is started next."""
        return {"PACED_AHEAD": str(self.hours * 3600)}

    def knot(self, *argv: str) -> int:
        return self.run(*argv).returncode

    def check(self, chest: str, **env: str) -> int:
        """Answer every question of the neck with no, but for chest pain."""
        template = self.run("check", "--template", "neck").stdout.replace('= ""', '= "no"')
        answers = self.folder / "answers.toml"
        answers.write_text(template.replace('em_chest = "no"', f'em_chest = "{chest}"'), encoding="utf-8")
        return self.run("check", "--answers", str(answers), **env).returncode

    def steps(self) -> dict[str, tuple[str, str, float, str]]:
        """Read every step that was ever kept: its session, kind, credited seconds and outcome, by its id."""
        db = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            rows = db.execute("SELECT entry, body FROM version WHERE kind='step' AND undoes IS NULL").fetchall()
        finally:
            db.close()
        bodies = {entry: json.loads(body) for entry, body in rows}
        return {e: (b["session"], b["kind"], b["seconds"], b["outcome"]) for e, b in bodies.items()}

    def close(self, why: str) -> None:
        """From now on nothing may be led, once what runs has come to its next step."""
        self.closed = why
        self.rest(GRACE)
        self.since = set(self.steps())

    def rest(self, seconds: float) -> None:
        """Let time pass, and read every screen meanwhile: a program whose terminal is full stands still."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for term in self.windows:
                term.text()
            time.sleep(0.02)

    def look(self) -> None:
        """Hold what was led against what was allowed."""
        steps = self.steps()
        if self.closed:
            led = [s for e, s in steps.items() if e not in self.since and s[1] in LED and s[3] == "done"]
            assert not led, (self.closed, self.told, led)
        pressed = {s[0] for s in steps.values() if s[1] == "hold" and s[3] == "done"}
        assert self.replaced or len(pressed) <= 1, ("two sessions pressed", self.told)
        for session in pressed:
            had = sum(s[2] for s in steps.values() if s[0] == session and s[1] == "hold")
            assert had <= 300, ("more than 300 s of pressure", had, self.told)

    # What a person does

    def open_window(self, *options: str) -> None:
        """Open a window and leave it where it asks something that a person may leave open."""
        if not self.has_open_window or len(self.windows) < 3:
            options = (*options, *self.chance.choice([("--nothing-new",), ()]))
            argv = [sys.executable, PACED, str(PACE), "0.6", "session", "neck", "--no-heat", *options]
            term = Terminal(argv, {**self.env, **self.clock}, cols=40, rows=12)
            self.windows.append(term)
            while not (term.events or is_led_on(term) or is_asked(term)):
                term.until(lambda t: t.events or is_led_on(t) or is_asked(t) or any(says(t, one) for one in QUESTIONS))
                for question, answer in QUESTIONS.items():
                    if says(term, question):
                        term.send(answer)
                        term.until(lambda t, one=question: t.events or is_led_on(t) or is_asked(t) or not says(t, one))
            self.read_list(term)

    def read_list(self, term: Terminal) -> None:
        """Read the list that is there, up to the page from which the session starts."""
        if last_row(term) in LIST_KEYS:
            leave_list(term)

    def open_new(self) -> None:
        self.open_window("--before", "5")

    def resume(self) -> None:
        self.open_window("--resume")

    @property
    def has_open_window(self) -> bool:
        """Whether a program still runs in a window; the others are closed."""
        self.windows = [t for t in self.windows if not (t.text() and t.events) or (t.close() or False)]
        return bool(self.windows)

    def _one(self) -> Terminal | None:
        return self.chance.choice(self.windows) if self.has_open_window else None

    def enter(self) -> None:
        """Answer what waits in every window."""
        for term in self.windows:
            if not term.events and is_asked(term):
                while not term.events and is_asked(term):
                    was = term.text()
                    term.send("0\r" if last_row(term).endswith(OLDER_LINES) else "n")
                    term.until(lambda t, was=was: t.events or (t.text() != was and (is_asked(t) or is_led_on(t))))
                self.read_list(term)
            elif not term.events and (says(term, "v all limits") or last_row(term) == OLDER_LIST):
                term.send("\r")
        self.rest(0.5)

    def let_it_run(self) -> None:
        self.rest(4)

    def press(self) -> None:
        term = self._one()
        if term is not None:
            term.send(self.chance.choice([" ", " ", " ", "n", "b"]))
            self.rest(0.3)

    def kill(self) -> None:
        term = self._one()
        if term is not None:
            term.signal(signal.SIGKILL)
            term.wait()

    def stop_and_kill(self) -> None:
        term = self._one()
        if term is not None and "step" in " ".join(term.text()):
            term.send("x")
            term.until(lambda t: "Stopped." in " ".join(t.text()) or t.events)
            self.rest(0.5)
            asked = not term.events
            term.signal(signal.SIGKILL)
            term.wait()
            if asked:
                self.close(self.closed or "a session was stopped")

    def check_anew(self) -> None:
        """Answer every question with no, while sessions run: a stop after that ends this check, too."""
        assert self.check("no") in (0, 3)
        self.rest(1.1)

    def name_flag(self) -> None:
        assert self.check("yes") == 3
        self.close("em_chest was named")

    def have_it_looked_at(self) -> None:
        if self.closed:
            self.hours = max(CLOCKS)  # no flag was named later by any clock
            day = time.strftime("%Y-%m-%d", time.localtime(time.time() + self.hours * 3600))
            self.knot("check", "neck", "--assessed", day)
            self.rest(1.1)
            assert self.check("no") == 0
            self.closed = ""

    def remove_newest(self) -> None:
        db = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        rows = db.execute("SELECT entry FROM version WHERE kind='session' ORDER BY seq DESC LIMIT 1").fetchall()
        db.close()
        for (ident,) in rows:
            self.knot("remove", ident)

    def undo(self) -> None:
        self.knot("undo")

    def replace_file(self) -> None:
        """Put back the file of the beginning, as a program that syncs would."""
        beside = self.folder / "beside.db"
        shutil.copy(self.first, beside)
        beside.replace(self.database)
        # What the file does not hold nobody can know.
        self.closed, self.replaced = "", True
        self.since = set()

    def set_clock(self) -> None:
        """Let what is started from now on have another clock."""
        self.hours = self.chance.choice(CLOCKS)

    def bring_in(self) -> None:
        """Bring in what was made elsewhere: the same flag, looked at there, and a check after it with no to all."""
        if self.elsewhere is None:
            env, self.elsewhere = {"KNOT_HOME": str(self.folder / "other")}, self.folder / "elsewhere.json"
            self.check("yes", **env)
            self.run("check", "neck", "--assessed", time.strftime("%Y-%m-%d"), **env)
            self.check("no", **env)
            self.run("export", "-o", str(self.elsewhere), **env)
        assert self.knot("import", str(self.elsewhere)) == 0

    def restore(self) -> None:
        """Put a backup back, though nothing is amiss: it takes nothing away."""
        for backup in sorted((self.home / "backups").glob("*.db"))[-1:]:
            before = self.steps()
            assert self.knot("doctor", "--restore", str(backup)) == 0
            assert before.keys() <= self.steps().keys()

    def wait_a_little(self) -> None:
        self.rest(self.chance.choice([0.3, 1.0, 2.0]))


CALM: list[Callable[[Walk], None]] = [
    *[Walk.open_new] * 5, *[Walk.enter] * 4, *[Walk.press] * 3, *[Walk.name_flag] * 3, Walk.resume, Walk.kill,
    *[Walk.stop_and_kill] * 2, *[Walk.check_anew] * 2, Walk.remove_newest, Walk.undo, Walk.wait_a_little, Walk.replace_file, Walk.set_clock,
    Walk.bring_in, Walk.restore,
]  # fmt: skip
"""What people do while nothing is amiss, and how often."""
CLOSED: list[Callable[[Walk], None]] = [
    *[Walk.open_new] * 2, *[Walk.enter] * 4, *[Walk.press] * 6, *[Walk.resume] * 2, Walk.kill, Walk.remove_newest, Walk.undo,
    *[Walk.wait_a_little] * 3, Walk.have_it_looked_at, *[Walk.set_clock] * 2, *[Walk.bring_in] * 2, *[Walk.restore] * 2,
]  # fmt: skip
"""What they do while the gate is closed: mostly, whatever might pass it."""
NEXT: dict[Callable[[Walk], None], list[Callable[[Walk], None]]] = {
    Walk.open_new: [Walk.enter, Walk.name_flag, Walk.open_new],
    Walk.resume: [Walk.enter, Walk.name_flag],
    Walk.enter: [Walk.let_it_run, Walk.press, Walk.enter],
    Walk.press: [Walk.name_flag, Walk.press],
    Walk.let_it_run: [Walk.remove_newest, Walk.kill],
    Walk.remove_newest: [Walk.kill],
    Walk.kill: [Walk.resume],
    Walk.check_anew: [Walk.stop_and_kill],
    Walk.name_flag: [Walk.enter, Walk.press],
}
"""What every second time follows another: a window is left open while something is named, a session is gone on with."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(WALKS) if WALKS else [9])
def test_nothing_is_led_while_the_gate_is_closed(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    try:
        act = Walk.open_new
        for _ in range(20 if WALKS else 7):
            likely = NEXT.get(act) if walk.chance.random() < 0.5 else None
            act = walk.chance.choice(likely or (CLOSED if walk.closed else CALM))
            if act is Walk.name_flag and (walk.closed or not walk.has_open_window):
                act = Walk.enter if walk.closed else Walk.open_new
            walk.told.append(act.__name__)
            act(walk)
            walk.look()
        walk.rest(GRACE)
        walk.look()
    finally:
        for term in walk.windows:
            term.close()
