"""Processes that write to one history and are killed, run as a program of its own: `history_writers.py MODE PATH N`.

kill N: N rounds of three writers at once, each killed with SIGKILL after a while. begin N: N rounds of three
writers that begin a history which is not there yet, killed likewise; each round in a folder of its own.
together N: eight writers at once, each with N entries. full N: one writer whose files may not grow past N bytes.
Prints the ids that `add` returned for, one a line after the number of its round, then "done".
"""

import os
import random
import resource
import select
import signal
import sys
from pathlib import Path

from knotcli.coach.errors import KnotError
from knotcli.storage.history.store import History
from support.entries import NOON, rating


def writer(path: Path, most: int) -> tuple[int, int]:
    """Start a process that adds entries and tells the id of each through a pipe, once it is stored."""
    read, write = os.pipe()
    if pid := os.fork():
        os.close(write)
        return pid, read
    code = 1
    try:
        history = History(path, lambda: NOON)
        for _ in range(most):
            entry = rating(note="words " * random.randrange(30))
            history.add(entry)
            os.write(write, f"{entry.id}\n".encode())
        code = 0
    except KnotError as error:
        os.write(write, f"! {error}\n".encode())
    finally:
        os._exit(code)


def collect(pid: int, read: int, number: int) -> None:
    """Print what a writer told, to the end."""
    with os.fdopen(read) as told:
        for line in told:
            print(number, line, end="")
    os.waitpid(pid, 0)


def kill(path: Path, number: int) -> None:
    """Let three writers write, and kill each at a random moment; in every second round only after the first id."""
    writers = [writer(path, 10**6) for _ in range(3)]
    if number % 2 == 0:
        select.select([read for _, read in writers], [], [])
    for pid, _ in random.sample(writers, 3):
        select.select([], [], [], random.random() * 0.03)
        os.kill(pid, signal.SIGKILL)
    for pid, read in writers:
        collect(pid, read, number)


def main(mode: str, place: str, count: str) -> None:
    """Run one mode."""
    path, number = Path(place), int(count)
    if mode == "kill":
        for n in range(number):
            kill(path, n)
    elif mode == "begin":
        for n in range(number):
            kill(path / str(n) / "history.db", n)
    elif mode == "together":
        for n, (pid, read) in enumerate([writer(path, number) for _ in range(8)]):
            collect(pid, read, n)
    elif mode == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
        collect(*writer(path, 10**6), 0)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
