"""How each style of text looks on a terminal, and the codes for it."""

from collections.abc import Iterable, Mapping

from knotcli.coach.text import Span, Style

LOOKS: Mapping[Style, tuple[str, str]] = {
    "": ("", ""),
    "title": ("bold", "bold"),
    "strong": ("bold", "bold"),
    "dim": ("color(243)", "dim"),
    "good": ("color(28)", "green"),
    "warn": ("color(130)", "yellow"),
    "stop": ("bold color(160)", "bold red"),
    "key": ("bold color(30)", "bold cyan"),
    "bar": ("color(31)", "cyan"),
}
"""In rich's words, on a terminal of 256 colours and on one of 16. The 256 have a look that no theme changes: each has a
contrast of about 4 : 1 or more on black and on white alike."""
RESET = "\x1b[0m"
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def write_spans(spans: Iterable[Span], is_few: bool) -> str:
    """Return the pieces with the codes of their styles. is_few: for a terminal of 16 colours."""
    return "".join(f"{_BEGINS[style][is_few]}{text}{RESET}" if text and style else text for text, style in spans)


def _begin_look(look: str) -> str:
    codes = (f"38;5;{word[6:-1]}" if word.startswith("color(") else _CODES[word] for word in look.split())
    return f"\x1b[{';'.join(codes)}m"


_BEGINS = {style: (_begin_look(many), _begin_look(few)) for style, (many, few) in LOOKS.items()}
