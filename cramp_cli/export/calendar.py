"""Writes a plan's days as a calendar file: neutral words only, because calendars sync to clouds and to colleagues.

The time floats: half past eight is half past eight wherever the person is, summer or winter. A second file of the same
plan updates the first, since its name never changes and its sequence only grows.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from cramp_cli.core.values import dataclass

PRODUCT = "-//cramp-cli//plan//EN"
LASTS = timedelta(minutes=5)
BEFORE = timedelta(minutes=5)
"""Time to get ready. Some calendars ignore an alarm at the very minute."""
_FIRST_SEQUENCE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reminder:
    """One reminder a day. Its title is all that anybody who sees the calendar learns."""

    plan: str
    """The id of the plan. It is not in the file."""
    title: str
    first_day: date
    days: int
    when: str
    """The time of day, such as 20:30."""


def calendar(reminder: Reminder, now: datetime) -> bytes:
    """Return the file; `now` is aware, and says which of two files is the newer one."""
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add_component(_event(reminder, now))
    return bytes(whole.to_ical())


def _event(reminder: Reminder, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'cramp-cli:plan:{reminder.plan}')}")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", max(0, int((now - _FIRST_SEQUENCE).total_seconds()) // 60))
    event.add("summary", reminder.title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", datetime.combine(reminder.first_day, time.fromisoformat(reminder.when)))
    event.add("duration", LASTS)
    event.add("rrule", {"freq": "daily", "count": reminder.days})
    event.add_component(_alarm(reminder))
    return event


def _alarm(reminder: Reminder) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder.title)
    alarm.add("trigger", -BEFORE)
    return alarm
