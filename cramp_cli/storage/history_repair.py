"""Saves what can be saved from a damaged store, and names what cannot.

Rows are looked for from the front, from the back and by way of the indexes, because one bad page hides what stands
behind it. Only rows that pass their hash are taken. The damaged file is moved aside, whole, and never removed.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Any

from cramp_cli.core.episode import Damaged, Episode
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass
from cramp_cli.storage import history_files as files
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage import history_schema as schema
from cramp_cli.storage.history_backup import check_backup, exchange, faults_of
from cramp_cli.storage.history_database import UNTOUCHED, connect, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from cramp_cli.storage.history_files import Place

_LOOSE = ("writable_schema=ON", "trusted_schema=OFF")
"""Reads what can be read of a file that is too short or whose schema is damaged."""
_INDEXES = {"episode": ("episode_by_began", "episode_by_region"), "step": ("step_by_region",)}
_HOLDS_A_LOCK = {"SQLITE_BUSY", "SQLITE_LOCKED"}


@dataclass(frozen=True)
class Repair:
    """What came of a repair."""

    kept: int
    """Records in the store now."""
    from_backup: int
    """How many of them had to come from a backup."""
    lost: tuple[Damaged, ...]
    aside: Path | None
    """Where the damaged file is now; None if nothing was wrong."""


def repair(place: Place, now: datetime) -> Repair:
    """Put a store of every good record in the place of the damaged one."""
    refuse_what_is_not_ours(place)
    with ExitStack() as held:
        connection = _lock_as_it_is(place, held)
        found, bad = _salvaged(connection) if connection else ({}, [])
        saved = len(found)
        for path in place.backups():
            _add_from(path, found)
        fresh = files.temporary(place)
        try:
            _fill(fresh, found.values())
            aside = exchange(place, fresh, "damaged", now)
        finally:
            with suppress(OSError):
                files.remove(fresh)
    lost = tuple(one for one in bad if one.id not in found)
    return Repair(len(found), len(found) - saved, lost, aside)


def refuse_what_is_not_ours(place: Place) -> None:
    """Refuse a database of another program or of a newer version; the tables decide, as one bad byte makes neither."""
    if not files.size_of(place.database):
        return
    with suppress(sqlite3.Error, UnicodeError), closing(connect(place.database, how=UNTOUCHED)) as opened:
        tables = _tables(opened)
        (version,) = opened.execute("PRAGMA user_version").fetchone()
        (application_id,) = opened.execute("PRAGMA application_id").fetchone()
        if not tables or tables == _our_tables():
            return
        name = clean(str(place.database))
        if application_id != schema.APPLICATION_ID and "episode" not in {table for table, _ in tables}:
            raise CrampError(f"{name} is not a cramp-cli history", fix="move it away", code=ExitCode.HISTORY)
        if application_id == schema.APPLICATION_ID and version > len(schema.MIGRATIONS):
            raise CrampError(f"{name} was made by a newer cramp-cli", fix="upgrade cramp-cli", code=ExitCode.HISTORY)


def _tables(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def _our_tables() -> list[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _make(connection)
        return _tables(connection)


def _make(connection: sqlite3.Connection) -> None:
    for migrate in schema.MIGRATIONS:
        migrate(connection)
    connection.execute(f"PRAGMA user_version={len(schema.MIGRATIONS)}")


def _lock_as_it_is(place: Place, held: ExitStack) -> sqlite3.Connection | None:
    """Open a store in any state, and keep others out if it can be locked at all; None if nothing can be read."""
    for how in ("mode=rw", UNTOUCHED):
        try:
            connection = held.enter_context(closing(connect(place.database, how=how)))
            for setting in _LOOSE:
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN IMMEDIATE" if how == "mode=rw" else "BEGIN")
            connection.execute("PRAGMA query_only=ON")  # after the lock: whoever may only read gets none
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") in _HOLDS_A_LOCK:
                raise
        else:
            return connection
    return None


def _salvaged(connection: sqlite3.Connection) -> tuple[dict[str, Episode], list[Damaged]]:
    steps: dict[str, dict[int, Sequence[Any]]] = {}
    for row in _good_or_bad(connection, "step", rows.STEP_COLUMNS):
        if rows.is_good(row):
            steps.setdefault(row[0], {})[row[1]] = row
    good: dict[str, Episode] = {}
    bad: dict[Damaged, None] = {}
    for row in _good_or_bad(connection, "episode", rows.EPISODE_COLUMNS):
        found = rows.assembled(row, [step for _, step in sorted(steps.get(row[0], {}).items())])
        if isinstance(found, Episode):
            good[found.id] = found
        else:
            bad[found] = None
    return good, list(bad)


def _good_or_bad(connection: sqlite3.Connection, table: str, columns: str) -> Iterator[Sequence[Any]]:
    """Give every row of a table that can be read at all, once."""
    query = f"SELECT {columns} FROM {table} NOT INDEXED WHERE rowid = ?"  # noqa: S608 - our own words
    for rowid in _rowids(connection, table):
        with suppress(sqlite3.Error, UnicodeError):
            row = connection.execute(query, (rowid,)).fetchone()
            if row is not None:
                yield row


def _rowids(connection: sqlite3.Connection, table: str) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for compared, order in ((">", "ASC"), ("<", "DESC")):
        query = f"SELECT rowid FROM {table} NOT INDEXED WHERE rowid {compared} ? ORDER BY rowid {order} LIMIT 1"  # noqa: S608
        found |= dict.fromkeys(_along(connection, query, -1 if order == "ASC" else (1 << 63) - 1))
    for index in _INDEXES[table]:
        with suppress(sqlite3.Error):
            for (rowid,) in connection.execute(f"SELECT rowid FROM {table} INDEXED BY {index}"):  # noqa: S608
                found[rowid] = None
    return tuple(sorted(found))


def _along(connection: sqlite3.Connection, query: str, start: int) -> Iterator[int]:
    """Go from row to row, each further on than the last, until there is none or the way is broken."""
    place: int | None = start
    while place is not None:
        try:
            found = connection.execute(query, (place,)).fetchone()
        except sqlite3.Error:
            return
        place = found[0] if found else None
        if place is not None:
            yield place


def _add_from(backup: Path, found: dict[str, Episode]) -> None:
    """Add what only a good backup still has. What was deleted is in none: deleting reaches them all."""
    with suppress(CrampError):
        check_backup(backup)
        with closing(connect(backup, how=UNTOUCHED)) as connection:
            if connection.execute("PRAGMA user_version").fetchone() != (len(schema.MIGRATIONS),):
                return
            for row in connection.execute(rows.EPISODES):
                episode = rows.read(connection, row)
                if isinstance(episode, Episode):
                    found.setdefault(episode.id, episode)


def _fill(fresh: Path, episodes: Iterable[Episode]) -> None:
    with closing(connect(fresh)) as connection:
        connection.execute("PRAGMA synchronous=EXTRA")
        with transaction(connection):
            _make(connection)
            for episode in episodes:
                rows.put(connection, episode)
        faults = faults_of(connection)
    if faults:
        raise CrampError(f"the repaired history failed its check: {faults[0]}", code=ExitCode.HISTORY)
