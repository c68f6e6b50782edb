"""How long one short command takes, from Enter to the prompt, beside what people would use instead.

    python benchmarks/startup.py [--knot PATH] [--env DIR] [--runs N]

Adding one entry and looking back are what is done most often. Each is timed for knot, for Watson (a time
tracker) and for jrnl (a diary), and beside a Python that starts and does nothing: the floor under all of them.

How to read it. Every act is a whole process, started with no terminal, in a home of its own with a few entries.
The acts take turns, in another order each round, so that a busy moment of the machine falls on all of them alike.
Compare within one table only: milliseconds depend on the machine, ratios much less. The median is the figure;
the quickest run shows how much of it was noise. "× python" says how many bare starts an act costs, "at most" how many it may.
"× knot" says how often knot's same act fits into it: 3.0 means knot is three times as quick.

The first round fills caches (compiled modules among them, if their folders can be written) and is not counted. Watson and jrnl are installed into a virtual environment of
their own (--env keeps it for the next time); where that fails, the table says so and holds the rest.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from side_by_side import Act, environment, find_knot, install, jrnl_settings, measure, run

SEEDED = 10  # entries before the first measurement, one a day
AT_MOST = {
    "knot log neck 4": 4,
    "knot status --short": 4,
    "knot trend neck": 9,
    "knot --help": 9,
    "knot session (dry)": 13,
    "knot check --show": 13,
    "knot": 13,
}
"""How many bare starts an act may cost: the first two come many times a day and are read without typer."""


def answer_check(knot: str, folder: Path, env: Mapping[str, str]) -> None:
    """Keep a check of the neck in which every question is answered with no."""
    template = subprocess.run(
        [knot, "check", "--template", "neck"], env=env, stdout=subprocess.PIPE, text=True, check=True
    )
    answers = folder / "answers.toml"
    answers.write_text(re.sub(r'(?m)^(\w+) = ""$', r'\1 = "no"', template.stdout), encoding="utf-8")
    run([knot, "check", "--answers", str(answers)], env)


def acts(knot: str, python: str, home: Path, others: Mapping[str, str], env: Mapping[str, str]) -> list[Act]:
    """Give what is timed, with a few entries already kept by each program."""
    days = [(date.today() - timedelta(days=n)).isoformat() for n in range(1, SEEDED + 1)]
    found = [
        Act("python -c pass", "floor", [python, "-c", "pass"]),
        Act("knot log neck 4", "add", [knot, "log", "neck", "4"]),
        Act("knot trend neck", "look back", [knot, "trend", "neck"]),
        Act("knot status --short", "prompt", [knot, "status", "--short"]),
        Act("knot --help", "help", [knot, "--help"]),
        Act("knot session (dry)", "steps", [knot, "session", "neck", "--dry-run"]),
        Act("knot check --show", "check", [knot, "check", "--show"]),
        Act("knot", "today", [knot]),
    ]
    answer_check(knot, home, env)
    for day in days:
        run([knot, "log", "neck", "5", "--at", f"{day} 09:00"], env)
    if watson := others.get("watson"):
        spans = [["--from", f"{day} 09:00", "--to", f"{day} 09:30"] for day in days]
        for span in spans:
            run([watson, "add", *span, "neck", "+5"], env)
        since = ["--from", days[-1], "--to", days[0]]
        found += [
            Act("watson add", "add", [watson, "add", *spans[0], "neck", "+4"]),
            Act("watson report", "look back", [watson, "report", "--no-pager", *since]),
            Act("watson --help", "help", [watson, "--help"]),
        ]
    if jrnl := others.get("jrnl"):
        diary = [jrnl, "--config-file", str(jrnl_settings(jrnl, home, env))]
        for day in days:
            run([*diary, f"{day} 09:00: neck 5."], env)
        found += [
            Act("jrnl 'neck 4.'", "add", [*diary, "neck 4."]),
            Act("jrnl -n 5", "look back", [*diary, "-n", "5"]),
            Act("jrnl --help", "help", [jrnl, "--help"]),
        ]
    return found


def table(found: Sequence[Act]) -> str:
    """Lay out medians in milliseconds and ratios."""
    floor = found[0].median
    rows = [f"{'':<20}{'median ms':>10}{'quickest':>10}{'× python':>10}{'at most':>9}{'× knot':>9}"]
    for kind in dict.fromkeys(act.kind for act in found):
        alike = [act for act in found if act.kind == kind]
        rows.append("")
        for act in alike:
            share = "" if act is alike[0] else f"{act.median / alike[0].median:.1f}"
            rows.append(
                f"{act.name:<20}{act.median * 1000:>10.1f}{min(act.seconds) * 1000:>10.1f}"
                f"{act.median / floor:>10.1f}{AT_MOST.get(act.name, ''):>9}{share:>9}".rstrip()
            )
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--knot", metavar="PATH", help="the knot to time [default: beside this Python, or on PATH]")
    parser.add_argument("--env", metavar="DIR", help="where Watson and jrnl are, or are to be installed and kept")
    parser.add_argument("--runs", type=int, default=20, metavar="N", help="counted rounds [default: 20]")
    parser.add_argument("--alone", action="store_true", help="do not compare with other programs")
    given = parser.parse_args()
    if given.runs < 1:
        parser.error("--runs takes a whole number from 1 up")
    knot = find_knot(given.knot)
    if knot is None:
        parser.error("no knot found: give its path with --knot")
    beside = Path(knot).absolute().with_name(Path(sys.executable).name)
    python = str(beside) if beside.exists() else sys.executable
    with tempfile.TemporaryDirectory() as made:
        home = Path(made) / "home"
        home.mkdir()
        env = environment(home)
        others = {} if given.alone else install(Path(given.env).absolute() if given.env else Path(made) / "env")
        found = acts(knot, python, home, others, env)
        measure(found, given.runs, env)
        print(f"{python}, {given.runs} rounds in turns\n")
        print(table(found))


if __name__ == "__main__":
    main()
