"""Long output, one screen at a time, in the pager that the person uses."""

import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping

USUAL = "less -R"
# less: leave at once when all fits, keep colours, leave the text on the screen. What is searched for is not
# written to a file, and no other program can be started from it.
LESS = {"LESS": "FRX", "LESSHISTFILE": "-", "LESSSECURE": "1", "LV": "-c"}


def find_pager(env: Mapping[str, str]) -> list[str]:
    """Give the pager's command line: PAGER, else less; empty where none is wanted or found."""
    try:
        words = shlex.split(env.get("PAGER", USUAL))
    except ValueError:
        return []
    if not words or words[0] == "cat" or shutil.which(words[0], path=env.get("PATH")) is None:
        return []
    return words


def show_in_pager(text: str, env: Mapping[str, str]) -> bool:
    """Show the text in the pager and wait for its end. False when there is none: then nothing was shown."""
    words = find_pager(env)
    if not words:
        return False
    settings = {**LESS, **env, "LESSHISTFILE": "-", "LESSSECURE": "1"}
    try:
        process = subprocess.Popen(words, stdin=subprocess.PIPE, env=settings)
    except OSError:
        return False
    # Ctrl-C belongs to the pager while it runs.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate(text.encode("utf-8", "replace"))
    except OSError:
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True
