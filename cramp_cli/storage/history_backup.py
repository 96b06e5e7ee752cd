"""Copies of the store that can be trusted, and the way back to one.

A copy gets its name only after it was read from beginning to end. A store that fails its check never takes the place
of a good copy. Going back moves the present store aside and never removes it.
"""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean
from cramp_cli.storage import history_files as files
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_database import UNTOUCHED, check_identity, connect
from cramp_cli.storage.history_errors import EXPECTED, REPAIR, explained
from cramp_cli.storage.history_scan import damaged
from cramp_cli.storage.history_schema import MIGRATIONS

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path

    from cramp_cli.storage.history_files import Place

LAST, WEEKLY = "last", "weekly"
WEEK = timedelta(days=7)
_MOST_SAID = 20
_NAMED = "SELECT id, began FROM episode WHERE rowid = ?"


def back_up(place: Place, now: datetime) -> Path:
    """Copy the store to `last`, and to `weekly` once a week; return the copy."""
    target = place.backup(LAST)
    copy_verified(place, place.database, target, now)
    if is_older_than(WEEK, place.backup(WEEKLY), now):
        copy_verified(place, place.database, place.backup(WEEKLY), now)
    return target


def is_older_than(age: timedelta, path: Path, now: datetime) -> bool:
    """Whether a file is missing, of long ago, or of a time that has not come yet."""
    if files.size_of(path) is None:
        return True
    return not 0 <= now.timestamp() - files.changed_at(path) < age.total_seconds()


def copy_verified(place: Place, source: Path, target: Path, now: datetime | None = None) -> None:
    """Copy a database and give the copy its name once it has passed every check."""
    fresh = files.temporary(place)
    try:
        with closing(connect(source, how="mode=ro")) as old, closing(connect(fresh)) as new:
            old.execute("BEGIN")
            old.execute("SELECT count(*) FROM sqlite_master").fetchone()  # waits for the lock; the copy would for ever
            old.backup(new)
            _refuse_faults(new, source)
        if now is not None:
            files.stamp(fresh, now)
        files.put_in_place(fresh, target)
    finally:
        with suppress(OSError):
            files.remove(fresh)
            files.remove(fresh.with_name(f"{fresh.name}-journal"))


def _refuse_faults(connection: sqlite3.Connection, path: Path) -> None:
    check_identity(connection, path)
    faults = faults_of(connection)
    if faults:
        raise CrampError(f"{clean(str(path))} is damaged: {faults[0]}", fix=REPAIR, code=ExitCode.HISTORY)


def faults_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return everything that is wrong inside a database, the first few of each kind.

    The hashes of an older schema are left to its migration.
    """
    said = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST_SAID})")]
    faults = [f"the file: {clean(line)}" for text in said for line in str(text).splitlines() if line != "ok"]
    if connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),):
        faults += _damaged_rows(connection)
    return tuple(faults)


def _damaged_rows(connection: sqlite3.Connection) -> list[str]:
    named = (connection.execute(_NAMED, (rowid,)).fetchone() for rowid in damaged(connection))
    bad = [str(rows.damaged(row or ("", ""))) for row in named]
    lost = connection.execute("SELECT count(*) FROM step WHERE episode NOT IN (SELECT id FROM episode)").fetchone()[0]
    return bad + ([f"{lost} steps belong to no record"] if lost else [])


def newest_good(place: Place) -> tuple[Path, tuple[str, ...]]:
    """Return the newest backup that passes every check, and one line for each that does not.

    Raises:
        CrampError: there is none (exit 4).
    """
    refused = []
    for path in place.backups():
        try:
            check_backup(path)
        except CrampError as error:
            refused.append(error.what)
        else:
            return path, tuple(refused)
    what = f"no good backup in {clean(str(place.folder))}"
    raise CrampError(what, fix="run `cramp-cli history repair` to save what can be saved", code=ExitCode.HISTORY)


def check_backup(path: Path) -> None:
    """Refuse a backup that could not be gone back to."""
    try:
        if not files.size_of(path):
            what = "is empty" if files.size_of(path) == 0 else "is not there"
            raise CrampError(f"{clean(str(path))} {what}", fix="name another backup", code=ExitCode.HISTORY)
        with closing(connect(path, how=UNTOUCHED)) as connection:
            _refuse_faults(connection, path)
    except EXPECTED as error:
        raise explained(error, path) from error


def restore(place: Place, backup: Path, now: datetime) -> Path | None:
    """Put a copy of a good backup in the place of the store; return where the store is now."""
    check_backup(backup)
    fresh = place.folder / f".{files.DATABASE}.restored.tmp"
    files.remove(fresh)
    copy_verified(place, backup, fresh)
    try:
        return exchange(place, fresh, "replaced", now)
    finally:
        with suppress(OSError):
            files.remove(fresh)


def exchange(place: Place, fresh: Path, why: str, now: datetime) -> Path | None:
    """Give `fresh` the name of the store, which keeps a name that says why; return that one."""
    try:
        is_there = files.size_of(place.database) is not None
    except CrampError:
        is_there = True
    aside = files.set_aside(place, why, now) if is_there else None
    files.put_in_place(fresh, place.database)
    return aside
