"""Answers and kept checks → whether a session may start, and why not."""
