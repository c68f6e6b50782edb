"""What is heard of a session on a terminal, and its gentler ways: waiting, flashing, a lead-in of one's own."""

import os
import shutil
import stat
import sys
import wave
from pathlib import Path

import pytest

from support.home import Home, checked_home
from support.pty_terminal import Terminal
from support.session_terminal import go_to_step, leave_list, paced_knot_on_terminal, step_number

# Notes each text with its moment, and hands it on to the real program, which writes its sound to a file.
SPEAKER = """#!{python}
import subprocess, sys, time
text = sys.stdin.read()
with open({log!r}, "a") as log:
    log.write(f"{{time.monotonic()}} {{text.strip()}}\\n")
real = {real!r}
if real:
    subprocess.run([real, "-w", {wav!r} + str(time.monotonic_ns()) + ".wav", "--stdin"], input=text.encode())
"""
HANGS = "#!/bin/sh\nwhile :; do sleep 1000; done\n"
FAILS = "#!/bin/sh\nexit 7\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return checked_home(tmp_path, "neck")


def session(home: Home, *options: str, pace: float = 1, path: Path | None = None) -> Terminal:
    argv = ("session", "neck", "--nothing-new", "--yes", "--before", "5", *options)
    env = {"PATH": str(path) if path else os.environ.get("PATH", "")}
    return leave_list(paced_knot_on_terminal(home, *argv, pace=pace, env=env))


def program(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "espeak-ng"
    file.write_text(text, encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    # What the stand-ins themselves call.
    for name in ("sleep", "sh"):
        (folder / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return folder


def bells(term: Terminal) -> int:
    return bytes(term.raw).count(b"\x07")


@pytest.mark.slow
def test_the_voice_is_really_heard_with_each_change_and_in_its_moment(home: Home, tmp_path: Path) -> None:
    log, real = tmp_path / "said.txt", shutil.which("espeak-ng")
    text = SPEAKER.format(python=sys.executable, log=str(log), real=real, wav=str(tmp_path / "sound-"))

    def said() -> list[str]:
        return [line.split(" ", 1)[1] for line in log.read_text().splitlines()] if log.exists() else []

    def last_said(words: str) -> None:
        term.until(lambda _: any(words in line for line in said()[-1:]))

    with session(home, "--voice", "--no-heat", path=program(tmp_path / "bin", text)) as term:
        go_to_step(term, "Settle")
        last_said("Settle. Sit with both feet")
        go_to_step(term, "Get ready")
        last_said("Left side. Rest the opposite hand")
        go_to_step(term, "Between neck")
        last_said("Press down gently")
        term.send("e")
        last_said("Holds are shorter from now on.")
        go_to_step(term, "Ease off")
        last_said("Let go slowly.")
        term.send("x")
        term.until("Stopped.")
        before = said()
        term.send("1")
        term.until("Do you have pain, tightness")
        term.send("y")
        term.until("Is it only the skin")
        term.send("n")
        assert term.wait() == 3
        assert said() == before
    if real:
        sounds = sorted(tmp_path.glob("sound-*.wav"))
        # One that was cut short by the next may be torn; the last one was cut short by x.
        whole = [path for path in sounds if path.stat().st_size > 10_000]
        assert whole
        with wave.open(str(whole[0])) as sound:
            assert sound.getnframes() / sound.getframerate() > 1


@pytest.mark.slow
@pytest.mark.parametrize("speaker", [HANGS, FAILS, None], ids=["hangs", "fails", "missing"])
def test_a_speaker_that_does_not_work_changes_nothing(home: Home, tmp_path: Path, speaker: str | None) -> None:
    path = program(tmp_path / "bin", speaker) if speaker else tmp_path
    with session(home, "--voice", "--quick", pace=150, path=path) as term:
        if not speaker:
            term.until(lambda t: b"No program that can speak" in t.raw)
        term.until("How strong is the pain now, afterwards?")
        assert "You were away" not in bytes(term.raw).decode()
        term.send("3\r")
        assert term.wait() == 0
        assert term.restored()


def test_bells_ring_with_each_change_and_not_at_all_without(home: Home) -> None:
    for option, least in [("--bell", 3), ("--no-bell", 0)]:
        place = checked_home(home.folder / option, "neck")
        with session(place, option, "--no-heat") as term:
            go_to_step(term, "Between neck")
            term.until(lambda t, least=least: bells(t) >= least)
            term.send("q")
            assert term.wait() == 0
            assert (bells(term) > 0) == (least > 0)


def test_a_flash_marks_a_change_and_is_gone_a_second_later(home: Home) -> None:
    with session(home, "--flash", "--no-heat") as term:
        go_to_step(term, "Between neck")
        full = "█" * 34
        term.until(lambda t: any(line.startswith(full) for line in t.text()[3:9]))
        term.until(lambda t: not any(line.startswith(full) for line in t.text()[3:9]))
        assert step_number(term) > 0


def test_with_wait_every_step_begins_with_a_key(home: Home) -> None:
    with session(home, "--wait", "--no-heat", pace=60) as term:
        for step in (2, 3, 4):
            term.until(lambda t, step=step: step_number(t) == step and "Ready when you are." in " ".join(t.text()))
            term.send(" ")
        term.until(lambda t: step_number(t) == 5)
        term.send("q")
        assert term.wait() == 0


def test_the_lead_in_is_as_long_as_asked_for(home: Home) -> None:
    with session(home, "--lead-in", "25", "--no-heat") as term:
        go_to_step(term, "Get ready")
        assert "25 s" in " ".join(term.text())
        term.send("q")
        assert term.wait() == 0


def test_the_windows_title_counts_down_and_comes_back_and_a_step_that_ends_is_notified(home: Home) -> None:
    home.ok("config", "set", "notify", "on")
    argv = ("session", "neck", "--nothing-new", "--yes", "--before", "5", "--no-bell", "--no-heat")
    env = {"TERM_PROGRAM": "WezTerm"}
    with leave_list(paced_knot_on_terminal(home, *argv, pace=20, env=env)) as term:
        go_to_step(term, "Get ready")
        term.until(lambda t: t.screen.title.startswith("0:0"))
        term.until(lambda t: b"]9;Between neck and shoulder" in bytes(t.raw))
        term.send("q")
        assert term.wait() == 0
    raw = bytes(term.raw)
    titles = raw.split(b"\x1b]2;")
    assert b"\x07" not in raw and len(titles) > 5
    assert raw.index(b"\x1b[22;2t") < raw.index(b"\x1b]2;") < raw.rindex(b"\x1b]2;\x1b\\\x1b[23;2t")
