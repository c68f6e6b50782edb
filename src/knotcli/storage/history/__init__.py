"""The history: one SQLite file, append-only versions."""
