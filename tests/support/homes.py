"""A home of knot that a session may start in, and what is kept there."""

import io
from pathlib import Path

from knotcli.cli import main
from knotcli.coach.record import Session, StepDone
from knotcli.storage.history.store import History
from knotcli.world import World


def run(home: Path, *argv: str, typed: str = "") -> tuple[int, str, str]:
    """Run a command in this process; give exit code, stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    code = main(argv, World({"KNOT_HOME": str(home), "TERM": "dumb"}, io.StringIO(typed), out, err))
    return code, out.getvalue(), err.getvalue()


def checked(home: Path, *regions: str) -> Path:
    """Answer every question of the regions with no."""
    code, template, err = run(home, "check", "--template", *regions)
    assert code == 0, err
    answers = home.parent / f"{home.name}-answers.toml"
    answers.parent.mkdir(parents=True, exist_ok=True)
    answers.write_text(template.replace('= ""', '= "no"'), encoding="utf-8")
    code, out, err = run(home, "check", "--answers", str(answers))
    assert code == 0, out + err
    return home


def history(home: Path) -> History:
    world = World({"KNOT_HOME": str(home)})
    return History(world.paths.history, world.clock.now)


def newest(home: Path) -> tuple[Session, list[StepDone]]:
    """Give the newest session with its steps."""
    kept = history(home)
    session = kept.sessions(limit=1)[0]
    return session, kept.steps(session.id)
