"""A routine file to start from: a shipped one, with what may be changed said above it."""

import re

from knotcli.coach.regions import regions_to_ask
from knotcli.coach.vocabulary import Region

COMMENT = """\
# A routine of your own. It wins over a shipped one of the same name.
# What may be changed, and how far (knot routine check says every fault):
#   seconds   heat 600 to 900 · a hold 30 to 60 with ball or roller, 10 to 30 with fingers · rest from 10
#             stretch 10 to 30 · pressure of all holds together about 300, both sides counted
#   repeat    presses of a spot, 1 to 3 · sides: true does left and right, each in full
#   tools     of ball, fingers, roller: the first is used when none is asked for
#   texts     title, cue, feel: say what to do in a sentence or two
# What stays: each hold is followed by a rest or stretch; each step names its sources ("own" is one);
# the places to keep off and the questions that are asked cannot become fewer.

"""


def build_routine_template(shipped: str, name: str) -> str:
    """Return the text of a new routine file called `name`, made from a shipped file's text."""
    return COMMENT + re.sub(r'(?m)^name = ".*"$', f'name = "{name}"', shipped, count=1)


EXERCISES = """\
# Exercises that a physiotherapist or another professional gave you. Put theirs in place of these three examples,
# then: knot routine check {name}, and knot session {name}
# region    whose questions are asked before each session; asks names that region, and more where the exercises reach further
# sets      1 to 6 · rest_seconds between two sets, 10 to 180 · sides: true does left, then right, each in full
# A set is either so many repetitions (1 to 30, each of 1 to 15 repetition_seconds), or holding still: hold_seconds, 1 to 60.
# When you are done before the time is over, press n. All of it together takes 45 minutes at most.
# Steps of kind stretch (10 to 60 seconds), move and heat may stand between; where nothing is pressed, no tools and zones are needed.
# sources   "own" stands for the one who gave it to you.

name = "{name}"
region = "{region}"
title = "From my physiotherapist"
asks = [{asks}]
sources = ["own"]

[[step]]
kind = "exercise"
title = "Example: chin in"
cue = "Draw the chin straight back, and let go. Only as far as is comfortable."
feel = "Easy work, no pain."
sets = 2
repetitions = 10
repetition_seconds = 3
rest_seconds = 30
sources = ["own"]

[[step]]
kind = "exercise"
title = "Example: raise the arm"
cue = "Raise the straight arm slowly to the side, and lower it slowly."
sets = 3
repetitions = 8
repetition_seconds = 4
rest_seconds = 60
sides = true
sources = ["own"]

[[step]]
kind = "exercise"
title = "Example: hands into the wall"
cue = "Both hands against the wall. Push gently, and go on breathing."
hold_seconds = 20
sets = 2
rest_seconds = 30
sources = ["own"]
"""


def build_exercise_template(name: str, region: Region) -> str:
    """Return the text of a new file called `name` for exercises that a professional gave."""
    asks = ", ".join(f'"{asked}"' for asked in regions_to_ask(region))
    return EXERCISES.format(name=name, region=region, asks=asks)
