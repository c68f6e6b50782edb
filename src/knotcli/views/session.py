"""A running session as a frame of lines, or as one line a milestone. Pure."""

from collections.abc import Sequence

from knotcli.coach.guidance import Guidance
from knotcli.coach.routine import Step
from knotcli.coach.session import Begun, Now, State
from knotcli.coach.words import Line, Span

KEYS = (
    ("space", "pause"), ("n", "next"), ("b", "back"), ("+", "longer"), ("e", "ease off"),
    ("x", "something is wrong"), ("q", "end"), ("?", "help"),
)  # fmt: skip
_PIXELS = {
    "0": ("111", "101", "101", "101", "111"), "1": ("010", "110", "010", "010", "111"),
    "2": ("111", "001", "111", "100", "111"), "3": ("111", "001", "111", "001", "111"),
    "4": ("101", "101", "111", "001", "001"), "5": ("111", "100", "111", "001", "111"),
    "6": ("111", "100", "111", "101", "111"), "7": ("111", "001", "001", "001", "001"),
    "8": ("111", "101", "111", "101", "111"), "9": ("111", "101", "111", "001", "111"),
    ":": ("0", "1", "0", "1", "0"),
}  # fmt: skip


def clock(seconds: float) -> str:
    """Write seconds as minutes and seconds, the started second counted whole: 0:01 is the last one."""
    whole = max(0, -int(-seconds // 1))
    return f"{whole // 60}:{whole % 60:02d}"


def span(seconds: float) -> str:
    """Say a planned span: 30 s, 10 min, 1 min 30 s."""
    minutes, rest = divmod(round(seconds), 60)
    return " ".join(
        [*([f"{minutes} min"] if minutes else []), *([f"{rest} s"] if rest or not minutes else [])]
    )


def big(text: str) -> list[str]:
    """Draw digits five rows high."""
    return [
        "  ".join("".join("██" if p == "1" else "  " for p in _PIXELS[c][row]) for c in text)
        for row in range(5)
    ]


def bar(share: float, width: int) -> tuple[Span, ...]:
    """Draw how much of something is done."""
    full = min(width, max(0, round(share * width)))
    return (("█" * full, "bar"), ("░" * (width - full), "dim"))


def name(step: Step) -> str:
    """Name a step with its side."""
    return f"{step.title}, {step.side}" if step.side else step.title


def done_seconds(state: State, now: Now) -> tuple[float, float]:
    """Give the seconds of the routine behind and in all, as planned, with this step as it runs."""
    before = sum(s.seconds for s in state.steps[: state.index])
    after = sum(s.seconds for s in state.steps[state.index + 1 :])
    return before + state.elapsed(now), before + state.length + after


def frame(
    state: State,
    now: Now,
    width: int,
    height: int,
    guidance: Guidance,
    heading: str,
    notice: str,
    picture: Sequence[Line],
) -> list[Line]:
    """Lay out the state for a screen of this size, the less needful left out first where it is small."""
    if state.mode == "stopping":
        return _fit(_stopping(guidance), width, height)
    if state.mode == "help":
        return _fit(_help(), width, height)
    step = state.step
    behind, whole = done_seconds(state, now)
    top = _ends(heading, f"step {state.index + 1} of {len(state.steps)}", width)
    if state.mode == "rating":
        return _fit([top, "", *_rating(state), "", *_note(notice)], width, height)
    tall, wide = height >= 20, width >= 60
    remaining = clock(state.remaining(now))
    lines: list[Line] = [top]
    lines += [""] if tall else []
    lines.append(((name(step), "strong"), (f"  {span(state.length)}", "dim")))
    if tall:
        lines += ["", *[((row, "bar"),) for row in big(remaining)], ""]
    else:
        lines.append(((remaining, "strong"), (" left", "")))
    lines.append(bar(state.elapsed(now) / state.length if state.length else 0, min(width, 60)))
    lines += [""] if tall else []
    body: list[Line] = [step.cue]
    if step.kind == "hold":
        body.append(((guidance.breath(state.elapsed(now)), "good"),))
        feel = guidance.eased if state.eased else step.feel
        body += [((feel, "dim"),)] if feel and height >= 14 else []
    lines += body
    lines += _mode(state) or _note(notice)
    lines += [""] if tall else []
    following = state.steps[state.index + 1] if state.index + 1 < len(state.steps) else None
    if following is not None:
        length = f", {span(following.seconds)}" if following.seconds else ""
        lines.append((("Next: ", "dim"), (f"{name(following)}{length}", "")))
    lines.append(
        (
            (f"{clock(whole - behind)} left in all  ", "dim"),
            *bar(behind / whole if whole else 1, 20 if wide else 10),
        )
    )
    lines += [""] if tall else []
    lines.append(_keys(wide))
    if tall and wide and picture and step.kind in ("hold", "prepare"):
        lines = _beside(lines, picture, width)
    return _fit(lines, width, height)


def _mode(state: State) -> list[Line]:
    if state.mode == "paused":
        return [(("Paused. ", "warn"), ("space", "key"), (" goes on.", ""))]
    if state.mode == "waiting":
        return [(("Ready when you are. ", "good"), ("space", "key"), (" begins.", ""))]
    if state.mode == "away":
        return [
            (
                (f"You were away for {span(state.away)}. That time does not count. ", "warn"),
                ("r", "key"),
                (" repeats this step, ", ""),
                ("space", "key"),
                (" goes on.", ""),
            ),
        ]
    return []


def _note(notice: str) -> list[Line]:
    return [((notice, "warn"),)] if notice else []


def _keys(wide: bool) -> Line:
    shown = KEYS if wide else tuple(k for k in KEYS if k[0] in ("space", "n", "x", "q", "?"))
    spans: list[Span] = []
    for key, what in shown:
        short = what if wide else {"something is wrong": "wrong"}.get(what, what)
        spans += [(key, "key"), (f" {short}  ", "dim")]
    return tuple(spans)


def _rating(state: State) -> list[Line]:
    when = "now, before you begin" if state.index == 0 else "now, afterwards"
    return [
        ((f"How strong is the pain {when}?", "strong"),),
        "0 is no pain, 10 the worst pain you can imagine.",
        (("Type a number and Enter: ", ""), (state.typed or "_", "strong")),
        (("n", "key"), (" leaves it out", "dim")),
    ]


def _stopping(guidance: Guidance) -> list[Line]:
    rules: list[Line] = [
        ((f" {n} ", "key"), (f" {rule.name}", "")) for n, rule in enumerate(guidance.stop, 1)
    ]
    return [
        (("Stopped. Let go. What is it?", "stop"),),
        "",
        *rules,
        ((" 0 ", "key"), (" Nothing of this: back, paused", "")),
        "",
    ]


def _help() -> list[Line]:
    about = {
        "space": "pause, and go on", "n": "end this step and take the next", "b": "this step again, or the one before",
        "+": "ten seconds more, where there is room", "e": "too strong: less pressure, a shorter hold",
        "x": "something is wrong: stop and choose what", "q": "end here and keep what was done", "?": "this page",
    }  # fmt: skip
    rows: list[Line] = [((f" {key:<6}", "key"), (about[key], "")) for key, _ in KEYS]
    return [(("Keys", "title"),), *rows, "", "Any key goes back. The time stands still meanwhile."]


def _ends(left: str, right: str, width: int) -> Line:
    room = max(1, width - len(left) - len(right))
    return (
        ((left, "title"), (" " * room, ""), (right, "dim"))
        if len(left) + len(right) < width
        else ((left, "title"),)
    )


def _beside(lines: Sequence[Line], picture: Sequence[Line], width: int) -> list[Line]:
    from knotcli.coach.words import plain

    start = width - max(len(plain(row)) for row in picture)
    result: list[Line] = []
    for number, line in enumerate(lines):
        row = picture[number - 2] if 0 <= number - 2 < len(picture) else ""
        text = plain(line)
        if row and len(text) < start - 1:
            spans = (line, "") if isinstance(line, str) else None
            left: tuple[Span, ...] = (spans,) if spans is not None else line  # type: ignore[assignment]
            right: tuple[Span, ...] = ((row, "dim"),) if isinstance(row, str) else row
            result.append((*left, (" " * (start - len(text)), ""), *right))
        else:
            result.append(line)
    return result


def _fit(lines: Sequence[Line], width: int, height: int) -> list[Line]:
    """Leave out empty lines from the bottom up until it fits the height, wrapping counted."""
    from knotcli.coach.words import plain

    kept = list(lines)

    def rows() -> int:
        return sum(max(1, -(-len(plain(line)) // max(1, width))) for line in kept)

    for at in range(len(kept) - 1, -1, -1):
        if rows() < height:
            break
        if plain(kept[at]) == "":
            del kept[at]
    return kept


def milestone(begun: Begun, total: int, guidance: Guidance) -> list[Line]:
    """Say a step's beginning in lines that are only ever appended."""
    step = begun.step
    side = "Change sides. " if begun.changed_side else ""
    head = f"{begun.number + 1} of {total}: {side}{name(step)}"
    if step.kind == "rate":
        when = "before you begin" if begun.number == 0 else "afterwards"
        return [
            f"{head}. How strong is the pain {when}? 0 is none, 10 the worst you can imagine. A number, or n to leave it out."
        ]
    lines: list[Line] = [f"{head}, {span(begun.seconds)}. {step.cue}"]
    if step.kind == "hold" and step.feel:
        lines.append(f"   {step.feel}")
    return lines
