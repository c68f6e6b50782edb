"""Leads a session on a terminal as a shell does: one job in the foreground, told of its stops and its end.

STATUS and CONTROL are descriptors. One line is written for each thing that happens to the job; `fg` and `bg` are
obeyed, and a hang-up is passed on.
"""

import contextlib
import fcntl
import os
import select
import signal
import termios
from collections.abc import Callable, Mapping, Sequence

Become = Callable[[Sequence[str], Mapping[str, str]], None]
IGNORED = (signal.SIGTTOU, signal.SIGTSTP, signal.SIGINT, signal.SIGQUIT)


def lead(status: int, control: int, argv: Sequence[str], env: Mapping[str, str], become: Become | None) -> None:
    """Lead the job to its end, or until CONTROL is closed. `become`: what makes the job of its process, by default exec."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    own = os.getpgrp()
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    hung_up: list[int] = []
    signal.signal(signal.SIGHUP, lambda *_: hung_up.append(1))
    ready, go = os.pipe()
    pid = os.fork()
    if not pid:
        _begin_job(ready)
        (become or os.execvpe)(*((argv, env) if become else (argv[0], argv, env)))
        return
    os.close(ready)
    with contextlib.suppress(OSError):
        os.setpgid(pid, pid)
    os.tcsetpgrp(0, pid)
    os.write(go, b".")
    os.close(go)
    os.write(status, b"pid %d\n" % pid)
    while True:
        heard = select.select([wake, control], [], [])[0]
        if control in heard:
            orders = os.read(control, 100).split()
            if not orders:
                os._exit(0)
            for order in orders:
                if order == b"fg":
                    with contextlib.suppress(OSError):
                        os.tcsetpgrp(0, pid)
                os.killpg(pid, signal.SIGCONT)
        if wake in heard:
            os.read(wake, 100)
        if hung_up:
            hung_up.clear()
            for number in (signal.SIGHUP, signal.SIGCONT):
                os.killpg(pid, number)
        while True:
            found, how = os.waitpid(pid, os.WNOHANG | os.WUNTRACED | os.WCONTINUED)
            if not found:
                break
            if os.WIFSTOPPED(how):
                with contextlib.suppress(OSError):
                    os.tcsetpgrp(0, own)
                os.write(status, b"stopped %d\n" % os.WSTOPSIG(how))
            elif os.WIFCONTINUED(how):
                os.write(status, b"continued\n")
            else:
                code = 128 + os.WTERMSIG(how) if os.WIFSIGNALED(how) else os.WEXITSTATUS(how)
                os.write(status, b"exit %d\n" % code)
                os._exit(0)


def _begin_job(ready: int) -> None:
    """Stand in front as a process of its own, as a shell leaves one: own group, usual signals, its streams and nothing else open."""
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    os.read(ready, 1)
    signal.set_wakeup_fd(-1)
    for number in (*IGNORED, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    os.closerange(3, 256)
