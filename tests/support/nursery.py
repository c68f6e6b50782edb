"""Keeps a process with the whole program loaded, and forks from it what would else be a new interpreter each time.

Most of what a short command costs is Python's start, the loading of modules and the reading of the content, which is
the same each time. What is forked is a process of its own in every other way: its own session, terminal, signals,
environment, folder and end. Started as `nursery.py SOCKET`, where each message is one job: its arguments,
environment and folder as JSON, with the descriptors of its streams, STATUS and CONTROL; `pty_job` leads it.
"""

import atexit
import functools
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SUPPORT = Path(__file__).parent
ROOT = SUPPORT.parents[1]


def is_forkable(argv: Sequence[str], env: Mapping[str, str]) -> bool:
    """Say whether a forked process is the same as a new one: Python, in an environment by which it starts as here."""
    by_start = [name for name in env if name.startswith(("PYTHON", "LANG", "LC_"))]
    is_alike = env.get("LANG") == "C.UTF-8" and env.get("PYTHONPATH") == str(ROOT / "src")
    return argv[0] == sys.executable and is_alike and len(by_start) == 3


@functools.cache
def nursery() -> socket.socket:
    """Start the nursery of this process, as no child of it; it ends when this end of its socket is closed."""
    ours, theirs = socket.socketpair()
    env = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT / "src")}
    argv = [sys.executable, __file__, str(theirs.fileno())]
    subprocess.run(
        argv, pass_fds=(theirs.fileno(),), env=env, stdin=subprocess.DEVNULL, start_new_session=True, check=True
    )
    theirs.close()
    atexit.register(ours.close)
    return ours


def begin_job(argv: Sequence[str], env: Mapping[str, str], streams: Sequence[int]) -> None:
    """Begin a job whose terminal is streams[0]; streams: stdin, stdout, stderr, STATUS, CONTROL."""
    order = {"argv": argv, "env": dict(env), "folder": str(Path.cwd()), "fork": is_forkable(argv, env)}
    socket.send_fds(nursery(), [json.dumps(order).encode()], streams)


def become_program(argv: Sequence[str], env: Mapping[str, str]) -> None:
    """Go on as a new interpreter with these arguments would, in this process."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", 1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    how, *rest = argv[1:]
    if how == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif how == "-c":
        sys.argv = ["-c", *rest[1:]]
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = [how, *rest]
        runpy.run_path(how, run_name="__main__")


def _load_program() -> None:
    import content_cache

    import knotcli
    from knotcli.storage.files.library import Library
    from knotcli.storage.files.paths import data_folder

    for module in pkgutil.walk_packages(knotcli.__path__, "knotcli."):
        if module.name != "knotcli.__main__":
            importlib.import_module(module.name)
    content_cache.remember_content()
    _ = Library(data_folder(), Path("/nowhere")).questionnaire
    gc.collect()
    gc.freeze()


def _wait_for_orders(orders: socket.socket) -> Callable[[], None] | None:
    """Fork a leader for each job; give, in the forked process alone, what is to be done there."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        data, fds, _, _ = socket.recv_fds(orders, 1 << 20, 5)
        if not data:
            return None
        if not os.fork():
            break
        for fd in fds:
            os.close(fd)
    orders.close()
    order = json.loads(data)
    os.setsid()
    os.chdir(order["folder"])
    for target, fd in enumerate(fds[:3]):
        os.dup2(fd, target)
        os.close(fd)
    import pty_job

    return lambda: pty_job.lead(fds[3], fds[4], order["argv"], order["env"], become_program if order["fork"] else None)


if __name__ == "__main__":
    if os.fork():
        os._exit(0)  # whoever started it has no child to wait for
    _load_program()
    job = _wait_for_orders(socket.socket(fileno=int(sys.argv[1])))
    if job:
        job()
