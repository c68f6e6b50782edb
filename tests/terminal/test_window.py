"""A window's title and the terminal's own notifications, only where they are known to work."""

import pytest

from knotcli.terminal.window import takes_title, write_notification, write_title

OWN = "Neck; \x1b[31mevil\x07"


@pytest.mark.parametrize(
    ("env", "written"),
    [
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "\x1b]9;Neck, [31mevil\x1b\\"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "\x1b]9;Neck, [31mevil\x1b\\"),
        ({"TERM": "xterm-kitty"}, "\x1b]99;;Neck, [31mevil\x1b\\"),
        ({"TERM": "foot"}, "\x1b]777;notify;knot;Neck, [31mevil\x1b\\"),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, ""),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux"}, ""),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "iTerm.app"}, ""),
        ({}, ""),
    ],
)
def test_a_notification_is_sent_only_where_one_is_known(env: dict[str, str], written: str) -> None:
    assert write_notification(env, OWN) == written


@pytest.mark.parametrize(
    ("term", "takes"),
    [("xterm-256color", True), ("tmux-256color", True), ("linux", False), ("vt100", False), ("", False)],
)
def test_a_title_is_set_only_where_it_is_taken(term: str, takes: bool) -> None:
    assert takes_title({"TERM": term}) == takes


def test_no_text_ends_a_title_early() -> None:
    assert write_title(OWN + "x" * 99).count("\x1b") == 2 and len(write_title("x" * 99)) == 66
