"""`knot report`: a page to show to a clinician."""

import typer

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import parse_whole_number
from knotcli.coach.trend.weekly_means import MAX_WEEKS
from knotcli.commands.support.options import Weeks, flag, option
from knotcli.flows.region_question import read_regions
from knotcli.flows.report.report_gathering import gather_report
from knotcli.world import World

EXAMPLES = "Examples: knot report · knot report neck --weeks 26 --open · knot report -o for-the-doctor.html · knot report --text"


def write_report(
    context: typer.Context,
    region: list[str] | None = typer.Argument(
        None, metavar="[REGION]…", help="Only these regions [default: all with entries]"
    ),
    output: str | None = option(
        "-o", "--output", help="Where to, or - [default: knot-report-DATE.html here]", metavar="FILE"
    ),
    weeks: Weeks = "12",
    notes: bool = flag("--notes", help="Put your notes in too."),
    open_page: bool = flag("--open", help="Open it in your browser; nothing is sent."),
    text: bool = flag("--text", help="Print it here instead of making a page."),
    force: bool = flag("--force", help="Replace a file even if it is not a report."),
) -> int:
    """Make a page to show to a clinician.

    It covers the last weeks: one file, for any browser and for paper.
    """
    world: World = context.obj
    count = parse_whole_number(weeks, "--weeks", 1, MAX_WEEKS)
    if text and (output is not None or open_page):
        raise Misuse("--text prints the report; it goes with neither --output nor --open.")
    if output == "-" and open_page:
        raise Misuse("--open needs a file; -o - prints the page.")
    regions = read_regions(world, region or [])
    if text:
        from knotcli.flows.prompts import show_paged
        from knotcli.views.report.report_lines import report_lines

        show_paged(world, report_lines(gather_report(world, regions, count, notes), world.out.drawing_width))
        return 0
    from knotcli.views.report.report_page import report_page

    made = report_page(gather_report(world, regions, count, notes), world.library.text("report.css"))
    if output == "-":
        world.send(made)
        return 0
    from knotcli.storage.files.exchanged_files import OutputKind, write_output

    target = output or f"knot-report-{world.clock.now().date()}.html"
    place = write_output(target, made, OutputKind("a knot report", _is_report), world.paths, force)
    world.show([f"Written: {place}", "It holds health data, so read it before you pass it on."])
    if open_page:
        from knotcli.terminal.browser import show

        if not show(place):
            world.tell(["No browser could be started. Open the file yourself."])
    return 0


def _is_report(beginning: str) -> bool:
    """Tell by its beginning whether a file is a knot report."""
    from knotcli.views.report.report_page import MARK, MARK_WITHIN

    return beginning.startswith("<!doctype html>") and MARK in beginning[:MARK_WITHIN]
