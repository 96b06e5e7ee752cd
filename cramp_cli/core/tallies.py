"""What a history comes to when it is counted: no episode, no note, only how many.

Everything that notices, charts or reports starts from these counts, however long the history is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    @property
    def count(self) -> int:
        """How many episodes there are."""
        return sum(self.by_hour)

    @property
    def first_day(self) -> date | None:
        """The day of the first episode: before it nothing is known, which is not the same as no cramps."""
        return date.fromisoformat(min(self.by_day)) if self.by_day else None


def between(days: Mapping[str, int], after: date, until: date) -> dict[str, int]:
    """Return the days later than `after` up to and with `until`."""
    return {day: count for day, count in days.items() if after.isoformat() < day <= until.isoformat()}
