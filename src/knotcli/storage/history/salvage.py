"""Reads what a damaged history still holds, from the bytes of its pages. Pure: bytes in, values out.

Only the pages that hold rows are read, each on its own: no other page has to be sound. The layouts are those of
https://sqlite.org/fileformat2.html. What comes out is unchecked.
"""

from collections.abc import Iterator
from typing import NamedTuple

_PAGE_SIZES = (4096, 512, 1024, 2048, 8192, 16384, 32768, 65536)  # bytes; the first is what a new file gets
_LEAF = 0x0D  # the first byte of a page that holds rows of a table
_WIDTHS = (0, 1, 2, 3, 4, 6, 8)  # bytes of a whole number, by serial type
_MOST = 10_000_000  # bytes of one row; more is damage
_WAL_HEADER, _FRAME_HEADER = 32, 24  # bytes


class Pages(NamedTuple):
    """The pages of a database by number from 1, and how many bytes of each are used."""

    by_number: dict[int, bytes]
    usable: int


def salvage_rows(data: bytes, wal: bytes = b"") -> list[tuple[int, list[object]]]:
    """Return number and columns of every row of any table that can be read from a file and its write-ahead log.

    A column that stands for the row's number is None.
    """
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    if size in _PAGE_SIZES:
        return list(_read_pages(data, wal, size))
    # The header is damaged: of the sizes that there are, the one that makes sense of most.
    return max((list(_read_pages(data, wal, each)) for each in _PAGE_SIZES), key=len)


def _read_pages(data: bytes, wal: bytes, size: int) -> Iterator[tuple[int, list[object]]]:
    main = {number + 1: data[number * size : (number + 1) * size] for number in range(-(-len(data) // size))}
    logged = _read_log(wal, size)
    reserved = data[20] if len(data) > 20 and data[20] < 32 else 0
    pages = Pages({**main, **logged}, size - reserved)
    for page_number, page in [*main.items(), *logged.items()]:
        head = 100 if page_number == 1 else 0
        if len(page) <= head + 8 or page[head] != _LEAF:
            continue
        for cell in range(int.from_bytes(page[head + 3 : head + 5], "big")):
            place = int.from_bytes(page[head + 8 + 2 * cell : head + 10 + 2 * cell], "big")
            try:
                number, payload = _read_cell(pages, page, place)
                values = _read_record(payload)
            except (IndexError, KeyError, UnicodeDecodeError):
                continue
            yield number, values


def _read_log(wal: bytes, size: int) -> dict[int, bytes]:
    """Return the newest page of each number in a write-ahead log. Frames of an earlier round have another salt."""
    salt, found = wal[16:24], {}
    for start in range(_WAL_HEADER, len(wal) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        if wal[start + 8 : start + 16] == salt:
            number = int.from_bytes(wal[start : start + 4], "big")
            found[number] = wal[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
    return found


def _read_varint(data: bytes, place: int) -> tuple[int, int]:
    """Return the number at a place, and the place after it."""
    value = 0
    for i in range(8):
        value = value << 7 | data[place + i] & 0x7F
        if data[place + i] < 0x80:
            return value, place + i + 1
    return value << 8 | data[place + 8], place + 9


def _read_cell(pages: Pages, page: bytes, place: int) -> tuple[int, bytes]:
    """Return a row's number and its bytes: from its page, and from the chain of pages with what was too long for it."""
    size, place = _read_varint(page, place)
    number, place = _read_varint(page, place)
    usable = pages.usable
    if size <= usable - 35:
        return number, page[place : place + size]
    if size > _MOST:
        raise IndexError
    least = (usable - 12) * 32 // 255 - 23
    here = least + (size - least) % (usable - 4)
    here = here if here <= usable - 35 else least
    parts = [page[place : place + here]]
    following = int.from_bytes(page[place + here : place + here + 4], "big")
    while following and (left := size - sum(map(len, parts))) > 0:
        more = pages.by_number[following]
        parts.append(more[4 : min(usable, 4 + left)])
        if not parts[-1]:
            raise IndexError
        following = int.from_bytes(more[:4], "big")
    return number, b"".join(parts)


def _read_record(payload: bytes) -> list[object]:
    """Read a record: a header with the type of each value, and the values."""
    end, place = _read_varint(payload, 0)
    body = end
    values: list[object] = []
    while place < end:
        serial, place = _read_varint(payload, place)
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
            raise IndexError  # a type that no column of a history has
        body += width
        values.append(value)
    if body != len(payload):
        raise IndexError
    return values
