"""What is brought in never opens what was closed without it, however the file was edited."""

import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotcli.coach.errors import KnotError
from knotcli.coach.record import Assessment, Check, Entry, Session, make_entry_id
from knotcli.coach.screening.answers_file import concerning
from knotcli.coach.screening.gate import Gate
from knotcli.coach.session.session_options import SessionOptions
from knotcli.flows.screening.kept_checks import flags_now, gate_now
from knotcli.flows.session.session_gathering import decide_now
from knotcli.flows.session.session_request import read_request
from knotcli.storage.files.library import Library
from knotcli.storage.files.paths import data_folder
from knotcli.storage.history import codec
from support import entries, examples
from support.clock import EVENING, FakeClock
from support.home import Home

LIBRARY = Library(data_folder(), Path("/nowhere"))
ITEMS = LIBRARY.items()
REGIONS = ("neck", "calf")


def check(at: datetime, *regions: str, origin: str = "asked", **named: str) -> Check:
    no = {item.id: "no" for item in concerning(ITEMS, regions) if item.kind != "likelihood"}
    return Check(make_entry_id(), at, regions, {**(no if origin in ("asked", "file") else {}), **named}, origin=origin)


def row(entry: Entry, made_at: datetime | None = None, **more: Any) -> dict[str, Any]:
    """Write a version as an edited export could hold it."""
    row = {
        "id": make_entry_id(), "entry": entry.id, "kind": codec.kind_of_entry(entry), "act": None, "undoes": None,
        "removed": False, "made_at": (made_at or entry.at).isoformat(), "body": codec.encode_entry(entry),
    }  # fmt: skip
    return {**row, **more}


def judged(home: Home, region: str = "neck") -> Gate:
    world = home.world()
    world.__dict__["library"] = LIBRARY
    return gate_now(world, region)


def opens(home: Home, region: str = "neck") -> bool:
    return judged(home, region).may_start


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "one", FakeClock(EVENING), pause=60)


@pytest.fixture
def other(tmp_path: Path) -> Home:
    return Home(tmp_path / "two", FakeClock(EVENING), pause=60)


def test_a_check_made_elsewhere_is_kept_and_opens_nothing(home: Home, other: Home) -> None:
    other.history.add(check(EVENING, "neck"))
    assert opens(other)
    assert "lets no session start" in home.ok("import", "-", typed=other.ok("export"))
    assert len(home.history.checks()) == 1 and not opens(home)
    said = home.run("session", "neck", "--nothing-new", "--before", "3", "--after", "3")
    assert said.code == 3 and home.history.sessions() == []
    home.history.add(check(EVENING + timedelta(minutes=9), "neck"))
    home.clock.advance(minutes=10)
    assert opens(home)


def test_a_warning_sign_named_elsewhere_holds_back_here(home: Home, other: Home) -> None:
    home.history.add(check(EVENING, "neck"))
    assert opens(home)
    other.history.add(check(EVENING - timedelta(days=40), "calf", rf_clot="unsure"))
    home.ok("import", "-", typed=other.ok("export"))
    assert not opens(home) and [*flags_now(home.world())] == ["rf_clot"]


def test_a_clinicians_look_from_elsewhere_takes_no_sign_away_that_was_named_here(home: Home, other: Home) -> None:
    home.history.add(check(EVENING, "neck", rf_weakness="yes"))
    other.ok("import", "-", typed=home.ok("export"))
    other.clock.advance(days=1)
    other.ok("check", "--assessed", "2026-11-22")
    other.history.add(check(other.clock.now() + timedelta(minutes=1), "neck"))
    other.clock.advance(minutes=2)
    assert opens(other)
    home.clock.moment = other.clock.now()
    home.ok("import", "-", typed=other.ok("export"))
    home.history.add(check(home.clock.now(), "neck"))
    assert not opens(home) and [*flags_now(home.world())] == ["rf_weakness"]
    home.ok("check", "--assessed", "2026-11-22")
    home.clock.advance(minutes=1)
    home.history.add(check(home.clock.now(), "neck"))
    assert opens(home) and flags_now(home.world()) == {}


def test_a_sign_and_the_look_at_it_from_elsewhere_leave_nothing_standing(home: Home, other: Home) -> None:
    other.history.add(check(EVENING - timedelta(days=9), "neck", rf_weakness="yes"))
    other.history.add(
        Assessment(make_entry_id(), EVENING - timedelta(days=8), (EVENING - timedelta(days=8)).date(), ("rf_weakness",))
    )
    home.ok("import", "-", typed=other.ok("export"))
    home.history.add(check(EVENING, "neck"))
    assert opens(home)


def test_ones_own_export_changes_nothing(home: Home) -> None:
    home.history.add(check(EVENING, "neck"))
    home.ok("import", "-", typed=home.ok("export"))
    assert opens(home)


def test_a_check_with_other_answers_under_a_known_id_is_refused(home: Home) -> None:
    home.history.add(check(EVENING, "neck", rf_weakness="yes"))
    document = json.loads(home.ok("export"))
    document["versions"][0] |= {"id": make_entry_id()}
    document["versions"][0]["body"]["answers"]["rf_weakness"] = "no"
    assert "with other content" in home.refused(1, "import", "-", typed=json.dumps(document))
    for change in ({"removed": True}, {"undoes": home.history.checks()[0].id}):
        document = json.loads(home.ok("export"))
        document["versions"][0] |= {"id": make_entry_id(), **change}
        assert "no check can be removed" in home.refused(1, "import", "-", typed=json.dumps(document))


def test_a_stop_stays_a_stop_whatever_a_file_says_of_it(home: Home) -> None:
    home.history.add(check(EVENING - timedelta(hours=2), "neck"))
    s = entries.session(EVENING - timedelta(hours=1), status="stopped", reason="numb", ended_at=EVENING)
    home.history.add(s)
    assert not opens(home)
    early = s._replace(at=EVENING - timedelta(days=9), ended_at=EVENING - timedelta(days=9), region="foot")
    home.history.merge(
        [row(early, EVENING + timedelta(days=1)), row(s._replace(status="complete"), EVENING + timedelta(days=2))]
    )
    assert home.history.sessions()[0].region == "foot" and not opens(home)


def too_soon(home: Home) -> bool:
    world = home.world()
    decision = decide_now(world, read_request(world, SessionOptions(region="neck")))
    return decision.refusal is not None and decision.refusal.kind == "too-soon"


@pytest.mark.parametrize("way", ["removed", "undone", "moved", "emptied"])
def test_a_session_of_today_still_counts_whatever_a_file_says_of_it(home: Home, way: str) -> None:
    home.history.add(check(EVENING - timedelta(hours=2), "neck"))
    s = entries.session(EVENING - timedelta(hours=1), status="complete", pressure_seconds=200, ended_at=EVENING)
    home.history.add(s, step := entries.step(s))
    assert too_soon(home)
    later = EVENING + timedelta(days=1)
    version = next(r["id"] for r in home.history.versions() if r["entry"] == s.id)
    rows = {
        "removed": [row(s, later, removed=True), row(step, later, removed=True)],
        "undone": [row(s, later, undoes=version)],
        "moved": [row(s._replace(at=s.at - timedelta(days=30), ended_at=None), later)],
        "emptied": [row(s._replace(pressure_seconds=0), later), row(step._replace(seconds=0.0), later)],
    }[way]
    home.history.merge(rows)
    assert too_soon(home)


HOURS = st.integers(-24 * 40, 48).map(lambda hours: timedelta(hours=hours))
FLAG = st.sampled_from(["rf_weakness", "rf_clot", "em_chest"])
WORD = st.sampled_from(["yes", "no", "unsure"])
OWN = st.lists(
    st.one_of(
        st.tuples(st.just("check"), st.sampled_from(REGIONS), FLAG, WORD),
        st.tuples(st.just("recheck"), st.sampled_from(REGIONS), FLAG, WORD),
        st.tuples(st.just("look"), st.just("neck"), FLAG, WORD),
        st.tuples(st.just("stop"), st.sampled_from(REGIONS), FLAG, WORD),
    ),
    max_size=4,
)
HOSTILE = st.lists(
    st.tuples(
        st.sampled_from(["check", "check", "look", "session", "undo", "remove"]),
        st.sampled_from(REGIONS), HOURS, HOURS, FLAG, WORD, st.sampled_from(["asked", "file", "re-check"]),
    ),
    max_size=6,
)  # fmt: skip


def made(what: str, region: str, at: datetime, flag: str, word: str, origin: str = "asked") -> Entry:
    if what in ("check", "recheck"):
        return check(at, region, origin="re-check" if what == "recheck" else origin, **{flag: word})
    if what == "look":
        return Assessment(make_entry_id(), at, at.date(), ("rf_weakness", "rf_clot", "em_chest"))
    return entries.session(at, region, status="stopped", reason="numb", ended_at=at)


@examples(60)
@given(OWN, HOSTILE)
def test_no_file_opens_what_is_closed_without_it(own: list[Any], hostile: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), FakeClock(EVENING), pause=60)
        home.history.add(
            *(
                made(w, region, EVENING + timedelta(hours=n - 5), flag, word)
                for n, (w, region, flag, word) in enumerate(own)
            )
        )
        before = {region: judged(home, region) for region in REGIONS}
        stood = flags_now(home.world())
        sessions = [s for s in home.history.sessions() if isinstance(s, Session)]
        rows = []
        for what, region, at, made_at, flag, word, origin in hostile:
            if what in ("check", "look"):
                rows.append(row(made(what, region, EVENING + at, flag, word, origin), EVENING + made_at))
            elif sessions:
                s = sessions[len(rows) % len(sessions)]
                first = next(r["id"] for r in home.history.versions() if r["entry"] == s.id)
                changed = s._replace(at=EVENING + at, ended_at=None, region=region, status="complete")
                more = {"remove": {"removed": True}, "undo": {"undoes": first}, "session": {}}[what]
                rows.append(row(changed if what == "session" else s, EVENING + made_at, **more))
        try:
            home.history.merge(rows)
        except KnotError:
            return
        for region, gate in before.items():
            after = judged(home, region)
            assert gate.may_start or not after.may_start
            assert not after.may_start or {*gate.found.limits} <= {*after.found.limits}
        assert stood.keys() <= flags_now(home.world()).keys()
