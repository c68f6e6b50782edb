"""Entries put into the history, and put right."""
