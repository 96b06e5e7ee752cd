"""Opens one file of the history as a database, says whose it is, and keeps a transaction whole.

Which file that is, the store itself or a copy of it, is for the caller to know.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean
from cramp_cli.storage import history_schema as schema
from cramp_cli.storage.history_errors import REPAIR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_SECONDS = 5.0
"""How long another copy of the program may keep the lock."""
UNTOUCHED = "mode=ro&immutable=1"
"""How to open a file without a lock, a journal or a trace."""


def connect(path: Path, *, how: str = "mode=rw", patience_seconds: float = PATIENCE_SECONDS) -> sqlite3.Connection:
    """Open a database that exists. Bytes that are no text are read as such, and then fail their row's hash."""
    address = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=patience_seconds, isolation_level=None)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Take the lock at once, and commit only what is whole."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.rollback()
        raise


def check_identity(connection: sqlite3.Connection, path: Path, *, may_be_new: bool = False) -> None:
    """Refuse a database of another program, or of a newer version of this one."""
    name, head = clean(str(path)), len(schema.MIGRATIONS)
    with one_view(connection):
        version = version_of(connection)
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    is_new = may_be_new and application_id == version == tables == 0
    if version < 0:
        raise CrampError(f"{name} is damaged", fix=REPAIR, code=ExitCode.HISTORY)
    if application_id != schema.APPLICATION_ID and not is_new:
        raise CrampError(f"{name} is not a cramp-cli history", fix="move it away", code=ExitCode.HISTORY)
    if version > head:
        made_by = f"was made by a newer cramp-cli (schema {version}, this one knows {head})"
        raise CrampError(f"{name} {made_by}", fix="upgrade cramp-cli", code=ExitCode.HISTORY)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the schema that a database says it has."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


@contextmanager
def one_view(connection: sqlite3.Connection) -> Iterator[None]:
    """See one state of the store, whatever others commit in between."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()
