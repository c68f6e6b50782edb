"""What a look over everything found."""

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """One thing looked at. level: good, note (worth knowing), wrong. do: what to do about it, or empty."""

    level: Literal["good", "note", "wrong"]
    what: str
    do: str = ""


class KeptFile(NamedTuple):
    """A file that knot made or reads. what: the kind of file, in words. size: bytes. link: it points elsewhere."""

    what: str
    path: str
    size: int
    link: str = ""
