"""What the trend and the report count, straight from an index, whatever the size of the history.

Days are local ones: the day on the wall, where the rating was given.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from knotcli.coach.vocabulary import REGIONS, Region
from knotcli.storage.history.connection import HistoryConnection, reporting_damage

_DAY = 86_400_000_000  # microseconds


class TrendQueries(HistoryConnection):
    """Counts and sums of a history."""

    def days(self, region: Region, since: date, until: date) -> list[tuple[date, int, int, int, int]]:
        """Return (day, sum, n, lowest, highest) of the `now` and `before` ratings of each rated local day."""
        rows = self._rows(
            "SELECT local_date, sum(score), count(*), min(score), max(score) FROM entry WHERE region=?"
            " AND local_date BETWEEN ? AND ? AND rating_kind IN ('now','before')"
            " GROUP BY local_date ORDER BY local_date",
            (region, since.isoformat(), until.isoformat()),
        )
        return [(date.fromisoformat(day), total, n, low, high) for day, total, n, low, high in rows]

    def first_day(self, region: Region) -> date | None:
        """Return the first local day with a `now` or `before` rating."""
        rows = self._rows(
            "SELECT local_date FROM entry WHERE region=? AND rating_kind IN ('now','before')"
            " ORDER BY local_date LIMIT 1",
            (region,),
        )
        return date.fromisoformat(rows[0][0]) if rows else None

    def rated_regions(self) -> list[Region]:
        """Return the regions that have a rating of any kind, in the order of `REGIONS`."""
        one = "SELECT ? WHERE EXISTS (SELECT 1 FROM entry WHERE region=? AND rating_kind IS NOT NULL)"
        rows = self._rows(" UNION ALL ".join([one] * len(REGIONS)), [r for r in REGIONS for _ in range(2)])
        return [region for (region,) in rows]

    def session_days(self, region: Region, since: date, until: date) -> dict[date, int]:
        """Count the sessions of each local day that has any."""
        where, values = days_condition("session", region, since, until)
        rows = self._rows(f"SELECT local_date, count(*) FROM entry WHERE {where} GROUP BY local_date", values)
        return {date.fromisoformat(day): n for day, n in rows}

    def finished_sessions(self, region: Region, since: date, until: date) -> tuple[int, int]:
        """Return how many sessions ran to their planned end, and how many there were."""
        where, values = days_condition("session", region, since, until)
        status = "(SELECT json_extract(body, '$.status') FROM version WHERE seq=entry.version)"
        rows = self._rows(f"SELECT sum({status}='complete'), count(*) FROM entry WHERE {where}", values)
        return (rows[0][0] or 0, rows[0][1]) if rows else (0, 0)

    def right_after(self, region: Region, since: date, until: date) -> tuple[int, int, int, int]:
        """Return how many sessions were lower, the same and higher after than before, and the sum of after − before."""
        rows = self._rows(
            "SELECT sum(a.score < b.score), sum(a.score = b.score), sum(a.score > b.score), sum(a.score - b.score)"
            " FROM entry a JOIN entry b ON b.session=a.session AND b.rating_kind='before'"
            " WHERE a.region=? AND a.rating_kind='after' AND a.session IS NOT NULL AND a.local_date BETWEEN ? AND ?",
            (region, since.isoformat(), until.isoformat()),
        )
        lower, same, higher, total = rows[0] if rows else (0,) * 4
        return lower or 0, same or 0, higher or 0, total or 0

    def flares(self, region: Region, since: date, least: int) -> int:
        """Count the sessions from a local day on whose rating after is at least `least` points above the one before."""
        rows = self._rows(
            "SELECT session, rating_kind, score FROM entry WHERE region=? AND local_date>=?"
            " AND rating_kind IN ('before','after') AND session IS NOT NULL",
            (region, since.isoformat()),
        )
        before = {session: score for session, kind, score in rows if kind == "before"}
        after = {session: score for session, kind, score in rows if kind == "after"}
        return sum(after[s] - before[s] >= least for s in before.keys() & after.keys())

    def tagged_days(self, region: Region, tag: str, since: date, until: date) -> set[date]:
        """Return the local days on which a rating or a session of the region, of any kind, has the tag."""
        rows = self._tagged("region=? AND local_date BETWEEN ? AND ?", (region, since.isoformat(), until.isoformat()))
        return {day for day, tags in rows if tag in tags}

    def tags_used(self) -> list[str]:
        """Return every tag that an entry has, those of the most entries first."""
        counts = Counter(tag for _, tags in self._tagged("1", ()) for tag in tags)
        return [tag for tag, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]

    def _tagged(self, where: str, values: Sequence[Any]) -> list[tuple[date, list[str]]]:
        """Return the local day and the tags of each rating and session that has any."""
        rows = self._rows(
            f"SELECT local_date, body FROM entry JOIN version ON seq=entry.version WHERE {where}"
            # Within a text, the quotes would have a backslash before them.
            """ AND entry.kind IN ('rating','session') AND instr(body, '"tags":[')""",
            values,
        )
        from json import loads

        with reporting_damage(self.path):
            return [(date.fromisoformat(day), loads(body)["tags"]) for day, body in rows]

    def last_sessions(self, since: date) -> dict[Region, datetime]:
        """Give, in UTC, when the last session of each region began that had one from a local day on."""
        from knotcli.storage.history.codec import from_micros

        where, values = days_condition("session", None, since, None)
        rows = self._rows(f"SELECT region, max(at_utc) FROM entry WHERE {where} GROUP BY region", values)
        return {region: from_micros(at) for region, at in rows}


def days_condition(kind: str, region: Region | None, since: date | None, until: date | None) -> tuple[str, list[Any]]:
    """Write the SQL condition for a kind, a region and local days. The bounds in UTC are there for the index."""
    where = "kind=?"
    values: list[Any] = [kind]
    if region is not None:
        where, values = where + " AND region=?", [*values, region]
    if since is not None:
        where += " AND local_date>=? AND at_utc>=?"
        values += [since.isoformat(), _midnight(since) - _DAY]
    if until is not None:
        where += " AND local_date<=? AND at_utc<=?"
        values += [until.isoformat(), _midnight(until) + 2 * _DAY]
    return where, values


def _midnight(day: date) -> int:
    return (day - date(1970, 1, 1)).days * _DAY
