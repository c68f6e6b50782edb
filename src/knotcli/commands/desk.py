"""`knot desk`: what keeps a knot coming back: asked once, one change at a time, asked about after a week."""

import typer

from knotcli.coach.errors import Misuse
from knotcli.commands.support.options import flag, option
from knotcli.flows.care.desk import DeskDiary, show_desk, talk_about_desk
from knotcli.world import World

EXAMPLES = (
    "Examples: knot desk neck · knot desk neck --answer screen=yes --answer phone=no · knot desk neck --try screen · "
    "knot desk --how kept"
)


def review_habits(
    context: typer.Context,
    region: str | None = typer.Argument(None, metavar="[REGION]", help="Where [default: the region you used last]"),
    answer: list[str] | None = typer.Option(
        None, "--answer", metavar="TOPIC=WORD", help="yes, no or unsure, such as screen=yes; repeatable"
    ),
    start: str | None = option("--try", help="Begin this change today.", metavar="TOPIC"),
    how: str | None = option("--how", help="How the change went: kept, partly, dropped", metavar="WORD"),
    show: bool = flag("--show", help="Show your answers; ask nothing."),
    again: bool = flag("--again", help="Ask every question again."),
    plain: bool = flag("--plain", help="Lines only, one a paragraph."),
    as_json: bool = flag("--json", help="Print what is kept as JSON."),
) -> int:
    """See what may keep a knot coming back.

    Then change one thing at a time.
    """
    world: World = context.obj
    world.plain_asked = plain
    if again and (show or as_json or answer or start or how):
        raise Misuse("--again asks all questions anew; it goes with no other option.")
    diary = DeskDiary(world, region)
    given = diary.parse_answers(answer or [], start, how)
    answered = bool(diary.standing.answers)
    if given:
        diary.keep_answers(*given)
    if given or show or as_json or not world.interactive:
        if not (given or show or as_json or answered):
            topics = ", ".join(cause.id for cause in diary.texts.cause if cause.concerns(diary.region))
            raise Misuse(
                "There is no terminal to answer from. Answer with --answer TOPIC=yes, no or unsure; "
                f"the topics are: {topics}."
            )
        return show_desk(diary, as_json)
    return talk_about_desk(diary, again)
