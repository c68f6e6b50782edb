"""What could stand in a word of a command line: found from the commands' own options and arguments."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from knotcli.world import World

Candidate = tuple[str, str]
"""A word, and what it is in a few words ("" for nothing to say)."""
FILES = None
"""Any name of a file."""
NEWEST = 20
"""How many of the newest entries are offered by id."""

Source = Callable[[World, Sequence[str]], Iterable[Candidate]]


def find_candidates(root: Any, world: World, words: Sequence[str], word: str) -> list[Candidate] | None:
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
        listed = (entries.items() for entries in command.sections(None).values())
        return _filter_begun(chain.from_iterable(listed), word) if not given else []
    arguments = [p for p in command.params if p.param_type_name == "argument" and not p.hidden]
    here = arguments[len(given) :] or [p for p in arguments if p.nargs == -1]
    if here:
        return _list_values(here[0], world, path, given, word)
    return _filter_begun(_list_unused_options(command, words), word)


def _list_values(
    parameter: Any, world: World, path: Sequence[str], given: Sequence[str], word: str
) -> list[Candidate] | None:
    name = (
        parameter.opts[-1] if parameter.param_type_name == "option" else str(parameter.metavar).strip("[]…")
    )
    key = (
        next((k for k in ((*path, name), (path[-1], name), (name,)) if k in SOURCES), None) if path else None
    )
    if key is None:
        return FILES if parameter.metavar and "FILE" in parameter.metavar else []
    taken = given if parameter.nargs == -1 else ()
    return [found for found in _filter_begun(SOURCES[key](world, given), word) if found[0] not in taken]


def _list_subcommands(command: Any) -> Sequence[str]:
    return command.list_commands(None) if hasattr(command, "list_commands") else ()


def _filter_begun(known: Iterable[Candidate], word: str) -> list[Candidate]:
    return [found for found in known if found[0].startswith(word)]


def _find_option(command: Any, name: str) -> Any:
    for parameter in command.params:
        if parameter.param_type_name == "option" and name in (*parameter.opts, *parameter.secondary_opts):
            return parameter
    return None


def _list_unused_options(command: Any, words: Sequence[str]) -> Iterable[Candidate]:
    """Return the long names of the options that are not on the line yet."""
    for parameter in command.params:
        if parameter.param_type_name != "option" or parameter.hidden:
            continue
        names = (*parameter.opts, *parameter.secondary_opts)
        if not {*names} & {*words}:
            yield from ((name, parameter.help or "") for name in names if name.startswith("--"))
    yield "--help", "Show the help"


def _offer_words(*known: str) -> Source:
    return lambda world, given: [(word, "") for word in known]


def _offer_setting_words(name: str) -> Source:
    return lambda world, given: _offer_setting_values(world, [name])


def _offer_regions(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.vocabulary import REGIONS

    return [(name, "") for name in REGIONS]


def _offer_routines(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    return (dict(_offer_regions(world, given)) | dict.fromkeys(world.library.own_names(), "yours")).items()


def _offer_places(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    return [(place.id, place.title) for place in world.library.places()] if not given else []


def _offer_topics(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.guide.articles import parse_article

    if given:
        return []
    names = [name.removesuffix(".md") for name in world.library.names("guide") if name.endswith(".md")]
    return [(name, parse_article(name, world.library.text(f"guide/{name}.md")).title) for name in names]


def _offer_explained_ids(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.vocabulary import REGIONS

    if given:
        return
    library = world.library
    yield from ((item.id, item.label) for item in library.items())
    yield from ((name, "a limit") for name in library.limits())
    yield from ((name, "a spot") for name in library.spots())
    yield from ((name, "not pressed") for name in library.zones())
    yield from _offer_places(world, given)
    for name in REGIONS:
        yield from ((f"{name}:{n}", "a step") for n in range(1, len(library.routine(name).steps) + 1))
    yield from ((f"stop:{rule.id}", rule.name) for rule in library.guidance().rules())
    yield from ((f"desk:{cause.id}", cause.name) for cause in library.desk().cause)
    yield from ((str(table["id"]), str(table["title"])) for table in library.toml("sources.toml")["source"])


def _offer_entries(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.record import Rating, Session
    from knotcli.views.history.entry_words import describe_entry

    history = world.history
    found: list[Rating | Session] = [*history.ratings(limit=NEWEST), *history.sessions(limit=NEWEST)]
    newest = sorted(found, key=lambda entry: entry.at, reverse=True)[:NEWEST]
    short = history.short(entry.id for entry in newest)
    return [(short[entry.id], describe_entry(entry)) for entry in newest]


def _offer_settings(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.settings import SETTINGS

    return [(name, setting.about) for name, setting in SETTINGS.items()]


def _offer_setting_values(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.settings import find_setting

    return [(word, "") for word in find_setting(given[0]).words]


def _offer_shells(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.views.completion_scripts import SCRIPTS

    return [(name, "") for name in SCRIPTS]


# By what stands for the word in the help, after the command where one name means several things.
SOURCES: Mapping[tuple[str, ...], Source] = {
    ("REGION",): _offer_regions,
    ("--region",): _offer_regions,
    ("session", "REGION"): _offer_routines,
    ("show", "NAME"): _offer_routines,
    ("new", "NAME"): _offer_regions,
    ("--from",): _offer_regions,
    ("PLACE",): _offer_places,
    ("TOPIC",): _offer_topics,
    ("why", "ID"): _offer_explained_ids,
    ("edit", "ID"): _offer_entries,
    ("remove", "ID"): _offer_entries,
    ("config", "get", "NAME"): _offer_settings,
    ("config", "set", "NAME"): _offer_settings,
    ("config", "unset", "NAME"): _offer_settings,
    ("VALUE",): _offer_setting_values,
    ("SHELL",): _offer_shells,
    ("--side",): _offer_setting_words("side"),
    ("edit", "--side"): _offer_words("left", "right", "both", "none"),
    ("--tool",): _offer_setting_words("tool"),
    ("--heat-minutes",): _offer_setting_words("heat_minutes"),
    ("--hold",): _offer_setting_words("hold"),
    ("--lead-in",): _offer_setting_words("lead_in"),
    ("--before",): _offer_words(*map(str, range(11))),
    ("--after",): _offer_words(*map(str, range(11))),
    ("--score",): _offer_words(*map(str, range(11))),
    ("SCORE",): _offer_words(*map(str, range(11))),
    ("--ago",): _offer_words("30m", "2h", "1d"),
    ("remind", "--at"): _offer_words("12:00", "15:00", "18:00"),
    ("--days",): _offer_words("daily", "weekdays", "weekends", "mon-fri"),
    ("remind", "--weeks"): _offer_words("1", "2", "3", "4"),
    ("--weeks",): _offer_words("4", "12", "26", "52"),
    ("--format",): _offer_words("json", "csv", "fhir"),
}
