"""The shipped content, read once for all commands that a process of the tests runs.

The files are the same each time, and reading them is most of what a command costs. Other folders are read as ever.
"""

from functools import cache
from pathlib import Path
from typing import Any

from knotcli.storage.files import library, screening_content
from knotcli.storage.files.paths import data_folder


def remember_content() -> None:
    """Let what the shipped files say be remembered in this process."""
    shipped = data_folder()
    read_toml, read_questionnaire = library.read_toml, screening_content.read_questionnaire
    known_toml, known_questionnaire = cache(read_toml), []

    def toml(path: Path, within: Path | None = None) -> dict[str, Any]:
        return known_toml(path) if within is None and path.is_relative_to(shipped) else read_toml(path, within)

    def questionnaire(read: Any, limits: Any, sources: Any) -> Any:
        owner = getattr(read, "__self__", None)
        if type(owner) is not library.Library or owner.content != shipped / "content":
            return read_questionnaire(read, limits, sources)
        if not known_questionnaire:
            known_questionnaire.append(read_questionnaire(read, limits, sources))
        return known_questionnaire[0]

    library.read_toml = toml
    screening_content.read_questionnaire = questionnaire
