"""Takes records away so that no byte of them is left in any file of ours.

What is deleted goes from the store, from what waits and from every backup. What the disk itself keeps of a removed
file is beyond a program's reach.
"""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean
from cramp_cli.storage import history_files as files
from cramp_cli.storage import history_pending as pending
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_backup import copy_verified
from cramp_cli.storage.history_connection import writing
from cramp_cli.storage.history_database import connect
from cramp_cli.storage.history_errors import EXPECTED, explained
from cramp_cli.storage.history_repair import refuse_what_is_not_ours

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from cramp_cli.storage.history_files import Place


def erase(place: Place, episode_ids: Iterable[str], now: datetime) -> int:
    """Erase some records; return how many there were. Whatever may still hold one is brought to the same state."""
    ids = tuple(dict.fromkeys(episode_ids))
    for one in ids:
        pending.forget(place, one)
    for path in place.leftovers():
        files.remove(path)
    if files.size_of(place.database) is None:
        return 0
    with writing(place) as connection:
        count = sum(rows.remove(connection, one) for one in ids)
    _tidy(place)
    for backup in place.backups():
        copy_verified(place, place.database, backup, now)
    return count


def what_may_still_hold_it(place: Place) -> tuple[str, ...]:
    """Return the files that no single record can be taken from: moved aside or refused."""
    known = {place.database, place.journal, place.plan, *place.backups()}
    kept = [path for path in place.everything() if path not in known and not path.name.endswith(".json")]
    return tuple(clean(str(path)) for path in kept)


def erase_everything(place: Place) -> tuple[str, ...]:
    """Erase the whole history and the plan beside it, in whatever state they are; return the names of the files.

    Raises:
        CrampError: a file could not be removed (exit 4); every other one is gone then.
    """
    refuse_what_is_not_ours(place)
    names = tuple(clean(str(path.relative_to(place.folder))) for path in place.everything())
    if files.size_of(place.database):
        with suppress(CrampError, *EXPECTED), writing(place) as connection:
            connection.execute("DELETE FROM step")
            connection.execute("DELETE FROM episode")
        with suppress(*EXPECTED):
            _tidy(place)
    failures = [failure for path in place.everything() if (failure := _failure_to_remove(path))]
    if failures:
        raise CrampError(*failures, code=ExitCode.HISTORY)
    files.remove_folder(place.pending)
    if files.is_folder(place.folder):
        files.sync_folder(place.folder)
    return names


def _failure_to_remove(path: Path) -> str:
    try:
        files.remove(path)
    except OSError as error:
        return str(explained(error, path))
    return ""


def _tidy(place: Place) -> None:
    with closing(connect(place.database)) as connection:
        for setting in ("secure_delete=ON", "temp_store=MEMORY", "synchronous=EXTRA"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("VACUUM")
