"""`knot remind`: reminders for a calendar program."""

from collections.abc import Sequence

import typer

from knotcli.coach.errors import Held, Misuse
from knotcli.coach.person_input import parse_whole_number
from knotcli.coach.text import clean_text, short_day
from knotcli.commands.support.options import flag, option
from knotcli.flows.screening.kept_checks import flags_now
from knotcli.storage.files.exchanged_files import OutputKind, write_output
from knotcli.storage.formats import icalendar as calendar
from knotcli.storage.formats.icalendar import Reminder
from knotcli.world import World

EXAMPLES = (
    "Examples: knot remind --at 15:00 -o knot.ics · knot remind --break --every 45 --from 9:00 --to 17:00 > breaks.ics"
)


def write_reminders(
    context: typer.Context,
    at: str | None = option("--at", help="The time of day, such as 15:00", metavar="TIME"),
    of_breaks: bool = flag("--break", help="Movement breaks through the day, in place of a routine."),
    every: str | None = option("--every", help="With --break: minutes between two [default: 45]", metavar="15..240"),
    begin: str | None = option("--from", help="With --break: the first one [default: 9:00]", metavar="TIME"),
    end: str | None = option("--to", help="With --break: the last one [default: 17:00]", metavar="TIME"),
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
    on = calendar.read_days(days)
    if of_breaks and at is None:
        minutes = parse_whole_number(every or "45", "--every", 15, 240)
        hours = calendar.read_time(begin or "9:00", "--from"), calendar.read_time(end or "17:00", "--to")
        wanted = calendar.list_break_reminders(minutes, *hours, on, count)
    elif at is not None and not (of_breaks or every or begin or end):
        wanted = [calendar.Reminder(calendar.read_time(at), on, count)]
    elif at is None:
        raise Misuse("--at is missing. For example: knot remind --at 15:00, or: knot remind --break")
    else:
        raise Misuse("--every, --from and --to go with --break, and --at does not.")
    _refuse_while_flagged(world)
    now = world.clock.now()
    text = calendar.write_calendar(wanted, now)
    if output is None or output == "-":
        world.send(text)
        return 0
    kind = OutputKind("a knot reminder", calendar.is_reminder, can_force=False)
    place = write_output(output, text, kind, world.paths)
    opens = min(calendar.find_first_reminder(one, now) for one in wanted)
    closes = max(calendar.find_last_reminder(one, now) for one in wanted)
    world.show(
        [
            f"Written: {clean_text(str(place))}",
            f"{_count_reminders(wanted)}, from {opens:%a} {short_day(opens)} to {closes:%a} {short_day(closes, 0)}. Open it with your calendar program.",
        ]
    )
    return 0


def _refuse_while_flagged(world: World) -> None:
    """Raise Held while a red flag stands: nobody is to be reminded of what they had better not do."""
    if flags_now(world):
        raise Held(
            "You named a warning sign, so there are no reminders until a clinician has looked at it. To read more: knot check --show"
        )


def _count_reminders(wanted: Sequence[Reminder]) -> str:
    count = sum(one.count for one in wanted)
    first, last = f"{wanted[0].at:%H:%M}", f"{wanted[-1].at:%H:%M}"
    times = f"each at {first}" if first == last else f"between {first} and {last}"
    return "1 reminder" if count == 1 else f"{count} reminders, {times}"
