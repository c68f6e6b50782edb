"""The days and weeks between sessions: follow-up, course, desk, today."""
