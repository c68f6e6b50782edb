"""Routine files → the steps of a session, within bounds."""
