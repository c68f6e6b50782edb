"""No test reaches the real home: whatever a test starts finds its folders in a temporary place."""

import os
from pathlib import Path

import pytest

from support.home import Home

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


@pytest.fixture(autouse=True)
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the home and every folder under it to a temporary place, and take away the settings of this shell."""
    for name in [name for name in os.environ if name.startswith("KNOT_")]:
        monkeypatch.delenv(name)
    place = tmp_path_factory.mktemp("elsewhere")
    for name, under in FOLDERS.items():
        monkeypatch.setenv(name, str(place / under))
    return place


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give one person's home with a clock that stands still."""
    return Home(tmp_path)
