"""Counts a whole history in one pass over its facts: when, where, on which side, and what was eased lately.

A row that is not what was written counts nowhere, and no episode is put together. Notes are read only beside what came
before, in the newest rows, because the two share one hash.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cramp_cli.core.ladder import Outcome
from cramp_cli.core.learning import ANSWERED, EASED, StepCount
from cramp_cli.core.profile import USUAL_NIGHT
from cramp_cli.core.tallies import HOURS, WEEKDAYS, Tallies
from cramp_cli.core.text import clean
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_connection import PATIENCE_SECONDS, reading
from cramp_cli.storage.history_errors import said_in_one_line
from cramp_cli.storage.history_figures import EVERYTHING, Span
from cramp_cli.storage.history_schema import FACTS, WORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from cramp_cli.core.profile import Night
    from cramp_cli.storage.history import History

NEWEST_STEPS = 2_000
"""How many steps of a region are counted for learning, the newest: enough for years, and quick beside a cramp."""
NEWEST_WORDS = 2_000
_ID, _BEGAN, _OFFSET, _REGION, _SIDE = (
    FACTS.index(name) for name in ("id", "began", "began_offset_minutes", "region", "side")
)
_STEPS = f"SELECT {rows.STEP_COLUMNS} FROM step"  # noqa: S608 - our own words
_WORD_COLUMNS = ", ".join(("id", *WORDS, "words_hash"))


def step_counts(history: History, region: str, *, patience_seconds: float = PATIENCE_SECONDS) -> tuple[StepCount, ...]:
    """Return how often each step, in each form, had each outcome in `region`, over its newest steps.

    Raises:
        CrampError: the store cannot be read (exit 4).
    """
    place = history.place
    with said_in_one_line(place.database), reading(place, patience_seconds=patience_seconds) as connection:
        if connection is None:
            return ()
        query = f"{_STEPS} WHERE region = ? ORDER BY rowid DESC LIMIT {NEWEST_STEPS}"
        found = Counter(
            (row[4], row[8], row[3], row[5])
            for row in connection.execute(query, (region,))
            if rows.is_good(row) and row[2] == region
        )
    return tuple(
        StepCount(region, remedy, Outcome(outcome), count, step, variant)
        for (remedy, outcome, step, variant), count in sorted(found.items())
    )


def tallies(
    history: History, span: Span = EVERYTHING, night: Night = USUAL_NIGHT, *, eased_since: date | None = None
) -> Tallies:
    """Return the counts of a span; which days were eased is counted after the day `eased_since`, if one is given.

    Raises:
        CrampError: the store cannot be read (exit 4).
    """
    place = history.place
    counting = _Counting(night, eased_since)
    with said_in_one_line(place.database), reading(place) as connection:
        if connection is not None:
            counting.facts(connection, span)
            counting.words(connection, span)
            counting.steps(connection)
    return counting.tallies()


@dataclass
class _Counting:
    """One pass over a store."""

    night: Night
    eased_since: date | None
    days: Counter[str] = field(default_factory=Counter)
    nights: Counter[str] = field(default_factory=Counter)
    hours: list[int] = field(default_factory=lambda: [0] * HOURS)
    weekdays: list[int] = field(default_factory=lambda: [0] * WEEKDAYS)
    regions: Counter[str] = field(default_factory=Counter)
    sides: Counter[str] = field(default_factory=Counter)
    came_after: Counter[str] = field(default_factory=Counter)
    late: dict[str, str] = field(default_factory=dict)
    """The day of each episode whose steps are counted, by its id."""
    answered: set[str] = field(default_factory=set)
    eased: set[str] = field(default_factory=set)
    damaged: int = 0

    def facts(self, connection: sqlite3.Connection, span: Span) -> None:
        condition, values = span.condition()
        query = f"SELECT {rows.FACT_COLUMNS} FROM episode WHERE {condition}"  # noqa: S608 - our own words
        for row in connection.execute(query, values):
            if rows.is_good(row):
                self._one(row)
            else:
                self.damaged += 1

    def _one(self, row: Sequence[Any]) -> None:
        local = datetime.fromisoformat(row[_BEGAN][:-1]) + timedelta(minutes=row[_OFFSET])
        day = local.date().isoformat()
        self.days[day] += 1
        self.hours[local.hour] += 1
        self.weekdays[local.weekday()] += 1
        self.regions[row[_REGION]] += 1
        self.sides[row[_SIDE] or ""] += 1
        if self.night.includes(local.hour * 60 + local.minute):
            evening = local - timedelta(minutes=self.night.start_minute)
            self.nights[evening.date().isoformat()] += 1
        if self.eased_since is not None and local.date() > self.eased_since:
            self.late[row[_ID]] = day

    def words(self, connection: sqlite3.Connection, span: Span) -> None:
        condition, values = span.condition()
        query = (
            f"SELECT {_WORD_COLUMNS} FROM episode WHERE {condition} AND came_after != ''"  # noqa: S608 - our own words
            f" ORDER BY began DESC LIMIT {NEWEST_WORDS}"
        )
        self.came_after.update(row[1] for row in connection.execute(query, values) if rows.is_good(row))

    def steps(self, connection: sqlite3.Connection) -> None:
        for episode in self.late:
            for row in connection.execute(f"{_STEPS} WHERE episode = ?", (episode,)):
                if rows.is_good(row) and row[0] == episode and row[8] in ANSWERED:
                    self.answered.add(episode)
                    if row[8] in EASED:
                        self.eased.add(episode)

    def tallies(self) -> Tallies:
        return Tallies(
            by_day=dict(sorted(self.days.items())),
            by_night=dict(sorted(self.nights.items())),
            by_hour=tuple(self.hours),
            by_weekday=tuple(self.weekdays),
            by_region=dict(self.regions.most_common()),
            by_side={side: count for side, count in self.sides.most_common() if side},
            by_came_after={clean(text): count for text, count in self.came_after.most_common()},
            answered_by_day=Counter(self.late[one] for one in sorted(self.answered)),
            eased_by_day=Counter(self.late[one] for one in sorted(self.eased)),
            damaged=self.damaged,
        )
