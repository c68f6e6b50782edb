"""What a countdown costs beside termdown's, and how late a routine's steps end while every core is busy.

    python benchmarks/timer.py [--seconds 60] [--rounds 3] [--routine-seconds 1300] [--termdown PATH]

Both programs run in turns in a terminal of 80 × 24 of their own. CPU, waking up and memory are the kernel's own
account of the whole process, its start included. termdown is installed beside, from PyPI, where it is not given.
"""

import argparse
import contextlib
import fcntl
import json
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[1]
SIZE = struct.pack("HHHH", 24, 80, 0, 0)
STEP = re.compile(r"step (\d+) of \d+")
# The budgets: CPU and bytes beside termdown's, memory in MB, lateness and drift in milliseconds.
CPU_SHARE, BYTES_SHARE, MEMORY, LATE, DRIFT = 0.3, 2.0, 40.0, 40.0, 100.0


@dataclass
class Cost:
    """What one run took: CPU seconds, times it woke up, bytes written, peak memory in MB."""

    cpu: float
    wakes: int
    written: int
    memory: float


def watch(
    argv: Sequence[str], env: Mapping[str, str], heard: Callable[[bytes, float, int], bool], longest: float
) -> Cost:
    """Run a program on a terminal of its own; hand on what it writes, until `heard` gives False or it ends."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.nice(max(0, -os.nice(0)))  # whoever watches may be more important than others; who is watched is not
        os.execvpe(argv[0], list(argv), dict(env))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, SIZE)
    written, end, going = 0, time.monotonic() + longest, True
    while time.monotonic() < end:
        # While nothing more is heard, the rest is only read away.
        if not select.select([terminal], [], [], 0.25)[0]:
            data = b""
        else:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
        written += len(data)
        if going and not heard(data, time.monotonic(), terminal):
            going = False
            end = min(end, time.monotonic() + 10)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _, _, used = os.wait4(pid, 0)
    os.close(terminal)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Cost(used.ru_utime + used.ru_stime, used.ru_nvcsw, written, used.ru_maxrss / unit)


def prepared(folder: Path) -> dict[str, str]:
    """Make a home in which a session of the neck may start; give the environment."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("KNOT_", "PYTHON"))}
    env |= {"KNOT_HOME": str(folder), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT / "src")}
    knot = [sys.executable, "-m", "knotcli", "check"]
    template = subprocess.run([*knot, "--template", "neck"], env=env, capture_output=True, text=True, check=True)
    subprocess.run(
        [*knot, "--answers", "-"],
        env=env, input=template.stdout.replace('= ""', '= "no"'), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return env


def session(*options: str) -> list[str]:
    return [sys.executable, "-m", "knotcli", "session", "neck", "--nothing-new", "--yes", "--before", "5", *options]


class Steps:
    """The screen of a session, which says in its first row which step is led. Only what changes is written."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._step = 0

    def find_step(self, data: bytes, terminal: int) -> int:
        """Take in what was written; return the number of a step that begins, otherwise 0. The list before them is left."""
        self._stream.feed(data)
        rows = self._screen.display
        if data and any(row.startswith("Enter goes on") for row in rows):
            os.write(terminal, b"\r")
        found = STEP.search(rows[0])
        before, self._step = self._step, int(found[1]) if found else 0
        return self._step if self._step != before else 0


def knot(seconds: float) -> Cost:
    """Count down the heat for so long, then end."""
    began: list[float] = []
    steps = Steps()

    def heard(data: bytes, now: float, terminal: int) -> bool:
        step = steps.find_step(data, terminal)
        if step == 2:
            os.write(terminal, b"n")
        if step == 3 and not began:
            began.append(now)
        if began and now - began[0] >= seconds:
            os.write(terminal, b"q")
            return False
        return True

    with tempfile.TemporaryDirectory() as folder:
        return watch(session(), prepared(Path(folder)), heard, seconds + 60)


def termdown(program: str, seconds: float) -> Cost:
    """Count down so long."""
    env = {**os.environ, "TERM": "xterm-256color"}
    return watch([program, str(round(seconds))], env, lambda *_: True, seconds + 60)


def installed(given: str | None, folder: Path) -> str | None:
    """Give termdown's program, installed into `folder` where none is given; None when that fails."""
    if given:
        return given
    try:
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "termdown"]
        subprocess.run(pip, check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError) as fault:
        print(f"termdown could not be installed ({fault}), so knot is measured alone.", file=sys.stderr)
        return None
    return str(folder / "bin" / "termdown")


def countdowns(program: str | None, seconds: float, rounds: int) -> bool:
    """Compare the countdowns and print the table. Gives whether the budgets are kept."""
    costs: dict[str, list[Cost]] = {"knot": [], **({"termdown": []} if program else {})}
    for _ in range(rounds):
        costs["knot"].append(knot(seconds))
        if program:
            costs["termdown"].append(termdown(program, seconds))
    print(f"{seconds:.0f} s of countdown, medians of {rounds}, start included")
    print(f"{'':12}{'CPU s':>10}{'wake-ups':>10}{'bytes':>10}{'peak MB':>10}")
    medians = {}
    for name, runs in costs.items():
        row = [statistics.median(getattr(run, what) for run in runs) for what in ("cpu", "wakes", "written", "memory")]
        medians[name] = row
        print(f"{name:12}{row[0]:10.3f}{row[1]:10.0f}{row[2]:10.0f}{row[3]:10.1f}")
    kept = medians["knot"][3] <= MEMORY
    print(f"memory at most {MEMORY:.0f} MB")
    if program:
        share, written = (medians["knot"][place] / medians["termdown"][place] for place in (0, 2))
        print(f"CPU {share:.2f} of termdown's (at most {CPU_SHARE}), bytes {written:.1f} times (at most {BYTES_SHARE})")
        kept = kept and share <= CPU_SHARE and written <= BYTES_SHARE
    return kept


def lateness(seconds: float) -> bool:
    """Run the routine with every core busy and print how late its steps begin. Gives whether the budgets are kept."""
    # A short look goes past the heat, which is one long step.
    options = [] if seconds > 700 else ["--no-heat"]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        env = prepared(Path(folder))
        script = subprocess.run(
            [*session()[:6], *options, "--dry-run", "--json"], env=env, capture_output=True, text=True, check=True
        )
        lengths = [step["seconds"] for step in json.loads(script.stdout)["steps"]]
        for _ in range(os.cpu_count() or 1):
            busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(busy.kill)
        with contextlib.suppress(OSError):
            os.nice(-5)  # the one who looks at the clock is not to be late himself
        written: list[tuple[float, bytes]] = []

        def heard(data: bytes, now: float, terminal: int) -> bool:
            # Only noted, so that whoever listens is soon ready for more.
            if data:
                written.append((now, data))
            if b"goes on" in data:
                os.write(terminal, b"\r")
            if written and now - written[0][0] >= seconds:
                os.write(terminal, b"q")
                return False
            return True

        watch(session(*options), env, heard, seconds + 60)
    steps, reader = Steps(), os.open(os.devnull, os.O_WRONLY)
    moments = {step: now for now, data in written if (step := steps.find_step(data, reader))}
    os.close(reader)
    first = min(moments)
    late = [(at - moments[first] - sum(lengths[first - 1 : number - 1])) * 1000 for number, at in moments.items()]
    # The first step's own beginning may have been seen late: counted from the earliest of all.
    late = sorted(value - min(late) for value in late)
    worst = late[min(len(late) - 1, round(0.99 * (len(late) - 1)))]
    last = max(moments)
    drift = (moments[last] - moments[first] - sum(lengths[first - 1 : last - 1])) * 1000
    spent = moments[last] - moments[first]
    print(f"\n{len(late)} steps in {spent:.0f} s with {os.cpu_count()} cores busy: lateness in ms")
    print(
        f"median {statistics.median(late):.1f}, 99th percentile {worst:.1f} (at most {LATE:.0f}), most {late[-1]:.1f}"
    )
    print(f"drift of the last against the first {drift:+.1f} (at most {DRIFT:.0f})")
    return worst <= LATE and abs(drift) <= DRIFT


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="length of each countdown")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--routine-seconds", type=float, default=1300, help="how much of the routine; 0 for none")
    parser.add_argument("--termdown", help="its program, where it is installed already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = countdowns(installed(given.termdown, Path(folder)), given.seconds, given.rounds)
    if given.routine_seconds:
        kept = lateness(given.routine_seconds) and kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
