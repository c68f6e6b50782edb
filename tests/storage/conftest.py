from pathlib import Path

import pytest

from knotcli.storage.history.store import History
from support.entries import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def history(path: Path, clock: Clock) -> History:
    return History(path, clock)
