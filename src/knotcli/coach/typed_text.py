"""What is typed on any keyboard → the letters and digits that the questions know. Pure."""

from unicodedata import decimal

_FULL_WIDTH = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
"""The full-width forms of the ASCII characters, as East Asian keyboards type them (Unicode, Halfwidth and Fullwidth)."""


def fold_width(text: str) -> str:
    """Return `text` with full-width letters and every script's decimal digits as plain ASCII ones."""
    if text.isascii():
        return text
    return "".join(str(decimal(char, char)) for char in text.translate(_FULL_WIDTH))
