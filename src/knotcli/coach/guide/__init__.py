"""Where it hurts, and what is known about it."""
