"""A routine file, a verdict's limits and a person's options → the steps of a session. Pure."""

from typing import Annotated

import msgspec


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a planned session.

    `kind`: prepare heat hold rest stretch move rate. `seconds` is planned; keys may move it only between
    `least` and `most` seconds. `feel` is what it should feel like. `spot` names the place on the body.
    """

    kind: str
    title: str
    cue: str
    seconds: int
    least: int
    most: int
    feel: str = ""
    side: str | None = None
    tool: str | None = None
    spot: str = ""
    sources: tuple[str, ...] = ()
