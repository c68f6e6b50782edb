"""What could stand in a word of a command line: found from the commands' own options and arguments."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from knotcli.coach.record import Rating, Session
from knotcli.coach.settings import SETTINGS, find_setting
from knotcli.coach.vocabulary import EXPORT_FORMATS, REGIONS
from knotcli.flows.guide.reading import load_articles
from knotcli.views.history.entry_words import describe_entry
from knotcli.world import World

CompletionWord = tuple[str, str]
"""A word, and what it is in a few words ("" for nothing to say)."""
FILES = None
"""Any name of a file."""
NEWEST = 20
"""How many of the newest entries are offered by id."""


def find_candidates(root: Any, world: World, words: Sequence[str], word: str) -> list[CompletionWord] | None:
    """Return what may stand in `word` after `words` (without the program's name); FILES for any file.

    `root` is the whole program as typer builds it.
    """
    command, pending, free = root, None, False
    path: list[str] = []
    given: list[str] = []
    for past in words:
        if pending is not None:
            pending = None
        elif not free and past == "--":
            free = True
        elif not free and past.startswith("-") and len(past) > 1:
            option = _find_option(command, past.partition("=")[0])
            pending = option if option is not None and not option.is_flag and "=" not in past else None
        elif not given and past in _list_subcommands(command):
            command = command.get_command(None, past)
            path.append(past)
        else:
            given.append(past)
    if pending is not None:
        return _list_values(pending, world, path, given, word)
    if not free and word.startswith("-"):
        name, equals, begun = word.partition("=")
        option = _find_option(command, name)
        if equals and option is not None:
            found = _list_values(option, world, path, given, begun)
            return [(f"{name}={value}", about) for value, about in found or []]
        return _filter_begun(_list_unused_options(command, words), word)
    if hasattr(command, "commands"):
        listed = (entries.items() for entries in command.list_sections(None).values())
        return _filter_begun(chain.from_iterable(listed), word) if not given else []
    arguments = [p for p in command.params if p.param_type_name == "argument" and not p.hidden]
    here = arguments[len(given) :] or [p for p in arguments if p.nargs == -1]
    if here:
        return _list_values(here[0], world, path, given, word)
    return _filter_begun(_list_unused_options(command, words), word)


def _list_values(
    parameter: Any, world: World, path: Sequence[str], given: Sequence[str], word: str
) -> list[CompletionWord] | None:
    is_option = parameter.param_type_name == "option"
    metavar = str(parameter.metavar)
    name = parameter.opts[-1] if is_option else metavar.strip("[]…")
    if name == "VALUE":
        return _filter_begun(_without_about(find_setting(given[0]).words), word)
    keys = [(*path, name), (path[-1], name), (name,)] if path else []
    source = next((SOURCES[key] for key in keys if key in SOURCES), None)
    if source is None:
        return FILES if "FILE" in metavar else []
    if parameter.nargs == -1 and given and "…" not in metavar:
        return []  # a second word of one name
    taken = given if parameter.nargs == -1 else ()
    known = source(world) if callable(source) else _without_about(source)
    return [found for found in _filter_begun(known, word) if found[0] not in taken]


def _without_about(words: Iterable[str]) -> Iterable[CompletionWord]:
    return ((word, "") for word in words)


def _list_subcommands(command: Any) -> Sequence[str]:
    return command.list_commands(None) if hasattr(command, "list_commands") else ()


def _filter_begun(known: Iterable[CompletionWord], word: str) -> list[CompletionWord]:
    return [found for found in known if found[0].startswith(word)]


def _find_option(command: Any, name: str) -> Any:
    for parameter in command.params:
        if parameter.param_type_name == "option" and name in (*parameter.opts, *parameter.secondary_opts):
            return parameter
    return None


def _list_unused_options(command: Any, words: Sequence[str]) -> Iterable[CompletionWord]:
    """Return the long names of the options that are not on the line yet."""
    for parameter in command.params:
        if parameter.param_type_name != "option" or parameter.hidden:
            continue
        names = (*parameter.opts, *parameter.secondary_opts)
        if not {*names} & {*words}:
            yield from ((name, parameter.help or "") for name in names if name.startswith("--"))
    yield "--help", "Show the help"


def _offer_routines(world: World) -> Iterable[CompletionWord]:
    own = world.library.own_names()
    return [*((name, "") for name in REGIONS if name not in own), *((name, "yours") for name in own)]


def _offer_places(world: World) -> Iterable[CompletionWord]:
    return [(place.id, place.title) for place in world.library.places()]


def _offer_topics(world: World) -> Iterable[CompletionWord]:
    return [(name, article.title) for name, article in load_articles(world).items()]


def _offer_explained_ids(world: World) -> Iterable[CompletionWord]:
    library = world.library
    yield from ((item.id, item.label) for item in library.items())
    yield from ((name, "a limit") for name in library.limits)
    yield from ((name, "a spot") for name in library.spots())
    yield from ((name, "not pressed") for name in library.zones())
    yield from _offer_places(world)
    for name in REGIONS:
        yield from ((f"{name}:{n}", "a step") for n in range(1, len(library.routine(name).steps) + 1))
    yield from ((f"stop:{rule.id}", rule.name) for rule in library.guidance().rules())
    yield from ((f"desk:{cause.id}", cause.name) for cause in library.desk().cause)
    yield from ((str(table["id"]), str(table["title"])) for table in library.toml("sources.toml")["source"])


def _offer_entries(world: World) -> Iterable[CompletionWord]:
    history = world.history
    found: list[Rating | Session] = [*history.ratings(limit=NEWEST), *history.sessions(limit=NEWEST)]
    newest = sorted(found, key=lambda entry: entry.at, reverse=True)[:NEWEST]
    short = history.short(entry.id for entry in newest)
    return [(short[entry.id], describe_entry(entry)) for entry in newest]


def _offer_tags(world: World) -> Iterable[CompletionWord]:
    return _without_about(world.history.tags_used())


def _offer_comparisons(world: World) -> Iterable[CompletionWord]:
    yield from _offer_tags(world)
    yield from ((f"desk:{cause.id}", cause.name) for cause in world.library.desk().cause)


def _offer_settings(world: World) -> Iterable[CompletionWord]:
    return [(name, setting.about) for name, setting in SETTINGS.items()]


SHELLS = ("bash", "zsh", "fish", "powershell")
SCORES = tuple(map(str, range(11)))
# By what stands for the word in the help, after the command where one name means several things.
SOURCES: Mapping[tuple[str, ...], Sequence[str] | Callable[[World], Iterable[CompletionWord]]] = {
    ("REGION",): REGIONS, ("--region",): REGIONS, ("new", "NAME"): REGIONS, ("--from",): REGIONS,
    ("session", "REGION"): _offer_routines, ("show", "NAME"): _offer_routines,
    ("PLACE",): _offer_places, ("TOPIC",): _offer_topics, ("why", "ID"): _offer_explained_ids,
    ("edit", "ID"): _offer_entries, ("remove", "ID"): _offer_entries,
    ("config", "get", "NAME"): _offer_settings, ("config", "set", "NAME"): _offer_settings,
    ("config", "unset", "NAME"): _offer_settings, ("SHELL",): SHELLS,
    ("--tag",): _offer_tags, ("--by",): _offer_comparisons,
    ("--side",): SETTINGS["side"].words, ("edit", "--side"): (*SETTINGS["side"].words, "none"),
    ("--tool",): SETTINGS["tool"].words, ("--heat-minutes",): SETTINGS["heat_minutes"].words,
    ("--hold",): SETTINGS["hold"].words, ("--lead-in",): SETTINGS["lead_in"].words,
    ("--before",): SCORES, ("--after",): SCORES, ("--score",): SCORES, ("SCORE",): SCORES,
    ("--ago",): ("30m", "2h", "1d"), ("remind", "--at"): ("12:00", "15:00", "18:00"),
    ("--days",): ("daily", "weekdays", "weekends", "mon-fri"),
    ("remind", "--weeks"): ("1", "2", "3", "4"), ("--weeks",): ("4", "12", "26", "52"),
    ("--format",): EXPORT_FORMATS,
}  # fmt: skip
