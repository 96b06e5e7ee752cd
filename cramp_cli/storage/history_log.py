"""Reads of a whole history what a report needs: the day of every episode, every danger, and in full only its own days.

Whatever is read is checked against its hash: of every episode the facts, of those on the page the words and steps too.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cramp_cli.core.episode import Damaged, Episode, EpisodeFacts, Moment
from cramp_cli.core.report_facts import STOPPED_AT_THE_LIMIT, Log
from cramp_cli.core.tallies import DayCounts
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_listing import EVERYTHING
from cramp_cli.storage.history_scan import MINUTES_A_DAY, date_of, facts, number_of
from cramp_cli.storage.history_schema import FACTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cramp_cli.core.report_facts import Wanted
    from cramp_cli.storage.history import History

_NAMED = "SELECT id, began FROM episode WHERE rowid = ?"
_WHOLE = f"{rows.EPISODES} WHERE rowid = ?"
_REMARKABLE = f"SELECT {rows.FACT_COLUMNS} FROM episode WHERE red_flags != '[]' OR ending = ?"  # noqa: S608 - our own words


def day_counts(history: History) -> DayCounts:
    """Return the day of every episode.

    Raises:
        CrampError: the store cannot be read (exit 4).
    """
    days = _Days()
    with history.opened() as connection:
        if connection is not None:
            days.count(connection)
    return days.counts()


def read_log(history: History, wanted: Wanted, limit_of: Callable[[str], int | None]) -> Log:
    """Return the log for the page that is `wanted`; `limit_of` tells after how many seconds a cramp was too long.

    Raises:
        CrampError: the store cannot be read (exit 4).
    """
    days = _Days(wanted)
    log = Log()
    with history.opened() as connection:
        if connection is not None:
            days.count(connection)
            counts = days.counts()
            episodes, damaged = _whole(connection, days.page, days.damaged)
            limits = {region: limit_of(region) for region in counts.regions}
            log = Log(episodes, tuple(_remarkable(connection, limits)), counts, damaged)
    return replace(log, waiting=len(history.waiting()))


class _Days:
    """Counts every episode by its day, and notes which rows belong on the page that is wanted, if one is."""

    def __init__(self, wanted: Wanted | None = None) -> None:
        self._wanted = wanted
        self._counts: defaultdict[tuple[bytes, bytes | None], Counter[int]] = defaultdict(Counter)
        self.page: list[int] = []
        self.damaged: list[int] = []

    def count(self, connection: sqlite3.Connection) -> None:
        """Go over every episode."""
        wanted = self._wanted
        first, last = (number_of(wanted.first_day), number_of(wanted.last_day)) if wanted else (1, 0)
        region_wanted = wanted.region.encode() if wanted and wanted.region else None
        for row, minute, region, side in facts(connection, EVERYTHING, self.damaged.append):
            day = minute // MINUTES_A_DAY
            self._counts[region, side][day] += 1
            if first <= day <= last and region_wanted in {None, region}:
                self.page.append(row)

    def counts(self) -> DayCounts:
        """Return the day of every episode."""
        date_by_number = {number: date_of(number) for counts in self._counts.values() for number in counts}
        return DayCounts(
            {
                (region.decode(), side.decode() if side else None): {
                    date_by_number[number]: count for number, count in counts.items()
                }
                for (region, side), counts in self._counts.items()
            }
        )


def _whole(
    connection: sqlite3.Connection, page: Iterable[int], left_out: Iterable[int]
) -> tuple[tuple[Episode, ...], tuple[Damaged, ...]]:
    """Return the episodes of the page, and every record that is left out, the newest first."""
    good: dict[str, Episode] = {}
    bad = [rows.damaged(connection.execute(_NAMED, (number,)).fetchone() or ("", "")) for number in left_out]
    for number in page:
        row = connection.execute(_WHOLE, (number,)).fetchone()
        found = rows.read(connection, row) if row else Damaged("", "")
        if isinstance(found, Episode) and found.id not in good:
            good[found.id] = found
        else:
            bad.append(found if isinstance(found, Damaged) else Damaged(found.id, str(found.began)))
    return tuple(good.values()), tuple(sorted(bad, key=lambda one: one.began, reverse=True))


def _remarkable(connection: sqlite3.Connection, limits: Mapping[str, int | None]) -> Iterator[EpisodeFacts]:
    """Yield everything with a danger sign, and everything that was too long."""
    condition, values = _too_long(limits)
    for row in connection.execute(f"{_REMARKABLE}{condition}", (STOPPED_AT_THE_LIMIT, *values)):
        if rows.is_good(row):
            yield _told(row)


def _too_long(limits: Mapping[str, int | None]) -> tuple[str, list[Any]]:
    """Return the SQL for what lasted longer than its region allows, with its values."""
    text, values = "", []
    for seconds in sorted({one for one in limits.values() if one is not None}):
        regions = [region for region, limit in limits.items() if limit == seconds]
        text += f" OR (lasted_seconds > ? AND region IN ({', '.join('?' * len(regions))}))"
        values += [seconds, *regions]
    return text, values


def _told(row: Sequence[Any]) -> EpisodeFacts:
    known = dict(zip(FACTS, row, strict=False))
    return EpisodeFacts(
        id=known["id"],
        began=Moment(datetime.fromisoformat(known["began"]), known["began_offset_minutes"]),
        region=known["region"],
        side=known["side"],
        lasted_seconds=known["lasted_seconds"],
        red_flags=tuple(json.loads(known["red_flags"])),
        ending=known["ending"],
    )
