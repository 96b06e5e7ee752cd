"""Opens the store: checks what stands there before touching it, sets what makes SQLite keep its word, brings it up.

The settings are those of a rollback journal that is synced to the last byte: slower by a millisecond, and right on
every file system that can lock at all. Every write takes the lock before it reads.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean
from cramp_cli.storage import history_files as files
from cramp_cli.storage import history_schema as schema
from cramp_cli.storage.history_backup import copy_verified
from cramp_cli.storage.history_database import (
    PATIENCE_SECONDS,
    UNTOUCHED,
    check_identity,
    connect,
    transaction,
    version_of,
)
from cramp_cli.storage.history_errors import REPAIR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.storage.history_files import Place

_SETTINGS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "fullfsync=1",
    "temp_store=MEMORY",  # nothing of a note ever stands in a folder that is not ours
)


@contextmanager
def reading(place: Place, *, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[sqlite3.Connection | None]:
    """Open the store as it is; None if there is none, and none is made."""
    if not _size_unless_damaged(place):
        yield None
        return
    with _opened(place, patience_seconds) as connection:
        yield connection


@contextmanager
def writing(place: Place, *, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[sqlite3.Connection]:
    """Open the store inside one transaction, and make it if there is none. Any exception takes everything back."""
    files.make_folder(place.folder)
    if files.create(place.database):
        files.sync_folder(place.folder)
    with _opened(place, patience_seconds) as connection, transaction(connection):
        yield connection


@contextmanager
def _opened(place: Place, patience_seconds: float) -> Iterator[sqlite3.Connection]:
    _look_first(place)
    with closing(connect(place.database, patience_seconds=patience_seconds)) as connection:
        check_identity(connection, place.database, may_be_new=True)
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        _bring_up(connection, place)
        yield connection


def _size_unless_damaged(place: Place) -> int | None:
    """Return the size of the store. An empty file is a store that was never filled, or one that lost everything."""
    size = files.size_of(place.database)
    if size == 0 and place.backups():
        raise CrampError(f"{clean(str(place.database))} is empty", fix=REPAIR, code=ExitCode.HISTORY)
    return size


def _look_first(place: Place) -> None:
    """Look without a lock, a journal or a trace, so that a database that is not ours stays as it was.

    In the middle of somebody's commit such a look may see a torn file; the proper one that follows then decides.
    """
    if not _size_unless_damaged(place):
        return
    with suppress(sqlite3.Error), closing(connect(place.database, how=UNTOUCHED, patience_seconds=0)) as connection:
        check_identity(connection, place.database, may_be_new=True)


def _bring_up(connection: sqlite3.Connection, place: Place) -> None:
    """Go from the schema found to the newest, one transaction for each step, with a backup before the first."""
    while version_of(connection) < len(schema.MIGRATIONS):
        with transaction(connection):
            check_identity(connection, place.database, may_be_new=True)
            version = version_of(connection)
            if version == len(schema.MIGRATIONS):
                return
            if version:
                _keep_old(place, version)
            schema.MIGRATIONS[version](connection)
            connection.execute(f"PRAGMA user_version={version + 1}")


def _keep_old(place: Place, version: int) -> None:
    target = place.backup(f"v{version}")
    copy_verified(place, place.database, target)
    for older in place.backups():
        if older != target and older.name.startswith(f"{files.DATABASE}.bak-v"):
            files.remove(older)
