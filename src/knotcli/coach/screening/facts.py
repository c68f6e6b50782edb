"""What an earlier check still says about a person and how long, when it spares the five lines, and what of it can be taken back. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from knotcli.coach.record import CONTENT, Assessment, Check, Correction, Session
from knotcli.coach.screening.clusters import CheckSetting, concerns
from knotcli.coach.screening.conversation.prompts import Word
from knotcli.coach.screening.flags import AHEAD, FULL, NAMED, carried_signs, standing_flags
from knotcli.coach.screening.items import LIVES, Item, Lasts
from knotcli.coach.screening.questionnaire import Questionnaire
from knotcli.coach.screening.questions import next_question
from knotcli.coach.vocabulary import ClearedWord, Region

AGE = "age"
AGES = (16, 18, 50, 65)
"""The ages at which other questions are asked, or other limits hold."""
FACT_LIVES: Mapping[str, Lasts] = {"rf_immune_steroid": "6 months"}
"""How long the first question of a warning sign lives as a fact (own decision)."""
YEAR = timedelta(days=365)


class Known(NamedTuple):
    """What an earlier check told. words: by item and question, for what lives; dates: when each item was answered.

    age: in years, None where it is to be asked again. told: the story's keys. cleared: clinicians' words.
    """

    check: Check
    age: int | None
    words: Mapping[str, Mapping[int, Word]]
    dates: Mapping[str, datetime]
    told: Mapping[str, str]
    cleared: Mapping[str, ClearedWord]


class OldFlag(NamedTuple):
    """A flag of the first set of questions that is put again: its id, what it is called, and when it was named."""

    id: str
    label: str
    named: datetime


class EarlierAnswers(NamedTuple):
    """What a conversation begins with.

    known: what the newest check still says about the person. valid: the check of these very regions that still holds.
    drawn_on: that of another region, which holds. described: that in which these regions' pain was described.
    old_flags: to be put again. after_session: a session was kept in the last 14 days. base: the check that a re-check or
    a renewal is about.
    """

    known: Known | None = None
    valid: Known | None = None
    drawn_on: Known | None = None
    described: Known | None = None
    old_flags: tuple[OldFlag, ...] = ()
    after_session: bool = False
    base: Check | None = None


def age_at(told: int, on: datetime, now: datetime) -> int | None:
    """Give the age told on a day, as long as it surely lies in the same band; None when it is to be asked again.

    Whoever was 49 may turn 50 on the next day.
    """
    if now - on > LIVES["12 months"]:
        return None
    years = (now - on) // YEAR + 1
    return None if any(told < step <= told + years for step in AGES) else told


def setting_of(check: Check) -> CheckSetting:
    """Give the setting in which a check was asked."""
    age = check.told.get(AGE, "")
    return CheckSetting(check.regions, int(age) if age.isdigit() else None, check.put.get("session") == "yes")


def words_of(item: Item, check: Check) -> dict[int, Word] | None:
    """Give back the answers to an item's single questions, by asking it once more; None where they are not known.

    Questions about one pain are left out: another pain's check puts them again.
    """
    answer = check.answers.get(item.id)
    if answer is None or (answer in NAMED and item.id not in check.said):
        return None
    said = check.said.get(item.id, ())
    setting = setting_of(check)
    words: dict[int, Word] = {n: "yes" for n in said if item.asks[n - 1].by_age}
    while (number := next_question(item, setting, words)) is not None:
        words[number] = "yes" if number in said else "no"
    return {n: word for n, word in words.items() if not item.asks[n - 1].pain}


def lives(item: Item, given: datetime, now: datetime) -> bool:
    """Tell whether an answer about this item, given then, still lives."""
    life = LIVES[FACT_LIVES.get(item.id, item.lasts)]
    return given <= now + timedelta(seconds=1) and now - given <= life


def known_from(check: Check, found: Questionnaire, now: datetime) -> Known | None:
    """Give what a full check of the present questions, asked by hand, still says about the person; None for any other."""
    told = check.told.get(AGE, "")
    if check.content < CONTENT or check.origin not in FULL or not told.isdigit():
        return None
    words: dict[str, Mapping[int, Word]] = {}
    dates: dict[str, datetime] = {}
    named = {one.item for one in found.texts.facts.always}
    for ident, item in found.items.items():
        given = check.carried.get(ident, check.at)
        put = None if item.pain or item.needs else words_of(item, check)
        # What lives for 30 days only is named by the line about the person itself, so that it is put each time.
        if put is not None and (ident in named or lives(item, given, now)):
            words[ident], dates[ident] = put, given
    on = check.carried.get(AGE, check.at)
    story = {number: key for number, key in check.told.items() if number != AGE}
    return Known(check, age_at(int(told), on, now), words, dates | {AGE: on}, story, check.cleared)


def newest_known(checks: Sequence[Check], found: Questionnaire, now: datetime) -> Known | None:
    """Give what the newest such check says."""
    newest = sorted(checks, key=lambda check: check.at, reverse=True)
    return next((known for check in newest if (known := known_from(check, found, now))), None)


def about_you_lives(known: Known, found: Questionnaire) -> bool:
    """Tell whether the line about the person is enough: the age and all that is asked about them still live."""
    asked = [item for item in found.items.values() if item.cluster.startswith("A") and not item.needs]
    return known.age is not None and all(item.id in known.words for item in asked)


def may_go_further(known: Known, found: Questionnaire) -> bool:
    """Tell whether another region's check may draw on this one: it lives, and named no sign of the whole person."""
    setting = setting_of(known.check)
    signs = [item for item in found.items.values() if item.kind in ("emergency", "red-flag") and not item.pain]
    clear = all(known.check.answers.get(item.id) not in NAMED for item in signs if concerns(item, setting))
    return clear and about_you_lives(known, found)


RECHECK_LEFT_OUT_FOR = timedelta(minutes=60)
"""How long after a full check its questions need not be repeated (own decision)."""


def is_left_out(
    region: Region, own: Sequence[Check], checks: Sequence[Check], sessions: Sequence[Session], now: datetime
) -> bool:
    """Tell whether a full check of this region was just answered by hand on this machine, and nothing came since.

    own: the checks of this machine; checks: all of them; sessions: those of the region. A check from a file, a renewal,
    and one that draws on another region's do not count; and it counts for one session only.
    """
    full = [c for c in own if c.origin == "asked" and c.content >= CONTENT and region in c.regions]
    newest = max(full, key=lambda check: check.at, default=None)
    if newest is None or carried_signs(newest):
        return False
    since = newest.at.replace(microsecond=0)
    named = any(c.at >= newest.at and c is not newest and _names(c) for c in checks if c.id != newest.id)
    return (
        newest.at - AHEAD <= now <= newest.at + RECHECK_LEFT_OUT_FOR
        and not named
        and not any(s.at >= since for s in sessions)
    )


def _names(check: Check) -> bool:
    """Tell whether something was named, or the checks were ended by an entry without answers."""
    return not check.answers or any(word in NAMED for word in check.answers.values())


ONCE_IN = timedelta(days=30)
"""How long the same flag cannot be taken back again (own decision)."""


def open_to_correction(
    checks: Sequence[Check], looks: Sequence[Assessment | Correction], now: datetime
) -> dict[str, datetime]:
    """Give the standing flags that may be taken back now, with the moment each was last named.

    A red flag at any time. An emergency only where its own question never confirmed it (named before the present
    questions, or in a file), and not before the next calendar day. Each once in 30 days.
    """
    corrected = [look for look in looks if isinstance(look, Correction) and now - look.at < ONCE_IN]
    found = {}
    for flag, named in standing_flags(checks, looks, now).items():
        if any(one.flag == flag for one in corrected):
            continue
        if flag.startswith("em_"):
            naming = [check for check in checks if check.answers.get(flag) in NAMED]
            confirmed = any(check.content >= CONTENT and check.origin != "file" for check in naming)
            if confirmed or named.astimezone(now.tzinfo).date() >= now.date():
                continue
        found[flag] = named
    return found
