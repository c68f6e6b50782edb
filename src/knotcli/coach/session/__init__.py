"""A running session as a state machine, its dose limits, sounds and stop rules."""
