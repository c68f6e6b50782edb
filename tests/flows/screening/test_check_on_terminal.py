"""A check on a real terminal: keys, screens, and what is typed ahead."""

from pathlib import Path

from support.check_typist import NOTHING, CheckTypist


def test_seventeen_keys_lead_from_the_command_to_a_session_that_may_start(tmp_path: Path) -> None:
    with CheckTypist(tmp_path / "home", "check", "neck") as typist:
        typist.begun()
        typist.press(*NOTHING)
        assert typist.wait() == 0
        assert "neck: a session may start." in typist.text()
        assert typist.keys == 17
        assert typist.heads()[:5] == [f"neck · {part} of 5" for part in range(1, 6)]
        assert typist.restored()
        print("\n".join(typist.text()))
