"""What can go wrong, as one line for a person and an exit code."""


class KnotError(Exception):
    """A known failure (exit 1). The message is one clear line: the fault, then the advice.

    fault: what was wrong, and what is allowed; it can stand in another message. advice: what follows, or what to do.
    """

    code = 1

    def __init__(self, fault: str = "", advice: str = "") -> None:
        super().__init__(f"{fault} {advice}".strip())
        self.fault = fault


class Misuse(KnotError):
    """The command was given something that it does not take (exit 2)."""

    code = 2


class Held(KnotError):
    """Going on is not safe or not yet allowed (exit 3)."""

    code = 3


class Stopped(KnotError):
    """A signal or Ctrl-C ended the command (exit 128 + signal); what was done is kept. The message may be empty."""

    def __init__(self, message: str = "", signal: int = 2) -> None:
        super().__init__(message)
        self.code = 128 + signal
