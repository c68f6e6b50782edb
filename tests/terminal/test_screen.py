import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color

from knotcli.terminal.glyphs import ASCII
from knotcli.terminal.screen import NARROW, STYLES, Screen, cells, fold
from support.pty_driver import Terminal


class Stream(io.TextIOWrapper):
    """A stream in memory that says whether it is a terminal."""

    def __init__(self, tty: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="")
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty

    @property
    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


def shown(lines, tty=False, encoding="utf-8", plain=False, width=None, **env):
    stream = Stream(tty, encoding)
    Screen(stream, {"TERM": "xterm-256color", **env}, plain, width).show(lines)
    return stream.text


@pytest.mark.parametrize(
    ("tty", "env", "terminal", "plain", "colour"),
    [
        (True, {}, True, False, True),
        (False, {}, False, True, False),
        (True, {"NO_COLOR": "1"}, True, False, False),
        (True, {"NO_COLOR": ""}, True, False, True),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False, False),
        (False, {"FORCE_COLOR": "1"}, False, True, True),
        (False, {"FORCE_COLOR": "0"}, False, True, False),
        (False, {"CLICOLOR_FORCE": "1"}, False, True, True),
        (True, {"TERM": "dumb"}, False, True, False),
        (True, {"KNOT_PLAIN": "1"}, True, True, True),
        (True, {"KNOT_PLAIN": "0"}, True, False, True),
        (True, {"ACCESSIBLE": "1"}, True, True, True),
    ],
)
def test_the_environment_says_what_a_screen_may_do(tty, env, terminal, plain, colour):
    screen = Screen(Stream(tty), {"TERM": "xterm", **env})
    assert (screen.terminal, screen.plain, screen.colour) == (terminal, plain, colour)


def test_plain_can_be_asked_for():
    assert Screen(Stream(tty=True), {}, plain=True).plain


def test_a_closed_stream_is_no_terminal():
    stream = Stream(tty=True)
    screen_of_closed = io.StringIO()
    screen_of_closed.close()
    assert not Screen(screen_of_closed, {}).terminal
    assert Screen(stream, {}).terminal


@pytest.mark.parametrize(
    ("columns", "asked", "width"),
    [
        ("", None, 80),
        ("100", None, 100),
        ("5", None, 20),
        ("wide", None, 80),
        ("-40", None, 80),
        ("100", 60, 60),
    ],
)
def test_the_width_is_as_asked_else_columns_else_eighty(columns, asked, width):
    assert Screen(Stream(), {"COLUMNS": columns}, width=asked).width == width


def test_without_colour_no_escape_is_written():
    line = tuple((f"{style} ", style) for style in STYLES)
    for out in (shown([line]), shown([line], tty=True, NO_COLOR="1")):
        assert out == "title strong dim good warn stop key bar \n"


def test_each_style_is_written_and_ended():
    for style in STYLES:
        out = shown([(("a", style), ("b", ""))], tty=True)
        assert out.startswith("\x1b[")
        assert out.endswith("a\x1b[0mb\n")


def luminance(red: int, green: int, blue: int) -> float:
    parts = [c / 255 for c in (red, green, blue)]
    red_, green_, blue_ = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red_ + 0.7152 * green_ + 0.0722 * blue_


@pytest.mark.parametrize("look", [look for look, _ in STYLES.values() if "38;5;" in look])
def test_colours_can_be_read_on_black_and_on_white(look):
    light = luminance(*Color.from_ansi(int(look.rpartition(";")[2])).get_truecolor()) + 0.05
    # Large or bold text asks for 3 : 1, other text for 4.5 : 1, which no colour can pass on both by much.
    least = 3.8 if look.startswith("1;") else 4.1
    assert light / 0.05 > least
    assert 1.05 / light > least


def test_sixteen_colours_do_where_there_are_no_more():
    assert shown([(("a", "good"),)], tty=True, TERM="xterm") == "\x1b[32ma\x1b[0m\n"


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "M", "Zs")), max_size=20))
def test_columns_are_counted_as_rich_counts_them(text):
    assert cells(text) == cell_len(text)


def test_what_counts_as_narrow_without_a_look_is_narrow():
    assert {c for c in map(chr, range(32, 0x3000)) if NARROW.fullmatch(c) and cell_len(c) != 1} == set()


@given(TEXTS, st.booleans())
def test_nothing_that_steers_a_terminal_gets_through(text, tty):
    out = shown([((text, "strong"),)], tty=tty, NO_COLOR="1", width=200)
    assert out.endswith("\n")
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") for c in out.replace("\n", ""))


def test_escape_sequences_and_markup_in_a_note_are_only_text():
    out = shown(["\x1b]0;title\x07\x1b[2J[bold red]note[/] :smile: \u202etxt\r\b"])
    assert out == "]0;title[2J[bold red]note[/] :smile: txt \n"


def test_a_text_of_several_lines_is_each_of_them():
    assert shown(["one\n  two\n"]) == "one\n  two\n\n"


def test_in_a_pipe_a_long_line_stays_whole():
    assert shown(["word " * 50], COLUMNS="40") == "word " * 50 + "\n"


def test_on_a_terminal_a_long_line_is_wrapped_with_its_indent():
    out = shown(
        ["    Lean on the ball until the pressure is clear but easy to bear."], tty=True, COLUMNS="30"
    )
    assert out.splitlines() == [
        "    Lean on the ball until the",
        "    pressure is clear but easy",
        "    to bear.",
    ]


@pytest.mark.parametrize(
    ("tty", "asked"),
    [(True, "Numbers that apply,\n0 for none: "), (False, "Numbers that apply, 0 for none: ")],
)
def test_a_prompt_is_wrapped_between_words_and_leaves_room_for_the_answer(tty, asked):
    stream = Stream(tty)
    Screen(stream, {"TERM": "xterm", "COLUMNS": "20"}).prompt("Numbers that apply, 0 for none: ")
    assert stream.text == asked


@pytest.mark.parametrize(("bullet", "encoding"), [("·", "utf-8"), ("-", "utf-8"), ("·", "ascii")])
def test_what_is_behind_a_bullet_stays_behind_it(bullet, encoding):
    out = shown([f"  {bullet} See someone if the pain grows."], tty=True, COLUMNS="22", encoding=encoding)
    assert [line[4:] for line in out.splitlines()] == ["See someone if the", "pain grows."]
    assert out.splitlines()[1].startswith("    p")


def test_wide_characters_count_twice():
    out = shown(["  " + "肩こり " * 8], tty=True, COLUMNS="20")
    assert [line.split() for line in out.splitlines()] == [["肩こり"] * 2] * 4


def test_styles_go_on_over_a_wrap():
    out = shown([(("one two three ", "good"), ("four five six seven", "stop"))], tty=True, COLUMNS="20")
    first, second = out.splitlines()
    assert first.count("\x1b[0m") == 2
    assert "five" in second
    assert second.endswith("seven\x1b[0m")


@given(st.text(st.sampled_from("ab é肩 \u0301-"), max_size=120), st.integers(1, 40))
def test_folding_loses_no_word_and_fits(text, width):
    pieces = fold(text, width)
    parts = [text[start:end] for start, end in pieces]
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    bare = text.lstrip(" ")
    indent = len(text) - len(bare) + 2 * bare.startswith("- ")
    if width >= 2:
        for number, part in enumerate(parts):
            room = width - (indent if number and indent <= width // 2 else 0)
            assert cell_len(part) <= max(room, 2)


GLYPHS = "█▌░ × ↓ … – ’ · • → ≥ 36° │┌ “quiet”"


def test_every_glyph_has_an_ascii_stand_in_where_it_is_needed():
    assert shown([GLYPHS], encoding="ascii") == '##. x v ... - \' . * -> >= 36 deg |+ "quiet"\n'
    assert shown([GLYPHS]) == GLYPHS + "\n"
    assert shown(["naïve 肩"], encoding="ascii") == "na?ve ?\n"


def test_what_the_encoding_has_is_kept():
    assert shown(["36° × – é"], encoding="latin-1") == "36° × - é\n"


def test_stand_ins_are_ascii():
    assert all(stand_in.isascii() and stand_in for stand_in in ASCII.values())


@pytest.mark.parametrize(
    ("encoding", "env", "unicode"),
    [
        ("utf-8", {}, True),
        ("ascii", {}, False),
        ("latin-1", {}, False),
        ("utf-8", {"LC_ALL": "C"}, False),
        ("utf-8", {"LC_ALL": "POSIX"}, False),
        ("utf-8", {"LC_ALL": "C.UTF-8"}, True),
        ("utf-8", {"LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}, True),
    ],
)
def test_the_encoding_says_whether_glyphs_can_be_drawn(encoding, env, unicode):
    assert Screen(Stream(encoding=encoding), env).unicode == unicode


def test_a_prompt_stays_on_its_line_and_is_harmless():
    stream = Stream()
    Screen(stream, {}).prompt("How strong\x1b[2J? ")
    assert stream.text == "How strong[2J? "


def test_in_a_pipe_rich_is_not_loaded():
    program = (
        "import os, sys; from knotcli.terminal.screen import Screen;"
        "Screen(sys.stdout, os.environ).show([(('é – long ' * 40, 'title'),)]); print('rich' in sys.modules)"
    )
    with Terminal(["sh", "-c", '"$0" -c "$1" | cat', sys.executable, program]) as term:
        term.until("False")


SHOW = """
import os, sys
from knotcli.terminal.screen import Screen
screen = Screen(sys.stdout, os.environ)
screen.show([(("A title", "title"),), "    " + "words that go on " * 8, f"{screen.width} {screen.height}"])
"""


def test_on_a_real_terminal_its_own_size_counts():
    with Terminal([sys.executable, "-c", SHOW], cols=40, rows=12) as term:
        term.until("40 12")
        assert term.wait() == 0
        lines = [line for line in term.text() if "words" in line]
        assert len(lines) == 4
        assert all(line.startswith("    ") and not line.startswith("     ") for line in lines)
        assert term.screen.buffer[0][0].bold


def test_a_reader_that_went_away_is_told_of_as_a_broken_pipe():
    program = """
import contextlib, os, signal, sys
from knotcli.terminal.screen import Screen
signal.signal(signal.SIGHUP, signal.SIG_IGN)
print("ready", flush=True)
with contextlib.suppress(OSError):
    sys.stdin.read()
try:
    Screen(sys.stdout, os.environ).show(["gone"])
except BrokenPipeError:
    os._exit(7)
"""
    with Terminal([sys.executable, "-c", program]) as term:
        term.until("ready")
        term.hang_up()
        assert term.wait() == 7


def test_a_dumb_terminal_is_wrapped_too():
    class Tty(io.StringIO):
        def isatty(self):
            return True

    stream = Tty()
    Screen(stream, {"TERM": "dumb", "COLUMNS": "20"}).show(["one two three four five six seven"])
    assert stream.getvalue() == "one two three four\nfive six seven\n"
