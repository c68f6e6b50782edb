"""`knot week`: three questions about the past week (PEG)."""

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_score
from knotcli.coach.trend.weekly_peg import PEG_ITEMS
from knotcli.commands.support.options import AsJson, option
from knotcli.flows.week.week_questions import answer_week

EXAMPLES = "Examples: knot week · knot week --pain 5 --enjoyment 3 --activity 4"
# A negative number is a wrong answer, to be met with the scale, and not an unknown option.
PARSER_SETTINGS = {"ignore_unknown_options": True}


def ask_about_week(
    context: typer.Context,
    pain: str | None = option("--pain", help="Your pain on average, 0 to 10", metavar="N"),
    enjoyment: str | None = option(
        "--enjoyment", help="How much it interfered with enjoying life, 0 to 10", metavar="N"
    ),
    activity: str | None = option("--activity", help="How much it interfered with your activity, 0 to 10", metavar="N"),
    as_json: AsJson = False,
) -> int:
    """Answer three questions about your past week.

    They are about pain, enjoyment of life and general activity: the PEG scale of Krebs and others, 2009. A second
    answer in the same week corrects the first.
    """
    typed = (context.params[item] for item in PEG_ITEMS)
    numbers = [None if text is None else parse_score(text) for text in typed]
    try:
        return answer_week(context.obj, dict(zip(PEG_ITEMS, numbers, strict=True)), as_json)
    except EOFError:
        raise Misuse("All three numbers are needed. Nothing was saved.") from None
