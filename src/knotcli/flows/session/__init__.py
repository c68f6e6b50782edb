"""A session from its first question to its ending."""
