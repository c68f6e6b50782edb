"""What knot doctor finds, as values."""

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """One finding. level: note is worth knowing, wrong needs doing something. do: what to do, or "".

    cause: of what is wrong with the history: damaged (a backup mends it), newer (only a newer knot reads it),
    second (another history lies beside it)."""

    level: Literal["good", "note", "wrong"]
    what: str
    do: str = ""
    cause: Literal["", "damaged", "newer", "second"] = ""


class KeptFile(NamedTuple):
    """A file that knot made or reads. what: the kind of file, in words. size: bytes. link: where it points, or ""."""

    what: str
    path: str
    size: int
    link: str = ""
