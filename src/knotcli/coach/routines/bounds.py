"""The bounds of a routine's steps and of a session. Seconds throughout, where nothing else is said.

Where a number comes from a source its tag stands beside it; the others are own decisions.
"""

from collections.abc import Mapping

from knotcli.coach.vocabulary import Tool

HEAT = (600, 900)  # S0: ten to fifteen minutes
# S3 for fingers; S0, S2 for ball and roller
HOLD: Mapping[Tool, tuple[int, int]] = {"fingers": (10, 30), "ball": (30, 60), "roller": (30, 60)}
REST = (10, 60)
STRETCH = (10, 60)
STRETCH_USUAL = 30  # keys lengthen no stretch past it
MOVE = (30, 120)
SETS = (1, 6)
REPETITIONS = (1, 30)
REPETITION = (1, 15)
HELD = (1, 60)
SET_REST = (10, 180)
COUNTED = 2  # seconds of a repetition from which there is time to say its number
PREPARE = (5, 120)
FIND_MOST = 30  # seconds of looking for the spot, lightly, before the first press
LEAD_IN = (5, 60)
REST_SECONDS = 15
PRESSURE_MOST = 300  # S3: about five minutes, a region and sitting
SESSION_MOST = 1800
EXERCISES_MOST = 2700  # where nothing is pressed
QUICK_MOST = 300
SPOTS_MOST = 3
