"""What a look over everything found, and the files that are kept, as lines or as JSON."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from knotcli.coach.finding import Finding, KeptFile
from knotcli.coach.words import Line, Span, clean

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
    rows = wrap(clean(text), max(20, width - indent), break_long_words=False, break_on_hyphens=False)
    return [(lead, (rows[0], "")), *(" " * indent + row for row in rows[1:])]


def document(findings: Sequence[Finding]) -> dict[str, Any]:
    """Give the JSON document."""
    ok = not any(one.level == "wrong" for one in findings)
    return {"ok": ok, "findings": [{k: clean(v) for k, v in one._asdict().items()} for one in findings]}


def kept(files: Sequence[KeptFile], data: str, config: str, width: int) -> list[Line]:
    """List every file that is kept, and where."""
    folders = f"In {data}:" if data == config else f"In {data} and {config}:"
    if not files:
        nothing = f"Nothing is kept yet. It would be in {data}" + (
            "." if data == config else f" and {config}."
        )
        return [*wrap(clean(nothing), max(40, width), break_on_hyphens=False)]
    found: list[Line] = [clean(folders)]
    for one in files:
        found.append(((f"  {one.what:<28}", "dim"), (f"{size(one.size):>8}  ", ""), (clean(one.path), "")))
        if one.link:
            found.append(f"{'':40}a link to {clean(one.link)}")
    return [*found, "Reports and exports are where you had them written."]


def kept_document(files: Sequence[KeptFile], data: str, config: str) -> dict[str, Any]:
    """Give the JSON document of the files that are kept."""
    listed = [{"what": f.what, "path": clean(f.path), "bytes": f.size} for f in files]
    return {"data": clean(data), "config": clean(config), "files": listed}


def size(count: int) -> str:
    """Say a number of bytes: 512 B, 34 kB, 12.3 MB."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
