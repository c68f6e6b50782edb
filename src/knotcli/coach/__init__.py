"""The heart: rules, sessions and statistics as functions of values. No clock, no file, no terminal."""
