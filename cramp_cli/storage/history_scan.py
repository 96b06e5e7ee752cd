"""Goes over the facts of a whole history at once, and lets no row pass that is not what was written.

SQLite itself writes the canonical JSON of a row, so that here it is only hashed: a hundred thousand rows take a
fraction of a second, and no episode is put together. No word of a note is read. Where the JSON of SQLite is not ours
to the letter, as beyond ASCII, it is read and written anew before a row is called damaged.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from cramp_cli.storage.history_schema import FACTS, STEP, WORDS, hash_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from cramp_cli.storage.history_listing import Span

    Fact = tuple[int, int, bytes, bytes | None]

SECONDS_A_MINUTE, MINUTES_A_DAY = 60, 24 * 60
_EPOCH = date(1970, 1, 1).toordinal()


def as_json(columns: Sequence[str]) -> str:
    """Return the SQL for the JSON of some columns, as bytes; NULL where one holds what no column of ours holds."""
    types = ", ".join(f"typeof({name})" for name in columns)
    return f"CASE WHEN 'blob' IN ({types}) THEN NULL ELSE CAST(json_array({', '.join(columns)}) AS BLOB) END"


def is_as_written(text: bytes | None, written: object) -> bool:
    """Whether the JSON of a row has the hash that was written beside it."""
    if text is None:
        return False
    if written == blake2b(text, digest_size=8).digest():
        return True
    try:
        return written == hash_of(json.loads(text))
    except ValueError:
        return False


_BEGAN_SECONDS = f"CAST(strftime('%s', began) AS INTEGER) + {SECONDS_A_MINUTE} * began_offset_minutes"
_FACTS = (
    f"SELECT rowid, {as_json(FACTS)}, facts_hash, {_BEGAN_SECONDS}, CAST(region AS BLOB), CAST(side AS BLOB)"  # noqa: S608 - our own column names
    " FROM episode"
)

# Not by an index: what it does not hold would not be missed.
_EPISODES = (
    f"SELECT rowid, id, step_count, {as_json(FACTS)}, facts_hash, {as_json(('id', *WORDS))}, words_hash"  # noqa: S608 - the same
    " FROM episode NOT INDEXED"
)
_STEPS = f"SELECT episode, position, {as_json(STEP)}, hash FROM step NOT INDEXED"  # noqa: S608 - the same


def facts(connection: sqlite3.Connection, span: Span, leave_out: Callable[[int], None]) -> Iterator[Fact]:
    """Yield the facts of a span: rowid, the minute it began, region, side. Each damaged row is named to `leave_out`.

    The minute is counted from 1970, on the person's own clock; region and side are UTF-8.
    """
    condition, values = span.condition()
    for rowid, text, written, seconds, region, side in connection.execute(f"{_FACTS} WHERE {condition}", values):
        if seconds is not None and is_as_written(text, written):
            yield rowid, seconds // SECONDS_A_MINUTE, region, side
        else:
            leave_out(rowid)


def first_day(connection: sqlite3.Connection) -> date | None:
    """Return the day of the first episode, on the person's own clock; None where there is none."""
    for _, text, written, seconds, *_ in connection.execute(f"{_FACTS} ORDER BY began, id"):
        if seconds is not None and is_as_written(text, written):
            return date_of(seconds // SECONDS_A_MINUTE // MINUTES_A_DAY)
    return None


def damaged(connection: sqlite3.Connection) -> Iterator[int]:
    """Yield the rowid of every episode of which anything is not what was written: facts, words, or steps."""
    steps = _steps(connection)
    for rowid, one, count, told, told_hash, words, words_hash in connection.execute(_EPISODES):
        is_good = is_as_written(told, told_hash) and is_as_written(words, words_hash)
        if not is_good or steps.get(one, 0) != (1 << count) - 1:
            yield rowid


def _steps(connection: sqlite3.Connection) -> dict[object, int]:
    """Return which steps of each episode are there, as bits; -1 where one of them is damaged, or there twice."""
    found: dict[object, int] = {}
    for episode, position, text, written in connection.execute(_STEPS):
        seen = found.get(episode, 0)
        is_good = is_as_written(text, written) and not seen >> position & 1
        found[episode] = seen | 1 << position if is_good else -1
    return found


def date_of(day: int) -> date:
    """Return the date of a day counted from 1970."""
    return date.fromordinal(day + _EPOCH)


def number_of(day: date) -> int:
    """Return how many days after 1970-01-01 a date is."""
    return day.toordinal() - _EPOCH
