"""Understands when something happened, as a person types it: 23:40, yesterday 23:40, 2h ago, 2026-11-21 23:40.

Nothing is guessed beyond this: a time of day without a day is the last time the clock showed it, and a day without a
time of day is only a day. The clock and the time zone come in as arguments.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.episode import Moment

if TYPE_CHECKING:
    from collections.abc import Callable

    ToLocal = Callable[[datetime], datetime]
    """Gives a time the zone of the person: one without a zone is on their clock, any other is carried over."""

SLACK = timedelta(minutes=1)
"""How far two clocks may be apart before a time counts as one that has not come yet."""
EXAMPLES = "23:40, yesterday 23:40, 2h ago or 2026-11-21 23:40"
MOST_CHARACTERS = 60
_NOW = {"now", "just now", "right now"}
_DAYS_BACK = {"today": 0, "this morning": 0, "this evening": 0, "tonight": 0, "yesterday": 1}
_LAST_NIGHT = "last night"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAY, _WEEK, _NOON = 3, 7, 12
_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_PART = re.compile(
    r"(?:([0-9]{1,6}) ?|(?<![a-z])an? )"
    r"(weeks?|w|days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)(?![a-z])",
    re.ASCII,
)
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2})(?::([0-9]{2}))?)?(?: ?([ap])\.?m\.?)?", re.ASCII)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?) ?(z|[+-][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)


def parse_when(text: str, now: datetime, to_local: ToLocal) -> Moment | None:
    """Return the moment that `text` names, seen from the aware `now`, or None if it names none.

    A time with an offset of its own keeps it: that is what the clock on the wall showed.
    """
    words = _words(text)
    try:
        found = _iso(words) or _ago(words, now) or _by_the_clock(words, now, to_local)
        if found is None:
            return None
        has_own_offset = _ISO.fullmatch(words) is not None and found.tzinfo is not None
        return Moment.at(found if has_own_offset else to_local(found))
    except (ValueError, OverflowError, OSError):
        return None


def parse_span(text: str, now: datetime, to_local: ToLocal) -> tuple[datetime, datetime] | None:
    """Return the beginning of what `text` names and the moment after it: a whole day, or one second."""
    words = _words(text)
    try:
        day = _day(words, to_local(now).date())
        if day is not None:
            return _midnight(day, to_local), _midnight(day + timedelta(days=1), to_local)
        moment = parse_when(text, now, to_local)
        return (moment.utc, moment.utc + timedelta(seconds=1)) if moment else None
    except (ValueError, OverflowError, OSError):
        return None


def _midnight(day: date, to_local: ToLocal) -> datetime:
    return to_local(datetime.combine(day, time()))


def _words(text: str) -> str:
    return " ".join(text.casefold().split()) if len(text) <= MOST_CHARACTERS else ""


def _iso(words: str) -> datetime | None:
    found = _ISO.fullmatch(words)
    if found is None:
        return None
    day, clock, offset = found.groups()
    return datetime.fromisoformat(f"{day}T{clock}{(offset or '').upper()}")


def _ago(words: str, now: datetime) -> datetime | None:
    if words in _NOW:
        return now
    if not words.endswith(" ago"):
        return None
    said = words.removesuffix(" ago").replace("half an hour", "30 min")
    parts = _PART.findall(said)
    if not parts or _PART.sub("", said).replace(" and ", "").strip(" ,"):
        return None
    seconds = sum((int(count or 1)) * _UNIT_SECONDS[unit[0]] for count, unit in parts)
    return now.astimezone(UTC) - timedelta(seconds=seconds)


def _by_the_clock(words: str, now: datetime, to_local: ToLocal) -> datetime | None:
    """Return a time of day on the day that stands before or behind it, or on the last day that had it already."""
    for day_word, clock_word in _splits(words):
        clock = _time(clock_word)
        if clock is None:
            continue
        today = to_local(now).date()
        if day_word == _LAST_NIGHT:
            return datetime.combine(today - timedelta(days=clock.hour >= _NOON), clock)
        day = _day(day_word, today)
        if day is not None:
            return datetime.combine(day, clock)
        if not day_word:
            candidate = datetime.combine(today, clock)
            is_past = to_local(candidate) <= now + SLACK
            return candidate if is_past else candidate - timedelta(days=1)
    return None


def _splits(words: str) -> list[tuple[str, str]]:
    """Return every way to part a day from a time of day: `yesterday at 23:40`, `23:40 yesterday`, `3 am`."""
    parts = words.replace(" at ", " ").removeprefix("at ").split(" ")
    cuts = range(len(parts) + 1)
    before = [(" ".join(parts[:cut]), " ".join(parts[cut:])) for cut in cuts]
    return before + [(" ".join(parts[cut:]), " ".join(parts[:cut])) for cut in cuts]


def _time(word: str) -> time | None:
    found = _TIME.fullmatch(word)
    if found is None or not (found[2] or found[4]):
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found[4] == "p" else 0)
    return time(hour, minute, second)


def _day(word: str, today: date) -> date | None:
    """Return the day of a word; a weekday is the last one before today."""
    if _ISO_DAY.fullmatch(word):
        return date.fromisoformat(word)
    if word in _DAYS_BACK:
        return today - timedelta(days=_DAYS_BACK[word])
    name = word.removeprefix("on ").removeprefix("last ")
    fits = [number for number, day in enumerate(_WEEKDAYS) if len(name) >= _SHORT_DAY and day.startswith(name)]
    return today - timedelta(days=(today.weekday() - fits[0] - 1) % _WEEK + 1) if fits else None
