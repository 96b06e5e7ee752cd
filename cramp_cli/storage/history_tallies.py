"""Counts a whole history in one pass over its facts: when, where, on which side, and what was eased lately.

A row that is not what was written counts nowhere, and no episode is put together. Notes are read only beside what came
before, in the newest rows, because the two share one hash.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING

from cramp_cli.core.learning import ANSWERED, EASED
from cramp_cli.core.profile import USUAL_NIGHT
from cramp_cli.core.tallies import HOURS, WEEKDAYS, Tallies
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_listing import EVERYTHING, Span
from cramp_cli.storage.history_scan import MINUTES_A_DAY, date_of, facts, first_day, number_of
from cramp_cli.storage.history_schema import WORDS

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from cramp_cli.core.profile import Night
    from cramp_cli.storage.history import History

NEWEST_WORDS = 2_000
_STEPS = f"SELECT {rows.STEP_COLUMNS} FROM step"  # noqa: S608 - our own words
_ID_OF = "SELECT id FROM episode WHERE rowid = ?"
_WORD_COLUMNS = ", ".join(("id", *WORDS, "words_hash"))


def tallies(
    history: History, span: Span = EVERYTHING, night: Night = USUAL_NIGHT, *, eased_since: date | None = None
) -> Tallies:
    """Return the counts of a span; which days were eased is counted after the day `eased_since`, if one is given.

    Raises:
        CrampError: the store cannot be read (exit 4).
    """
    counting, began = _Counting(night, eased_since), None
    with history.opened() as connection:
        if connection is not None:
            counting.facts(connection, span)
            counting.words(connection, span)
            counting.steps(connection)
            began = _known_since(connection, span) if span != EVERYTHING else None
    return replace(counting.tallies(), log_began=began)


def _known_since(connection: sqlite3.Connection, span: Span) -> date | None:
    """Return the first day of a span that the log can know about, whichever muscle was written down on it."""
    first = first_day(connection)
    return max(first, span.since.astimezone().date()) if first and span.since else first


@dataclass(frozen=True)
class _Counting:
    """One pass over a store."""

    night: Night
    eased_since: date | None
    days: Counter[int] = field(default_factory=Counter)
    """By the number of the day since 1970; nights likewise, by that of their evening."""
    nights: Counter[int] = field(default_factory=Counter)
    minutes: Counter[int] = field(default_factory=Counter)
    """By the minute of the day."""
    regions: Counter[bytes] = field(default_factory=Counter)
    sides: Counter[bytes | None] = field(default_factory=Counter)
    came_after: Counter[str] = field(default_factory=Counter)
    late: dict[int, int] = field(default_factory=dict)
    """The day of each episode whose steps are counted, by its row."""
    answered: Counter[int] = field(default_factory=Counter)
    eased: Counter[int] = field(default_factory=Counter)
    damaged: list[int] = field(default_factory=list)

    def facts(self, connection: sqlite3.Connection, span: Span) -> None:
        is_night = [self.night.includes(minute) for minute in range(MINUTES_A_DAY)]
        late_from = number_of(self.eased_since) + 1 if self.eased_since is not None else None
        for rowid, moment, region, side in facts(connection, span, self.damaged.append):
            day, minute = divmod(moment, MINUTES_A_DAY)
            self.days[day] += 1
            self.minutes[minute] += 1
            self.regions[region] += 1
            self.sides[side] += 1
            if is_night[minute]:
                self.nights[(moment - self.night.start_minute) // MINUTES_A_DAY] += 1
            if late_from is not None and day >= late_from:
                self.late[rowid] = day

    def words(self, connection: sqlite3.Connection, span: Span) -> None:
        condition, values = span.condition()
        query = (
            f"SELECT {_WORD_COLUMNS} FROM episode WHERE {condition} AND came_after != ''"  # noqa: S608 - our own words
            f" ORDER BY began DESC LIMIT {NEWEST_WORDS}"
        )
        self.came_after.update(row[1] for row in connection.execute(query, values) if rows.is_good(row))

    def steps(self, connection: sqlite3.Connection) -> None:
        for rowid, day in self.late.items():
            episode = connection.execute(_ID_OF, (rowid,)).fetchone()
            found = connection.execute(f"{_STEPS} WHERE episode = ?", episode or (None,))
            given = {row[8] for row in found if rows.is_good(row) and row[:1] == episode} & ANSWERED
            self.answered[day] += bool(given)
            self.eased[day] += bool(given & EASED)

    def tallies(self) -> Tallies:
        by_hour, by_weekday = [0] * HOURS, [0] * WEEKDAYS
        for minute, count in self.minutes.items():
            by_hour[minute * HOURS // MINUTES_A_DAY] += count
        for day, count in self.days.items():
            by_weekday[date_of(day).weekday()] += count
        return Tallies(
            by_day=_dated(self.days),
            by_night=_dated(self.nights),
            by_hour=tuple(by_hour),
            by_weekday=tuple(by_weekday),
            by_region={region.decode(): count for region, count in self.regions.most_common()},
            by_side={side.decode(): count for side, count in self.sides.most_common() if side},
            by_came_after={clean(text): count for text, count in self.came_after.most_common()},
            answered_by_day=_dated(self.answered),
            eased_by_day=_dated(self.eased),
            damaged=len(self.damaged),
        )


def _dated(counts: Counter[int]) -> dict[str, int]:
    return {date_of(number).isoformat(): count for number, count in sorted(counts.items()) if count}
