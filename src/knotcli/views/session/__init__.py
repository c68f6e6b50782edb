"""A running session, drawn."""
