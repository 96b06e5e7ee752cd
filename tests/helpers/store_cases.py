"""Everything that can be done with a store, what it starts from, and what has to hold afterwards."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cramp_cli.core.episode import Episode, Moment
from cramp_cli.storage import history_pending
from cramp_cli.storage.history import History, NotKeptError
from cramp_cli.storage.history_entries import check_entry
from cramp_cli.storage.history_tallies import tallies
from helpers.episodes import NOW, episode, step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


OLD = tuple(episode(number) for number in range(6))
NEW = episode(50, notes="CANARY fifty")
LONGER = OLD[3].with_step(step(9))
ENDED = replace(LONGER, ended=Moment(NOW, 60), ending="gone", pain_after=1)
DELETED = OLD[4]
CALLS_AT_MOST = 2000


def at(folder: Path) -> History:
    """Open the history of a test, with its own clock."""
    return History(folder, now=lambda: NOW)


def filled(folder: Path) -> None:
    at(folder).take_in(OLD)


def with_backup(folder: Path) -> None:
    filled(folder)
    at(folder).back_up()


def with_waiting(folder: Path) -> None:
    filled(folder)
    history_pending.keep(at(folder).place, episode(60))


def damaged_with_backup(folder: Path) -> None:
    with_backup(folder)
    database = folder / "history.db"
    contents = bytearray(database.read_bytes())
    place = contents.index(b"note 5")
    contents[place] ^= 1
    database.write_bytes(contents)


def nothing(_: Path) -> None:
    """Start where nothing has ever been written."""


@dataclass(frozen=True)
class Case:
    """One operation, what it starts from, and what has to hold of the records afterwards."""

    name: str
    start: Callable[[Path], None]
    act: Callable[[History], Any]
    before: frozenset[str]
    """What may be there if it failed …"""
    after: frozenset[str]
    """… and what must be there if it did not."""


def said(*episodes: Episode) -> frozenset[str]:
    return frozenset(map(repr, episodes))


CASES = (
    Case("first", nothing, lambda history: history.keep(NEW), said(), said(NEW)),
    Case("keep", filled, lambda history: history.keep(NEW), said(*OLD), said(*OLD, NEW)),
    Case("step", filled, lambda history: history.keep(LONGER), said(*OLD), said(*OLD[:3], LONGER, *OLD[4:])),
    Case("finish", filled, lambda history: history.keep(ENDED), said(*OLD), said(*OLD[:3], ENDED, *OLD[4:])),
    Case("import", filled, lambda history: history.take_in([*OLD, NEW]), said(*OLD), said(*OLD, NEW)),
    Case(
        "delete",
        with_backup,
        lambda history: history.delete([DELETED.id]),
        said(*OLD),
        said(*(one for one in OLD if one != DELETED)),
    ),
    Case("delete all", with_backup, lambda history: history.delete_everything(), said(*OLD), said()),
    Case("back up", with_backup, lambda history: history.back_up(), said(*OLD), said(*OLD)),
    Case("restore", with_backup, lambda history: history.restore(), said(*OLD), said(*OLD)),
    Case("repair", damaged_with_backup, lambda history: history.repair(), said(*OLD[:5]), said(*OLD)),
    Case("read", filled, lambda history: (history.list(), tallies(history), history.check()), said(*OLD), said(*OLD)),
)


def records(history: History) -> frozenset[str]:
    return said(*history.list().episodes)


def is_somewhere(wanted: Episode, history: History, error: NotKeptError | None) -> bool:
    """Whether an episode is in the store, in a file that waits, or in the hands of the caller."""
    if repr(wanted) in records(history) or f"{wanted.id}.json" in history.waiting():
        return True
    return error is not None and error.record is not None and check_entry(error.record)[0] == wanted


def sound(history: History, case: Case) -> None:
    """Check what holds after any accident: it opens, is whole, is private, and holds the old or the new."""
    found = records(history)
    assert found in {case.before, case.after}
    if case.name != "repair":
        assert not [fault for fault in history.check() if "waits" not in fault]
    for path in (history.place.folder, *history.place.folder.rglob("*")):
        if path.exists():
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
