"""Lets the history fail, at every call it makes, in every way a call can; and the long campaign of kills.

`python -m helpers.faults 200` in the folder `tests` kills two hundred writers.
"""

# What is wrapped takes and gives anything:
# ruff: noqa: ANN401
from __future__ import annotations

import errno
import os
import random
import signal
import sqlite3
import sys
import tempfile
import uuid
import weakref
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from cramp_cli.core.episode import Episode, Moment, Origin, StepTaken
from cramp_cli.core.errors import CrampError, ExitCode
from cramp_cli.core.ladder import Outcome
from cramp_cli.storage import history_files
from cramp_cli.storage.history import History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 11, 22, 3, 10, 5, tzinfo=UTC)
_FILE_CALLS = {
    *("open", "read", "write", "fsync", "replace", "rename", "link", "unlink", "chmod", "utime", "rmdir", "makedirs"),
    *("lstat", "stat", "fstat", "listdir", "close"),
}
_SQL_ERRORS = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_BUSY", "SQLITE_CORRUPT_INDEX", "SQLITE_PROTOCOL", "")
_FILE_ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EPERM)


class Fault:
    """Counts calls, and lets one of them fail, before it did anything or after it did everything."""

    def __init__(
        self, at: int, *, after: bool = False, action: Callable[[str], None] | None = None, only: str = ""
    ) -> None:
        self.at = at
        self._only = only
        self.after = after
        self.calls: list[str] = []
        self._action = action or self._raise

    @property
    def has_struck(self) -> bool:
        return len(self.calls) >= self.at

    def around(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        if not name.startswith(self._only):
            return call(*given, **named)
        self.calls.append(name)
        is_now = len(self.calls) == self.at
        happens_anyway = name.startswith(("close", "rollback"))
        if is_now and not self.after and not happens_anyway:
            self._action(name)
        result = call(*given, **named)
        if is_now and (self.after or happens_anyway):
            self._action(name)
        return result

    def _raise(self, name: str) -> None:
        if name.startswith("os "):
            code = _FILE_ERRORS[self.at % len(_FILE_ERRORS)]
            raise OSError(code, os.strerror(code))
        error = sqlite3.OperationalError(f"struck at {name}\nin two lines")
        error.sqlite_errorname = _SQL_ERRORS[self.at % len(_SQL_ERRORS)]
        raise error


def kill(_: str) -> None:
    """End this process as nothing can prevent."""
    os.kill(os.getpid(), signal.SIGKILL)


class FaultyCursor(sqlite3.Cursor):
    """A cursor whose every call may fail."""

    fault: Fault

    def execute(self, *given: Any) -> Any:
        return self.fault.around(f"sql {given[0][:50]}", super().execute, *given)

    def executemany(self, *given: Any) -> Any:
        return self.fault.around(f"sql many {given[0][:50]}", super().executemany, *given)

    def fetchone(self) -> Any:
        return self.fault.around("sql fetchone", super().fetchone)

    def fetchall(self) -> Any:
        return self.fault.around("sql fetchall", super().fetchall)


class FaultyConnection(sqlite3.Connection):
    """A connection whose every call may fail."""

    fault: Fault

    def cursor(self, *_: Any) -> Any:
        made = super().cursor(FaultyCursor)
        made.fault = self.fault
        self.__dict__.setdefault("made", weakref.WeakSet()).add(made)
        return made

    def execute(self, *given: Any) -> Any:
        return self.cursor().execute(*given)

    def executemany(self, *given: Any) -> Any:
        return self.cursor().executemany(*given)

    def backup(self, *given: Any, **named: Any) -> None:
        self.fault.around("sql backup", super().backup, *given, **named)

    def rollback(self) -> None:
        self.fault.around("rollback", super().rollback)

    def close(self) -> None:
        for cursor in list(self.__dict__.pop("made", ())):  # the frames of a raised fault would keep them open
            cursor.close()
        self.fault.around("close", super().close)


class FaultyOs:
    """The module `os`, whose every call to the file system may fail."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in _FILE_CALLS:
            return real
        said = "close" if name == "close" else f"os {name}"
        return lambda *given, **named: self._fault.around(said, real, *given, **named)


def no_lock() -> Fault:
    """Return the fault that keeps the store from being written."""
    return Fault(1, only="sql BEGIN IMMEDIATE")


@contextmanager
def struck_by(fault: Fault) -> Iterator[Fault]:
    """Let everything the history does in this block pass by `fault`."""
    real_connect = sqlite3.connect

    def connect(*given: Any, **named: Any) -> FaultyConnection:
        made = fault.around("sql connect", real_connect, *given, factory=FaultyConnection, **named)
        assert isinstance(made, FaultyConnection)
        made.fault = fault
        return made

    with patch.object(sqlite3, "connect", connect), patch.object(history_files, "os", FaultyOs(fault)):
        yield fault


def refused(act: Callable[[], object]) -> CrampError | None:
    """Return how `act` was refused, in one line and with exit code 4, or None if it was not."""
    found = None
    try:
        act()
    except CrampError as error:
        found = error
    assert found is None or (found.code is ExitCode.HISTORY and str(found).isprintable())
    return found


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Give a folder in memory where there is one: thousands of writes need not wait for a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a new folder of our own in it
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def in_child(work: Callable[[], bytes | None]) -> tuple[int, bytes]:
    """Run `work` in a process of its own; return how it ended and what it said."""
    return in_children(work)[0]


def in_children(*works: Callable[[], bytes | None]) -> list[tuple[int, bytes]]:
    """Run each of `works` in a process of its own, all at once; return how each ended and what it said."""
    started = [_child(work) for work in works]
    ends = []
    for child, reader in started:
        with os.fdopen(reader, "rb") as said:
            text = said.read()
        ends.append((os.waitpid(child, 0)[1], text))
    return ends


def _child(work: Callable[[], bytes | None]) -> tuple[int, int]:
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    try:
        os.write(writer, work() or b"")
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - a child must not run the rest of the tests
        os.write(writer, repr(error).encode())
        os._exit(1)


def episode(number: int, **changes: Any) -> Episode:
    """Return an episode of its own for each number."""
    values: dict[str, Any] = {
        "id": str(uuid.UUID(int=number + (4 << 76))),
        "began": Moment(NOW + timedelta(hours=7 * number), 60),
        "region": ("calf", "foot", "hand")[number % 3],
        "origin": Origin.RELIEF,
        "steps": tuple(step(number + one) for one in range(number % 4)),
        "notes": f"note {number}",
    }
    return Episode(**(values | changes))


def step(number: int) -> StepTaken:
    """Return a step of its own for each number."""
    outcomes = tuple(Outcome)
    return StepTaken(f"step-{number}", ("stretching", "ice")[number % 2], outcomes[number % len(outcomes)], seconds=30)


def _write_until_killed(folder: Path, first: int, said: int) -> None:
    history = History(folder)
    for number in range(first, first + 1000):
        history.keep(episode(number))
        os.write(said, number.to_bytes(4, "big"))
    os._exit(3)


def killed_writer(folder: Path, first: int, chance: random.Random) -> int:
    """Kill a writer somewhere behind a few records it said were kept; return how many it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _write_until_killed(folder, first, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as said:
        heard = said.read(4 * chance.randint(1, 6))
        for _ in range(chance.randrange(60_000)):
            pass
        os.kill(child, signal.SIGKILL)
        heard += said.read()
    os.waitpid(child, 0)
    return len(heard) // 4


def kills(count: int, *, seed: int = 20261122) -> list[str]:
    """Kill `count` writers; return what went wrong."""
    chance = random.Random(seed)  # noqa: S311 - accidents, no secrets
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "d")
        first = 0
        for number in range(count):
            kept = killed_writer(history.place.folder, first, chance)
            missing = [one for one in range(first, first + kept) if history.get(episode(one).id) != episode(one)]
            wrong += [f"kill {number}: lost {one}" for one in missing]
            wrong += [f"kill {number}: {fault}" for fault in history.check()]
            first += kept + 1
    return wrong


if __name__ == "__main__":
    found = kills(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    sys.stdout.write("\n".join(found or ["nothing was lost"]) + "\n")
    sys.exit(bool(found))
