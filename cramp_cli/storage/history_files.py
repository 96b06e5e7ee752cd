"""Every call the history makes to the file system: where its files are, who may read them, how one is put in place.

A file is made with its mode before anything is in it, a link is never followed, and nothing is ever written over: a
new file takes the place of the old one in one step, or not at all.
"""

# Every call is made by its own name on `os`, so that a test can let each of them fail:
# ruff: noqa: PTH101, PTH103, PTH104, PTH105, PTH106, PTH108, PTH116, PTH208
from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.text import clean
from cramp_cli.core.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

DATABASE = "history.db"
PENDING, PLAN = "pending", "plan.json"
_FILE_MODE, _FOLDER_MODE, _OTHERS = 0o600, 0o700, 0o077
_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | _BINARY
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _NO_LINKS
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINKS
_BESIDE = {PENDING, PLAN}
"""What of ours stands beside the store and does not begin with its name."""
_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP}
"""What a file system answers that cannot make a name durable; a real failure is none of these."""


@dataclass(frozen=True)
class Place:
    """The folder of a history, and the names in it."""

    folder: Path

    @property
    def database(self) -> Path:
        """The store itself."""
        return self.folder / DATABASE

    @property
    def journal(self) -> Path:
        """What SQLite needs to take an unfinished change back."""
        return self.folder / f"{DATABASE}-journal"

    @property
    def pending(self) -> Path:
        """The folder of episodes that wait to be taken in."""
        return self.folder / PENDING

    @property
    def plan(self) -> Path:
        """What is kept of plans, beside the history."""
        return self.folder / PLAN

    def backup(self, kind: str) -> Path:
        """The backup of a kind: `last`, `weekly`, or `v1` for the one made before schema 1 was left behind."""
        return self.folder / f"{DATABASE}.bak-{kind}"

    def backups(self) -> list[Path]:
        """Every backup there is, the newest first."""
        found = [self.folder / name for name in names_in(self.folder) if name.startswith(f"{DATABASE}.bak-")]
        return sorted(found, key=lambda path: (-changed_at(path), path.name))

    def waiting(self) -> list[str]:
        """Return the names in `pending`; none if it is a link, which is never followed."""
        try:
            return names_in(self.pending) if stat.S_ISDIR(os.lstat(self.pending).st_mode) else []
        except (FileNotFoundError, NotADirectoryError):
            return []

    def leftovers(self) -> list[Path]:
        """Files that were never put in place, because the program was killed before."""
        names = [name for name in names_in(self.folder) if name.startswith(f".{DATABASE}.") and ".tmp" in name]
        return [self.folder / name for name in names]

    def everything(self) -> list[Path]:
        """Every file of the history and of the plan beside it, the store last."""
        ours = [self.folder / name for name in names_in(self.folder) if name == PLAN or _is_of_the_store(name)]
        waiting = [self.pending / name for name in self.waiting()]
        return [*waiting, *sorted(ours, key=lambda path: path == self.database)]


def _is_of_the_store(name: str) -> bool:
    return name.lstrip(".").startswith(DATABASE)


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder, in order; none if it is missing."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def size_of(path: Path) -> int | None:
    """Return the size of a file, or None if there is none.

    Raises:
        CrampError: something else stands in its place.
    """
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        kind = "a link" if stat.S_ISLNK(status.st_mode) else "not a regular file"
        raise CrampError(f"{clean(str(path))} is {kind}", fix="move it away", code=ExitCode.HISTORY)
    return status.st_size


def changed_at(path: Path) -> float:
    """Return when a file was last changed, in seconds since 1970."""
    return os.lstat(path).st_mtime


def make_folder(folder: Path) -> None:
    """Make a folder that only the person can enter, unless there is one."""
    os.makedirs(folder, mode=_FOLDER_MODE, exist_ok=True)


def make_pending(place: Place) -> None:
    """Make the folder of what waits; a link in its place is refused."""
    make_folder(place.folder)
    make_folder(place.pending)
    if not stat.S_ISDIR(os.lstat(place.pending).st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def close_to_others(place: Place) -> tuple[str, ...]:
    """Take away what others may do with the folder and the files of the history; return one line for each change.

    A folder that holds anything else than the history is somebody's home, or `/tmp`: its own mode is left alone.
    """
    if os.name != "posix" or not is_folder(place.folder):
        return ()
    paths = [place.pending, *place.everything()]
    if all(name in _BESIDE or _is_of_the_store(name) for name in names_in(place.folder)):
        paths.insert(0, place.folder.resolve())
    return tuple(notice for path in paths if (notice := _closed(path)))


def _closed(path: Path) -> str:
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    mode = stat.S_IMODE(status.st_mode)
    if not mode & _OTHERS or not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return ""
    os.chmod(path, mode & ~_OTHERS)
    return f"{clean(str(path))} had mode {mode:04o}; only you can use it now"


def create(path: Path) -> bool:
    """Make an empty file that only the person can read; False if there is something already."""
    try:
        handle = os.open(path, _CREATE, _FILE_MODE)
    except FileExistsError:
        return False
    os.close(handle)
    return True


def temporary(place: Place) -> Path:
    """Make an empty file beside the store, to be put in place when it is whole."""
    path = place.folder / f".{DATABASE}.{os.urandom(8).hex()}.tmp"
    create(path)
    return path


def put_in_place(fresh: Path, target: Path) -> None:
    """Make `fresh` durable and give it the name `target`, in place of what had it."""
    handle = os.open(fresh, os.O_RDWR | _NO_LINKS)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(fresh, target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the file system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(handle)


def write(place: Place, target: Path, contents: bytes) -> None:
    """Put a file of `contents` in place; a reader finds the old one, or the whole new one."""
    fresh = temporary(place)
    try:
        handle = os.open(fresh, os.O_WRONLY | _NO_LINKS)
        try:
            _write_all(handle, contents)
        finally:
            os.close(handle)
        put_in_place(fresh, target)
    except BaseException:
        with suppress(OSError):
            remove(fresh)
        raise


def _write_all(handle: int, contents: bytes) -> None:
    left = memoryview(contents)
    while left:
        left = left[os.write(handle, left) :]


def read(path: Path, most_bytes: int) -> bytes | None:
    """Return what stands in a regular file, or None if that is too much or no such file."""
    handle = os.open(path, _READ)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        contents = b""
        while len(contents) <= most_bytes and (more := os.read(handle, most_bytes + 1 - len(contents))):
            contents += more
        return contents if len(contents) <= most_bytes else None
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Remove a file, if there is one; a link is removed, not followed."""
    with suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(path)


def remove_folder(folder: Path) -> None:
    """Remove an empty folder, if there is one."""
    with suppress(FileNotFoundError, NotADirectoryError):
        os.rmdir(folder)


def is_folder(folder: Path) -> bool:
    """Whether there is such a folder."""
    try:
        return stat.S_ISDIR(os.stat(folder).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def stamp(path: Path, instant: datetime) -> None:
    """Note on a file when it was made, by the clock that decides how old it is."""
    os.utime(path, (instant.timestamp(), instant.timestamp()))


def set_aside(place: Place, kind: str, instant: datetime) -> Path:
    """Give the store a second name that says what became of it, and its journal too; nothing is removed.

    The store keeps its own name until another takes its place, so that there is no moment without one.
    """
    aside = _free_name(place, f"{DATABASE}.{kind}-{instant:%Y%m%dT%H%M%SZ}")
    try:
        os.link(place.database, aside, follow_symlinks=False)
    except (OSError, NotImplementedError):
        os.rename(place.database, aside)
    with suppress(FileNotFoundError):
        os.rename(place.journal, aside.with_name(f"{aside.name}-journal"))
    sync_folder(place.folder)
    return aside


def _free_name(place: Place, name: str) -> Path:
    taken = set(names_in(place.folder))
    number = 1
    while (unique := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return place.folder / unique


def rename(path: Path, target: Path) -> None:
    """Give a file another name in the same folder."""
    os.replace(path, target)
