import array
import os
import shutil
import subprocess
import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from knotcli.terminal.voice import SPEAKERS, Voice

# Writes what it was called with and hears, then does as it is told.
SPEAKER = """#!{python}
import os, sys, time
from pathlib import Path
folder = Path(__file__).parent
(folder / f"began-{{os.getpid()}}").write_text(" ".join(sys.argv[1:]))
heard = "" if "--" in sys.argv else sys.stdin.read()
part = folder / f"part-{{os.getpid()}}"
part.write_text(heard)
part.rename(folder / f"heard-{{os.getpid()}}")
print("noise on both streams")
print("noise on both streams", file=sys.stderr)
{then}
"""


def speaker(folder: Path, name: str = "espeak-ng", then: str = "") -> Voice:
    program = folder / name
    program.write_text(SPEAKER.format(python=sys.executable, then=then))
    program.chmod(0o755)
    return Voice({"PATH": str(folder)})


def until(holds: Callable[[], object], limit: float = 30) -> None:
    end = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def heard(folder: Path) -> list[str]:
    return [path.read_text().strip() for path in folder.glob("heard-*")]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("name", [name for name in SPEAKERS if name != "spd-say"])
def test_the_words_go_in_on_stdin_and_nothing_comes_out(tmp_path, name, capfd):
    voice = speaker(tmp_path, name)
    assert voice.available == name
    voice.speak("Left side\x1b[2J, -ten seconds\nnow")
    until(lambda: heard(tmp_path))
    assert heard(tmp_path) == ["Left side[2J, -ten seconds now"]
    assert capfd.readouterr() == ("", "")


def test_spd_say_gets_the_words_after_a_double_dash_and_no_format(tmp_path):
    speaker(tmp_path, "spd-say").speak("--help 80 %s")
    until(lambda: heard(tmp_path) == [""])
    assert [path.read_text() for path in tmp_path.glob("began-*")] == ["-l en -- --help 80  per cents"]


def test_the_first_speaker_found_is_taken():
    found = {"espeak-ng": "/bin/a", "spd-say": "/bin/b"}
    assert Voice({}, find=lambda name, path=None: found.get(name)).available == "espeak-ng"


def test_without_a_speaker_it_is_silent(tmp_path):
    voice = Voice({"PATH": str(tmp_path)})
    assert voice.available is None
    voice.speak("hello")
    voice.hush()


def test_a_speaker_that_cannot_be_started_is_silent(tmp_path):
    (tmp_path / "say").write_text("not a program")
    (tmp_path / "say").chmod(0o755)
    voice = Voice({"PATH": str(tmp_path)})
    assert voice.available == "say"
    voice.speak("hello")
    voice.hush()


@pytest.mark.parametrize("then", ["sys.exit(3)", "os.close(0); os.kill(os.getpid(), 9)"])
def test_a_speaker_that_fails_is_silent(tmp_path, then):
    voice = speaker(tmp_path, then=then)
    for text in ("one", "two"):
        voice.speak(text)
        until(lambda text=text: text in heard(tmp_path))


def test_a_speaker_that_hangs_is_not_waited_for_and_ends_with_the_next_words(tmp_path):
    voice = speaker(tmp_path, then="time.sleep(600)")
    pids = []
    for number in range(3):
        voice.speak(f"words {number}")
        until(lambda number=number: f"words {number}" in heard(tmp_path))
        pids = [int(path.name.partition("-")[2]) for path in tmp_path.glob("heard-*")]
        until(lambda pids=pids: sum(map(alive, pids)) == 1)
    voice.hush()
    until(lambda: not any(map(alive, pids)))


def test_a_speaker_that_never_reads_does_not_hold_up(tmp_path):
    # What it would wait for is a pipe with room for every cue: if that were not so, this would hang.
    program = tmp_path / "espeak-ng"
    program.write_text("#!/bin/sh\nexec /bin/sleep 600\n")
    program.chmod(0o755)
    voice = Voice({"PATH": str(tmp_path)})
    for _ in range(5):
        voice.speak("long " * 100_000)
    voice.hush()


def test_what_has_ended_is_taken_leave_of(tmp_path):
    voice = speaker(tmp_path)
    for number in range(4):
        voice.speak(f"words {number}")
        until(lambda number=number: f"words {number}" in heard(tmp_path))

    def nothing_left() -> bool:
        voice.hush()
        try:
            return os.waitpid(-1, os.WNOHANG) == (1, 0)
        except ChildProcessError:
            return True

    until(nothing_left)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_espeak_ng_makes_sound_of_what_it_is_given(tmp_path):
    found = shutil.which("espeak-ng")
    sound = tmp_path / "sound.wav"
    program = tmp_path / "espeak-ng"
    # The real program with the real options; only the sound goes to a file, there being no ears here.
    program.write_text(f'#!/bin/sh\nexec {found} -w {sound} "$@"\n')
    program.chmod(0o755)
    lengths = []
    for text in ("Ten seconds.", "Ten seconds. Then change sides, and place the ball again."):
        sound.unlink(missing_ok=True)
        voice = Voice({"PATH": str(tmp_path)})
        voice.speak(text)
        until(lambda voice=voice: all(child.poll() is not None for child in voice._speaking))
        with wave.open(str(sound)) as file:
            samples = array.array("h", file.readframes(file.getnframes()))
            lengths.append(file.getnframes() / file.getframerate())
        assert max(map(abs, samples)) > 3000
        assert sum(map(abs, samples)) / len(samples) > 200
    assert 0.4 < lengths[0] < lengths[1] < 10


def test_the_session_s_signals_are_not_the_speaker_s(tmp_path):
    program = f"""
import os, signal, sys, time
from knotcli.terminal.voice import Voice
signal.signal(signal.SIGINT, signal.SIG_IGN)
voice = Voice({{"PATH": {str(tmp_path)!r}}})
voice.speak("words")
print("spoken", flush=True)
sys.stdin.readline()
"""
    speaker(tmp_path, then="signal = None; time.sleep(0.01); (folder / 'whole').touch()")
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    assert child.stdout
    assert child.stdin
    assert child.stdout.readline() == b"spoken\n"
    os.killpg(child.pid, 2)
    until(lambda: (tmp_path / "whole").exists())
    child.communicate()
