"""Ratings as CSV: cells that do no harm in a spreadsheet, and every way a table can be written."""

import csv
import io
import re
from datetime import timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import Rating, make_entry_id
from knotcli.storage.formats import csv_ratings as table
from support.clock import CET, NOON

SIGNS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
CELLS = st.text(st.sampled_from(["a", "1", " ", "'", '"', ",", ";", "|", "\t", "\r", "\n", *SIGNS]), max_size=12)


def read(text: str) -> list[Rating]:
    return table.read_ratings(
        text, "x", NOON, lambda moment: moment.replace(tzinfo=CET) if not moment.tzinfo else moment
    )


@given(CELLS)
def test_any_cell_comes_back_as_it_was(text: str) -> None:
    assert table.unmark_formulas(table.mark_formulas(text)) == text


@given(CELLS, CELLS)
def test_two_cells_stay_two(one: str, two: str) -> None:
    assert one == two or table.mark_formulas(one) != table.mark_formulas(two)


@given(CELLS)
def test_no_cell_starts_a_formula_whatever_separator_or_quote_a_spreadsheet_is_told(text: str) -> None:
    written = table.mark_formulas(text)
    for part in (written, *re.split(r"[,;|\n\"]", written)):
        assert part.lstrip(" ")[:1] not in tuple(SIGNS)[:4] + tuple(SIGNS)[6:]
    assert written[:1] not in tuple(SIGNS)


def test_plain_words_stay_as_they_are() -> None:
    for text in ("", "tired", "it's 5-6", "a = b", "'quoted'", "mail@example.org", "3 + 4", "漢字"):
        assert table.mark_formulas(text) == text
    assert table.mark_formulas("=1+1") == "'=1+1"
    assert table.mark_formulas("'=1+1") == "''=1+1"
    assert table.mark_formulas("bad; -2 today") == "bad; '-2 today"


RATINGS = st.builds(
    Rating,
    st.builds(make_entry_id),
    st.datetimes(min_value=NOON.replace(1950, tzinfo=None), max_value=NOON.replace(tzinfo=None)).map(
        lambda wall: wall.replace(tzinfo=CET)
    ),
    st.sampled_from(["neck", "low-back"]),
    st.sampled_from([None, "left", "right", "both"]),
    st.integers(0, 10),
    st.sampled_from(["now", "before", "after"]),
    CELLS.map(lambda text: text.replace("\r", "").replace("\t", "")),
    st.none() | st.builds(make_entry_id),
    st.sampled_from([(), ("train",), ("-a", "büro-2")]),
)


@given(st.lists(RATINGS, max_size=5))
def test_ratings_come_back_as_they_were(ratings: list[Rating]) -> None:
    text = "".join(table.write_ratings(ratings))
    assert read(text) == ratings
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == list(table.COLUMNS) and len(rows) == len(ratings) + 1


@given(
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.permutations(["at", "region", "score", "side"]),
)
def test_separator_line_end_and_order_of_columns_are_free(
    separator: str, end: str, capital: bool, columns: list[str]
) -> None:
    values = {"at": "2026-11-19 18:30", "region": "Lower back", "score": "4", "side": "L"}
    header = separator.join(c.upper() if capital else c for c in columns)
    (rating,) = read(header + end + separator.join(values[c] for c in columns) + end)
    assert (rating.at.isoformat(), rating.region, rating.side, rating.score) == (
        "2026-11-19T18:30:00+01:00", "low-back", "left", 4,
    )  # fmt: skip


def test_an_id_follows_from_what_a_row_says_and_from_nothing_else() -> None:
    one = "at,region,score\n2026-11-19 18:30,neck,4\n2026-11-19 18:30,neck,4\n2026-11-18,neck,4\n"
    other = "score;region;at\n4;nape;2026-11-18\n4;NECK;2026-11-19T18:30:00\n4;neck;2026-11-19 18:30\n"
    assert {r.id for r in read(one)} == {r.id for r in read(other)} and len({r.id for r in read(one)}) == 3
    east = table.read_ratings(one, "x", NOON, lambda moment: moment.replace(tzinfo=timezone(timedelta(hours=9))))
    assert [r.id for r in east] == [r.id for r in read(one)] and east[0].at != read(one)[0].at
    changed = read("at,region,score,note\n2026-11-19 18:30,neck,4,x\n")
    assert changed[0].id not in {r.id for r in read(one)}
    assert all(
        re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", r.id) for r in read(one)
    )


def test_a_note_is_kept_as_written_and_a_day_in_any_digits() -> None:
    note = "\u202bشانه‌ام درد می‌کند\u202c"
    (rating,) = read(f"at,region,score,note\n２０２６-11-19 １８:３０,neck,４,{note}\n")
    assert (rating.note, rating.score, rating.at.isoformat()) == (note, 4, "2026-11-19T18:30:00+01:00")
