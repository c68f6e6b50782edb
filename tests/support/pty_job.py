"""Leads a session on a terminal as a shell does: one job in the foreground, told of its stops and its end.

Started as `launcher.py STATUS CONTROL COMMAND…`, where STATUS and CONTROL are descriptors. It writes one line
for each thing that happens to the job, obeys `fg` and `bg`, and passes a hang-up on.
"""

import contextlib
import fcntl
import os
import select
import signal
import sys
import termios


def start(argv: list[str]) -> int:
    ready, go = os.pipe()
    pid = os.fork()
    if pid:
        os.close(ready)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        os.tcsetpgrp(0, pid)
        os.write(go, b".")
        os.close(go)
        return pid
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    os.read(ready, 1)
    for number in (signal.SIGTTOU, signal.SIGHUP, signal.SIGTSTP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    os.execvp(argv[0], argv)
    raise AssertionError


def main() -> None:
    status, control, argv = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGTTOU, signal.SIGTSTP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    own = os.getpgrp()
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    for fd in (status, control):
        os.set_inheritable(fd, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGHUP, lambda *_: hung_up.append(1))
    hung_up: list[int] = []
    pid = start(argv)
    os.write(status, b"pid %d\n" % pid)
    while True:
        ready = select.select([wake, control], [], [])[0]
        if control in ready:
            orders = os.read(control, 100).split()
            if not orders:
                return
            for order in orders:
                if order == b"fg":
                    with contextlib.suppress(OSError):
                        os.tcsetpgrp(0, pid)
                os.killpg(pid, signal.SIGCONT)
        if wake in ready:
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
                return


main()
