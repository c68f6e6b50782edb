"""How quick a long history is beside a short one, and beside what people would use instead.

    python benchmarks/history.py [--knot PATH] [--env DIR] [--sizes 100,10000,100000] [--runs N] [--heavy N]

For each size, knot, Watson and timewarrior (time trackers) and jrnl (a diary) get the same entries: one place, spread
evenly over ten years up to yesterday, or one a day where there are fewer. Then the same acts are timed for all of them:
adding one entry, looking back over 12 weeks, looking back over all of it, the first page of the list, taking
everything out, and bringing everything in. Not every program has every act.

How to read it. Every act is a whole process, started with no terminal. All acts of all sizes take turns, in another
order each round, so that a busy moment of the machine falls on all of them alike. A figure is the median in
milliseconds; in brackets, how often knot's same act at the same size fits into it. "growth" is the largest size
against the smallest. The first round fills caches, makes the backup of the day, and is not counted.

"knot log, first of a day" also makes that backup; once a day the first entry waits for it. The last two acts are done
in fewer rounds (--heavy), apart from the others. Watson and jrnl are installed into a virtual environment of their own
(--env keeps it); timewarrior is the `timew` on PATH. What is missing is said, and the table holds the rest.
"""

import argparse
import json
import shutil
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from side_by_side import Act, environment, find_knot, install, jrnl_settings, measure, run

YEARS = 3650  # days
HEAVY = ("export", "import")


def moments(size: int) -> Iterator[datetime]:
    """Give when each entry was, oldest first, at equal distances; none of them today."""
    days = timedelta(days=min(size, YEARS))
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(size):
        yield (midnight - days + days * number / size).replace(second=0, microsecond=0)


def seed_knot(knot: str, home: Path, size: int, env: Mapping[str, str]) -> None:
    """Bring the entries in as a table, and take them out once as the file for the import."""
    table = home / "seed.csv"
    rows = (f"{at.isoformat()},neck,{number % 11}\n" for number, at in enumerate(moments(size)))
    table.write_text("at,region,score\n" + "".join(rows), encoding="utf-8")
    run([knot, "import", str(table)], env)
    run([knot, "export", "-o", str(home / "knot.json")], env)


def seed_watson(home: Path, size: int) -> None:
    """Write the frames as Watson keeps them."""
    folder = home / "watson"
    folder.mkdir()
    frames = []
    for number, at in enumerate(moments(size)):
        begun = int(at.timestamp())
        frames.append([begun, begun + 600, "neck", uuid.uuid4().hex, [f"+{number % 11}"], begun + 600])
    (folder / "frames").write_text(json.dumps(frames, indent=1), encoding="utf-8")


def seed_timew(home: Path, size: int) -> None:
    """Write what timewarrior keeps of these intervals: one file a month, the tags' counts, and what undo needs."""
    folder = home / "timewarrior" / "data"
    folder.mkdir(parents=True)
    (folder.parent / "timewarrior.cfg").write_text("verbose = off\n", encoding="utf-8")
    months: dict[str, list[str]] = {}
    tags: Counter[str] = Counter()
    undo = []
    for number, at in enumerate(moments(size)):
        start, end = (f"{moment:%Y%m%dT%H%M%SZ}" for moment in (at, at + timedelta(minutes=10)))
        score = str(number % 11)
        months.setdefault(f"{at:%Y-%m}", []).append(f"inc {start} - {end} # {score} neck\n")
        tags.update((score, "neck"))
        after = json.dumps({"id": 0, "start": start, "end": end, "tags": [score, "neck"]}, separators=(",", ":"))
        undo.append(f"txn:\n  type: interval\n  before: \n  after: {after}\n")
    for month, lines in months.items():
        (folder / f"{month}.data").write_text("".join(lines), encoding="utf-8")
    (folder / "undo.data").write_text("".join(undo), encoding="utf-8")
    counts = ",\n".join(f'  "{tag}":{{"count":{count}}}' for tag, count in sorted(tags.items()))
    (folder / "tags.data").write_text(f"{{\n{counts}\n}}", encoding="utf-8")


def seed_jrnl(home: Path, size: int) -> None:
    """Write the entries as jrnl keeps them, and once more as the file for the import."""
    said = "".join(f"[{at:%Y-%m-%d %H:%M}] neck {number % 11}.\n\n" for number, at in enumerate(moments(size)))
    for name in ("jrnl.txt", "seed.txt"):
        (home / name).write_text(said, encoding="utf-8")


def acts(knot: str, home: Path, size: int, others: Mapping[str, str], env: Mapping[str, str]) -> list[Act]:
    """Give what is timed for one size, with the entries in place."""
    found: list[Act] = []
    quarter = (date.today() - timedelta(weeks=12)).isoformat()
    week = (date.today() - timedelta(days=7)).isoformat()
    today = date.today().isoformat()

    def act(kind: str, name: str, *argv: str, **more: object) -> None:
        found.append(Act(name, kind, list(argv), env=env, size=size, **more))  # type: ignore[arg-type]

    seed_knot(knot, home, size, env)
    fresh = home / "fresh"
    act("add", "knot log", knot, "log", "neck", "4")
    act("12 weeks", "knot trend", knot, "trend", "neck")
    act("everything", "knot trend, 520 weeks", knot, "trend", "neck", "--weeks", "520")
    act("first page", "knot history", knot, "history")
    backups = home / "knot" / "backups"
    act(
        "add, first of a day", "knot log", knot, "log", "neck", "4",
        before=lambda: shutil.rmtree(backups, ignore_errors=True),
    )  # fmt: skip
    act("export", "knot export", knot, "export", "-o", str(home / "knot.json"))
    act("import", "knot import", knot, "import", str(home / "knot.json"))
    found[-1].env = {**env, "KNOT_HOME": str(fresh)}
    found[-1].before = lambda: shutil.rmtree(fresh, ignore_errors=True)
    if watson := others.get("watson"):
        seed_watson(home, size)
        act("add", "watson add", watson, "add", "--from", f"{today} 00:01", "--to", f"{today} 00:02", "neck", "+4")
        act("12 weeks", "watson report", watson, "report", "--no-pager", "--from", quarter, "--to", today)
        act("everything", "watson report --all", watson, "report", "--no-pager", "--all")
        act("first page", "watson log (7 days)", watson, "log", "--no-pager")
        act("export", "watson log --json", watson, "log", "--all", "--json")
    if timew := others.get("timew"):
        seed_timew(home, size)
        act("add", "timew track", timew, "track", f"{today}T00:01:00", "-", f"{today}T00:02:00", "neck", ":adjust")
        act("12 weeks", "timew summary", timew, "summary", quarter, "-", today)
        act("everything", "timew summary :all", timew, "summary", ":all")
        act("first page", "timew summary (7 days)", timew, "summary", week, "-", today)
        act("export", "timew export", timew, "export")
    if jrnl := others.get("jrnl"):
        seed_jrnl(home, size)
        diary = [jrnl, "--config-file", str(jrnl_settings(jrnl, home, env))]
        act("add", "jrnl", *diary, "neck 4.")
        act("12 weeks", "jrnl -from", *diary, "-from", quarter, "--short")
        act("everything", "jrnl --short", *diary, "--short")
        act("first page", "jrnl -n 40", *diary, "-n", "40", "--short")
        act("export", "jrnl --export json", *diary, "--export", "json")
        act("import", "jrnl --import", *diary, "--import", "--file", str(home / "seed.txt"))
        diary_file = home / "jrnl.txt"
        found[-1].before = lambda: diary_file.write_text("", encoding="utf-8")
    return found


def table(found: Sequence[Act], sizes: Sequence[int]) -> str:
    """Lay out the medians, how each compares with knot's, and how each grows."""
    rows = [f"{'':<26}" + "".join(f"{size:>18,}" for size in sizes) + f"{'growth':>10}"]
    for kind in dict.fromkeys(act.kind for act in found):
        rows += ["", kind]
        alike = [act for act in found if act.kind == kind]
        own = {act.size: act.median for act in alike if act.name == alike[0].name}
        for name in dict.fromkeys(act.name for act in alike):
            at = {act.size: act.median for act in alike if act.name == name}
            cells = ""
            for size in sizes:
                share = "" if name == alike[0].name else f" ({at[size] / own[size]:.1f})"
                cells += f"{f'{at[size] * 1000:.0f}{share}':>18}"
            rows.append(f"  {name:<24}{cells}{f'× {at[sizes[-1]] / at[sizes[0]]:.2f}':>10}")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--knot", metavar="PATH", help="the knot to time [default: beside this Python, or on PATH]")
    parser.add_argument("--env", metavar="DIR", help="where Watson and jrnl are, or are to be installed and kept")
    parser.add_argument("--sizes", default="100,10000,100000", metavar="N,…", help="entries [default: %(default)s]")
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="counted rounds [default: 15]")
    parser.add_argument("--heavy", type=int, default=3, metavar="N", help="rounds of export and import [default: 3]")
    parser.add_argument("--alone", action="store_true", help="do not compare with other programs")
    given = parser.parse_args()
    try:
        sizes = sorted({int(size) for size in given.sizes.split(",")})
    except ValueError:
        parser.error("--sizes takes whole numbers with commas between")
    if sizes[0] < 2 or given.runs < 1 or given.heavy < 0:
        parser.error("--sizes take numbers from 2 up, --runs from 1 up, --heavy from 0 up")
    knot = find_knot(given.knot)
    if knot is None:
        parser.error("no knot found: give its path with --knot")
    with tempfile.TemporaryDirectory() as made:
        others: dict[str, str] = {}
        if not given.alone:
            others = install(Path(given.env).absolute() if given.env else Path(made) / "env")
            if timew := shutil.which("timew"):
                others["timew"] = timew
            else:
                print("Not compared with timewarrior: there is no timew on PATH (Debian: apt install timewarrior).")
        found: list[Act] = []
        for size in sizes:
            print(f"{size:,} entries …", file=sys.stderr)
            home = Path(made) / str(size)
            home.mkdir()
            found += acts(knot, home, size, others, environment(home))
        quick = [act for act in found if act.kind not in HEAVY]
        heavy = [act for act in found if act.kind in HEAVY] if given.heavy else []
        measure(quick, given.runs, {})
        measure(heavy, given.heavy, {})
        print(f"{knot}, {given.runs} rounds in turns, {given.heavy} of export and import; medians in ms\n")
        print(table([*quick, *heavy], sizes))


if __name__ == "__main__":
    main()
