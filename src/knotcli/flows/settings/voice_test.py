"""Try the voice."""

from knotcli.coach.errors import KnotError, Misuse
from knotcli.flows.prompts import ask_choice
from knotcli.world import World

# Said as in a session, so that its loudness and speed are judged by what is to come.
TEST_SENTENCE = "This is how knot speaks. Get ready: neck, left side. Breathe out slowly. Ten seconds."


def try_voice(world: World) -> int:
    """Speak one sentence and ask whether it was heard. Return 1 when it was not. Raise Misuse or KnotError."""
    from knotcli.terminal.voice import SPEAKERS, Voice

    if not world.interactive:
        raise Misuse("There is no terminal to answer from. Run knot config voice test in one.")
    spoken = Voice(world.env)
    if spoken.available is None:
        raise KnotError(
            f"No program that speaks was found. Install one of these, then try again: {', '.join(SPEAKERS)}."
        )
    world.tell([f"Speaking through {spoken.available}."])
    try:
        while True:
            spoken.speak(TEST_SENTENCE)
            answer = _ask_whether_heard(world)
            if answer != "again":
                break
    finally:
        spoken.hush()
    if answer == "yes":
        world.show(["Good. To have every session spoken: knot config set voice true"])
        return 0
    world.show(
        [
            f"Then {spoken.available} ran, but its sound did not arrive.",
            "Look at the volume and at which output is chosen, and try another program's sound.",
            "Without a voice the bell still marks each change; --flash marks it on the screen.",
        ]
    )
    return 1


def _ask_whether_heard(world: World) -> str:
    try:
        return ask_choice(world, "Did you hear it?", ("yes", "no", "again"))
    except EOFError:
        raise KnotError("The question was not answered. Nothing was changed.") from None
