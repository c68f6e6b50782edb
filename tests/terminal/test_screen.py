import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from knotcli.coach.text import Beside, Column, ListItem, Table
from knotcli.terminal.plain_text import ASCII
from knotcli.terminal.rich_renderer import TERMINAL_COLOURS
from knotcli.terminal.screen import Screen
from support.pty_terminal import Terminal


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
        *((True, {"TERM": term}, False, True, False) for term in ("", "dumb", "unknown", "vt52")),
        (True, {"KNOT_PLAIN": "1"}, True, True, False),
        (True, {"KNOT_PLAIN": "0"}, True, False, True),
        (True, {"ACCESSIBLE": "1"}, True, True, False),
    ],
)
def test_the_environment_says_what_a_screen_may_do(tty, env, terminal, plain, colour):
    screen = Screen(Stream(tty), {"TERM": "xterm", **env})
    assert (screen.terminal, screen.plain, screen.colour) == (terminal, plain, colour)


def test_plain_can_be_asked_for():
    assert Screen(Stream(tty=True), {}, plain=True).plain
    assert shown(["Rest 30 s."], tty=True, plain=True) == "Rest 30 seconds.\n"
    assert shown(["Rest 30 s."]) == "Rest 30 s.\n"


def test_a_closed_stream_is_no_terminal():
    stream = Stream(tty=True)
    screen_of_closed = io.StringIO()
    screen_of_closed.close()
    assert not Screen(screen_of_closed, {}).terminal
    assert Screen(stream, {"TERM": "xterm"}).terminal
    assert not Screen(stream, {}).terminal


@pytest.mark.parametrize(
    ("columns", "asked", "width"),
    [("", None, 80), ("100", None, 100), ("5", None, 20), ("wide", None, 80), ("-40", None, 80), ("100", 60, 60)],
)
def test_the_width_is_as_asked_else_columns_else_eighty(columns, asked, width):
    assert Screen(Stream(), {"COLUMNS": columns}, width=asked).width == width


def test_without_colour_no_escape_is_written():
    line = tuple((f"{style} ", style) for style in TERMINAL_COLOURS if style)
    for out in (shown([line]), shown([line], tty=True, NO_COLOR="1")):
        assert out.split() == ["title", "strong", "dim", "good", "warn", "stop", "key", "bar"]


def test_each_style_is_written_and_ended():
    for style in filter(None, TERMINAL_COLOURS):
        out = shown([(("a", style), ("b", ""))], tty=True)
        assert out.startswith("\x1b[")
        assert out.endswith("a\x1b[0mb\n")


def luminance(red: int, green: int, blue: int) -> float:
    parts = [c / 255 for c in (red, green, blue)]
    red_, green_, blue_ = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red_ + 0.7152 * green_ + 0.0722 * blue_


@pytest.mark.parametrize("look", [look for look, _ in TERMINAL_COLOURS.values() if look.color])
def test_colours_can_be_read_on_black_and_on_white(look):
    light = luminance(*look.color.get_truecolor()) + 0.05
    # Large or bold text asks for 3 : 1, other text for 4.5 : 1, which no colour can pass on both by much.
    least = 3.8 if look.bold else 4.1
    assert light / 0.05 > least
    assert 1.05 / light > least


def test_sixteen_colours_do_where_there_are_no_more():
    assert shown([(("a", "good"),)], tty=True, TERM="xterm") == "\x1b[32ma\x1b[0m\n"


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


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
    out = shown(["    Lean on the ball until the pressure is clear but easy to bear."], tty=True, COLUMNS="30")
    assert out.splitlines() == ["    Lean on the ball until the", "    pressure is clear but easy", "    to bear."]


@pytest.mark.parametrize(
    ("tty", "asked"), [(True, "Numbers that apply,\n0 for none: "), (False, "Numbers that apply, 0 for none: ")]
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
    assert "\x1b[38;5;28m" in first
    assert "\x1b[1;38;5;160m" in first
    assert "five" in second
    assert second.endswith("seven\x1b[0m")


@given(st.text(st.sampled_from("ab é肩 \u0301-"), max_size=120), st.integers(2, 40))
def test_rows_to_be_redrawn_lose_no_word_and_fit(text, width):
    rows = Screen(Stream(tty=True), {"TERM": "xterm"}).rows(text, width)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(row) <= width for row in rows)


def test_a_path_stays_in_one_piece_to_be_copied():
    path = "/a/long/way/to/a/file"
    assert f"{path}," in shown([f"Kept in {path}, readable by you."], tty=True, COLUMNS="20").splitlines()


SETTINGS = Table(
    (Column(style="key"), Column(right=True), Column(prose=True)),
    (("hold", "30", "how long to press, in seconds, on one spot"), ("voice", "on", "whether it speaks")),
)


@pytest.mark.parametrize(
    ("tty", "columns", "rows"),
    [
        (
            True,
            "40",
            ["hold   30  how long to press, in", "           seconds, on one spot", "voice  on  whether it speaks"],
        ),
        (False, "40", ["hold   30  how long to press, in seconds, on one spot", "voice  on  whether it speaks"]),
        (
            True,
            "30",
            ["hold  30", "  how long to press, in", "  seconds, on one spot", "voice  on", "  whether it speaks"],
        ),
    ],
)
def test_a_table_is_laid_out_where_there_is_room(tty, columns, rows):
    out = shown([SETTINGS], tty=tty, COLUMNS=columns, NO_COLOR="1")
    assert [row.rstrip() for row in out.splitlines()] == rows


HEADED = Table(
    (Column("what was asked", prose=True), Column("answer"), Column("days", right=True)),
    (("Did it begin after a fall?", "no", "3"), ("Any fever?", "–", "12")),
    "As answered.",
)


@pytest.mark.parametrize(("tty", "columns"), [(False, "80"), (True, "24")])
def test_a_table_that_begins_with_sentences_is_a_list_where_it_cannot_be_laid_out(tty, columns):
    out = shown([HEADED], tty=tty, COLUMNS=columns, NO_COLOR="1")
    assert " ".join(out.split()) == ("As answered. - Did it begin after a fall? answer no; days 3 - Any fever? days 12")


def test_a_row_that_ends_early_reaches_over_the_rest():
    table = Table((Column("week"), Column("mean", right=True), Column("n")), (("1", "6.5", "4"), ("2", "no entries")))
    assert shown([table]).splitlines() == ["week  mean  n", "1      6.5  4", "2     no entries"]


PICTURE = Beside(("(o)", "/|\\"), ("Where you press, and for how long it is held.",), ("In words: the neck.",))


@pytest.mark.parametrize(
    ("tty", "columns", "rows"),
    [
        (True, "44", ["(o)  Where you press, and for how long it is", "/|\\  held."]),
        (True, "30", ["(o)", "/|\\", "", "Where you press, and for how", "long it is held."]),
        (False, "80", ["In words: the neck."]),
    ],
)
def test_text_stands_beside_a_picture_or_under_it_or_for_it(tty, columns, rows):
    out = shown([PICTURE], tty=tty, COLUMNS=columns)
    assert [row.rstrip() for row in out.splitlines()] == rows


def test_a_list_item_hangs_behind_its_number():
    item = ListItem((" 12  ", "key"), "tingling or weakness in an arm")
    assert shown([item], tty=True, COLUMNS="24", NO_COLOR="1").splitlines() == [
        " 12  tingling or",
        "     weakness in an arm",
    ]
    assert shown([item]) == " 12  tingling or weakness in an arm\n"


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


@pytest.mark.parametrize(
    ("command", "loaded"), [('"$0" -c "$1" | cat', False), ('TERM=dumb "$0" -c "$1"', False), ('"$0" -c "$1"', True)]
)
def test_rich_is_loaded_for_a_terminal_only(command, loaded):
    program = (
        "import os, sys; from knotcli.terminal.screen import Screen;"
        "screen = Screen(sys.stdout, os.environ); screen.show(['one short line', 'and another']);"
        "assert 'rich' not in sys.modules;"
        "screen.show([(('漢字 – long ' * 40, 'title'),)]); print('rich' in sys.modules)"
    )
    with Terminal(["sh", "-c", command, sys.executable, program]) as term:
        term.until(str(loaded))


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


PLAIN_ON_A_TERMINAL = """
import os, sys
from knotcli.terminal.screen import Screen
screen = Screen(sys.stdout, os.environ)
screen.show([(("  1  ", "key"), ("the words of a row that is too long", "")), "  under its own indent too", "/a/path/of/forty/letters/is/left/as/it/is"])
screen.prompt("y yes · n no · b back to before: ")
"""


def test_in_plain_mode_a_terminal_gets_lines_broken_between_words():
    with Terminal([sys.executable, "-c", PLAIN_ON_A_TERMINAL], {"TERM": "dumb"}, cols=24) as term:
        term.wait()
        assert [line for line in term.text() if line] == [
            "  1  the words of a row", "     that is too long", "  under its own indent", "  too",
            "/a/path/of/forty/letters", "/is/left/as/it/is", "y yes · n no · b back to", "before:",
        ]  # fmt: skip
