"""Decides whether something happens more or less often than before, and says so only where the numbers can tell.

Two spans of days are compared by an exact test. Whoever counts few days or few episodes learns that it is too little
to say, because an honest "nobody knows yet" is worth more than a wrong "it helped". How few is data.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cramp_cli.core.chances import at_least
from cramp_cli.core.days import counted
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

WEEK_DAYS = 7


@dataclass(frozen=True)
class ChangeRule:
    """When two spans of days are judged to differ."""

    days_at_least: int
    """On either side; with fewer, nothing is judged."""
    episodes_at_least: int
    """In both together."""
    sure: float
    """How unlikely chance must be, as 1 less the likelihood of it."""
    weeks_before: int
    """How far back to look at least, because people begin something when it is worst."""


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


def compare(before: Span, since: Span, rule: ChangeRule) -> Comparison:
    """Judge whether `since` differs from `before`. A difference that chance could bring is none."""
    total = before.count + since.count
    if min(before.days, since.days) < rule.days_at_least or total < rule.episodes_at_least:
        return Comparison(before, since, Change.TOO_LITTLE)
    days = before.days + since.days
    more, fewer = (at_least(one.count, total, one.days, days) for one in (since, before))
    if 2 * min(more, fewer) > 1 - rule.sure:
        return Comparison(before, since, Change.NO_CLEAR_CHANGE)
    return Comparison(before, since, Change.MORE if more < fewer else Change.FEWER)
