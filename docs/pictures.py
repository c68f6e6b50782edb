"""Draws the README's pictures with the program itself: `python docs/pictures.py` writes them to docs/pictures."""

import html
import io
import re
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from knotcli.coach.routines.limits import PlanOptions  # noqa: E402
from knotcli.coach.routines.plan import SessionPlan, plan_session  # noqa: E402
from knotcli.coach.session import machine as heart  # noqa: E402
from knotcli.coach.session.events import Now, Tick  # noqa: E402
from knotcli.coach.session.movement_break import USUAL_REGIONS, USUAL_SECONDS, make_break_plan  # noqa: E402
from knotcli.coach.session.opening import open_session  # noqa: E402
from knotcli.coach.text import Block, Line  # noqa: E402
from knotcli.coach.trend.region_trend import RightAfter, build_trend  # noqa: E402
from knotcli.coach.trend.weekly_means import RatedDay  # noqa: E402
from knotcli.storage.files.library import Library  # noqa: E402
from knotcli.terminal.rich_renderer import RichRenderer  # noqa: E402
from knotcli.views.body.picture import draw_opening  # noqa: E402
from knotcli.views.session import session_frame as session_view  # noqa: E402
from knotcli.views.session.ending import SessionSummary, ending_blocks  # noqa: E402
from knotcli.views.session.start_page import start_page  # noqa: E402
from knotcli.views.trend import trend_lines as trend_view  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
WIDTH = 80
THEME = TerminalTheme(
    (16, 18, 22),
    (226, 228, 232),
    [
        (40, 44, 52),
        (224, 82, 82),
        (96, 170, 96),
        (208, 150, 64),
        (96, 140, 208),
        (180, 120, 190),
        (64, 170, 180),
        (210, 214, 220),
    ],
)
FONTS = "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace"


LIBRARY = Library(ROOT, ROOT / "none")
GUIDANCE = LIBRARY.guidance()


def plan_neck() -> SessionPlan:
    """Plan the neck routine as it is shipped."""
    return plan_session(LIBRARY.routine("neck"), PlanOptions(), (), tuple(LIBRARY.zones().values()))


def draw_start() -> str:
    """Draw the page before a session."""
    planned, routine = plan_neck(), LIBRARY.routine("neck")
    opening = open_session(planned, 0, False)
    spots = {spot.id: spot.name for spot in LIBRARY.spots().values()}
    body = draw_opening(LIBRARY.figure(), opening.spots, routine.zones, planned.side)
    page = start_page(opening, spots, GUIDANCE.tolerable, body, WIDTH, 24)
    return _draw("knot session neck", "start", page)


def draw_session() -> str:
    """Draw a hold of the neck routine."""
    planned = plan_neck()
    first = next(n for n, step in enumerate(planned.steps) if step.kind == "hold")
    return _draw("knot session neck", "session", _lead(planned, first, 12))


def draw_ending() -> str:
    """Draw the ending of a session whose advice was shown before."""
    seconds = {"heat": 600, "pressure": 300, "stretching and moving": 100}
    summary = SessionSummary("neck", "complete", seconds, 6, 4, False, True, "at 18:10", "", False)
    return _draw("knot session neck", "ending", ending_blocks(summary, GUIDANCE))


def draw_break() -> str:
    """Draw a movement break, in its second movement."""
    planned = make_break_plan(LIBRARY.breaks().movements, USUAL_REGIONS, USUAL_SECONDS)
    return _draw("knot break", "break", _lead(planned, 1, 5))


def _lead(planned: SessionPlan, first: int, seconds: int) -> list[Line]:
    """Lead the plan for some seconds from step `first`; return what a terminal of 80×24 shows then."""
    at = Now(0.0, 0.0)
    state, _ = heart.begin(planned.steps, tuple(rule.id for rule in GUIDANCE.stop), at, first=first)
    for second in range(1, seconds + 1):
        at = Now(float(second), float(second))
        state, _ = heart.step(state, Tick(), at)
    scene = session_view.make_scene(planned, GUIDANCE, LIBRARY.figure(), LIBRARY.positions())
    return session_view.draw_frame(state, at, WIDTH, 24, scene)


def draw_trend() -> str:
    """Draw ten weeks of made-up ratings, one of the weeks without any."""
    first, today = date(2026, 9, 14), date(2026, 11, 22)
    days = []
    for number in range((today - first).days + 1):
        day = first + timedelta(days=number)
        if number % 7 in (2, 5) or 35 <= number < 42:
            continue
        score = max(0, min(10, round(7 - number / 20 + (number * 7 % 5 - 2) / 2)))
        days.append(RatedDay(day, score, 1, score, score))
    sessions = {first + timedelta(days=n): 1 for n in range(0, (today - first).days, 3) if not 35 <= n < 42}
    found = build_trend("neck", days, sessions, RightAfter(), first, today, 10)
    return _draw("knot trend neck", "trend", trend_view.trend_lines(found, today, WIDTH))


def _draw(title: str, name: str, blocks: Iterable[Block]) -> str:
    renderer = RichRenderer(io.StringIO(), 256, str)
    renderer.console.record = True
    renderer.console.print(Text.from_ansi(renderer.render_blocks(blocks, WIDTH).removesuffix("\n")))
    svg = renderer.console.export_svg(title=title, theme=THEME, unique_id=f"knot-{name}")
    # A picture that fetched its letters from somewhere would tell that place who looks at it.
    svg = re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.S)
    svg = svg.replace("Fira Code, monospace", FONTS).replace("font-family: arial", "font-family: sans-serif")
    return TEXT.sub(_trim, svg)


TEXT = re.compile(r'(<text [^>]*?x=")([\d.]+)("[^>]*?textLength=")([\d.]+)("[^>]*>)([^<]*)</text>')


def _trim(found: re.Match[str]) -> str:
    """Take the spaces around a text out and move it: not every program that shows pictures keeps them."""
    before, x, between, length, after, inside = found.groups()
    text = html.unescape(inside).replace("\xa0", " ")
    bare = text.strip()
    if not bare:
        return ""
    column = float(length) / len(text)
    start = float(x) + column * (len(text) - len(text.lstrip()))
    escaped = html.escape(bare).replace(" ", "&#160;")
    return f"{before}{start:.1f}{between}{column * len(bare):.1f}{after}{escaped}</text>"


PICTURES = {
    "start": draw_start, "session": draw_session, "ending": draw_ending, "break": draw_break, "trend": draw_trend,
}  # fmt: skip


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(draw(), encoding="utf-8")
