"""Takes records away so that no byte of them is left in any file of ours.

What is deleted goes from the store, from what waits and from every backup. What the disk itself keeps of a removed
file is beyond a program's reach.
"""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError
from cramp_cli.core.text import clean
from cramp_cli.storage import history_files as files
from cramp_cli.storage import history_pending as pending
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_backup import copy_verified
from cramp_cli.storage.history_connection import connect, writing
from cramp_cli.storage.history_errors import EXPECTED
from cramp_cli.storage.history_repair import refuse_what_is_not_ours

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

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
    known = {place.database, place.journal, *place.backups()}
    kept = [path for path in place.everything() if path not in known and not path.name.endswith(".json")]
    return tuple(clean(str(path)) for path in kept)


def erase_everything(place: Place) -> None:
    """Erase the whole history with every file of it, in whatever state it is."""
    refuse_what_is_not_ours(place)
    if files.size_of(place.database):
        with suppress(CrampError, *EXPECTED), writing(place) as connection:
            connection.execute("DELETE FROM step")
            connection.execute("DELETE FROM episode")
        with suppress(*EXPECTED):
            _tidy(place)
    for path in place.everything():
        files.remove(path)
    files.remove_folder(place.pending)
    if files.is_folder(place.folder):
        files.sync_folder(place.folder)


def _tidy(place: Place) -> None:
    with closing(connect(place.database)) as connection:
        for setting in ("secure_delete=ON", "temp_store=MEMORY", "synchronous=EXTRA"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("VACUUM")
