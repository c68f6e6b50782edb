"""What a person asks of one session, as one value from the command line to the end of the session."""

import msgspec


class SessionOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `knot session` as typed. None: not given, so that the settings and the routine decide.

    region: a region, or the name of a routine of this person's own; "" where it is to be asked. before, after: ratings given in advance.
    """

    region: str = ""
    side: str | None = None
    tool: str | None = None
    heat: bool | None = None
    heat_minutes: str | None = None
    hold: str | None = None
    lead_in: str | None = None
    quick: bool = False
    no_press: bool = False
    before: str | None = None
    after: str | None = None
    note: str = ""
    tag: list[str] | None = None
    nothing_new: bool = False
    yes: bool = False
    wait: bool | None = None
    voice: bool | None = None
    breath: bool | None = None
    bell: bool | None = None
    flash: bool | None = None
    resume: bool = False
    dry_run: bool = False
    plain: bool = False
    as_json: bool = False
