"""The whole history as one JSON text, out and in. Rows of the export are objects, checked where they are stored."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from knotcli.coach.errors import KnotError
from knotcli.coach.text import clean_text

SCHEMA = 1
FORMAT = "knot-history"
HEAD = f'{{"schema_version": {SCHEMA}, "format": "{FORMAT}", "exported_at": '
"""How every export begins: by this one is told from another file."""
ABOUT = "A self-reported diary, written by knot. knot is not a medical device and does not diagnose or treat disease."
"""What it is and what it is not, for whoever opens it."""


def write_export(rows: Iterable[Mapping[str, Any]], now: datetime) -> Iterator[str]:
    """Give the document in pieces, one line a row: what differs between two exports differs in lines.

    ASCII only, so that no editor, mail or terminal changes it on its way.
    """
    yield f'{HEAD}{json.dumps(now.isoformat())}, "about": {json.dumps(ABOUT)}, "versions": ['
    before = "\n"
    for row in rows:
        yield before + json.dumps(row, sort_keys=True, separators=(",", ":"))
        before = ",\n"
    yield "\n]}\n"


def read_export(text: str, name: str) -> list[Any]:
    """Give the rows of the document `text`, unchecked as yet. Raises KnotError that names the file and the place."""
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _broken(name, f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        told = str(error) if isinstance(error, _Refused) else "nested too deeply, or a number too long"
        raise _broken(name, told) from None
    if not isinstance(document, dict):
        raise _broken(name, "it is not an export of knot")
    if document.get("resourceType"):
        raise KnotError(f"{name} is FHIR, which knot writes and does not read. Import a JSON export of knot, or CSV.")
    if document.get("format") != FORMAT:
        raise _broken(name, f'it is not an export of knot: "format": "{FORMAT}" is missing')
    schema = document.get("schema_version")
    if type(schema) is int and schema > SCHEMA:
        raise KnotError(
            f"{name} was written by a newer knot (schema {schema}; this one reads {SCHEMA}). Nothing was imported."
        )
    if schema != SCHEMA or type(schema) is not int:
        raise _broken(name, f'"schema_version": {SCHEMA} is missing')
    if strange := set(document) - {"schema_version", "format", "exported_at", "about", "versions"}:
        raise _broken(name, f"{clean_text(min(strange))[:40]!r} is not known")
    rows = document.get("versions")
    if not isinstance(rows, list):
        raise _broken(name, 'its list "versions" is missing')
    return rows


class _Refused(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("a name stands twice in one object")
    return found


def _no_number(word: str) -> Any:
    raise _Refused(f"{word} is not a number of JSON")


def _broken(name: str, why: str) -> KnotError:
    return KnotError(f"{name} is broken: {why}. Nothing was imported.")
