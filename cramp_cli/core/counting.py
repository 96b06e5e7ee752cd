"""Counts episodes that are at hand, in the same way as the store counts those that are not: a page starts from here."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.learning import ANSWERED, EASED
from cramp_cli.core.tallies import HOURS, WEEKDAYS, Tallies
from cramp_cli.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cramp_cli.core.episode import Episode
    from cramp_cli.core.ladder import Outcome
    from cramp_cli.core.profile import Night

_MINUTES = 60


def tallied(episodes: Iterable[Episode], night: Night) -> Tallies:
    """Return the counts of `episodes`, on the clock of each."""
    every = tuple(episodes)
    local = [one.began.local for one in every]
    hours, weekdays = Counter(one.hour for one in local), Counter(one.weekday() for one in local)
    evening = timedelta(minutes=night.start_minute)
    nights = [one - evening for one in local if night.includes(one.hour * _MINUTES + one.minute)]
    return Tallies(
        by_day=_by_day(local),
        by_night=_by_day(nights),
        by_hour=tuple(hours[hour] for hour in range(HOURS)),
        by_weekday=tuple(weekdays[day] for day in range(WEEKDAYS)),
        by_region=_most_first(one.region for one in every),
        by_side=_most_first(one.side for one in every if one.side),
        by_came_after=_most_first(clean(one.came_after) for one in every if one.came_after),
        answered_by_day=_by_day(one.began.local for one in every if _has(one, ANSWERED)),
        eased_by_day=_by_day(one.began.local for one in every if _has(one, EASED)),
    )


def _by_day(moments: Iterable[datetime]) -> dict[str, int]:
    return dict(sorted(Counter(one.date().isoformat() for one in moments).items()))


def _most_first(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def _has(episode: Episode, outcomes: frozenset[Outcome]) -> bool:
    return any(step.outcome in outcomes for step in episode.steps)
