"""A routine file to start from: a shipped one, with what may be changed said above it."""

import re

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
