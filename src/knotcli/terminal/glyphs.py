"""What a glyph becomes where the stream's encoding cannot take it."""

import codecs
from collections.abc import Mapping

# Most stand-ins are as wide as what they stand for, so that columns and pictures keep their shape; a bar's
# last eighths become a space for the same reason.
ASCII: Mapping[str, str] = {
    **dict.fromkeys("█▉▊▋▌▐▀▄▓■▮●", "#"),
    **dict.fromkeys("▍▎▏", " "),
    **dict.fromkeys("▁▂▃", "_"),
    **dict.fromkeys("▅▆▇", "#"),
    **dict.fromkeys("▒□▯", ":"),
    **dict.fromkeys("░·∙", "."),
    **dict.fromkeys("×✗✘", "x"),
    **dict.fromkeys("–—−‐‑─━═╌┄", "-"),
    **dict.fromkeys("│┃║╎┆", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝", "+"),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″«»", '"'),
    **dict.fromkeys("•◦○◌✓✔", "*"),
    "╱": "/", "╲": "\\", "…": "...", "→": "->", "←": "<-", "↑": "^", "▲": "^", "↓": "v", "▼": "v", "▶": ">", "◀": "<",
    "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "°": " deg", "½": "1/2", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
SAMPLE = "█×↓…–’·"


def _stand_in(fault: UnicodeError) -> tuple[str, int]:
    """Give the ASCII for the characters that could not be encoded, "?" where none is known."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(ASCII.get(c, "?") for c in fault.object[fault.start : fault.end]), fault.end


codecs.register_error("knotcli.ascii", _stand_in)


def fit_encoding(text: str, encoding: str) -> str:
    """Give `text` with only what `encoding` can take."""
    return text.encode(encoding, "knotcli.ascii").decode(encoding)


def can_encode_glyphs(encoding: str) -> bool:
    """Say whether `encoding` can take the glyphs that the screens are drawn with."""
    try:
        SAMPLE.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
