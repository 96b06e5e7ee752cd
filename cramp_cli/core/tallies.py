"""What a history comes to when it is counted: no episode, no note, only how many.

Everything that notices or charts starts from these counts, however long the history is. A report and a plan, which are
about some muscles and some days, start from the days of every episode.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cramp_cli.core.episode import Episode

HOURS, WEEKDAYS = 24, 7


@dataclass(frozen=True)
class Tallies:
    """How many episodes there are, by what they have in common, on the person's own clock."""

    by_day: Mapping[str, int] = field(default_factory=dict)
    """By the date on which they began (YYYY-MM-DD); days without any are left out."""
    by_night: Mapping[str, int] = field(default_factory=dict)
    """By the date of the evening of their night."""
    by_hour: tuple[int, ...] = (0,) * HOURS
    by_weekday: tuple[int, ...] = (0,) * WEEKDAYS
    """From Monday."""
    by_region: Mapping[str, int] = field(default_factory=dict)
    by_side: Mapping[str, int] = field(default_factory=dict)
    by_came_after: Mapping[str, int] = field(default_factory=dict)
    """By what came before, where something was said."""
    answered_by_day: Mapping[str, int] = field(default_factory=dict)
    """Lately: those in which at least one step got an answer."""
    eased_by_day: Mapping[str, int] = field(default_factory=dict)
    """Lately: those of them in which a step eased it."""
    damaged: int = 0
    """How many records had to be left out."""
    log_began: date | None = None
    """The day of the first episode of the whole log, where that is known and more than these are in it."""

    @property
    def count(self) -> int:
        """How many episodes there are."""
        return sum(self.by_hour)

    @property
    def first_day(self) -> date | None:
        """The day on which the log began: before it nothing is known, which is not the same as no cramps."""
        first = date.fromisoformat(min(self.by_day)) if self.by_day else None
        return min(filter(None, (first, self.log_began)), default=None)


@dataclass(frozen=True)
class DayCounts:
    """How many episodes began on each day of the person's own clock, by region and side, over the whole history."""

    by_place: Mapping[tuple[str, str | None], Mapping[date, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, episodes: Iterable[Episode]) -> DayCounts:
        """Count `episodes`."""
        found: dict[tuple[str, str | None], Counter[date]] = {}
        for one in episodes:
            found.setdefault((one.region, one.side), Counter())[one.began.local.date()] += 1
        return cls(found)

    @property
    def regions(self) -> frozenset[str]:
        """Every region in it."""
        return frozenset(region for region, _ in self.by_place)

    @property
    def first_day(self) -> date | None:
        """The day of the first episode; None where there is none."""
        return min((day for days in self.by_place.values() for day in days), default=None)

    def days(self, is_meant: Callable[[str, str | None], bool]) -> list[date]:
        """Return the day of each episode of the places meant, a day as often as it had one."""
        meant = [days for place, days in self.by_place.items() if is_meant(*place)]
        return [day for days in meant for day, count in days.items() for _ in range(count)]


def between(days: Mapping[str, int], after: date, until: date) -> dict[str, int]:
    """Return the days later than `after` up to and with `until`, the first one first."""
    asked = ((after + timedelta(days=number)).isoformat() for number in range(1, (until - after).days + 1))
    return {day: days[day] for day in asked if day in days}
