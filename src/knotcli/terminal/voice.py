"""A voice: speech by the system's own program, never waited for."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from knotcli.coach.findings import Finding
from knotcli.coach.text import clean_text

# How each program is called, in the order of preference. Words a minute: own decision, a little slower than usual,
# to be followed lying down. spd-say alone takes the text as an argument, and as a format at that.
SPEAKERS: Mapping[str, tuple[str, ...]] = {
    "say": ("-r", "160", "-f", "-"),
    "espeak-ng": ("-v", "en", "-s", "150", "--stdin"),
    "spd-say": ("-l", "en", "--"),
    "powershell.exe": (
        "-NoProfile",
        "-NonInteractive",
        "-Command",
        "Add-Type -AssemblyName System.Speech;"
        "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())",
    ),
}
# No cue is longer; a pipe takes this much at once, so that writing it cannot wait.
LONGEST = 1000


class _Utterance(subprocess.Popen[bytes]):
    def __init__(self, command: Sequence[str], env: Mapping[str, str], piped: bool) -> None:
        super().__init__(
            command,
            stdin=subprocess.PIPE if piped else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=env,
            # Ctrl-C and Ctrl-Z are meant for the session; and what the speaker starts ends with it.
            start_new_session=True,
        )

    def __del__(self, *_: object) -> None:
        # The last words may outlast the session; the warning that they were not waited for is not wanted.
        pass


class Voice:
    """One voice, one utterance at a time.

    `available` is the name of the program that speaks, None where there is none. `find` looks a program up on a
    path, as shutil.which does.
    """

    def __init__(self, env: Mapping[str, str], find: Callable[..., str | None] = shutil.which) -> None:
        self._env = dict(env)
        self.available: str | None = None
        self._program = ""
        for name in SPEAKERS:
            found = find(name, path=env.get("PATH"))
            if found:
                self.available, self._program = name, found
                break
        self._speaking: list[_Utterance] = []

    def speak(self, text: str) -> None:
        """Begin to say `text` in place of what is being said. Gives no sign when it cannot."""
        from knotcli.terminal.spoken_text import spell_for_ear

        self._end_all()
        words = spell_for_ear(clean_text(text))[:LONGEST]
        if not self.available or not words:
            return
        command = [self._program, *SPEAKERS[self.available]]
        piped = command[-1] != "--"
        if not piped:
            command.append(words.replace("%", " per cent"))
        with contextlib.suppress(OSError):
            child = _Utterance(command, self._env, piped)
            self._speaking.append(child)
            if child.stdin:
                with child.stdin as sink:
                    sink.write(words.encode("utf-8", "replace") + b"\n")

    def hush(self) -> None:
        """Stop speaking."""
        talked = bool(self._speaking)
        self._end_all()
        if talked and self.available == "spd-say":
            # Its words go on in another program after it has ended.
            with contextlib.suppress(OSError):
                self._speaking.append(_Utterance([self._program, "--stop"], self._env, piped=False))

    def _end_all(self) -> None:
        """End what still speaks, and reap finished processes, without waiting for either."""
        for child in self._speaking:
            if child.poll() is None:
                with contextlib.suppress(OSError):
                    if sys.platform != "win32":
                        os.killpg(child.pid, signal.SIGKILL)
                    else:
                        child.kill()
        self._speaking = [child for child in self._speaking if child.poll() is None]


def inspect_voice(env: Mapping[str, str], wanted: bool) -> Iterator[Finding]:
    """Look for a program that speaks. wanted: the settings ask for one."""
    found = Voice(env).available
    if found:
        yield Finding("good", f"{found} can speak the steps.")
    else:
        do = f"To have the steps spoken, install one of: {', '.join(SPEAKERS)}."
        yield Finding("wrong" if wanted else "note", "No program that can speak was found.", do)
