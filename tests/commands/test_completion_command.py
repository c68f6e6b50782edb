"""What is offered for a word, held against what the commands then take."""

from pathlib import Path

import pytest

from knotcli.cli import COMMANDS
from knotcli.coach.record import Rating, make_entry_id
from knotcli.coach.settings import SETTINGS
from knotcli.coach.vocabulary import REGIONS
from knotcli.commands.completion import FILES
from knotcli.commands.support.completion_words import SHELLS, SOURCES
from knotcli.flows.guide.reading import show_explanation
from support import ROOT
from support.clock import NOON
from support.command_line import make_world, run
from support.program import NAMES, walk_commands


def offered(tmp_path: Path, *words: str) -> list[str]:
    """Give what is offered for the last word."""
    done = run(["completion", "zsh", f"--word={words[-1]}", "--", *words[:-1]], make_world(tmp_path))
    assert done.code == 0 and done.err == ""
    return [line.split("\t")[0] for line in done.out.splitlines()]


def test_the_first_word_is_a_command_with_its_summary(tmp_path: Path) -> None:
    assert set(offered(tmp_path, "")) == set(NAMES)
    assert offered(tmp_path, "ses") == ["session"]
    done = run(["completion", "fish", "--word=log", "--"], make_world(tmp_path))
    assert done.out == f"log\t{COMMANDS['Begin here']['log'][1]}\n"


def test_regions_sides_and_tools_are_offered_where_they_are_taken(tmp_path: Path) -> None:
    for command in ("check", "session", "log", "trend", "history"):
        assert set(offered(tmp_path, command, "")) == set(REGIONS)
    assert offered(tmp_path, "check", "neck", "ne") == []
    assert offered(tmp_path, "log", "neck", "4", "--side", "l") == ["left"]
    assert offered(tmp_path, "log", "neck", "4", "--side=r") == ["--side=right"]
    assert offered(tmp_path, "session", "neck", "--tool", "") == ["ball", "fingers", "roller"]
    assert "none" in offered(tmp_path, "edit", "abcd", "--side", "")


def test_an_options_value_is_not_taken_for_an_argument(tmp_path: Path) -> None:
    assert offered(tmp_path, "log", "--note", "hip", "ne") == ["neck"]
    assert offered(tmp_path, "log", "--note=hip", "ne") == ["neck"]
    assert offered(tmp_path, "log", "--json", "ne") == ["neck"]
    assert offered(tmp_path, "log", "--note", "ne") == []


def test_options_are_offered_once_and_with_their_opposites(tmp_path: Path) -> None:
    found = offered(tmp_path, "session", "neck", "--")
    assert {"--side", "--heat", "--no-heat", "--dry-run", "--help"} <= set(found)
    assert not {"--heat", "--no-heat"} & set(offered(tmp_path, "session", "neck", "--heat", "--"))
    assert offered(tmp_path, "session", "--", "--") == []
    assert "--json" in offered(tmp_path, "undo", "")


def test_ids_topics_places_settings_and_routines_are_offered(tmp_path: Path) -> None:
    assert "em_chest" in offered(tmp_path, "why", "em_")
    assert "neck:4" in offered(tmp_path, "why", "neck:")
    assert "heat" in offered(tmp_path, "learn", "he")
    assert "temple" in offered(tmp_path, "where", "tem")
    assert offered(tmp_path, "config", "get", "") == [*SETTINGS]
    assert offered(tmp_path, "config", "set", "side", "") == ["left", "right", "both"]
    assert offered(tmp_path, "config", "set", "emergency_number", "") == []
    assert offered(tmp_path, "config", "voice", "") == ["test"]
    own = tmp_path / "home" / "routines" / "evening.toml"
    own.parent.mkdir(parents=True)
    own.write_text("")
    assert offered(tmp_path, "routine", "show", "e") == ["evening"]
    assert offered(tmp_path, "routine", "check", "") == [FILES]
    assert offered(tmp_path, "completion", "") == [*SHELLS]


def test_the_newest_entries_are_offered_by_id_without_their_notes(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    entry = Rating(make_entry_id(), NOON, "neck", "left", 4, note="a secret")
    world.history.add(entry)
    for command in ("edit", "remove"):
        done = run(["completion", "zsh", "--word=", "--", command], make_world(tmp_path))
        assert done.out == f"{entry.id[:4]}\tneck left 4, Fri 20 Nov 2026 12:00\n"
    assert run(["edit", entry.id[:4], "--score", "5"], make_world(tmp_path)).code == 0


def test_every_place_that_is_offered_is_one_that_where_takes(tmp_path: Path) -> None:
    for place in offered(tmp_path, "where", ""):
        assert run(["where", place], make_world(tmp_path)).code == 0, place


@pytest.mark.slow
def test_every_id_that_is_offered_is_one_that_why_explains(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    for ident in offered(tmp_path, "why", ""):
        assert show_explanation(world, ident, as_json=True) == 0, ident


def test_every_setting_that_is_offered_with_a_value_takes_it() -> None:
    for name, setting in SETTINGS.items():
        for word in setting.words:
            assert setting.parse(word) is not None, name


def test_no_source_is_left_over() -> None:
    known = set()
    for path, command in walk_commands():
        for parameter in command.params:
            option = parameter.param_type_name == "option"
            name = parameter.opts[-1] if option else str(parameter.metavar).strip("[]…")
            known.update({(*path, name), (path[-1:] or ("",)) + (name,), (name,)})
    assert set(SOURCES) - known == set()


def test_trouble_with_what_is_kept_offers_nothing_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "history.db").write_bytes(b"no database at all" * 100)
    assert offered(tmp_path, "edit", "") == []
    assert offered(tmp_path, "nonsense", "x", "") == []
    assert not [p for p in (tmp_path / "home").iterdir() if p.name != "history.db"]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_says_how_to_keep_it_and_asks_knot_itself(tmp_path: Path, shell: str) -> None:
    done = run(["completion", shell], make_world(tmp_path))
    assert done.code == 0 and done.out == (ROOT / "content" / "completion" / shell).read_text(encoding="utf-8")
    assert "To keep it" in done.out and f"completion {shell} " in done.out and "--word=" in done.out


def test_a_wrong_shell_gets_the_nearest(tmp_path: Path) -> None:
    done = run(["completion", "fsh"], make_world(tmp_path))
    assert done.code == 2 and "Did you mean fish?" in done.err
    assert run(["completion", "bash", "neck"], make_world(tmp_path)).code == 2
