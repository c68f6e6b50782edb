"""Questions on a real terminal: only what is typed after them, and by hand, answers them."""

import sys
import time

import pytest

from support.pty_terminal import Terminal

ASKING = """
import sys, time
from knotcli.world import World
world = World()
for number in range(3):
    time.sleep({pause})
    try:
        print(f"<{{world.ask(f'question {{number}}? ', {free})}}>", flush=True)
    except EOFError:
        print("the end", flush=True)
        break
print("over", flush=True)
"""


def asking(pause: float = 0.0, free: bool = False, **env: str) -> Terminal:
    return Terminal([sys.executable, "-c", ASKING.format(pause=pause, free=free)], env)


@pytest.mark.parametrize("env", [{}, {"KNOT_PLAIN": "1"}, {"TERM": "dumb"}])
def test_what_is_typed_before_a_question_is_no_answer_to_it(env: dict[str, str]) -> None:
    with asking(1.0, **env) as term:
        for number in range(3):
            term.send("0\r")
            term.until(f"question {number}?")
            time.sleep(0.2)
            assert "<0>" not in "".join(term.text())
            term.send(f"{number + 1}\r")
            term.until(f"<{number + 1}>")
        assert term.wait() == 0
        assert term.restored()


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("text", ["0\r" * 10, "0\r", "0\r0"])
def test_a_paste_is_no_answer(marked: bool, text: str) -> None:
    if not marked and text == "0\r":
        pytest.skip("one line that no terminal marked as pasted looks as typed")
    with asking() as term:
        term.until("question 0?")
        term.send(f"\x1b[200~{text}\x1b[201~" + "\r" * (not text.endswith("\r")) if marked else text)
        term.until("Please type it")
        term.until(lambda t: "".join(t.text()).count("question 0?") == 2)
        for number in range(3):
            term.until(f"question {number}?")
            term.send("7\r")
            term.until(lambda t, n=number: "".join(t.text()).count("<7>") == n + 1)
        assert "<0>" not in "".join(term.text())
        assert term.wait() == 0
        assert term.restored()


def test_a_paste_over_a_slow_line_is_no_answer() -> None:
    with asking() as term:
        term.until("question 0?")
        for part in ("\x1b[200~0\r", "0\r0\r", "0\r", "0\x1b[201~"):
            term.send(part)
            time.sleep(0.3)
        term.until("Please type it")
        time.sleep(0.3)
        assert "<0>" not in "".join(term.text())
        term.send("7\r")
        term.until("question 1?")
        term.send("\x04")
        term.until("the end")


def test_one_line_may_be_pasted_where_a_text_of_ones_own_is_asked() -> None:
    with asking(free=True) as term:
        term.until("question 0?")
        term.send("\x1b[200~ＡＢ ٣ caf\u00e9\x1b[201~\r")
        term.until("<ＡＢ ٣ café>")


def test_every_digit_and_width_counts() -> None:
    with asking() as term:
        for number, (typed, read) in enumerate([("６", "6"), ("١٠", "10"), ("ｙｅｓ", "yes")]):
            term.until(f"question {number}?")
            term.send(typed + "\r")
            term.until(f"<{read}>")


def test_half_a_letter_at_the_end_is_no_error() -> None:
    with asking() as term:
        term.until("question 0?")
        term.send("n\x04\x04")
        term.until("<n>")
