"""What the bytes that a terminal sends mean as keys."""

NAMES = {" ": "space", "\n": "enter", "\r": "enter", "\x1b": "esc", "\t": "tab", "\x7f": "backspace"}
PASTE_BEGINS, PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"


def sequence_length(data: bytes) -> int:
    """Give the length of the escape sequence that `data` begins with; 0 while its end has not arrived."""
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

    Sequences, pasted text and characters outside ASCII are no keys. With `whole` nothing more will come: an
    escape alone is the key, and a sequence without its end is dropped.
    """
    while data:
        if data.startswith(PASTE_BEGINS):
            text, end, data = data.partition(PASTE_ENDS)
            if not end:
                return None, b"" if whole else PASTE_BEGINS + text[len(PASTE_BEGINS) :][-5:]
        elif data.startswith(b"\x1b\x1b"):
            if data[2:3] not in (b"[", b"O", b""):
                return "esc", data[1:]
            if len(data) == 2:
                return ("esc", data[1:]) if whole else (None, data)
            data = data[1:]
        elif data[0] == 0x1B:
            length = sequence_length(data)
            if not length:
                return ("esc" if whole and data == b"\x1b" else None), b"" if whole else data
            data = data[length:]
        else:
            char, data = chr(data[0]), data[1:]
            if char in NAMES:
                return NAMES[char], data
            if char.isascii() and char.isprintable():
                return char.lower(), data
    return None, data
