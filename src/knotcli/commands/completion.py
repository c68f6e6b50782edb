"""`knot completion`: what a shell needs to complete words, and the words."""

import typer

from knotcli.coach.errors import KnotError, Misuse
from knotcli.coach.text import clean_text, describe_unknown
from knotcli.commands.support.completion_words import SHELLS, find_candidates
from knotcli.world import World

FILES = ":file"
"""What stands for any file name. The scripts in content/completion know it."""
EXAMPLES = "Examples: source <(knot completion bash) · source <(knot completion zsh) · knot completion fish | source"


def complete_words(
    context: typer.Context,
    shell: str = typer.Argument(..., metavar="SHELL", help="bash, zsh, fish or powershell"),
    words: list[str] | None = typer.Argument(None, metavar="[WORD]…", hidden=True),
    word: str | None = typer.Option(None, "--word", hidden=True),
) -> int:
    """Print the script that completes words in a shell.

    Its first lines say how to try it and how to keep it. It asks knot itself, so it never gets out of date.
    """
    world: World = context.obj
    if shell not in SHELLS:
        raise Misuse(describe_unknown("shell", shell, SHELLS))
    if word is None:
        if words:
            raise Misuse(f"{clean_text(words[0])[:60]!r} is not needed: the shell's name is enough.")
        from knotcli.storage.files.paths import data_folder
        from knotcli.storage.files.toml_files import read_text

        world.send(read_text(data_folder() / "content" / "completion" / shell))
        return 0
    try:
        found = find_candidates(context.find_root().command, world, words or [], word)
    except KnotError:
        # Whoever presses Tab wants no message in the line being typed; the command itself will tell.
        found = []
    rows = [(FILES, "")] if found is None else found
    world.send("".join(f"{clean_text(value)}\t{clean_text(about)}".rstrip("\t") + "\n" for value, about in rows))
    return 0
