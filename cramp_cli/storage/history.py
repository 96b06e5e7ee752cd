"""The history: every episode the person had, in one file that only they can read.

Nothing is made until something is written. A write is believed when it has been read back by a second connection;
until then it is not said to be kept. An episode the store cannot take waits beside it, and if even that fails it is
handed back, so that the person can be shown it.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cramp_cli.core.episode import Damaged, Episode
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass
from cramp_cli.storage import history_backup, history_erase, history_listing, history_repair
from cramp_cli.storage import history_files as files
from cramp_cli.storage import history_pending as pending
from cramp_cli.storage import history_rows as rows
from cramp_cli.storage.history_connection import reading, writing
from cramp_cli.storage.history_database import PATIENCE_SECONDS, one_view
from cramp_cli.storage.history_entries import check_entry, entry_of
from cramp_cli.storage.history_errors import REPAIR, explained, said_in_one_line
from cramp_cli.storage.history_listing import EVERYTHING, Listing, Span

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from cramp_cli.storage.history_repair import Repair

DAY = timedelta(days=1)
_DO_NOT_REPEAT = "it is taken in as soon as that works, so do not add it again"


class NotKeptError(CrampError):
    """An episode could not be put into the store. It waits in a file, or else is here as `record`."""

    def __init__(self, why: CrampError, waits_in: Path | None, record: dict[str, Any] | None) -> None:
        where, fix = "it is kept nowhere", why.fix
        if waits_in is not None:
            where, fix = f"it waits in {clean(str(waits_in))}", "; ".join(filter(None, [why.fix, _DO_NOT_REPEAT]))
        super().__init__(f"not saved: {why.what}; {where}", fix=fix, code=ExitCode.HISTORY)
        self.waits_in = waits_in
        self.record = record


@dataclass(frozen=True)
class TakenIn:
    """What came of an import."""

    new: int
    known: int
    """How many were here already, exactly so."""
    differing: tuple[str, ...]
    """The ids of those that are here in another form, which was left as it is."""


class History:
    """The store in one folder. `now` is the clock of backups; every other time comes with an episode."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.place = files.Place(folder)
        self._now = now
        self._notices: list[str] = []

    def notices(self) -> tuple[str, ...]:
        """Return, once, what the person should know though nothing failed: modes put right, files refused."""
        said, self._notices = tuple(dict.fromkeys(self._notices)), []
        return said

    # -- writing ----------------------------------------------------------------------------------------------------

    def keep(self, episode: Episode, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Write the episode as it is now, whether it is new, has one more step, or has ended.

        Raises:
            NotKeptError: the store did not take it (exit 4); it waits in a file, or is in the error.
            CrampError: it is beyond what an episode may be (exit 2).
        """
        checked = _checked(episode)
        try:
            with self._said():
                self._write([checked], patience_seconds)
        except CrampError as error:
            raise self._not_kept(checked, error) from error
        self.take_in_what_waits(kept_id=checked.id, patience_seconds=patience_seconds)

    def take_in(self, episodes: Sequence[Episode]) -> TakenIn:
        """Import all of `episodes` or none. What is known by its id stays as it is here."""
        fresh: list[Episode] = []
        known, differing = 0, []
        checked = [_checked(episode) for episode in episodes]
        with self._said():
            with self._reading() as connection:
                for episode in checked:
                    found = rows.fetch(connection, episode.id) if connection else None
                    known += found == episode
                    differing += [episode.id] if found is not None and found != episode else []
                    fresh += [episode] if found is None else []
            if fresh:
                self._write(fresh, PATIENCE_SECONDS, in_place=False)
        return TakenIn(len(fresh), known, tuple(differing))

    def _write(self, episodes: Sequence[Episode], patience_seconds: float, *, in_place: bool = True) -> None:
        """Commit `episodes`, then read them back by another connection.

        Unless it is `in_place`, what somebody else wrote of one a moment ago stays, and the reading back fails.
        """
        self._close_to_others()
        with writing(self.place, patience_seconds=patience_seconds) as connection:
            for episode in episodes:
                if in_place or rows.fetch(connection, episode.id) is None:
                    rows.put(connection, episode)
        with reading(self.place, patience_seconds=patience_seconds) as connection:
            are_there = connection is not None and all(rows.fetch(connection, one.id) == one for one in episodes)
        if not are_there:
            what = f"{clean(str(self.place.database))} did not hold what was written"
            raise CrampError(what, fix=REPAIR, code=ExitCode.HISTORY)

    def _not_kept(self, episode: Episode, why: CrampError) -> NotKeptError:
        try:
            return NotKeptError(why, pending.keep(self.place, episode), None)
        except CrampError:
            return NotKeptError(why, None, entry_of(episode))

    # -- what waits -------------------------------------------------------------------------------------------------

    def waiting(self) -> tuple[str, ...]:
        """Return the names of the files that wait for the next write."""
        with self._said():
            return pending.names(self.place)

    def take_in_what_waits(self, *, patience_seconds: float, kept_id: str = "") -> None:
        """Take in every episode that waits but `kept_id`, whose later state is kept.

        A failure is a notice, and so is success: nothing is lost by it.
        """
        try:
            with self._said():
                if kept_id:
                    pending.forget(self.place, kept_id)
                for name in pending.names(self.place):
                    self._take_in_pending(name, patience_seconds)
        except CrampError as error:
            self._notices.append(f"Episodes still wait: {error.what}")

    def _take_in_pending(self, name: str, patience_seconds: float) -> None:
        episode = pending.read(self.place, name)
        if episode is None:
            self._notices.append(pending.refuse(self.place, name))
            return
        with reading(self.place, patience_seconds=patience_seconds) as connection:
            kept = rows.fetch(connection, episode.id) if connection else None
        if not isinstance(kept, Episode) or episode.is_later_than(kept):
            self._write([episode], patience_seconds)
        files.remove(self.place.pending / name)
        self._notices.append(f"The episode of {episode.began.local:%Y-%m-%d %H:%M} that waited is in the history now")

    # -- reading ----------------------------------------------------------------------------------------------------

    def get(self, episode_id: str) -> Episode | Damaged | None:
        """Return one episode, what is left of it, or None."""
        with self._said(), self._reading() as connection:
            return rows.fetch(connection, episode_id) if connection else None

    def list(self, span: Span = EVERYTHING, *, limit: int | None = None, skip: int = 0) -> Listing:
        """Return the episodes of a span, the newest first."""
        with self._said(), self._reading() as connection:
            return history_listing.listing(connection, span, limit, skip) if connection else Listing()

    def count(self, span: Span = EVERYTHING) -> int:
        """Return how many episodes there are in a span."""
        with self._said(), self._reading() as connection:
            return history_listing.count(connection, span) if connection else 0

    # -- care -------------------------------------------------------------------------------------------------------

    def delete(self, episode_ids: Iterable[str]) -> int:
        """Erase some records everywhere; return how many there were."""
        with self._said():
            count = history_erase.erase(self.place, episode_ids, self._now())
            self._notices += [f"{path} may still hold it" for path in history_erase.what_may_still_hold_it(self.place)]
            return count

    def delete_everything(self) -> tuple[str, ...]:
        """Erase the history and the plan beside it, with every file of theirs; return the names of the files."""
        with self._said():
            return history_erase.erase_everything(self.place)

    def check(self) -> tuple[str, ...]:
        """Return everything that is wrong with the store and what waits, one line each."""
        return (*self._faults(), *(f"{name} waits to be taken in" for name in self.waiting()))

    def _faults(self) -> tuple[str, ...]:
        try:
            with self._said(), self._reading() as connection:
                return history_backup.faults_of(connection) if connection else ()
        except CrampError as error:
            return (error.what,)

    def last_backup(self) -> datetime | None:
        """Return when the newest backup was made."""
        with self._said():
            found = self.place.backups()
            return datetime.fromtimestamp(files.changed_at(found[0]), UTC) if found else None

    def is_backup_due(self, age: timedelta = DAY) -> bool:
        """Whether there is a store, and no backup younger than `age`."""
        with self._said():
            last = self.place.backup(history_backup.LAST)
            return bool(files.size_of(self.place.database)) and history_backup.is_older_than(age, last, self._now())

    def back_up(self) -> Path | None:
        """Copy the store, if there is one; a damaged one never takes the place of a good backup."""
        with self._said():
            with self._reading() as connection:
                if connection is None:
                    return None
            return history_backup.back_up(self.place, self._now())

    def restore(self, backup: Path | None = None) -> tuple[Path, Path | None]:
        """Go back to a backup, or to the newest good one; return it, and where the store is now."""
        with self._said():
            history_repair.refuse_what_is_not_ours(self.place)
            if backup is None:
                backup, refused = history_backup.newest_good(self.place)
                self._notices += refused
            return backup, history_backup.restore(self.place, backup, self._now())

    def repair(self) -> Repair:
        """Save every good record of a damaged store; the damaged file is moved aside."""
        if not self._faults():
            return history_repair.Repair(self.count(), 0, (), None)
        with self._said():
            return history_repair.repair(self.place, self._now())

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection | None]:
        """Open one state of the store for whoever counts in it; None if there is none.

        Raises:
            CrampError: the store cannot be read (exit 4).
        """
        with self._said(), self._reading() as connection:
            if connection is None:
                yield None
                return
            with one_view(connection):
                yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        self._close_to_others()
        with reading(self.place) as connection:
            yield connection

    def _close_to_others(self) -> None:
        try:
            self._notices += files.close_to_others(self.place)
        except OSError as error:
            self._notices.append(f"others may use the files of the history: {explained(error, self.place.folder).what}")

    @contextmanager
    def _said(self) -> Iterator[None]:
        with said_in_one_line(self.place.database):
            yield


def _checked(episode: Episode) -> Episode:
    """Return the episode as it can be kept, its text cleaned."""
    checked, faults = check_entry(entry_of(episode))
    if checked is None:
        raise CrampError("; ".join(faults), fix="correct it and try again", code=ExitCode.USAGE)
    return checked


__all__ = ["EVERYTHING", "History", "Listing", "NotKeptError", "Span", "TakenIn"]
