"""Writes the tables of docs/safety.md from the content itself: `python docs/tables.py` puts them in place."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from knotcli.storage.files.library import Library  # noqa: E402

KINDS = {
    "emergency": "Emergencies: no session; the emergency text at once",
    "red-flag": "Red flags: no session; see someone today, or soon",
    "absolute": "Absolute contraindications: no session",
    "relative": "Relative contraindications: clearance is asked for, or limits apply",
    "likelihood": "What it is like: described only, never a score, stops nothing",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += [
        "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines)


def items(library: Library) -> str:
    parts = ["## What is asked"]
    for kind, title in KINDS.items():
        rows = []
        for item in library.items():
            if item.kind != kind:
                continue
            holds = {"emergency": "at once", "today": "today", "soon": "soon"}.get(
                item.urgency, item.holds_back
            )
            if item.clearance:
                holds = f"{holds}, clearance"
            limits = ", ".join(item.limits)
            limits += "".join(f"; {name}: {', '.join(ids)}" for name, ids in item.limits_in.items())
            rows.append(
                (
                    f"`{item.id}`",
                    item.question,
                    ", ".join(item.regions),
                    f"{holds} {limits}".strip(),
                    item.why,
                )
            )
        parts += [
            "",
            f"### {title}",
            "",
            table(("id", "question", "regions", "holds back, limits", "why"), rows),
        ]
    return "\n".join(parts)


def limits(library: Library) -> str:
    rows = ((f"`{x.id}`", x.text, x.why, ", ".join(x.sources)) for x in library.limits().values())
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
    for name, make in (("items", items), ("limits", limits), ("zones", zones), ("stop", stop)):
        block = f"<!-- table: {name} -->\n{make(library)}\n<!-- end -->"
        text = re.sub(rf"<!-- table: {name} -->.*?<!-- end -->", lambda _, b=block: b, text, flags=re.S)
    return text


if __name__ == "__main__":
    path = ROOT / "docs" / "safety.md"
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
