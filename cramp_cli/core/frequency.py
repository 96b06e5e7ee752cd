"""Decides whether something happens more or less often than before, and says so only where the numbers can tell.

Two spans of days are compared by an exact test. Whoever counts few days or few episodes learns that it is too little
to say, because an honest "nobody knows yet" is worth more than a wrong "it helped".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.days import counted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

WEEK_DAYS = 7
FEWEST_DAYS = 14
"""In less than two weeks on either side, nothing is judged."""
FEWEST_EPISODES = 6
"""With fewer in all, not even all of them on one side would differ clearly from chance."""
CLEAR = 0.05


class Change(StrEnum):
    """What became of how often it happens."""

    TOO_LITTLE = "too-little"
    FEWER = "fewer"
    MORE = "more"
    NO_CLEAR_CHANGE = "no-clear-change"


@dataclass(frozen=True)
class Span:
    """Whole days, both ends included, and how many episodes began in them."""

    first_day: date
    last_day: date
    count: int

    @property
    def days(self) -> int:
        """How many days it has; none where it ends before it begins."""
        return max(0, (self.last_day - self.first_day).days + 1)

    @property
    def a_week(self) -> float:
        """How many there were in a week."""
        return self.count * WEEK_DAYS / self.days if self.days else 0.0

    def __str__(self) -> str:
        return f"{self.a_week:.1f} a week ({self.count} in {counted(self.days, 'day')})"


def span(days: Iterable[date], first_day: date, last_day: date) -> Span:
    """Count those of `days` that lie from `first_day` to `last_day`."""
    return Span(first_day, last_day, sum(first_day <= day <= last_day for day in days))


@dataclass(frozen=True)
class Comparison:
    """Two spans, and what came of comparing them."""

    before: Span
    since: Span
    change: Change


def compare(before: Span, since: Span) -> Comparison:
    """Judge whether `since` differs from `before`. A difference that chance could bring is none."""
    total = before.count + since.count
    if min(before.days, since.days) < FEWEST_DAYS or total < FEWEST_EPISODES:
        return Comparison(before, since, Change.TOO_LITTLE)
    share = since.days / (before.days + since.days)
    if _chance(since.count, total, share) >= CLEAR:
        return Comparison(before, since, Change.NO_CLEAR_CHANGE)
    return Comparison(before, since, Change.FEWER if since.count < total * share else Change.MORE)


def _chance(count: int, total: int, share: float) -> float:
    """Return how often chance alone is at least as far off, on either side (exact, two-sided binomial)."""
    parts = [_probability(one, total, share) for one in range(total + 1)]
    return min(1.0, 2 * min(sum(parts[: count + 1]), sum(parts[count:])))


def _probability(count: int, total: int, share: float) -> float:
    ways = math.lgamma(total + 1) - math.lgamma(count + 1) - math.lgamma(total - count + 1)
    return math.exp(ways + count * math.log(share) + (total - count) * math.log(1 - share))


def last_weeks(days: Iterable[date], until: date, known_since: date, weeks: int = 4) -> Comparison:
    """Compare the last `weeks` with as many before; nothing is known of days before `known_since`."""
    listed = tuple(days)
    length = timedelta(days=weeks * WEEK_DAYS)
    middle = until - length
    before = span(listed, max(known_since, middle - length + timedelta(days=1)), middle)
    return compare(before, span(listed, middle + timedelta(days=1), until))
