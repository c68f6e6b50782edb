"""Return whether the program that noted its mark still runs."""

import os
import sys
from contextlib import suppress
from pathlib import Path


def mark_process() -> str:
    """Return a mark of this process: its number, and when it was started where the system tells."""
    return f"{os.getpid()}:{_find_start(os.getpid()) or ''}"


def is_running(noted: str) -> bool:
    """Return whether another process with this mark runs; a mark that is none is nobody's."""
    word, _, started = noted.partition(":")
    if not (word.isascii() and word.isdigit()) or int(word) in (0, os.getpid()):
        return False
    # Numbers are given out again; the moment of the start is not.
    with suppress(OverflowError):
        return _find_start(int(word)) == started
    return False


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _MAY_ASK, _ACCESS_DENIED, _STILL_ACTIVE = 0x1000, 5, 259
    """PROCESS_QUERY_LIMITED_INFORMATION, ERROR_ACCESS_DENIED and STILL_ACTIVE of the Windows API."""

    def _find_start(number: int) -> str | None:
        """Return when the process was started, "" where nobody may know, None where none of this number runs."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = wintypes.HANDLE(kernel.OpenProcess(_MAY_ASK, False, wintypes.DWORD(number)))
        if not handle:
            return "" if ctypes.get_last_error() == _ACCESS_DENIED else None
        code, times = wintypes.DWORD(), [wintypes.FILETIME() for _ in range(4)]
        try:
            kernel.GetExitCodeProcess(handle, ctypes.byref(code))
            kernel.GetProcessTimes(handle, *map(ctypes.byref, times))
        finally:
            kernel.CloseHandle(handle)
        began = times[0].dwHighDateTime << 32 | times[0].dwLowDateTime
        return str(began) if code.value == _STILL_ACTIVE else None

else:

    def _find_start(number: int) -> str | None:
        """Return when the process was started, "" where the system does not tell, None where none of this number runs."""
        try:
            os.kill(number, 0)
        except PermissionError:
            pass  # it runs, as somebody else's
        except OSError:
            return None
        with suppress(OSError, IndexError):
            stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
            # The name in parentheses may hold anything; the 22nd field is the 20th after it.
            return stat.rpartition(")")[2].split()[19]
        return ""
