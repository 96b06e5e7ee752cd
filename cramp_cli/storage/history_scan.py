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

from cramp_cli.storage.history_schema import FACTS, hash_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from cramp_cli.storage.history_figures import Span

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


def date_of(day: int) -> date:
    """Return the date of a day counted from 1970."""
    return date.fromordinal(day + _EPOCH)


def number_of(day: date) -> int:
    """Return how many days after 1970-01-01 a date is."""
    return day.toordinal() - _EPOCH
