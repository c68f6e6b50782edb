from pathlib import Path

import pytest

from entries import Clock
from knotcli.adapters.history import History


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def history(path: Path, clock: Clock) -> History:
    return History(path, clock)
