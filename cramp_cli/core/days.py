"""How a day is written and read: ISO, with its weekday beside it, the same in every language setting."""

from __future__ import annotations

import re
from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def day_in_words(day: date) -> str:
    """Return a day as `2026-11-22 (Sun)`."""
    return f"{day.isoformat()} ({WEEKDAYS[day.weekday()]})"


def parse_day(text: str) -> date | None:
    """Return the day written as `2026-11-22`, or None."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def counted(number: int, thing: str) -> str:
    """Return a number of things: `1 day`, `2 days`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
