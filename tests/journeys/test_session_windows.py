"""Any order of windows, flags, pauses, kills, removals and replaced files: nothing is led while the gate is closed.

The walk looks at the program from outside alone: terminals, commands, and the steps that the database holds.
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
from support.session_terminal import PACED_KNOT, leave_list

PROGRAM = os.environ.get("WALK_SOURCE", str(SOURCE))
PACED = os.environ.get("WALK_PACED", PACED_KNOT)
PACE = 40
GRACE = 2.5
"""Seconds in which the step that runs when something is named comes to its end: 60 at this pace take 1.5."""
LED = ("heat", "hold", "stretch")


class Walk:
    """One home, up to three windows, and what a person knows of it: why nothing may be led now."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.home, self.chance = folder, folder / "home", random.Random(seed)
        self.env = {
            "KNOT_HOME": str(self.home),
            "PYTHONPATH": PROGRAM,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.windows: list[Terminal] = []
        self.told: list[str] = []
        self.closed = ""
        self.since: set[str] = set()
        self.replaced = False
        self.check("no")
        self.first = folder / "first.db"
        shutil.copy(self.database, self.first)

    @property
    def database(self) -> Path:
        return self.home / "history.db"

    def knot(self, *argv: str) -> int:
        env = {**os.environ, **self.env}
        done = subprocess.run(
            [sys.executable, "-m", "knotcli", *argv], env=env, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode in (0, 1, 2, 3), done
        return done.returncode

    def check(self, chest: str) -> int:
        """Answer every question of the neck with no, but for chest pain."""
        env = {**os.environ, **self.env}
        template = subprocess.run(
            [sys.executable, "-m", "knotcli", "check", "--template", "neck"], env=env, capture_output=True,
            text=True, check=True,
        ).stdout.replace('= ""', '= "no"')  # fmt: skip
        answers = self.folder / "answers.toml"
        answers.write_text(template.replace('em_chest = "no"', f'em_chest = "{chest}"'), encoding="utf-8")
        return self.knot("check", "--answers", str(answers))

    def steps(self) -> dict[str, tuple[str, str, float, str]]:
        """Read every step that was ever kept: its session, kind, credited seconds and outcome, by its id."""
        db = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            rows = db.execute(
                "SELECT entry, body FROM version WHERE kind='step' AND undoes IS NULL"
            ).fetchall()
        finally:
            db.close()
        bodies = {entry: json.loads(body) for entry, body in rows}
        return {e: (b["session"], b["kind"], b["seconds"], b["outcome"]) for e, b in bodies.items()}

    def close(self, why: str) -> None:
        """From now on nothing may be led, once what runs has come to its next step."""
        self.closed = why
        time.sleep(GRACE)
        self.since = set(self.steps())

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
        if len(self.windows) < 3:
            argv = [
                sys.executable,
                PACED,
                str(PACE),
                "0.6",
                "session",
                "neck",
                "--nothing-new",
                "--no-heat",
                *options,
            ]
            term = Terminal(argv, self.env, cols=40, rows=12)
            self.windows.append(term)
            term.until(
                lambda t: any(word in " ".join(t.text()) for word in ("Enter goes on", "Go on")) or t.events
            )
            if not term.events and "Go on there?" in " ".join(" ".join(term.text()).split()):
                term.send("n\r")  # a new one is wanted
                term.until(lambda t: "Enter goes on" in " ".join(t.text()) or t.events)
            leave_list(term)

    def open_new(self) -> None:
        self.open_window("--before", "5")

    def resume(self) -> None:
        self.open_window("--resume")

    def _one(self) -> Terminal | None:
        self.windows = [t for t in self.windows if not (t.text() and t.events) or (t.close() or False)]
        return self.chance.choice(self.windows) if self.windows else None

    def enter(self) -> None:
        """Answer what waits in every window."""
        for term in self.windows:
            if not term.events and "v all limits" in " ".join(term.text()):
                term.send("\r")
        time.sleep(0.5)

    def press(self) -> None:
        term = self._one()
        if term is not None:
            term.send(self.chance.choice([" ", " ", " ", "n", "b"]))
            time.sleep(0.3)

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
            time.sleep(0.5)
            asked = not term.events
            term.signal(signal.SIGKILL)
            term.wait()
            if asked:
                self.close(self.closed or "a session was stopped")

    def name_flag(self) -> None:
        assert self.check("yes") == 3
        self.close("em_chest was named")

    def have_it_looked_at(self) -> None:
        if self.closed:
            self.knot("check", "neck", "--assessed", time.strftime("%Y-%m-%d"))
            time.sleep(1.1)
            assert self.check("no") == 0
            self.closed = ""

    def remove_newest(self) -> None:
        db = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        rows = db.execute(
            "SELECT entry FROM version WHERE kind='session' ORDER BY seq DESC LIMIT 1"
        ).fetchall()
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

    def wait_a_little(self) -> None:
        time.sleep(self.chance.choice([0.3, 1.0, 2.0]))


CALM: list[Callable[[Walk], None]] = [
    *[Walk.open_new] * 4, *[Walk.enter] * 4, *[Walk.press] * 3, *[Walk.name_flag] * 4, Walk.resume, Walk.kill,
    Walk.stop_and_kill, Walk.remove_newest, Walk.undo, Walk.wait_a_little, Walk.replace_file,
]  # fmt: skip
"""What people do while nothing is amiss, and how often."""
CLOSED: list[Callable[[Walk], None]] = [
    *[Walk.open_new] * 2, *[Walk.enter] * 4, *[Walk.press] * 6, *[Walk.resume] * 2, Walk.kill, Walk.remove_newest, Walk.undo,
    *[Walk.wait_a_little] * 3, Walk.have_it_looked_at,
]  # fmt: skip
"""What they do while the gate is closed: mostly, whatever might pass it."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("WALKS", "3"))))
def test_nothing_is_led_while_the_gate_is_closed(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    try:
        for _ in range(24):
            act = walk.chance.choice(CLOSED if walk.closed else CALM)
            walk.told.append(act.__name__)
            act(walk)
            walk.look()
        time.sleep(GRACE)
        walk.look()
    finally:
        for term in walk.windows:
            term.close()
