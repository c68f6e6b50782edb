"""What a look over everything found, and the files that are kept, as lines or as JSON."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from knotcli.coach.findings import Finding, KeptFile
from knotcli.coach.text import Line, Span, clean_text

MARKS = {"good": ("good   ", "good"), "note": ("note   ", "dim"), "wrong": ("WRONG  ", "stop")}


def lines(findings: Sequence[Finding], width: int) -> list[Line]:
    """Say what was found, each with what to do, and at the end whether all is well."""
    found: list[Line] = []
    for one in findings:
        found += _behind(MARKS[one.level], one.what, width)
        if one.do:
            found += _behind(("       → ", "key"), one.do, width)
    wrong = sum(one.level == "wrong" for one in findings)
    end: Line = (("All is well.", "good"),)
    if wrong:
        end = ((f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong.", "stop"),)
    return [*found, "", end]


def _behind(lead: Span, text: str, width: int) -> list[Line]:
    # A path or a command stays in one piece, to be copied.
    indent = len(lead[0])
    rows = wrap(clean_text(text), max(20, width - indent), break_long_words=False, break_on_hyphens=False)
    return [(lead, (rows[0], "")), *(" " * indent + row for row in rows[1:])]


def document(findings: Sequence[Finding]) -> dict[str, Any]:
    """Give the JSON document."""
    ok = not any(one.level == "wrong" for one in findings)
    return {"ok": ok, "findings": [{k: clean_text(v) for k, v in one._asdict().items()} for one in findings]}


def kept(files: Sequence[KeptFile]) -> list[Line]:
    """List every file that is kept. Paths stay whole, to be copied."""
    if not files:
        return ["No file is kept yet."]
    found: list[Line] = []
    for one in files:
        found.append(((clean_text(one.path), ""), (f"  {one.what}, {size(one.size)}", "dim")))
        if one.link:
            found.append(f"  a link to {clean_text(one.link)}")
    return found


def kept_document(files: Sequence[KeptFile], places: Sequence[tuple[str, Path, bool]]) -> dict[str, Any]:
    """Give the JSON document of the places (what, path, whether it is there) and of every file."""
    return {
        "places": [
            {"what": what, "path": clean_text(str(path)), "there": there} for what, path, there in places
        ],
        "files": [{"what": f.what, "path": clean_text(f.path), "bytes": f.size} for f in files],
    }


def size(count: int) -> str:
    """Say a number of bytes: 512 B, 34 kB, 12.3 MB."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
