"""Many steps are read by msgspec, and must be read as the readers of the codec read each of them."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.record import StepDone
from knotcli.storage.history.codec import encode_entry, load_entry, load_steps
from knotcli.views.documents import write_json, write_moments
from support import examples
from support.entries import session, step

BODY = encode_entry(step(session(), 1))
IDENT = step(session(), 1).id
STRANGE: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2 * 10**6),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["left", "ball", "hold", "done", "", "é", "2026-11-20", "2026-11-20T18:30:00Z", "2999-12-31T23:00:00-05:00"]
    ),
    st.sampled_from(["2026-11-20 18:30:00.123456789+01:00", "20261120T183000+0100", "2026-11-20T18:30:00+00:53:28"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)
MOMENTS = st.datetimes(
    datetime(1900, 1, 2),
    datetime(2999, 12, 30),
    timezones=st.integers(-86_399, 86_399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
    | st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours))),
)


def read(load: Any) -> tuple[StepDone | None, str]:
    try:
        return load(), ""
    except ValueError as error:
        return None, str(error)


@examples(300)
@given(
    changes=st.dictionaries(st.sampled_from([*BODY, "more"]), STRANGE, max_size=3),
    missing=st.sets(st.sampled_from([*BODY]), max_size=1),
    ident=st.sampled_from([IDENT, IDENT.upper(), "x"]),
)
def test_a_step_is_read_as_its_readers_read_it(changes: dict[str, Any], missing: set[str], ident: str) -> None:
    stored = json.dumps({name: value for name, value in {**BODY, **changes}.items() if name not in missing})
    assert read(lambda: next(load_steps([(ident, stored)]))) == read(lambda: load_entry("step", ident, stored))


@examples(200)
@given(at=MOMENTS)
def test_moments_are_written_as_python_writes_them(at: datetime) -> None:
    assert write_moments([at]) == [at.isoformat()]


@examples(100)
@given(document=st.dictionaries(st.text(max_size=5), st.text() | st.integers(-(10**9), 10**9) | st.none(), max_size=4))
def test_a_document_is_written_in_ascii_on_one_line(document: dict[str, Any]) -> None:
    written = write_json(document)
    assert json.loads(written) == document
    assert written.isascii() and "\n" not in written
