"""The body, drawn."""
