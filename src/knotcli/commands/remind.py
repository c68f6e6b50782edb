"""`knot remind`: reminders for a calendar program."""

import typer

from knotcli.coach.errors import Held
from knotcli.coach.person_input import parse_whole_number
from knotcli.coach.text import clean_text
from knotcli.commands.support.options import option
from knotcli.flows.screening.kept_checks import flags_now
from knotcli.storage.files.exchanged_files import OutputKind, write_output
from knotcli.storage.formats import icalendar as calendar
from knotcli.storage.formats.icalendar import Reminder
from knotcli.world import World

EXAMPLES = "Examples: knot remind --at 15:00 -o knot.ics · knot remind --at 7:30 --days mon,wed,fri --weeks 2 > knot.ics"


def write_reminders(
    context: typer.Context,
    at: str = typer.Option(..., "--at", metavar="TIME", help="The time of day, such as 15:00"),
    days: str = typer.Option(
        "mon-fri", "--days", metavar="DAYS", help="daily, weekdays, weekends, mon-fri, or mon,wed,fri"
    ),
    weeks: str = typer.Option("4", "--weeks", metavar="1..4", help="For how many weeks"),
    output: str | None = option("-o", "--output", help="Where to [default: print it]", metavar="FILE"),
) -> int:
    """Make reminders for your calendar program.

    The file says "knot: muscle routine" and nothing of what hurts. It ends by itself after four weeks at most.
    """
    world: World = context.obj
    count = parse_whole_number(weeks, "--weeks", 1, calendar.MOST_WEEKS)
    wanted = calendar.Reminder(calendar.read_time(at), calendar.read_days(days), count)
    _refuse_while_flagged(world)
    now = world.clock.now()
    text = calendar.write_calendar(wanted, now)
    if output is None or output == "-":
        world.send(text)
        return 0
    kind = OutputKind("a knot reminder", calendar.is_reminder, can_force=False)
    place = write_output(output, text, kind, world.paths)
    begin, end = calendar.find_first_reminder(wanted, now), calendar.find_last_reminder(wanted, now)
    world.show(
        [
            f"Written: {clean_text(str(place))}",
            f"{_count_reminders(wanted)}, from {begin:%a %d %b} to {end:%a %d %b %Y}. Open it with your calendar program.",
        ]
    )
    return 0


def _refuse_while_flagged(world: World) -> None:
    """Raise Held while a red flag stands: nobody is to be reminded of what they had better not do."""
    if flags_now(world):
        raise Held(
            "A warning sign is set, so there are no reminders until a clinician has looked. See: knot check --show"
        )


def _count_reminders(wanted: Reminder) -> str:
    return "1 reminder" if wanted.count == 1 else f"{wanted.count} reminders, each at {wanted.at:%H:%M}"
