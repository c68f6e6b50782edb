"""What is longer than the screen goes through the pager, whatever command it comes from."""

import sys
from pathlib import Path

import pytest

from support.pty_terminal import Terminal

CODE = "import sys; from knotcli.cli import main; sys.exit(main(sys.argv[1:]))"


def seen(tmp_path: Path, *argv: str, rows: int = 24) -> bytes:
    """Run a command on a terminal with a pager that names itself; give all that came."""
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n")
    pager.chmod(0o700)
    env = {"KNOT_HOME": str(tmp_path / "home"), "PAGER": str(pager)}
    with Terminal([sys.executable, "-c", CODE, *argv], env, rows=rows) as terminal:
        assert terminal.wait() == 0
        return bytes(terminal.raw)


@pytest.mark.parametrize("argv", [("learn", "heat"), ("why", "temple"), ("routine", "show", "neck")], ids=" ".join)
def test_what_is_longer_than_the_screen_is_paged_from_its_beginning(tmp_path: Path, argv: tuple[str, ...]) -> None:
    assert seen(tmp_path, *argv, rows=12).startswith(b"PAGED")


@pytest.mark.parametrize(
    ("argv", "rows"), [(("learn", "heat"), 200), (("learn", "heat", "--plain"), 24), (("why", "S3"), 24)]
)
def test_what_fits_or_is_wanted_plain_is_not(tmp_path: Path, argv: tuple[str, ...], rows: int) -> None:
    assert b"PAGED" not in seen(tmp_path, *argv, rows=rows)
