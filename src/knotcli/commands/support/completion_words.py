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


def candidates(root: Any, world: World, words: Sequence[str], word: str) -> list[Candidate] | None:
    """Give what may stand in `word` after `words` (without the program's name); FILES for any file.

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
            option = _option(command, past.partition("=")[0])
            pending = option if option is not None and not option.is_flag and "=" not in past else None
        elif not given and past in _subcommands(command):
            command = command.get_command(None, past)
            path.append(past)
        else:
            given.append(past)
    if pending is not None:
        return _of(pending, world, path, given, word)
    if not free and word.startswith("-"):
        name, equals, begun = word.partition("=")
        option = _option(command, name)
        if equals and option is not None:
            found = _of(option, world, path, given, begun)
            return [(f"{name}={value}", about) for value, about in found or []]
        return _begun(_options(command, words), word)
    if hasattr(command, "commands"):
        listed = (entries.items() for entries in command.sections(None).values())
        return _begun(chain.from_iterable(listed), word) if not given else []
    arguments = [p for p in command.params if p.param_type_name == "argument" and not p.hidden]
    here = arguments[len(given) :] or [p for p in arguments if p.nargs == -1]
    if here:
        return _of(here[0], world, path, given, word)
    return _begun(_options(command, words), word)


def _of(
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
    return [found for found in _begun(SOURCES[key](world, given), word) if found[0] not in taken]


def _subcommands(command: Any) -> Sequence[str]:
    return command.list_commands(None) if hasattr(command, "list_commands") else ()


def _begun(known: Iterable[Candidate], word: str) -> list[Candidate]:
    return [found for found in known if found[0].startswith(word)]


def _option(command: Any, name: str) -> Any:
    for parameter in command.params:
        if parameter.param_type_name == "option" and name in (*parameter.opts, *parameter.secondary_opts):
            return parameter
    return None


def _options(command: Any, words: Sequence[str]) -> Iterable[Candidate]:
    """Give the long names of the options that are not on the line yet."""
    for parameter in command.params:
        if parameter.param_type_name != "option" or parameter.hidden:
            continue
        names = (*parameter.opts, *parameter.secondary_opts)
        if not {*names} & {*words}:
            yield from ((name, parameter.help or "") for name in names if name.startswith("--"))
    yield "--help", "Show the help"


def _words(*known: str) -> Source:
    return lambda world, given: [(word, "") for word in known]


def _like(name: str) -> Source:
    return lambda world, given: _values(world, [name])


def _regions(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.vocabulary import REGIONS

    return [(name, "") for name in REGIONS]


def _routines(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    return (dict(_regions(world, given)) | dict.fromkeys(world.library.own_names(), "yours")).items()


def _places(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    return [(place.id, place.title) for place in world.library.places()] if not given else []


def _topics(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.guide.articles import parse_article

    if given:
        return []
    names = [name.removesuffix(".md") for name in world.library.names("guide") if name.endswith(".md")]
    return [(name, parse_article(name, world.library.text(f"guide/{name}.md")).title) for name in names]


def _explained(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.vocabulary import REGIONS

    if given:
        return
    library = world.library
    yield from ((item.id, item.label) for item in library.items())
    yield from ((name, "a limit") for name in library.limits())
    yield from ((name, "a spot") for name in library.spots())
    yield from ((name, "not pressed") for name in library.zones())
    yield from _places(world, given)
    for name in REGIONS:
        yield from ((f"{name}:{n}", "a step") for n in range(1, len(library.routine(name).steps) + 1))
    yield from ((f"stop:{rule.id}", rule.name) for rule in library.guidance().rules())
    yield from ((f"desk:{cause.id}", cause.name) for cause in library.desk().cause)
    yield from ((str(table["id"]), str(table["title"])) for table in library.toml("sources.toml")["source"])


def _entries(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.record import Rating, Session
    from knotcli.views.entry import name

    history = world.history
    found: list[Rating | Session] = [*history.ratings(limit=NEWEST), *history.sessions(limit=NEWEST)]
    newest = sorted(found, key=lambda entry: entry.at, reverse=True)[:NEWEST]
    short = history.short(entry.id for entry in newest)
    return [(short[entry.id], name(entry)) for entry in newest]


def _settings(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.settings import SETTINGS

    return [(name, setting.about) for name, setting in SETTINGS.items()]


def _values(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.coach.settings import find_setting

    return [(word, "") for word in find_setting(given[0]).words]


def _shells(world: World, given: Sequence[str]) -> Iterable[Candidate]:
    from knotcli.views.completion_scripts import SCRIPTS

    return [(name, "") for name in SCRIPTS]


# By what stands for the word in the help, after the command where one name means several things.
SOURCES: Mapping[tuple[str, ...], Source] = {
    ("REGION",): _regions,
    ("--region",): _regions,
    ("session", "REGION"): _routines,
    ("show", "NAME"): _routines,
    ("new", "NAME"): _regions,
    ("--from",): _regions,
    ("PLACE",): _places,
    ("TOPIC",): _topics,
    ("why", "ID"): _explained,
    ("edit", "ID"): _entries,
    ("remove", "ID"): _entries,
    ("config", "get", "NAME"): _settings,
    ("config", "set", "NAME"): _settings,
    ("config", "unset", "NAME"): _settings,
    ("VALUE",): _values,
    ("SHELL",): _shells,
    ("--side",): _like("side"),
    ("edit", "--side"): _words("left", "right", "both", "none"),
    ("--tool",): _like("tool"),
    ("--heat-minutes",): _like("heat_minutes"),
    ("--hold",): _like("hold"),
    ("--lead-in",): _like("lead_in"),
    ("--before",): _words(*map(str, range(11))),
    ("--after",): _words(*map(str, range(11))),
    ("--score",): _words(*map(str, range(11))),
    ("SCORE",): _words(*map(str, range(11))),
    ("--ago",): _words("30m", "2h", "1d"),
    ("remind", "--at"): _words("12:00", "15:00", "18:00"),
    ("--days",): _words("daily", "weekdays", "weekends", "mon-fri"),
    ("remind", "--weeks"): _words("1", "2", "3", "4"),
    ("--weeks",): _words("4", "12", "26", "52"),
    ("--format",): _words("json", "csv", "fhir"),
}
