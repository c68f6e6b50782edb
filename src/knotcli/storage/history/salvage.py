"""Reads what a damaged history still holds, from the bytes of its pages. Pure: bytes in, rows out.

Only the pages that hold versions are read, each on its own: no other page has to be sound. The layout is that of
https://sqlite.org/fileformat2.html. What comes out is unchecked: `history_merge.merge_readable` takes only what
is whole.
"""

from collections.abc import Iterator

from knotcli.storage.history.versions import Row

PAGE = 4096  # bytes; what SQLite gives a new file
_LEAF = 0x0D  # the first byte of a page that holds rows of a table
_WIDTHS = (0, 1, 2, 3, 4, 6, 8)  # bytes of a whole number, by serial type
_FIELDS = 1 + len(Row._fields)  # the columns of `version`, `seq` before them
_MOST = 10_000_000  # bytes of one row; more is damage


def rows(data: bytes) -> Iterator[Row]:
    """Give every row of `version` that can be read from the file's bytes."""
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        head = 100 if start == 0 else 0
        if len(page) == PAGE and page[head] == _LEAF:
            for cell in range(int.from_bytes(page[head + 3 : head + 5], "big")):
                place = int.from_bytes(page[head + 8 + 2 * cell : head + 10 + 2 * cell], "big")
                try:
                    values = _record(_payload(data, page, place))
                except (IndexError, UnicodeDecodeError):
                    continue
                if len(values) == _FIELDS and values[0] is None:  # seq is kept outside the record
                    # Bytes of a damaged file can be of any type: whoever takes the row checks each field.
                    yield Row(*values[1:])  # type: ignore[arg-type]


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """Give the number at a place, and the place after it."""
    value = 0
    for i in range(8):
        value = value << 7 | data[place + i] & 0x7F
        if data[place + i] < 0x80:
            return value, place + i + 1
    return value << 8 | data[place + 8], place + 9


def _payload(data: bytes, page: bytes, place: int) -> bytes:
    """Put a row's bytes together: from its page, and from the chain of pages that holds what was too long."""
    size, place = _varint(page, place)
    _, place = _varint(page, place)
    if size <= PAGE - 35:
        return page[place : place + size]
    if size > _MOST:
        raise IndexError
    least = (PAGE - 12) * 32 // 255 - 23
    here = least + (size - least) % (PAGE - 4)
    here = here if here <= PAGE - 35 else least
    parts = [page[place : place + here]]
    following = int.from_bytes(page[place + here : place + here + 4], "big")
    while following and (left := size - sum(map(len, parts))) > 0:
        start = (following - 1) * PAGE
        parts.append(data[start + 4 : start + min(PAGE, 4 + left)])
        if not parts[-1]:
            raise IndexError
        following = int.from_bytes(data[start : start + 4], "big")
    return b"".join(parts)


def _record(payload: bytes) -> list[object]:
    """Read a record: a header with the type of each value, and the values."""
    end, place = _varint(payload, 0)
    body = end
    values: list[object] = []
    while place < end:
        serial, place = _varint(payload, place)
        value: object = None
        if serial in (8, 9):
            width, value = 0, serial - 8
        elif serial < len(_WIDTHS):
            width = _WIDTHS[serial]
            value = int.from_bytes(payload[body : body + width], "big", signed=True) if width else None
        elif serial >= 13 and serial % 2:
            width = (serial - 13) // 2
            value = payload[body : body + width].decode()
        else:
            raise IndexError  # a type that no version has
        body += width
        values.append(value)
    if body != len(payload):
        raise IndexError
    return values
