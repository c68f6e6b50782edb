"""Today on screens of different widths, in the states that a region can be in."""

from datetime import UTC, datetime, timedelta

from knotcli.coach.overview.today import RegionToday, Today
from knotcli.coach.session.dose import TooSoon
from knotcli.views.overview.today import short_status, today_lines
from support.golden import GoldenScreens
from support.screens import show_everywhere

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
UNTIL = NOW + timedelta(days=30)
PLACES = [
    RegionToday("neck", NOW, 4, NOW, label="clearly-lower", check="holds", until=UNTIL),
    RegionToday("upper-back", NOW, 7, NOW, label="higher", check="holds", until=UNTIL, rests=True),
    RegionToday("jaw", NOW, check="none"),
    RegionToday("hip", NOW, 3, NOW, label="same", check="flag"),
    RegionToday("calf", NOW, 0, NOW, check="holds", until=UNTIL, hold=TooSoon("gap", NOW + timedelta(hours=3))),
    RegionToday("foot", NOW, 10, NOW, check="expired"),
]


def test_today_looks_as_kept(golden: GoldenScreens) -> None:
    def at_home(moment: datetime) -> datetime:
        return moment + timedelta(hours=1)

    shown = {
        "first-visit": Today(NOW, ()),
        "regions": Today(NOW, tuple(PLACES)),
        "warning-sign": Today(NOW, tuple(PLACES[:2]), ("rf_clot",)),
    }
    for name, today in shown.items():
        golden(name, show_everywhere(today_lines(today, at_home)) + f"\n\n=== a prompt ===\n{short_status(today)}")
