"""What a look over everything found, and the files that are kept, as lines or as JSON."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knotcli.coach.findings import Finding, KeptFile
from knotcli.coach.text import Block, Line, ListItem, Span, clean_text

MARKS: Mapping[str, Span] = {"good": ("good   ", "good"), "note": ("note   ", "dim"), "wrong": ("WRONG  ", "stop")}


def finding_lines(findings: Sequence[Finding]) -> list[Block]:
    """Say what was found, each with what to do, and at the end whether all is well."""
    found: list[Block] = []
    for one in findings:
        found.append(ListItem(MARKS[one.level], clean_text(one.what)))
        if one.do:
            found.append(ListItem(("       → ", "key"), clean_text(one.do)))
    wrong = sum(one.level == "wrong" for one in findings)
    end: Line = (("Everything is sound.", "good"),)
    if wrong:
        end = ((f"{wrong} {'thing needs' if wrong == 1 else 'things need'} attention.", "stop"),)
    return [*found, "", end]


def findings_document(findings: Sequence[Finding]) -> dict[str, Any]:
    """Give the JSON document."""
    ok = not any(one.level == "wrong" for one in findings)
    return {"ok": ok, "findings": [{k: clean_text(v) for k, v in one._asdict().items()} for one in findings]}


def kept_file_lines(files: Sequence[KeptFile]) -> list[Line]:
    """List every file that is kept. Paths stay whole, to be copied."""
    if not files:
        return ["No file is saved yet."]
    found: list[Line] = []
    for one in files:
        found.append(((clean_text(one.path), ""), (f"  {one.what}, {say_size(one.size)}", "dim")))
        if one.link:
            found.append(f"  a link to {clean_text(one.link)}")
    return found


def kept_files_document(files: Sequence[KeptFile], places: Sequence[tuple[str, Path, bool]]) -> dict[str, Any]:
    """Give the JSON document of the places (what, path, whether it is there) and of every file."""
    return {
        "places": [{"what": what, "path": clean_text(str(path)), "there": is_there} for what, path, is_there in places],
        "files": [{"what": f.what, "path": clean_text(f.path), "bytes": f.size} for f in files],
    }


def say_size(count: int) -> str:
    """Say a number of bytes: 512 B, 34 kB, 12.3 MB."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
