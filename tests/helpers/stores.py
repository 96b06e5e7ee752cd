"""A store in the hands of a test: filled, looked into, and given things that wait."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cramp_cli.core.plan import Kept
from cramp_cli.storage.history import NotKeptError
from cramp_cli.storage.history_backup import copy_verified
from cramp_cli.storage.plans import Shelf, write_plans
from helpers.episodes import NOW, episode
from helpers.faults import no_lock, struck_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_cli.core.episode import Episode
    from cramp_cli.storage.history import History


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Give a folder in memory where there is one: thousands of writes need not wait for a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a new folder of our own in it
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def fill(history: History, count: int = 8) -> tuple[Episode, ...]:
    made = tuple(episode(number) for number in range(count))
    history.take_in(made)
    return made


def make_every_file(history: History, note: str) -> set[str]:
    """Bring every kind of file that the program ever makes into the folder, each with `note`; return the names."""
    place = history.place
    noted = [episode(number, notes=note) for number in range(90, 96)]
    history.take_in(noted[:4])
    history.back_up()
    copy_verified(place, place.database, place.backup("v1"))
    place.database.write_bytes(place.database.read_bytes().replace(note.encode(), note[::-1].encode(), 1))
    place.journal.write_text(note, "utf-8")
    history.repair()
    history.restore()
    put_waiting(history, "cut.json", note.encode())
    history.keep(noted[4])
    with struck_by(no_lock()), suppress(NotKeptError):
        history.keep(noted[5])
    place.journal.write_text(note, "utf-8")
    (place.folder / ".history.db.0123456789abcdef.tmp").write_text(note, "utf-8")
    write_plans(place.folder, Shelf(Kept("night-stretching", NOW.date(), 4, "21:00")))
    return names_in(history)


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def names_in(history: History) -> set[str]:
    folder = history.place.folder
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} if folder.exists() else set()


def put_waiting(history: History, name: str, contents: bytes) -> None:
    history.place.pending.mkdir(parents=True, exist_ok=True, mode=0o700)
    (history.place.pending / name).write_bytes(contents)


def rows_of(folder: Path) -> list[Any]:
    """Every row of the store in a folder, as SQLite has it."""
    if not (folder / "history.db").exists():
        return []
    with closing(sqlite3.connect(folder / "history.db")) as connection:
        every = connection.execute("SELECT * FROM episode ORDER BY id").fetchall()
        return [*every, *connection.execute("SELECT * FROM step ORDER BY episode, position")]
