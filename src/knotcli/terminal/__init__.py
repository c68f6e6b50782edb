"""The terminal and the process: screen, keys, signals, voice, bell, clock."""
