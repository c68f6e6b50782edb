"""Writes the tables of docs/safety.md from the content itself: `python docs/tables.py` puts them in place."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

sys.path.insert(0, str(ROOT / "benchmarks"))

import reading  # noqa: E402

from knotcli.coach.screening.clusters import PARTS, CheckSetting, sentences  # noqa: E402
from knotcli.coach.screening.items import Condition, Item  # noqa: E402
from knotcli.coach.vocabulary import REGIONS  # noqa: E402
from knotcli.storage.files.library import Library  # noqa: E402

KINDS = {
    "emergency": "Emergencies: no session; the emergency text at once",
    "red-flag": "Red flags: no session; see someone today, or soon; some go on within limits with a clinician's word",
    "absolute": "Absolute contraindications: no session",
    "relative": "Relative contraindications: clearance is asked for, or limits apply",
    "likelihood": "What it is like: described only, never a score, stops nothing",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def leads_to(item: Item) -> str:
    """Say what a yes leads to, in a few words and ids of limits."""
    limits = ", ".join(item.limits)
    limits += "".join(f"; {name}: {', '.join(ids)}" for name, ids in item.limits_in.items())
    first = {"emergency": "at once", "today": "today", "soon": "soon"}.get(item.urgency, item.holds_back)
    word = "with a clinician's word " if item.clearance else ""
    said = [f"{first}; {word}{limits}" if limits else first]
    if item.warmth_limits:
        said.append(f"with a word for warmth {', '.join(item.warmth_limits)}")
    if item.today_with:
        said.append(f"today beside {' or '.join(item.today_with)}")
    if item.milder:
        when = " or ".join(_condition(one) for one in item.milder.any_of)
        urgency = f"{item.milder.urgency}, " if item.milder.urgency else ""
        word = "with a clinician's word " if item.milder.clearance else ""
        said.append(f"{when}: {urgency}{word}{', '.join(item.milder.limits)}")
    return ". ".join(said)


def _condition(one: Condition) -> str:
    parts = [f"question {n} clearly said" for n in one.said] + [f"question {n} clearly not" for n in one.unsaid]
    parts += [f"not for {', '.join(one.outside)}"] if one.outside else []
    parts += [f"{one.denied} denied"] if one.denied else []
    return "if " + " and ".join(parts)


def items(library: Library) -> str:
    parts = ["## What is asked"]
    for kind, title in KINDS.items():
        rows = [
            (
                f"`{item.id}`",
                item.question,
                ", ".join(item.regions),
                leads_to(item),
                item.lasts if kind != "likelihood" else "",
                item.why,
                ", ".join(item.sources),
            )
            for item in library.items()
            if item.kind == kind
        ]
        head = ("id", "question", "regions", "leads to", "lasts", "why", "sources")
        parts += ["", f"### {title}", "", table(head, rows)]
    return "\n".join(parts)


def sentences_shown(library: Library) -> str:
    """Every sentence of the check as it is shown, with the regions and ages."""
    whole = library.questionnaire
    found: dict[tuple[str, str], list[str]] = {}
    for region in REGIONS:
        for age, said in ((34, "under 50"), (55, "50+")):
            for part in PARTS:
                for one in sentences(part, whole.clusters, whole.items, CheckSetting((region,), age, True)):
                    found.setdefault((one.id, one.text), []).append(f"{region} {said}")
    rows = []
    for (ident, text), places in sorted(found.items()):
        regions = [r for r in REGIONS if f"{r} under 50" in places and f"{r} 50+" in places]
        more = [p for p in places if p.rsplit(" ", 2 if p.endswith("under 50") else 1)[0] not in regions]
        where = "all" if len(regions) == len(REGIONS) else ", ".join([*regions, *more])
        rows.append((ident, text, where))
    return "### The sentences\n\n" + table(("cluster", "sentence", "regions, age"), rows)


def cost(library: Library) -> str:
    """What the check costs to read."""
    return "\n".join([*reading.table_of_regions(), "", *reading.table_of_ways()])


def limits(library: Library) -> str:
    rows = ((f"`{x.id}`", x.text, x.why, ", ".join(x.sources)) for x in library.limits.values())
    return "## What limits change\n\n" + table(("limit", "what it says", "why", "sources"), rows)


def zones(library: Library) -> str:
    rows = ((z.name, ", ".join(z.regions), z.why, ", ".join(z.sources)) for z in library.zones().values())
    return "### Never pressed, or never warmed\n\n" + table(("where", "shown for", "why", "sources"), rows)


def stop(library: Library) -> str:
    rows = (
        (rule.name, "emergency text; all regions" if rule.emergency else rule.advice, ", ".join(rule.sources))
        for rule in library.guidance().stop
    )
    return "### Stop rules in a session (key x)\n\n" + table(("reason", "what is said", "sources"), rows)


def written(text: str) -> str:
    """Give docs/safety.md with every table made anew."""
    library = Library(ROOT, ROOT / "none")
    for name, make in (
        ("cost", cost),
        ("sentences", sentences_shown),
        ("items", items),
        ("limits", limits),
        ("zones", zones),
        ("stop", stop),
    ):
        block = f"<!-- table: {name} -->\n{make(library)}\n<!-- end -->"
        text = re.sub(rf"<!-- table: {name} -->.*?<!-- end -->", lambda _, b=block: b, text, flags=re.S)
    return text


if __name__ == "__main__":
    path = ROOT / "docs" / "safety.md"
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
