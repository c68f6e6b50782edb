"""What the terminal's window shows beside the screen: its title, and notifications; only where it is known to take them."""

from collections.abc import Mapping

from knotcli.coach.text import clean_text

TAKES_TITLE = (
    "xterm", "tmux", "rxvt", "alacritty", "foot", "konsole", "kitty", "wezterm", "ghostty", "contour", "vte", "gnome",
)  # fmt: skip
SAVE_TITLE, BRING_BACK_TITLE = "\x1b[22;2t", "\x1b]2;\x1b\\\x1b[23;2t"
"""Emptied first: where saving one is unknown, no old countdown stands in the title."""
LONGEST = 60
# From the terminals' own documents: who takes which of the three ways to ask for a notification.
NOTIFICATIONS: Mapping[str, str] = {
    "iterm.app": "\x1b]9;{}\x1b\\",
    "warpterminal": "\x1b]9;{}\x1b\\",
    "wezterm": "\x1b]9;{}\x1b\\",
    "ghostty": "\x1b]9;{}\x1b\\",
    "xterm-ghostty": "\x1b]9;{}\x1b\\",
    "xterm-kitty": "\x1b]99;;{}\x1b\\",
    "foot": "\x1b]777;notify;knot;{}\x1b\\",
    "foot-extra": "\x1b]777;notify;knot;{}\x1b\\",
    "rxvt-unicode": "\x1b]777;notify;knot;{}\x1b\\",
    "rxvt-unicode-256color": "\x1b]777;notify;knot;{}\x1b\\",
    "contour": "\x1b]777;notify;knot;{}\x1b\\",
}


def takes_title(env: Mapping[str, str]) -> bool:
    """Return whether a terminal of this TERM takes a title (OSC 2) without printing it."""
    return env.get("TERM", "").startswith(TAKES_TITLE)


def write_title(text: str) -> str:
    """Return the characters that set the title."""
    return f"\x1b]2;{clean_text(text)[:LONGEST]}\x1b\\"


def write_notification(env: Mapping[str, str], text: str) -> str:
    """Return the characters that show a notification, "" where none is known to work: within tmux, too."""
    names = (env.get("TERM_PROGRAM", "").lower(), env.get("TERM", ""))
    form = next((NOTIFICATIONS[name] for name in names if name in NOTIFICATIONS), "")
    multiplexed = names[0] == "tmux" or names[1].startswith(("tmux", "screen"))
    return "" if multiplexed else form.format(clean_text(text).replace(";", ",")[:LONGEST])
