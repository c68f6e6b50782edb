"""The commands by name, and the one place where an error becomes a line and an exit code."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from knotcli.coach.errors import KnotError
from knotcli.commands.support.before_typer import run_frequent_line
from knotcli.world import World

COMMANDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Begin here": {
        "check": ("check:run_check", "Ask what a careful therapist would ask."),
        "session": ("session:start_session", "Lead through heat, pressure and stretching."),
        "break": ("break_:lead_break", "Stand up and move easily for a moment."),
        "log": ("log:log_rating", "Save one pain rating."),
        "week": ("week:ask_about_week", "Answer three questions about your past week."),
    },
    "How it goes": {
        "status": ("status:show_status", "Show today at a glance, as knot alone does."),
        "trend": ("trend:show_trend", "Show how your pain has been, week by week."),
        "history": ("history:list_history", "List ratings and sessions, newest first."),
        "plan": ("plan:show_plan", "Read what to expect, and when to stop."),
        "report": ("report:write_report", "Make a page to show to a clinician."),
    },
    "Correct": {
        "undo": ("undo:undo_change", "Undo the last change."),
        "edit": ("edit:edit_entry", "Correct a rating or a session."),
        "remove": ("remove:remove_entry", "Remove a rating, or a whole session."),
    },
    "Understand": {
        "where": ("where:find_muscles", "Show which muscles to look at, by where it hurts."),
        "learn": ("learn:read_topic", "Read what is known, how well, and from where."),
        "why": ("why:explain_id", "Read why something is asked, done or left out."),
    },
    "Between sessions": {
        "followup": ("followup:answer_followup", "Say how a region felt after a session."),
        "desk": ("desk:review_habits", "See what may keep a knot coming back."),
        "remind": ("remind:write_reminders", "Make reminders for your calendar program."),
    },
    "Files and settings": {
        "routine": ("routine:group", "Read, make and check routines as files."),
        "export": ("export:export_data", "Export what is saved."),
        "import": ("import_:import_data", "Import ratings, or an export of knot."),
        "config": ("config:group", "Set what you usually choose."),
        "doctor": ("doctor:inspect_store", "See whether all that is saved is sound."),
        "completion": ("completion:complete_words", "Print the script that completes words in a shell."),
    },
}
"""By heading: name → its function or group in knotcli.commands, and the line in the help.

A command is imported only when it runs; a test holds each line to the first one of the command's own help.
"""


def main(argv: Sequence[str], world: World | None = None) -> int:
    """Run one command line. Return the exit code; never raise, never print a traceback."""
    world = world or World()
    try:
        return _run_command_line([*argv], world)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except KnotError as error:
        _tell_error(world, str(error))
        return error.code
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _tell_error(world, f"{reason}: {error.filename or 'the output could not be written'}")
        return 1
    except Exception as error:
        from knotcli.storage.files.bug_reports import save

        saved = save(error, world.paths.bugs, world.clock.now())
        _tell_error(world, f"Something in knot itself went wrong. {saved}")
        return 70


def _run_command_line(argv: list[str], world: World) -> int:
    if argv[:1] == ["help"]:
        argv = [*argv[1:], "--help"]
    code = run_frequent_line(argv, world)
    if code is None:
        from knotcli.commands.support.program import build_program

        program = build_program(COMMANDS)
        code = program(args=argv, prog_name="knot", obj=world, standalone_mode=False)
    return code or 0


def _tell_error(world: World, line: str) -> None:
    if line:
        with suppress(KnotError):  # nowhere is left to say it
            world.tell([f"knot: {line}"])


def entry() -> None:
    """Run as the installed command."""
    # One command creates almost no reference cycles: looking for them was a sixth of each start.
    gc.disable()
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            World.discard_output(stream)
    os._exit(code)  # nothing is left to do: taking the interpreter apart costs time and brings nothing
