"""How it was after a session."""
