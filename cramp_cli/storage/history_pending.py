"""Keeps an episode beside the store when the store cannot take it, until a later write can.

Each waits in a file of its own. A file that cannot be used is given a name that says so; none is removed before
what it says has been read back from the store.
"""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING

from cramp_cli.core.text import clean
from cramp_cli.storage import history_files as files
from cramp_cli.storage.history_entries import check_entry, entry_of
from cramp_cli.storage.history_errors import said_in_one_line

if TYPE_CHECKING:
    from pathlib import Path

    from cramp_cli.core.episode import Episode
    from cramp_cli.storage.history_files import Place

MOST_BYTES = 4 << 20
_ENDING = ".json"
_REFUSED = ".refused"


def file_of(place: Place, episode_id: str) -> Path:
    """Return where an episode waits."""
    return place.pending / f"{episode_id}{_ENDING}"


def keep(place: Place, episode: Episode) -> Path:
    """Let an episode wait.

    Raises:
        CrampError: there is no way to write it here either (exit 4).
    """
    target = file_of(place, episode.id)
    with said_in_one_line(target):
        files.make_pending(place)
        files.write(place, target, json.dumps(entry_of(episode)).encode())
    return target


def names(place: Place) -> tuple[str, ...]:
    """Return the names of the files that wait."""
    return tuple(name for name in place.waiting() if name.endswith(_ENDING))


def read(place: Place, name: str) -> Episode | None:
    """Return the episode that waits in a file, or None if that is none that could be kept.

    Raises:
        OSError: it cannot be read at the moment, which says nothing about what is in it.
    """
    try:
        contents = files.read(place.pending / name, MOST_BYTES)
        return None if contents is None else check_entry(json.loads(contents))[0]
    except (ValueError, RecursionError):
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:  # a link
            return None
        raise


def refuse(place: Place, name: str) -> str:
    """Put a file out of the way under a name that says so; return the line that tells it."""
    file = place.pending / name
    aside = file.with_name(f"{name}{_REFUSED}")
    files.rename(file, aside)
    return f"{clean(str(aside))} holds no episode that can be read"


def forget(place: Place, episode_id: str) -> None:
    """Remove what waits of an episode."""
    files.remove(file_of(place, episode_id))
