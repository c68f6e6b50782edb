"""Ratings as CSV, out and in.

A cell that a spreadsheet would run as a formula gets an apostrophe before the sign that would start it, and
loses it again on the way in.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.person_input import fold_width, parse_region, parse_score, parse_side
from knotcli.coach.record import Rating, format_uuid
from knotcli.coach.tags import parse_tags
from knotcli.coach.text import clean_text
from knotcli.coach.times import ToLocal, parse_moment
from knotcli.coach.vocabulary import RATING_KINDS

COLUMNS = ("id", "at", "region", "side", "kind", "score", "note", "session_id", "tags")
NEEDED = ("at", "region", "score")
HEAD = ",".join(COLUMNS)
HEADS = (HEAD + "\n", HEAD.removesuffix(",tags") + "\n")
"""How a table of ours begins: with tags, and as it was before there were any."""
SEPARATORS = ",;\t"
MOST_NOTE = 100_000
"""Characters of a note: as many as the history keeps."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# A formula begins at a cell's beginning. Where a spreadsheet is told other separators or quotes than ours, that
# can be behind any of them.
_START = r"((?:^|[,;|\t\r\n\"]) *'*)"
_SIGN = r"(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])"
_RISKY = re.compile(_START + _SIGN)
_MARKED = re.compile(_START + "'" + _SIGN)


def mark_formulas(text: str) -> str:
    """Put an apostrophe before each sign that could start a formula. `unmark_formulas` takes exactly these away."""
    return _RISKY.sub(r"\1'", text)


def unmark_formulas(text: str) -> str:
    """Give the text that `mark_formulas` was given."""
    return _MARKED.sub(r"\1", text)


def write_ratings(ratings: Iterable[Rating]) -> Iterator[str]:
    """Give the table line by line, the header first."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    yield HEAD + "\n"
    for r in ratings:
        note, tags = clean_text(r.note, lines=True), " ".join(r.tags)
        cells = (r.id, r.at.isoformat(), r.region, r.side or "", r.kind, r.score, note, r.session or "", tags)
        line.seek(0)
        line.truncate()
        writer.writerow([mark_formulas(str(cell)) for cell in cells])
        yield line.getvalue()


def read_ratings(text: str, name: str, now: datetime, local: ToLocal) -> list[Rating]:
    """Read a table with a header; only at, region and score have to be there. Raises KnotError with the line.

    `local` gives a time without an offset the one that was in force here then. A row without an id gets one that
    follows from what it says, so that the same table brought in twice is brought in once.
    """
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    said = re.fullmatch(r'"?sep=(.)"?\r?', first, re.IGNORECASE)  # how a spreadsheet program is told
    if said:
        separator = said[1]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    seen: Counter[str] = Counter()
    ids: dict[str, int] = {}
    found: list[Rating] = []
    line = 1
    try:
        if said:
            next(rows)
        header = _header(next(rows, []))
        for cells in rows:
            line = rows.line_num
            if not any(cell.strip() for cell in cells):
                continue
            # A spreadsheet program leaves empty columns behind the last one.
            cells = cells[: len(header)] if not any(map(str.strip, cells[len(header) :])) else cells
            if len(cells) != len(header):
                raise Misuse(f"it has {len(cells)} cells, and the header {len(header)}.")
            values = dict(zip(header, map(unmark_formulas, cells), strict=True))
            rating = _rating(values, now, local, seen)
            if rating.id in ids:
                raise Misuse(f"its id stands in line {ids[rating.id]} already.")
            ids[rating.id] = line
            found.append(rating)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise KnotError(
                f"{name}, line {line + 1} or below: a quotation mark is opened and never closed. Nothing was imported."
            ) from None
        raise KnotError(f"{name}, line {rows.line_num}: {error}. Nothing was imported.") from None
    except Misuse as error:
        raise KnotError(f"{name}, line {line}: {error.fault} Nothing was imported.") from None
    return found


def _header(cells: list[str]) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    while header and not header[-1]:
        header.pop()
    takes = f"It takes {', '.join(COLUMNS)}; {', '.join(NEEDED)} are needed."
    if missing := [column for column in NEEDED if column not in header]:
        raise Misuse(f"the first line has to name the columns, and lacks {' and '.join(missing)}. {takes}")
    for place, column in enumerate(header):
        if column not in COLUMNS:
            raise Misuse(f"{clean_text(column)[:40]!r} is not a column that knot knows. {takes}")
        if column in header[:place]:
            raise Misuse(f"the column {column} stands twice.")
    return header


def _rating(values: Mapping[str, str], now: datetime, local: ToLocal, seen: Counter[str]) -> Rating:
    note = values.get("note", "")
    values = {column: cell.strip() for column, cell in values.items()}
    text = fold_width(values["at"])
    if not text[:4].isdigit():
        raise Misuse(
            f"{clean_text(text)[:40]!r} is not a time that knot can read. It takes 2026-11-20, 2026-11-20 18:30 or ISO 8601."
        )
    at = parse_moment(text, now, local)
    kind = values.get("kind") or "now"
    if kind not in RATING_KINDS:
        raise Misuse(f"{clean_text(kind)[:40]!r} is not a kind. It takes {', '.join(RATING_KINDS)}.")
    if len(note) > MOST_NOTE:
        raise Misuse(f"a note holds at most {MOST_NOTE} characters; this one has {len(note)}.")
    session = _uuid("session_id", values.get("session_id", ""))
    tags = parse_tags(values.get("tags", "").split())
    place, which = parse_region(values["region"]), parse_side(values.get("side") or None)
    points, ident = parse_score(re.sub(r"[.,]0+$", "", values["score"])), _uuid("id", values.get("id", ""))
    if ident is None:
        # As written: a time without an offset makes the same id wherever the table is read.
        said = "\n".join((_moment(text), place, which or "", kind, str(points), session or "", note, *tags))
        seen[said] += 1
        ident = _derived(f"{seen[said]}\n{said}")
    return Rating(ident, at, place, which, points, kind, note, session, tags)


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text.upper()).isoformat()
    except ValueError:
        return text


def _uuid(column: str, text: str) -> str | None:
    if text and not _UUID.fullmatch(text.lower()):
        raise Misuse(f"{column} takes a UUID, or nothing.")
    return text.lower() or None


def _derived(said: str) -> str:
    """Make a UUID of version 8 (RFC 9562: own content) from SHA-256 of what a row says."""
    digest = bytearray(hashlib.sha256(b"knot-row\n" + said.encode("utf-8", "surrogatepass")).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x80, digest[8] & 0x3F | 0x80
    return format_uuid(digest)
