"""`knot completion`: what a shell needs to complete words, and the words."""

from typing import Annotated

import typer

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import clean_text, describe_unknown
from knotcli.commands.support.completion_words import find_candidates
from knotcli.views.completion_scripts import FILES, SCRIPTS
from knotcli.world import World

EXAMPLES = (
    "Examples: source <(knot completion bash) · source <(knot completion zsh) · knot completion fish | source"
)


def complete_words(
    context: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell")],
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]…", hidden=True)] = None,
    word: Annotated[str | None, typer.Option("--word", hidden=True)] = None,
) -> int:
    """Print the script that completes words in a shell.

    Its first lines say how to try it and how to keep it. It asks knot itself, so it never grows old.
    """
    world: World = context.obj
    if shell not in SCRIPTS:
        raise Misuse(describe_unknown("shell", shell, SCRIPTS))
    if word is None:
        if words:
            raise Misuse(f"{clean_text(words[0])[:60]!r} is too much: the shell alone is enough.")
        world.send(SCRIPTS[shell])
        return 0
    try:
        found = find_candidates(context.find_root().command, world, words or [], word)
    except KnotError:
        # Whoever presses Tab wants no message in the line being typed; the command itself will tell.
        found = []
    rows = [(FILES, "")] if found is None else found
    world.send(
        "".join(f"{clean_text(value)}\t{clean_text(about)}".rstrip("\t") + "\n" for value, about in rows)
    )
    return 0
