"""No test reaches the real home: whatever a test starts finds its folders in a temporary place."""

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from support import THOROUGH
from support.content_cache import remember_content
from support.golden import GoldenScreens
from support.home import Home

# Other machines are slower, and a run there must be told from the next by the code alone.
settings.register_profile("here", deadline=None, max_examples=50 * THOROUGH)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

remember_content()

# Pseudo-terminals, job control, limits and users of other systems do not exist on Windows.
if sys.platform == "win32":
    collect_ignore_glob = ["journeys/test_session_*.py", "journeys/test_check_ends.py"]
    collect_ignore_glob += [f"terminal/test_{name}.py" for name in ("keys", "live", "signals", "line_input")]
    collect_ignore_glob += ["commands/test_bad_input.py", "test_guard.py"]

FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "APPDATA": "appdata",
    "LOCALAPPDATA": "localappdata",
    "KNOT_HOME": "knot",
}


@pytest.fixture(scope="session")
def fresh_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a new folder's path each time. pytest's own way looks through all that were made before."""
    folder = tmp_path_factory.mktemp("places")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def elsewhere(fresh_places: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the home and every folder under it to a temporary place, and take away the settings of this shell."""
    for name in [name for name in os.environ if name.startswith("KNOT_")]:
        monkeypatch.delenv(name)
    place = next(fresh_places)
    place.mkdir()
    for name, under in FOLDERS.items():
        monkeypatch.setenv(name, str(place / under))
    return place


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give one person's home with a clock that stands still."""
    return Home(tmp_path)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> GoldenScreens:
    """Give the golden screens beside this test's file."""
    return GoldenScreens(request.path)
