"""What a session looks like, state by state."""

from collections.abc import Callable
from functools import cache
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from knotcli.coach.routines.plan import SessionPlan
from knotcli.coach.session.events import Tick
from knotcli.coach.session.guidance import Guidance
from knotcli.coach.text import plain_text
from knotcli.storage.files.library import Library
from knotcli.views.session import frame_parts as session_parts
from knotcli.views.session import session_frame as view
from knotcli.views.session import session_lines
from knotcli.views.session.stop_menu import ask_what_is_wrong
from knotcli.views.wording import say_span
from support import ROOT, examples
from support.golden import GoldenScreens
from support.rehearsal import RATE, Rehearsal, a_step

FIGURE = Library(ROOT, ROOT / "none").figure()
SPOT = "upper-trapezius"
STEPS = (
    RATE,
    a_step("prepare", 20, title="Settle", cue="Sit with both feet on the floor and your back supported."),
    a_step(
        "heat",
        600,
        title="Warm the neck and shoulders",
        cue="A warm towel or pad across the back of neck and shoulders, with cloth between. Sit, don't lie on it.",
        feel="Pleasantly warm. Take it off if it stings or the skin turns blotchy.",
    ),
    *[
        step
        for side in ("left", "right")
        for step in (
            a_step(
                "prepare",
                10,
                side,
                title="Get ready",
                cue="Rest the opposite hand's fingers on the thick muscle between neck and shoulder.",
                spot=SPOT,
            ),
            a_step(
                "hold",
                30,
                side,
                title="Between neck and shoulder, 1 of 3",
                cue="Press down gently, then a little more. Hold, and breathe slowly out. Keep the shoulder low.",
                feel="Tolerable, five out of ten at most. You can still breathe easily.",
                spot=SPOT,
            ),
            a_step("rest", 15, side, title="Ease off", cue="Let go slowly. Roll the shoulder once or twice."),
        )
    ],
    a_step("move", 60, title="Easy turns", cue="Turn the head slowly to one side and back, then to the other."),
    RATE,
)
NOTES = (
    "Do not press: the front and sides of the neck, the windpipe, the pulse, under the jaw.",
    "Do not press: the hollow above the collar-bone.",
    "Do not press: the middle of the skull's lower edge; no ball, roller or massage gun on the neck.",
    "Do not press: the bones of the spine, down to the tail-bone.",
    "Do not press: the bony top of the shoulder and the front of its joint.",
    "Do not press or warm: bruises, lumps, moles, swollen glands, young scars, implants, broken or numb skin.",
)
PLAN = SessionPlan(region="neck", routine="neck", side="both", tool="fingers", steps=STEPS, keep_off=NOTES)
HEAT, READY, HOLD, REST, RIGHT = 2, 3, 4, 5, 6


@cache
def guidance() -> Guidance:
    return Library(ROOT, ROOT / "none").guidance()


def at(index: int, seconds: float = 6.0, **options: object) -> Rehearsal:
    act = Rehearsal(STEPS, first=index, **options)
    act.wait(seconds)
    return act


def with_keys(act: Rehearsal, *keys: str) -> Rehearsal:
    act.keys(*keys)
    return act


def gone(act: Rehearsal, seconds: float) -> Rehearsal:
    act.unseen(seconds)
    act.send(Tick())
    return act


# What it is called: how to get there, what is said in the frame, whether it flashes.
STATES: dict[str, tuple[Callable[[], Rehearsal], str, bool]] = {
    "rating-before": (lambda: Rehearsal(STEPS, before=None), "", False),
    "rating-typed-wrong": (lambda: with_keys(Rehearsal(STEPS, before=None), "1", "5"), "scale", False),
    "settle": (lambda: at(1), "", False),
    "heat-waits": (lambda: at(HEAT, 0, heat_waits=True), "", False),
    "heat": (lambda: at(HEAT, 75), "", False),
    "heat-skin": (lambda: at(HEAT, 302), "skin", False),
    "heat-paused": (lambda: with_keys(at(HEAT), "space"), "", False),
    "get-ready": (lambda: at(READY, 2), "heat_done", False),
    "change-sides": (lambda: at(RIGHT, 2), "sides", False),
    "hold": (lambda: at(HOLD), "", False),
    "hold-begins-with-a-flash": (lambda: at(HOLD, 0), "", True),
    "hold-eased": (lambda: with_keys(at(HOLD), "e"), "eased", False),
    "hold-longest": (lambda: with_keys(at(HOLD), "+"), "bound", False),
    "hold-ten-seconds": (lambda: at(HOLD, 21), "ten", False),
    "hold-paused": (lambda: with_keys(at(HOLD), "space"), "", False),
    "hold-away": (lambda: gone(at(HOLD), 725), "", False),
    "hold-clock-set": (lambda: gone(at(HOLD), 2.1), "", False),
    "heat-taken-off": (lambda: gone(at(HEAT), 1300), "heat_off", False),
    "waiting": (lambda: at(HOLD, 0, wait=True), "", False),
    "stopping": (lambda: with_keys(at(HOLD), "x"), "", False),
    "help": (lambda: with_keys(at(HOLD), "?"), "", False),
    "rest": (lambda: at(REST, 3), "", False),
    "move": (lambda: at(9, 30), "", False),
    "rating-after": (lambda: with_keys(at(10, 0), "3"), "", False),
}
SIZES = [(80, 24), (40, 12)]


def rows(name: str, width: int, height: int) -> list[str]:
    reach, notice, flash = STATES[name]
    act = reach()
    said = guidance().notice.of(notice) if notice else ""
    lines = view.draw_frame(act.state, act.now, width, height, view.make_scene(PLAN, guidance(), FIGURE), said, flash)
    return [plain_text(line).rstrip() for line in lines]


def test_each_tip_is_read_once_while_the_warmth_lies_on_and_never_in_place_of_a_notice() -> None:
    scene = view.make_scene(replace(PLAN, tips=("First tip.", "Second tip.")), guidance(), FIGURE)
    act, seen = at(HEAT, 0), []
    for _ in range(600):
        shown = "\n".join(plain_text(line) for line in view.draw_frame(act.state, act.now, 80, 24, scene))
        seen.append((("First" in shown) << 1) + ("Second" in shown))
        act.wait(1)
    assert [len(list(group)) for _, group in groupby(seen)] == [60, 270, 270]
    paused = with_keys(at(HEAT, 75), "space")
    assert "tip." not in "".join(map(plain_text, view.draw_frame(paused.state, paused.now, 80, 24, scene)))


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("name", STATES)
def test_each_state_looks_as_kept(golden: GoldenScreens, name: str, size: tuple[int, int]) -> None:
    golden(f"{name}-{size[0]}x{size[1]}", rows(name, *size))


@given(name=st.sampled_from(sorted(STATES)), width=st.integers(40, 140), height=st.integers(12, 60))
@examples(300)
def test_a_frame_fits_every_size_from_40_by_12_up(name: str, width: int, height: int) -> None:
    shown = rows(name, width, height)
    assert len(shown) < height
    assert all(len(row) <= width for row in shown)


@given(width=st.integers(1, 40), height=st.integers(1, 12), name=st.sampled_from(sorted(STATES)))
@examples(100)
def test_a_smaller_window_breaks_nothing(name: str, width: int, height: int) -> None:
    assert rows(name, width, height)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize(
    "name", [name for name in STATES if name.startswith(("hold", "get", "heat", "rest", "change"))]
)
def test_step_remaining_cue_and_the_stop_key_are_on_every_timed_screen(name: str, size: tuple[int, int]) -> None:
    act = STATES[name][0]()
    shown = rows(name, *size)
    # Without the picture, which stands to the right of the words.
    whole = " ".join(" ".join(row[:66] if 2 <= n < 12 else row for n, row in enumerate(shown)).split())
    assert act.state.step.title in whole
    assert act.state.step.cue in whole
    assert " x s" in shown[-1]
    if size[1] < 20 and "flash" not in name:
        assert session_parts.show_clock(act.remaining) in whole
    if size[1] >= 20 and "flash" not in name:
        assert all(
            row.rstrip() in "\n".join(shown)
            for row in session_parts.draw_digits(session_parts.show_clock(act.remaining))
        )


@pytest.mark.parametrize("width", [40, 60, 79, 80, 120])
def test_the_keys_stand_in_one_row_and_the_stop_key_is_always_among_them(width: int) -> None:
    row = plain_text(session_parts.list_keys(width))
    assert len(row) <= width
    assert "x s" in row
    if width >= 80:
        assert row.count("  ") == len(session_parts.KEYS) - 1
        assert "x something wrong" in row


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (0.2, "0:01"), (1, "0:01"), (59.01, "1:00"), (600, "10:00"), (-3, "0:00")]
)
def test_the_started_second_counts_whole(seconds: float, text: str) -> None:
    assert session_parts.show_clock(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59.6, "1 min"), (90, "1 min 30 s"), (3599.7, "1 h"), (3660, "1 h 1 min"), (7200, "2 h")],
)
def test_spans_are_said_in_the_largest_units(seconds: float, text: str) -> None:
    assert say_span(seconds) == text


def test_a_breath_fills_and_empties() -> None:
    guide = guidance()
    said = [(guide.breath(second), *guide.dots(second)) for second in range(11)]
    assert said[:4] == [(guide.breathe_in, n, 4) for n in (1, 2, 3, 4)]
    assert said[4:10] == [(guide.breathe_out, n, 6) for n in (6, 5, 4, 3, 2, 1)]
    assert said[10] == said[0]


@pytest.mark.parametrize("notes", [NOTES, ()])
def test_lines_say_each_step_once_in_one_line(notes: tuple[str, ...]) -> None:
    act = Rehearsal(STEPS, after=3)
    act.wait(2000)
    said = [
        plain_text(line)
        for effect in act.begun
        for line in session_lines.step_begun_lines(effect, len(STEPS), feel=False)
    ]
    assert len(said) == len(STEPS) - 2
    assert said[2] == (
        "4 of 11: Get ready, left, 10 s. Rest the opposite hand's fingers on the thick muscle between neck and shoulder."
    )
    assert len(session_lines.opening_lines(notes, guidance())) == len(notes) + 2


@pytest.mark.parametrize("mode", ["paused", "away", "waiting", "stopping", "help"])
def test_lines_say_what_can_be_typed_in_each_mode(mode: str) -> None:
    act = at(HOLD, wait=mode == "waiting")
    if mode == "away":
        gone(act, 60)
    act.keys(*{"paused": ["space"], "stopping": ["x"], "help": ["?"]}.get(mode, []))
    said = " ".join(plain_text(line) for line in session_lines.mode_lines(act.state, act.now, guidance()))
    expected = {
        "paused": "Paused at 0:24. Type p",
        "away": "Type r to repeat",
        "waiting": "Press Enter",
        "stopping": "6 It is simply enough, or too strong",
        "help": "x something is wrong",
    }
    assert expected[mode] in said


def test_a_position_is_drawn_for_the_side_that_is_meant() -> None:
    shown = {}
    for side in ("left", "right"):
        act = Rehearsal((RATE, a_step("stretch", 20, side, figure="figure"), RATE))
        scene = view.make_scene(PLAN, guidance())._replace(positions={"figure": ["  O >", " / ("]})
        shown[side] = [plain_text(line)[-5:] for line in view.draw_frame(act.state, act.now, 80, 24, scene)[2:4]]
    assert [row.strip() for row in shown["left"]] == ["O >", "/ ("]
    assert [row.strip() for row in shown["right"]] == ["< O", ") \\"]


def test_what_is_to_be_taken_off_hangs_on_what_lies_on_or_presses() -> None:
    hold, heat, move = (a_step(kind, 60, spot="s" * (kind == "hold")) for kind in ("hold", "heat", "move"))
    heated, pressed, moved = (
        ask_what_is_wrong(Rehearsal((RATE, *steps, RATE)).state) for steps in ((heat, hold), (hold,), (move,))
    )
    assert len({heated, pressed, moved}) == 3 and "heat" in heated and "pressure" in pressed
