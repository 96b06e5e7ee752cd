"""Counts over the history, from as little of it as each count needs.

No note is read here. A row that is not what was written counts nowhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cramp_cli.core.episode import Damaged, Episode, OutcomeCount, Patterns
from cramp_cli.core.ladder import Outcome
from cramp_cli.core.profile import USUAL_NIGHT
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_schema import FACTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from cramp_cli.core.profile import Night

_HOURS, _WEEKDAYS, _MINUTES = 24, 7, 60
_BEGAN, _OFFSET = FACTS.index("began"), FACTS.index("began_offset_minutes")


@dataclass(frozen=True)
class Span:
    """Which episodes are meant. The times are aware; `until` itself is not in it."""

    since: datetime | None = None
    until: datetime | None = None
    region: str | None = None

    def condition(self) -> tuple[str, list[str]]:
        """Return the span as SQL, with its values."""
        parts = [("region = ?", self.region)]
        parts += [("began >= ?", rows.instant(self.since) if self.since else None)]
        parts += [("began < ?", rows.instant(self.until) if self.until else None)]
        given = [(text, value) for text, value in parts if value is not None]
        return " AND ".join(text for text, _ in given) or "1", [value for _, value in given]

    def holds(self, episode: Episode) -> bool:
        """Whether an episode is in it, whatever an index said."""
        began = rows.instant(episode.began.utc)
        is_late_enough = self.since is None or began >= rows.instant(self.since)
        is_early_enough = self.until is None or began < rows.instant(self.until)
        return is_late_enough and is_early_enough and self.region in {None, episode.region}


EVERYTHING = Span()


@dataclass(frozen=True)
class Listing:
    """Some episodes, the newest first, and the records among them that cannot be shown."""

    episodes: tuple[Episode, ...] = ()
    damaged: tuple[Damaged, ...] = ()


def listing(connection: sqlite3.Connection, span: Span, limit: int | None, skip: int) -> Listing:
    """Return the episodes of a span."""
    condition, values = span.condition()
    query = f"{rows.EPISODES} WHERE {condition} ORDER BY began DESC, id DESC LIMIT ? OFFSET ?"
    selected = connection.execute(query, (*values, -1 if limit is None else limit, skip)).fetchall()
    good: dict[str, Episode] = {}
    bad: list[Damaged] = []
    for row in selected:
        found = rows.read(connection, row)
        if isinstance(found, Episode) and found.id not in good and span.holds(found):
            good[found.id] = found
        else:
            bad.append(found if isinstance(found, Damaged) else rows.damaged(row))
    return Listing(tuple(good.values()), tuple(bad))


def count(connection: sqlite3.Connection, span: Span) -> int:
    """Return how many episodes there are in a span, damaged ones included."""
    condition, values = span.condition()
    (number,) = connection.execute(f"SELECT count(*) FROM episode WHERE {condition}", values).fetchone()  # noqa: S608
    return int(number)


def outcomes(connection: sqlite3.Connection, region: str | None) -> tuple[OutcomeCount, ...]:
    """Return how often each remedy had each outcome, by region."""
    condition, values = ("region = ?", (region,)) if region is not None else ("1", ())
    query = f"SELECT {rows.STEP_COLUMNS} FROM step WHERE {condition}"  # noqa: S608 - our own words
    found: Counter[tuple[str, str, str]] = Counter()
    for row in connection.execute(query, values):
        if rows.is_good(row) and region in {None, row[2]}:
            found[row[2], row[4], row[8]] += 1
    return tuple(OutcomeCount(where, what, Outcome(how), times) for (where, what, how), times in sorted(found.items()))


def patterns(connection: sqlite3.Connection, span: Span, night: Night = USUAL_NIGHT) -> Patterns:
    """Return when episodes began: by hour and weekday, and how many in each night."""
    hours, weekdays, nights = [0] * _HOURS, [0] * _WEEKDAYS, Counter[str]()
    left_out = 0
    for row in _facts(connection, span):
        if not rows.is_good(row):
            left_out += 1
            continue
        local = datetime.fromisoformat(row[_BEGAN][:-1]) + timedelta(minutes=row[_OFFSET])
        hours[local.hour] += 1
        weekdays[local.weekday()] += 1
        if night.includes(local.hour * _MINUTES + local.minute):
            nights[_evening(local, night).isoformat()] += 1
    return Patterns(tuple(hours), tuple(weekdays), dict(sorted(nights.items())), left_out)


def _facts(connection: sqlite3.Connection, span: Span) -> Iterator[Sequence[Any]]:
    condition, values = span.condition()
    query = f"SELECT {rows.FACT_COLUMNS} FROM episode WHERE {condition}"  # noqa: S608 - our own words
    return connection.execute(query, values)


def _evening(local: datetime, night: Night) -> date:
    """Return the day on which the night around a moment began."""
    return (local - timedelta(minutes=night.start_minute)).date()
