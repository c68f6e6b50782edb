"""What the bytes that a terminal sends mean as keys."""

from knotcli.coach.person_input import fold_width

NAMES = {" ": "space", "\n": "enter", "\r": "enter", "\x1b": "esc", "\t": "tab", "\x7f": "backspace"}
ARROWS = {b"A": "up", b"B": "down", b"C": "right", b"D": "left"}
UNKNOWN = "unknown"
"""The name of a character that is no key here, such as a letter of another alphabet."""
PASTE_BEGINS, PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"
LATE_TAIL = b"\x1b\x1b"
"""Put before the rest of a sequence whose escape has counted as a key already: it is then passed over whole."""


def sequence_length(data: bytes) -> int:
    """Return the length of the escape sequence that `data` begins with; 0 while its end has not arrived."""
    kind = data[1:2]
    if kind == b"[" and data[2:3] in (b"[", b"M"):
        # Function keys of the Linux console, and mouse reports of the old kind.
        length = 4 if data[2:3] == b"[" else 6
        return length if len(data) >= length else 0
    if kind == b"[":
        for at in range(2, len(data)):
            if not 0x20 <= data[at] <= 0x3F:
                # A byte that belongs to no sequence ends it, and stays.
                return at + 1 if 0x40 <= data[at] <= 0x7E else at
        return 0
    if kind == b"O":
        return 3 if len(data) >= 3 else 0
    if kind in (b"]", b"P", b"X", b"^", b"_"):
        ends = [data.find(mark) + len(mark) for mark in (b"\x07", b"\x1b\\") if mark in data]
        return min(ends, default=0)
    return 2 if kind else 0


def next_key(data: bytes, whole: bool) -> tuple[str | None, bytes]:
    """Take the first key off `data`: its name, None if there is none yet, and what is left.

    The arrow keys are keys; other sequences and pasted text are none. With `whole` nothing more will come: an
    escape alone is the key, and a sequence without its end is dropped.
    """
    while data:
        if data.startswith(PASTE_BEGINS):
            text, end, data = data.partition(PASTE_ENDS)
            if not end:
                return None, b"" if whole else PASTE_BEGINS + text[len(PASTE_BEGINS) :][-5:]
        elif data.startswith(LATE_TAIL):
            if data[2:3] not in (b"[", b"O", b""):
                return "esc", data[1:]
            if len(data) == 2:
                return ("esc", data[1:]) if whole else (None, data)
            length = sequence_length(data[1:])
            if not length:
                return None, b"" if whole else data
            data = data[1 + length :]
        elif data[0] == 0x1B:
            length = sequence_length(data)
            if not length:
                return ("esc" if whole and data == b"\x1b" else None), b"" if whole else data
            sequence, data = data[:length], data[length:]
            if length == 3 and sequence[1:2] in (b"[", b"O") and sequence[2:] in ARROWS:
                return ARROWS[sequence[2:]], data
        else:
            length = _character_length(data[0])
            if len(data) < length and not whole:
                return None, data
            char, data = fold_width(data[:length].decode("utf-8", "replace")), data[length:]
            if char in NAMES:
                return NAMES[char], data
            if len(char) == 1 and char.isascii():
                if char.isprintable():
                    return char.lower(), data
            else:
                return UNKNOWN, data
    return None, data


def _character_length(first: int) -> int:
    """Return how many bytes a UTF-8 character with this first byte has; 1 for a byte that begins none."""
    return 2 if 0xC2 <= first < 0xE0 else 3 if 0xE0 <= first < 0xF0 else 4 if 0xF0 <= first < 0xF5 else 1
