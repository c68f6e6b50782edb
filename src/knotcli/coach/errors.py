"""What can go wrong, as one line for a person and an exit code."""


class KnotError(Exception):
    """A known failure (exit 1). The message is one clear line: what was wrong, what is allowed, what to do."""

    code = 1


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
