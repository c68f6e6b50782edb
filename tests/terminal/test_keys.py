import os
import pty
import select
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.terminal.keyboard import next_key
from knotcli.terminal.keys import BURST, Keys
from support.pty_terminal import Terminal

ECHOING = """
import sys, time
from knotcli.terminal.keys import Keys
with Keys(sys.stdin, lines={lines}) as keys:
    print("ready", flush=True)
    while (key := keys.wait(None)) not in ("q", "eof"):
        print(f"<{{key}}>", flush=True)
    print("last", key)
"""


def run(lines: bool = False, **env: str) -> Terminal:
    return Terminal([sys.executable, "-c", ECHOING.format(lines=lines)], env)


def all_keys(data: bytes, whole: bool = True) -> list[str]:
    found = []
    while True:
        key, data = next_key(data, whole)
        if key is None:
            return found
        found.append(key)


@pytest.mark.parametrize(
    ("typed", "key"),
    [(" ", "space"), ("n", "n"), ("N", "n"), ("+", "+"), ("?", "?"), ("\r", "enter"), ("\x1b", "esc"), ("7", "7")],
)
def test_each_key_counts_at_once_and_is_not_echoed(typed, key):
    with run() as term:
        term.until("ready")
        assert not term.modes().echo
        term.send(typed)
        term.until(f"<{key}>")
        assert [line for line in term.text() if line] == ["ready", f"<{key}>"]
        term.send("q")
        assert term.wait() == 0
        assert term.restored()


SEQUENCES = {
    "shift right": "\x1b[1;2C", "F5": "\x1b[15~", "F1": "\x1bOP",
    "console F1": "\x1b[[A", "delete": "\x1b[3~",
    "mouse": "\x1b[M !!", "sgr mouse": "\x1b[<0;10;10M", "cursor report": "\x1b[24;80R",
    "colour report": "\x1b]11;rgb:eeee/qqqq/xxxx\x07",
    "device attributes": "\x1b[?62;c", "dcs": "\x1bPqxxq\x1b\\", "focus": "\x1b[I",
}  # fmt: skip


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_sequence_is_swallowed_whole(name):
    assert all_keys(b"n" + SEQUENCES[name].encode() + b"e") == ["n", "e"]


@pytest.mark.parametrize("next_typed", ["\x1b", "x", "X", "n", "7", " ", "\r", "ч", "\x1b[A"])
def test_no_key_that_comes_at_the_same_moment_hides_the_escape_key(next_typed: str) -> None:
    typed = next_typed.encode()
    assert next_key(b"\x1b" + typed, whole=False) == ("esc", typed)


NAMED = ("space", "enter", "esc", "tab", "backspace", "up", "down", "left", "right", "unknown")


@pytest.mark.parametrize("begins", ["\x1b[", "\x1bO"])
def test_arrows_are_keys(begins):
    assert all_keys("".join(f"{begins}{end}" for end in "ABCD").encode()) == ["up", "down", "right", "left"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ч", "unknown"),
        ("χ", "unknown"),
        ("ｘ", "x"),
        ("７", "7"),
        ("٣", "3"),
        ("＋", "+"),
        ("？", "?"),
        ("　", "space"),
    ],
)
def test_other_keyboards_give_digits_as_digits_and_name_what_is_no_key(typed, key):
    data = typed.encode()
    assert all_keys(data) == [key]
    assert next_key(data[:1], whole=False) == (None, data[:1])


@given(st.sampled_from(sorted(SEQUENCES)), st.data())
def test_a_sequence_that_arrives_in_parts_is_no_key_either(name, data):
    whole = SEQUENCES[name].encode()
    cut = data.draw(st.integers(1, len(whole) - 1))
    key, rest = next_key(whole[:cut], whole=False)
    assert key is None
    assert next_key(rest + whole[cut:] + b"b", whole=False) == ("b", b"")


@given(st.binary(max_size=60))
def test_any_bytes_give_only_known_names_and_end(data):
    for key in all_keys(data):
        assert key in NAMED or (len(key) == 1 and key == key.lower())


@given(st.text(max_size=30).filter(lambda t: "\x1b" not in t), st.integers(1, 8))
def test_marked_pasted_text_is_no_key_however_it_is_cut(text, size):
    data = b"\x1b[200~" + text.encode("utf-8", "replace") + b"\x1b[201~+"
    keys, rest = [], b""
    for at in range(0, len(data), size):
        rest += data[at : at + size]
        key, rest = next_key(rest, whole=False)
        keys += [key] if key else []
    assert keys == ["+"]


def test_an_arrow_and_a_paste_on_a_real_terminal_do_nothing():
    with run() as term:
        term.until("ready")
        for junk in ("\x1b[1;5D", "q" * (BURST + 1), "\x1b[200~xqe\x1b[201~"):
            term.send(junk)

        def answers(term: Terminal) -> bool:
            # Again and again: a key typed in the same moment as the paste counts as part of it.
            term.send("n")
            return any("<n>" in line for line in term.text())

        term.until(answers)
        assert {line for line in term.text() if line} == {"ready", "<n>"}


def test_lines_are_read_where_they_are_asked_for():
    with run(lines=True) as term:
        term.until("ready")
        assert term.modes().echo
        assert term.modes().lines
        for typed, key in (("N\r", "<n>"), ("\r", "<enter>"), ("10\r", "<10>"), (" \r", "<space>")):
            term.send(typed)
            term.until(key)
        term.send("\x04")
        term.until("last eof")


def test_the_end_of_a_terminal_is_the_end_of_input():
    program = """
import os, signal, sys
from knotcli.terminal.keys import Keys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
with Keys(sys.stdin) as keys:
    print("ready", flush=True)
    os._exit(7 if keys.wait(None) == "eof" else 8)
"""
    with Terminal([sys.executable, "-c", program]) as term:
        term.until("ready")
        term.hang_up()
        assert term.wait() == 7


def pipe_keys() -> tuple[Keys, int, object]:
    out, into = os.pipe()
    stdin = os.fdopen(out)
    return Keys(stdin), into, stdin


def test_a_pipe_gives_its_lines_then_eof_once_then_nothing():
    keys, into, stdin = pipe_keys()
    os.write(into, b"n\n\nq")
    os.close(into)
    with keys:
        assert [keys.wait(0) for _ in range(5)] == ["n", "enter", "q", "eof", None]
        assert keys.wait(None) == "eof"
    stdin.close()


def test_nothing_to_read_from_is_the_end_of_input():
    with Keys(None) as keys:
        assert keys.wait(None) == "eof"
        assert keys.wait(0) == "eof" or keys.wait(0) is None


def test_a_wait_lasts_until_its_time_and_not_less():
    keys, into, stdin = pipe_keys()
    for seconds in (0.0, 0.01, 0.05):
        start = time.monotonic()
        assert keys.wait(seconds) is None
        assert time.monotonic() - start >= seconds
    os.close(into)
    stdin.close()


def test_a_wait_is_not_busy(monkeypatch: pytest.MonkeyPatch):
    looks: list[float | None] = []
    real = select.select

    def watched(*given):
        looks.append(given[-1])
        return real(*given)

    monkeypatch.setattr(select, "select", watched)
    keys, into, stdin = pipe_keys()
    assert keys.wait(0.1) is None
    assert len(looks) <= 3
    os.close(into)
    stdin.close()


def test_half_a_sequence_neither_delays_the_deadline_nor_is_lost():
    master, slave = pty.openpty()
    stdin = os.fdopen(slave)
    with Keys(stdin) as keys:
        os.write(master, b"\x1b")
        assert keys.wait(0.001) is None
        os.write(master, b"[A")
        assert keys.wait(0.2) == "up"
        os.write(master, b"\x1b")
        assert keys.wait(None) == "esc"
    os.close(master)
    stdin.close()


def test_the_wake_descriptor_ends_a_wait():
    keys, into, stdin = pipe_keys()
    wake, waker = os.pipe()
    os.set_blocking(wake, False)
    woken = Keys(stdin, wake=wake)
    os.write(waker, b"\0")
    assert woken.wait(None) is None
    os.write(into, b"n\n")
    assert woken.wait(None) == "n"
    for fd in (into, wake, waker):
        os.close(fd)
    stdin.close()
    assert keys.lines


@pytest.mark.parametrize("parts", [(b"\x1b", b"[B"), (b"\x1b[", b"B"), (b"\x1b", b"[", b"B"), (b"\x1b", b"OB")])
def test_a_sequence_whose_escape_counted_already_gives_no_letters(parts):
    master, slave = pty.openpty()
    stdin = os.fdopen(slave)
    with Keys(stdin) as keys:
        seen = []
        for part in parts:
            os.write(master, part)
            seen.append(keys.wait(0.2))
        assert [key for key in seen if key] in (["esc"], ["down"])
        os.write(master, b"b")
        assert keys.wait(None) == "b"
    os.close(master)
    stdin.close()


@pytest.mark.parametrize(("burst", "key"), [(b"x" * 12, "x"), (b"qqqqx1qqqqq", "x"), (b"q" * 12, "n")])
def test_a_safety_key_in_a_burst_counts_and_nothing_else_of_it_does(burst, key):
    master, slave = pty.openpty()
    stdin = os.fdopen(slave)
    with Keys(stdin) as keys:
        os.write(master, burst)
        found = keys.wait(0.1)
        os.write(master, b"n")
        assert (found or keys.wait(None)) == key
        os.write(master, b"1q")
        time.sleep(0.05)
        keys.drop_waiting()
        assert keys.wait(0.1) in (None, "n")
    os.close(master)
    stdin.close()


def test_the_last_key_of_a_long_burst_is_no_key_of_its_own():
    master, slave = pty.openpty()
    stdin = os.fdopen(slave)
    with Keys(stdin, burst=1) as keys:
        os.write(master, b"nn")
        assert keys.wait(0.0) is None
        os.write(master, b"n")
        assert keys.wait(0.1) is None
        os.write(master, b"n")
        assert keys.wait(None) == "n"
    os.close(master)
    stdin.close()


def test_lines_that_come_at_once_are_a_paste_where_lines_count():
    with run(lines=True) as term:
        term.until("ready")
        term.send("5\r" * 5)
        time.sleep(0.3)
        term.send("1\rx\r2\r1\r")
        term.until("<x>")
        term.send("\x1b[C\r")
        term.until("<right>")
        term.send("\x1b\r")
        term.until("<esc>")
        assert not {"<5>", "<1>", "<2>"} & set(term.text())
