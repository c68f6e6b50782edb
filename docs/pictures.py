"""Draws the README's pictures with the program itself: `python docs/pictures.py` puts them in place."""

import re
import sys
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from knotcli.coach.routines.plan import PlanOptions, plan_session  # noqa: E402
from knotcli.coach.session import machine as heart  # noqa: E402
from knotcli.coach.text import plain_text  # noqa: E402
from knotcli.coach.trend.region_trend import RightAfter, build_trend  # noqa: E402
from knotcli.coach.trend.weekly_means import RatedDay  # noqa: E402
from knotcli.storage.files.library import Library  # noqa: E402
from knotcli.views.session import frame as session_view  # noqa: E402
from knotcli.views.trend import trend_lines as trend_view  # noqa: E402

WIDTH = 80


def session() -> str:
    """Draw a hold of the neck routine as a terminal of 80×24 shows it."""
    library = Library(ROOT, ROOT / "none")
    planned = plan_session(library.routine("neck"), PlanOptions(), (), tuple(library.zones().values()))
    steps = planned.steps
    guidance = library.guidance()
    at = heart.Now(0.0, 0.0)
    first = next(n for n, step in enumerate(steps) if step.kind == "hold")
    state, _ = heart.begin(steps, tuple(rule.id for rule in guidance.stop), at, first=first)
    for second in range(1, 13):
        at = heart.Now(float(second), float(second))
        state, _ = heart.step(state, heart.Tick(), at)
    return _text(session_view.frame(state, at, WIDTH, 24, session_view.scene(planned, guidance)))


def trend() -> str:
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
    return _text(
        trend_view.trend_lines(
            build_trend("neck", days, sessions, RightAfter(), first, today, 10), today, WIDTH
        )
    )


def _text(lines: list) -> str:  # type: ignore[type-arg]
    return "\n".join(plain_text(line).rstrip() for line in lines)


def drawn(readme: str) -> str:
    """Give the README with both pictures drawn anew."""
    for name, picture in (("session", session()), ("trend", trend())):
        block = f"<!-- picture: {name} -->\n```text\n{picture}\n```\n<!-- end -->"
        readme = re.sub(rf"<!-- picture: {name} -->.*?<!-- end -->", lambda _, b=block: b, readme, flags=re.S)
    return readme


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(drawn(path.read_text(encoding="utf-8")), encoding="utf-8")
