"""Conversations with a person: ask, show, keep. They hold no rules of their own."""
