from pathlib import Path

import pytest

from knotcli.storage.history.store import History
from support.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def history(path: Path, clock: FakeClock) -> History:
    return History(path, clock.now)
