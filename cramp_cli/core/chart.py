"""Lays counts out as a picture: days in weeks, hours, regions and the last weeks. Whoever draws adds only the ink.

A day before the first episode is unknown, not free of cramps, and stays empty in every drawing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.noticing import WEEK
from cramp_cli.core.tallies import HOURS, WEEKDAYS
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cramp_cli.core.tallies import Tallies

HOURS_A_BAR = 3
MOST_BARS = 6
"""How many regions have a bar of their own; the others share one."""
LONGEST_TREND_WEEKS = 12


@dataclass(frozen=True)
class Bar:
    """A name and how many; None where nothing is known."""

    name: str
    count: int | None


@dataclass(frozen=True)
class Chart:
    """Everything a drawing shows."""

    count: int
    first_day: date
    last_day: date
    monday: date
    """The first day of the calendar."""
    weeks: tuple[tuple[int | None, ...], ...]
    """How many on each day of each week, from Monday."""
    hours: tuple[Bar, ...]
    regions: tuple[Bar, ...]
    sides: tuple[Bar, ...]
    came_after: tuple[Bar, ...]
    trend: tuple[Bar, ...]
    """Week by week, the oldest first; the last one is not over yet."""

    def day(self, week: int, weekday: int) -> date:
        """Return the date of a place in the calendar."""
        return self.monday + timedelta(days=WEEKDAYS * week + weekday)

    @property
    def groups(self) -> tuple[tuple[str, tuple[Bar, ...]], ...]:
        """Return every group of bars that has something in it, with its heading."""
        every = (
            ("Hours", self.hours),
            ("Where", self.regions),
            ("Side", self.sides),
            ("What came before", self.came_after),
            ("Week by week", self.trend),
        )
        return tuple((heading, bars) for heading, bars in every if bars)


def chart(tallies: Tallies, last_day: date, weeks: int, word: Callable[[str], str]) -> Chart | None:
    """Lay `tallies` out in so many weeks up to `last_day`; None where there is nothing to show. `word` names an id."""
    first_day = tallies.first_day
    if first_day is None or not tallies.count:
        return None
    monday = last_day - timedelta(days=last_day.weekday()) - WEEK * (weeks - 1)
    known = _Known(tallies.by_day, first_day, last_day)
    calendar = tuple(
        tuple(known.on(monday + timedelta(days=WEEKDAYS * week + one)) for one in range(WEEKDAYS))
        for week in range(weeks)
    )
    shown = calendar[-LONGEST_TREND_WEEKS:]
    start = monday + WEEK * (weeks - len(shown))
    return Chart(
        count=tallies.count,
        first_day=first_day,
        last_day=last_day,
        monday=monday,
        weeks=calendar,
        hours=_hours(tallies.by_hour),
        regions=_most(tallies.by_region, word),
        sides=_most(tallies.by_side, str),
        came_after=_most(tallies.by_came_after, word),
        trend=tuple(Bar(f"{start + WEEK * number:%d %b}", _sum(days)) for number, days in enumerate(shown)),
    )


@dataclass(frozen=True)
class _Known:
    by_day: Mapping[str, int]
    first_day: date
    last_day: date

    def on(self, day: date) -> int | None:
        return self.by_day.get(day.isoformat(), 0) if self.first_day <= day <= self.last_day else None


def _sum(days: tuple[int | None, ...]) -> int | None:
    known = [count for count in days if count is not None]
    return sum(known) if known else None


def _hours(by_hour: tuple[int, ...]) -> tuple[Bar, ...]:
    starts = range(0, HOURS, HOURS_A_BAR)
    return tuple(
        Bar(f"{start:02d}-{start + HOURS_A_BAR:02d}", sum(by_hour[start : start + HOURS_A_BAR])) for start in starts
    )


def _most(counts: Mapping[str, int], word: Callable[[str], str]) -> tuple[Bar, ...]:
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    kept = MOST_BARS if len(ranked) <= MOST_BARS else MOST_BARS - 1
    bars = [Bar(word(name), count) for name, count in ranked[:kept]]
    rest = sum(count for _, count in ranked[kept:])
    return (*bars, Bar("others", rest)) if rest else tuple(bars)
