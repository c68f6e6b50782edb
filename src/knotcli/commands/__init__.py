"""One file a command: gather, decide, keep, show."""
